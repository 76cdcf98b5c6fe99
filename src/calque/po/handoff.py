"""The file that a translator is given: what its header says, and what each of its entries says beside the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.entries import NOTHING, Fields, fields_of
from calque.po.header import catalog_header, date_value, header_text, template_header

__all__ = ["Ticket", "build_handoff", "handed_fields", "returned_header", "ticket_of"]

_ID = "X-Calque-Handoff"
_SITE = "X-Calque-Site"
_TO = "X-Calque-To"
_HANDED = "X-Calque-Handed"
_DUE = "X-Calque-Due"
_WORDS = "X-Calque-Words"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the header of a handed-out file says of the handoff."""

    id: str
    """`fr-marie-2026-11-22`; empty where the header names none."""
    site: str = ""
    language: str = ""
    """The gettext name of the locale: `pt_BR`."""
    to: str = ""
    handed: date | None = None
    due: date | None = None
    words: int | None = None
    """Words of work in it when it was handed out."""


def build_handoff(
    ticket: Ticket, entries: Iterable[Fields], *, locale: str, source: str, now: datetime
) -> Catalog:
    """Return the file of these entries; its header says for which site and locale, whose it is, and until when."""
    template = template_header(site=ticket.site, source=source, changed=now, post="")
    metadata = catalog_header(template, locale=locale, language=ticket.language) | {
        "PO-Revision-Date": date_value(now),
        _ID: ticket.id,
        _SITE: ticket.site,
        _TO: ticket.to,
        _HANDED: str(ticket.handed or ""),
        _DUE: str(ticket.due or ""),
        _WORDS: "" if ticket.words is None else str(ticket.words),
    }
    said = {name: value for name, value in metadata.items() if value or not name.startswith("X-Calque-")}
    header = NOTHING._replace(tcomment="\n".join(_instructions(ticket)), msgstr=header_text(said))
    return Catalog().with_blocks([Block(header), *(Block(fields) for fields in entries)])


def ticket_of(catalog: Catalog) -> Ticket:
    """Return what the header says of the handoff; empty values where an editor dropped a line."""
    header = catalog.header
    return Ticket(
        id=header.get(_ID, ""),
        site=header.get(_SITE, ""),
        language=header.get("Language", ""),
        to=header.get(_TO, ""),
        handed=_day(header.get(_HANDED, "")),
        due=_day(header.get(_DUE, "")),
        words=int(words) if (words := header.get(_WORDS, "")).isdecimal() else None,
    )


def returned_header(given: Catalog | None, *, handoff: str, site: str, language: str) -> Fields:
    """Return the header of what came back in another format: that of the handed-out file, where it is known."""
    header = given.header_entry if given else None
    if header is not None:
        return fields_of(header)
    said = {"Content-Type": "text/plain; charset=UTF-8", "Language": language, _ID: handoff, _SITE: site}
    return NOTHING._replace(msgstr=header_text({name: value for name, value in said.items() if value}))


def handed_fields(
    fields: Fields, references: Iterable[str], *, before: Sequence[str] = (), after: Sequence[str] = ()
) -> Fields:
    """Return a catalog's entry as it is handed out, with `#:` lines for all its places and more remarks around its own.

    What has a translation is flagged fuzzy, whatever is wrong with it: editors show that as work to do.
    """
    flags = [flag for flag in fields.flags if flag != "fuzzy"]
    return fields._replace(
        comment="\n".join([*before, *filter(None, [fields.comment]), *after]),
        occurrences=tuple((reference, "") for reference in dict.fromkeys(references)),
        flags=("fuzzy", *flags) if fields.is_translated else tuple(flags),
        obsolete=False,
    )


def _instructions(ticket: Ticket) -> Iterable[str]:
    whose = f" for {ticket.to}" if ticket.to else ""
    until = f", wanted by {ticket.due}" if ticket.due else ""
    yield f"{ticket.site}, {ticket.language}: texts to translate{whose}{until}."
    yield "Translate what is empty, check what is fuzzy (“needs work”), and send this file back."
    yield 'Keep <a id="1">…</a> and the like around the same words; “changed” says what is new in a text.'


def _day(text: str) -> date | None:
    found = re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip())
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
