"""`calque handoff` and `calque import`: what goes to translators, and what comes back."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from calque.cli.findings import finding_row, tell_findings
from calque.cli.options import Config, now, site_of, target_locale
from calque.counts import plural
from calque.errors import ConfigError
from calque.locales import parse_tag
from calque.model import Handoff, SegmentState, Site, Tally
from calque.output import say, write_json

if TYPE_CHECKING:
    from calque.pipeline.translators.hand_out import HandedOver
    from calque.pipeline.translators.take_back import Imported

__all__ = ["handoff", "import_"]

Format = Annotated[Literal["text", "json"], Parameter(help="How the summary is shown.")]


def handoff(
    *,
    locale: Annotated[str, Parameter(help="Into which locale; may be left out where there is one.")] = "",
    words: Annotated[
        int | None, Parameter(help="At most so many words of work.", validator=Number(gte=1))
    ] = None,
    pages: Annotated[int | None, Parameter(help="Of at most so many pages.", validator=Number(gte=1))] = None,
    post: Annotated[
        list[str] | None,
        Parameter(help="Of this page alone, by key (posts/12) or address; may be repeated.", negative=""),
    ] = None,
    only: Annotated[Literal["stale", "missing"] | None, Parameter(help="Texts in this state alone.")] = None,
    again: Annotated[bool, Parameter(negative="", help="Also what somebody has in hand already.")] = False,
    to: Annotated[str, Parameter(help="Who gets it.")] = "",
    due: Annotated[str, Parameter(help="The day it is wanted back: 2026-12-03.")] = "",
    output: Annotated[
        Path | None,
        Parameter(
            name=["-o", "--output"], help="The file to write; else <id>.po (.xlf, .json) in this folder."
        ),
    ] = None,
    form: Annotated[
        Literal["po", "xliff", "json"],
        Parameter(name="--as", help="What the file is: PO, XLIFF 1.2 for agencies, JSON for scripts."),
    ] = "po",
    mail: Annotated[bool, Parameter(negative="", help="Print the mail that goes with it, too.")] = False,
    preview: Annotated[
        bool, Parameter(negative="", help="Also write a page beside it: where its texts stand.")
    ] = False,
    memory: Annotated[
        bool, Parameter(negative="", help="Also write a TMX beside it: what is translated elsewhere.")
    ] = False,
    show: Annotated[bool, Parameter(name="--list", negative="", help="Show what is in hand.")] = False,
    cancel: Annotated[str, Parameter(help="Take the handoff of this id back.")] = "",
    dry_run: Annotated[bool, Parameter(negative="", help="Count, and write nothing.")] = False,
    config: Config = None,
    format: Format = "text",  # noqa: A002 — the option's name
) -> int:
    """Write one file of what is to do, for a translator."""
    site = site_of(config)
    if show and cancel:
        raise ConfigError("handoff: --list and --cancel exclude each other; give one")
    if show:
        return _list(site, locale, format)
    if cancel:
        return _cancel(site, cancel, format)
    from calque.handoffs.forms import HandoffForm  # noqa: PLC0415 — the same
    from calque.handoffs.wishes import Wish  # noqa: PLC0415 — the same
    from calque.pipeline.translators.hand_out import hand_out  # noqa: PLC0415 — loads what only this command needs

    wish = Wish(
        words=words,
        pages=pages,
        only=frozenset({SegmentState(only)} if only else ()),
        posts=frozenset(post or ()),
        again=again,
    )
    done = hand_out(
        site,
        target_locale(site, locale, "handoff"),
        wish,
        to=to,
        due=_day(due),
        output=output,
        now=now,
        dry_run=dry_run,
        preview=preview,
        form=HandoffForm(form),
        memory=memory,
    )
    if format == "json":
        write_json(_figures(done))
    else:
        _tell_handoff(done)
    if mail and format == "text" and done.total.segments:
        from calque.pipeline.translators.answer import covering_note  # noqa: PLC0415 — only where it is asked for

        say("")
        for line in covering_note(done):
            say(line)
    return tell_findings(done.findings)


def _figures(done: "HandedOver") -> dict[str, object]:
    tallies = {
        "total": done.total,
        "new": done.new,
        "changed": done.changed,
        "check": done.check,
        "repeated": done.repeated,
        "left": done.left,
    }
    return {
        "version": 1,
        "id": done.ticket.id,
        "locale": done.locale,
        "to": done.ticket.to,
        "due": done.ticket.due.isoformat() if done.ticket.due else None,
        "file": done.file,
        "record": done.record,
        "preview": done.preview,
        "memory": done.memory,
        "pages": done.pages,
        **{name: {"segments": tally.segments, "words": tally.words} for name, tally in tallies.items()},
        "unsynced": done.unsynced,
        "to_publish": done.to_publish,
    }


def _tell_handoff(done: "HandedOver") -> None:
    to, due = done.ticket.to, done.ticket.due
    whose = (f" for {to}" if to else "") + (f", due {due}" if due else "")
    if not done.total.segments:
        say(f"Nothing in {done.locale} that these options ask for is outstanding and in nobody's hands.")
    else:
        say(f"{done.file or 'Would write'}: {_told(done.total)} on {plural(done.pages, 'page')}{whose}.")
        say(f"  new {_told(done.new)} · changed {_told(done.changed)} · to check {_told(done.check)}")
        if done.repeated.segments:
            say(f"  The same answers do {_told(done.repeated)} more: repeats.")
    if done.preview:
        say(f"  {done.preview} shows where they stand.")
    if done.memory:
        say(f"  {done.memory} is what the site translates elsewhere, for the translator's program.")
    if done.left.segments:
        say(f"  Left for another handoff: {_told(done.left)}.")
    if done.to_publish:
        verb = "is" if done.to_publish == 1 else "are"
        say(
            f"  {plural(done.to_publish, 'page')} {verb} translated and to be published; no translator is needed."
        )
    if done.unsynced:
        say(f"  {plural(done.unsynced, 'text')} not in the catalogs yet; run `calque sync` first.")


def import_(
    files: Annotated[
        list[Path], Parameter(help="What translators sent back: PO, XLIFF, JSON; old exports, too.")
    ],
    /,
    *,
    locale: Annotated[str, Parameter(help="The locale of files whose header names none.")] = "",
    prefer: Annotated[
        Literal["ask", "answer", "catalog"],
        Parameter(help="Whose translation stands where both sides made one; the other goes to the archive."),
    ] = "ask",
    confirmed: Annotated[
        bool, Parameter(negative="", help="The translator did check what came back unchanged and not fuzzy.")
    ] = False,
    reply: Annotated[
        bool, Parameter(negative="", help="Print a draft of the answer to whoever sent the file, too.")
    ] = False,
    dry_run: Annotated[bool, Parameter(negative="", help="Say what would change; write nothing.")] = False,
    config: Config = None,
    format: Format = "text",  # noqa: A002 — the option's name
) -> int:
    """Put what translators send back where it belongs."""
    from calque.pipeline.translators.answer import answer_of, reply_to  # noqa: PLC0415 — the same
    from calque.pipeline.translators.take_back import import_answers  # noqa: PLC0415 — the same
    from calque.po import Prefer  # noqa: PLC0415 — loads what only this command needs

    if locale:
        parse_tag(locale)
    done = import_answers(
        site_of(config),
        files,
        now=now,
        locale=locale,
        prefer=Prefer(prefer),
        confirmed=confirmed,
        dry_run=dry_run,
    )
    if format == "json":
        write_json(_summary(done, dry_run=dry_run))
    else:
        for line in (line for one in done.files for line in answer_of(one)):
            say(line)
        wrote = "Would write" if dry_run else "Wrote"
        say(f"{wrote} {plural(len(done.written), 'file')}.")
        for line in (line for one in done.files for line in reply_to(one) if reply):
            say(line)
    return tell_findings(done.findings)


def _summary(done: "Imported", *, dry_run: bool) -> dict[str, object]:
    return {
        "version": 1,
        "dry_run": dry_run,
        "files": [
            {
                "file": one.file,
                "locale": one.locale,
                "handoff": one.handoff,
                "counts": {str(kind): count for kind, count in sorted(one.counts.items())},
                "places": one.places,
                "unconfirmed": one.unconfirmed,
                "invalid": one.invalid,
                "left": one.left,
                "closed": one.closed,
                "refused": one.refused,
                "remarks": [
                    {"line": line, "source": text, "message": message} for line, text, message in one.remarks
                ],
                "unknown": list(one.unknown),
                "comments": [{"source": text, "comment": comment} for text, comment in one.comments],
            }
            for one in done.files
        ],
        "written": list(done.written),
        "findings": [finding_row(one) for one in done.findings],
    }


def _list(site: Site, locale: str, form: str) -> int:
    """Show the open handoffs, by deadline."""
    from calque.pipeline.status import status  # noqa: PLC0415 — loads what only this needs

    measured = status(site, now=now)
    rows = (measured.only(target_locale(site, locale, "handoff")) if locale else measured).handoffs
    if form == "json":
        from calque.codec import codec_of  # noqa: PLC0415 — the same

        value = {"version": 1, "handoffs": codec_of(tuple[Handoff, ...]).write(rows)}
        write_json(value)
        return 0
    for row in rows:
        due = f"due {row.due}{', overdue' if row.overdue else ''}" if row.due else "no deadline"
        say(
            f"{row.id}  {row.to or 'nobody named'}  {due}  {_told(row.in_hand)} of {_told(row.total)} in hand"
        )
    if not rows:
        say("Nothing is in hand.")
    return 0


def _cancel(site: Site, name: str, form: str) -> int:
    from calque.pipeline.translators.hand_out import cancel  # noqa: PLC0415 — loads what only this needs

    record = cancel(site, name)
    if form == "json":
        write_json({"version": 1, "id": name, "record": record})
    else:
        say(
            f"{name} is taken back; {record} is its record. Should the file come back, it can still be imported."
        )
    return 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ConfigError(f"--due {text}: no day; write it as 2026-12-03") from error


def _told(tally: Tally) -> str:
    return f"{plural(tally.segments, 'text')}, {plural(tally.words, 'word')}"
