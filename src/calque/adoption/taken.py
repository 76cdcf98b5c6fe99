"""Entries with what a live page says: filled, updated, or as suggestions in doubt, each with a line that says so."""

from polib import POEntry

from calque.adoption.answers import EditAnswer
from calque.adoption.offers import Offer
from calque.po import altered, edited, word_diff
from calque.po.carry import unexplained
from calque.po.entries import (
    ADOPTED,
    ANSWERED,
    DOUBTED,
    LIVE_NOTES,
    UNANSWERED,
    Origin,
    persons_comment,
)

__all__ = ["LIVE", "as_stale", "comment_of", "doubted", "filled", "note_of", "updated", "with_note"]

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
    return altered(
        edited(entry, fuzzy=False),
        msgstr=found.msgstr,
        comment=found.comment,
        flags=("fuzzy", *flags),
        previous_msgctxt=found.previous_msgctxt,
        previous_msgid=found.previous_msgid,
    )


def filled(entry: POEntry, offer: Offer, url: str, note: str = "") -> POEntry:
    """Return the entry with the page's text, which translates it."""
    comment = comment_of(unexplained(entry.comment), offer, url, note)
    return edited(entry, fuzzy=False, msgstr=offer.target, comment=comment)


def doubted(entry: POEntry, offer: Offer, url: str, reason: str) -> POEntry:
    """Return the entry with the page's text as a suggestion, which somebody has to look at."""
    notes = (persons_comment(entry.tcomment), str(Origin(LIVE, offer.confidence)))
    suggested = filled(entry, offer, url, f"{DOUBTED}{reason}")
    return edited(suggested, fuzzy=True, tcomment="\n".join(filter(None, notes)))


def updated(entry: POEntry, offer: Offer, url: str, note: str = "") -> POEntry:
    """Return the entry with the page's text, as fuzzy as it was."""
    return altered(entry, msgstr=offer.target, comment=comment_of(entry.comment, offer, url, note))


def comment_of(comment: str, offer: Offer, url: str, note: str = "") -> str:
    """Return an extracted comment with the line that says where the translation is from, and a note on it."""
    lines = [line for line in comment.split("\n") if line and not line.startswith(LIVE_NOTES)]
    return "\n".join(filter(None, (*lines, f"{ADOPTED}{url} ({offer.confidence:.2f})", note)))


def with_note(comment: str, note: str) -> str:
    """Return an extracted comment with a note on the live page, in place of an earlier one."""
    kept = [
        line for line in comment.split("\n") if not line.startswith(LIVE_NOTES) or line.startswith(ADOPTED)
    ]
    return "\n".join(filter(None, (*kept, note)))
