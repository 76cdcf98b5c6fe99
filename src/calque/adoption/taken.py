"""Entries with what a live page says: filled, updated, or as suggestions in doubt, each with a line that says so."""

from polib import POEntry

from calque.adoption.answers import EditAnswer
from calque.adoption.offers import Offer
from calque.po import altered, edited
from calque.po.adoptions import with_adoption
from calque.po.carry import unexplained
from calque.po.entries import Origin, fields_of, new_entry, persons_comment
from calque.po.live_notes import ANSWERED, DOUBTED, UNANSWERED, with_live_note
from calque.worddiff import word_diff

__all__ = ["LIVE", "as_stale", "doubted", "filled", "note_of", "updated"]

LIVE = "live"
"""The origin of a live text that is in doubt: `# calque: live 0.97`."""


def note_of(answer: EditAnswer, old: str, new: str) -> str:
    """Return the line of a comment that says why an edit of the page confirmed a translation, or did not."""
    if answer.holds:
        return f"{ANSWERED}{answer.reason}"
    return f"{UNANSWERED}{word_diff(old, new)}: {answer.reason}"


def as_stale(entry: POEntry, found: POEntry) -> POEntry:
    """Return an empty entry with a translation of an earlier text, fuzzy, as another entry has it."""
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    present = edited(entry, fuzzy=False)
    return altered(
        present,
        msgstr=found.msgstr,
        tcomment="\n".join(filter(None, (present.tcomment, found.tcomment))),
        comment=found.comment,
        flags=("fuzzy", *flags),
        previous_msgctxt=found.previous_msgctxt,
        previous_msgid=found.previous_msgid,
    )


def filled(entry: POEntry, offer: Offer, url: str, note: str = "") -> POEntry:
    """Return the entry with the page's text, which translates it."""
    present = edited(entry, fuzzy=False, msgstr=offer.target, comment=unexplained(entry.comment))
    return _noted(present, offer, url, note)


def doubted(entry: POEntry, offer: Offer, url: str, reason: str) -> POEntry:
    """Return the entry with the page's text as a suggestion, which somebody has to look at."""
    notes = (persons_comment(entry.tcomment), str(Origin(LIVE, offer.confidence)))
    present = edited(entry, fuzzy=False, msgstr=offer.target, comment=unexplained(entry.comment))
    suggested = edited(present, fuzzy=True, tcomment="\n".join(filter(None, notes)))
    return _noted(suggested, offer, url, f"{DOUBTED}{reason}")


def updated(entry: POEntry, offer: Offer, url: str, note: str = "") -> POEntry:
    """Return the entry with the page's text, as fuzzy as it was."""
    return _noted(altered(entry, msgstr=offer.target), offer, url, note)


def _noted(entry: POEntry, offer: Offer, url: str, note: str) -> POEntry:
    """Return the entry with the page that its translation is taken from, and a note on it."""
    fields = with_adoption(fields_of(entry), url, offer.confidence)
    return new_entry(fields._replace(tcomment=with_live_note(fields.tcomment, note)), entry.linenum)
