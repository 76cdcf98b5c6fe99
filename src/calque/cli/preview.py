"""`calque preview`: source and translation side by side, as the page looks."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from calque.cli.build import OneLocale
from calque.cli.findings import finding_row, tell_findings
from calque.cli.options import Config, now, site_of
from calque.output import say, write_json

__all__ = ["preview"]

_SHOWN = 20


def preview(
    post: Annotated[
        str, Parameter(help="This source page alone: its key (posts/12) or its address; else all.")
    ] = "",
    /,
    *,
    output: Annotated[
        Path | None,
        Parameter(name=["-o", "--output"], help="Write into this folder, in place of the report's own."),
    ] = None,
    locale: OneLocale = "",
    config: Config = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How the result is shown.")] = "text",  # noqa: A002 — the option's name
) -> int:
    """Show pages and their translations side by side."""
    from calque.pipeline.build.preview import preview as preview_site  # noqa: PLC0415 — the name is this command's too

    done = preview_site(site_of(config, locale), now=now, folder=output, locale=locale, post=post)
    if format == "json":
        write_json(
            {
                "version": 1,
                "written": [str(path) for path in done.written],
                "unchanged": done.unchanged,
                "findings": [finding_row(one) for one in done.findings],
            }
        )
    else:
        for path in done.written[:_SHOWN]:
            say(f"  {path}")
        if len(done.written) > _SHOWN:
            say(f"  and {len(done.written) - _SHOWN} more")
        count = len(done.written)
        say(f"Wrote {count} preview{'' if count == 1 else 's'}; {done.unchanged} stood there already.")
        if count and output is None:
            say("The next `calque sync` links the report to them.")
    return tell_findings(done.findings)
