"""`calque suggest`: what is missing, suggested by a machine for a person to review."""

import os
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from calque.cli.findings import tell_findings
from calque.cli.options import Config, now, site_of, target_locale
from calque.counts import plural
from calque.exit_codes import EXIT_UNMEASURED, worst
from calque.output import say, tell, write_json
from calque.visible import shortened

if TYPE_CHECKING:
    from calque.model import Tally
    from calque.pipeline.translators.suggest import Suggested

__all__ = ["suggest"]


def suggest(
    *,
    locale: Annotated[str, Parameter(help="Into which locale; may be left out where there is one.")] = "",
    words: Annotated[
        int | None, Parameter(help="Send texts of at most so many words.", validator=Number(gte=1))
    ] = None,
    dry_run: Annotated[bool, Parameter(negative="", help="Count what would be sent; send nothing.")] = False,
    config: Config = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How the figures are shown.")] = "text",  # noqa: A002 — the option's name
) -> int:
    """Ask a machine for what is missing, for a person to review."""
    from calque.handoffs.machines import machine_of  # noqa: PLC0415 — loads what only this command needs
    from calque.pipeline.translators import suggest as pipeline  # noqa: PLC0415 — the same

    site = site_of(config)
    tag = target_locale(site, locale, "suggest")
    machine = None if dry_run else machine_of(site.suggesting, os.environ)
    try:
        done = pipeline.suggest(site, tag, machine, now=now, words=words)
    finally:
        if machine:
            machine.close()
    if format == "json":
        write_json(_figures(done, dry_run=dry_run))
    else:
        _tell(done, dry_run=dry_run)
    code = tell_findings(done.findings)
    if done.failure:
        tell(f"calque: {done.failure}")
    return worst([code, EXIT_UNMEASURED if done.failure else 0])


def _tell(done: "Suggested", *, dry_run: bool) -> None:
    if done.sent.segments:
        verb = "Would send" if dry_run else "To send"
        say(
            f"{verb}: {_told(done.sent)} into {done.locale} in {plural(done.requests, 'request')}, "
            f"with {plural(done.context, 'word')} of the texts beside them."
        )
    else:
        say(f"Nothing that is missing in {done.locale} is to be sent.")
    if done.left.segments:
        say(f"  Left, beyond --words: {_told(done.left)}.")
    if done.unsynced:
        say(f"  {plural(done.unsynced, 'text')} not in the catalogs yet; run `calque sync` first.")
    if dry_run or not done.sent.segments:
        return
    say(f"{plural(done.filled, 'suggestion')} to review, in {plural(len(done.written), 'file')}.")
    if done.overtaken:
        say(f"  {plural(done.overtaken, 'text')} got a translation meanwhile, or changed: left as they are.")
    if done.strangers:
        say(f"  {plural(done.strangers, 'answer')} to no text that was sent: not taken.")
    if done.refused:
        say(f"  {plural(len(done.refused), 'text')} still missing, as the answer was not fit to be shown:")
    for source, why in done.refused:
        say(f"    “{shortened(source)}”: {why}")


def _figures(done: "Suggested", *, dry_run: bool) -> dict[str, object]:
    return {
        "version": 1,
        "dry_run": dry_run,
        "locale": done.locale,
        "sent": {"segments": done.sent.segments, "words": done.sent.words},
        "context_words": done.context,
        "requests": done.requests,
        "left": {"segments": done.left.segments, "words": done.left.words},
        "unsynced": done.unsynced,
        "filled": done.filled,
        "refused": [{"source": source, "reason": why} for source, why in done.refused],
        "strangers": done.strangers,
        "overtaken": done.overtaken,
        "written": done.written,
        "failure": done.failure,
    }


def _told(tally: "Tally") -> str:
    return f"{plural(tally.segments, 'text')}, {plural(tally.words, 'word')}"
