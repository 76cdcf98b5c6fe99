"""`calque build`: translated pages as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from calque.cli.findings import finding_row, tell_findings
from calque.cli.options import Config, now, site_of
from calque.counts import plural
from calque.model import Unfinished
from calque.output import say, write_json

if TYPE_CHECKING:
    from calque.pipeline.build.run import BuildOutcome

__all__ = ["build"]

OneLocale = Annotated[str, Parameter(help="This locale alone.")]
OnePost = Annotated[str, Parameter(help="This source page alone: its key (posts/12) or its address.")]
DraftPolicy = Annotated[
    Literal["source", "last_good", "hold"] | None,
    Parameter(help="What stands for texts that are not finished, in place of what calque.toml says."),
]
_SHOWN = 20


def build(
    *,
    output: Annotated[
        Path | None,
        Parameter(
            name=["-o", "--output"], help="Build into this folder, in place of the one of calque.toml."
        ),
    ] = None,
    locale: OneLocale = "",
    post: OnePost = "",
    draft_policy: DraftPolicy = None,
    config: Config = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How the result is shown.")] = "text",  # noqa: A002 — the option's name
) -> int:
    """Write the translated pages as files."""
    from calque.pipeline.build.run import build as build_site  # noqa: PLC0415 — the name is this command's too

    done = build_site(
        site_of(config, locale),
        now=now,
        folder=output,
        locale=locale,
        post=post,
        unfinished=Unfinished(draft_policy) if draft_policy else None,
    )
    if format == "json":
        write_json(_figures(done))
    else:
        _tell_build(done)
    return tell_findings(done.findings)


def _figures(done: "BuildOutcome") -> dict[str, object]:
    return {
        "version": 1,
        "folder": done.folder,
        "written": list(done.written),
        "unchanged": done.unchanged,
        "removed": list(done.removed),
        "held": [
            {"locale": one.locale, "source": one.source, "why": one.why, "exists": one.exists}
            for one in done.held
        ],
        "findings": [finding_row(one) for one in done.findings],
    }


def _tell_build(done: "BuildOutcome") -> None:
    for name in done.written[:_SHOWN]:
        say(f"  {done.folder}/{name}")
    if len(done.written) > _SHOWN:
        say(f"  and {len(done.written) - _SHOWN} more")
    say(
        f"Built {_pages(len(done.written))} into {done.folder}/; {_pages(done.unchanged)} stood there already."
    )
    if done.removed:
        say(f"Removed {_pages(len(done.removed))} of sources that are gone.")
    for one in done.held[:_SHOWN]:
        say(f"  held: {one.place or one.source} in {one.locale}, {one.why}")
    if len(done.held) > _SHOWN:
        say(f"  and {len(done.held) - _SHOWN} more that are held")


def _pages(count: int) -> str:
    return plural(count, "page")
