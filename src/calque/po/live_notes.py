"""Lines of a translator's comment on what a live page, or a person, said of a translation.

Other programs leave them alone, which they do not with extracted comments (`#.`).
"""

from datetime import date

from polib import POEntry

from calque.po.entries import is_fuzzy

__all__ = ["ANSWERED", "DOUBTED", "UNANSWERED", "remark_of", "undoubted", "with_approval", "with_live_note"]

ANSWERED = "calque: answered by the page's edit: "
"""How the line starts that says why an edit of the live page confirmed a translation."""
UNANSWERED = "calque: not answered by the page's edit "
"""How the line starts that says why one did not: what was edited, and what it lacks."""
DOUBTED = "calque: in doubt: "
"""How the line starts that says why a live text is taken as a suggestion alone."""
_APPROVED = "calque: still right"


def with_live_note(comment: str, note: str) -> str:
    """Return a translator's comment with a note on the live page, if any, in place of an earlier one."""
    kept = (line for line in comment.split("\n") if not line.startswith((ANSWERED, UNANSWERED, DOUBTED)))
    return "\n".join(filter(None, (*kept, note)))


def undoubted(comment: str) -> str:
    """Return a translator's comment without the lines that say why the live page confirmed nothing."""
    if UNANSWERED not in comment and DOUBTED not in comment:
        return comment
    lines = comment.split("\n")
    return "\n".join(line for line in lines if not line.startswith((UNANSWERED, DOUBTED)))


def remark_of(entry: POEntry) -> str:
    """Return why a live text or an edit of it did not confirm a fuzzy entry; empty where nothing is said of it."""
    if not is_fuzzy(entry) or not (UNANSWERED in entry.tcomment or DOUBTED in entry.tcomment):
        return ""
    lines = (one for one in entry.tcomment.split("\n") if one.startswith((UNANSWERED, DOUBTED)))
    return next((line.rpartition(": ")[2] for line in lines), "")


def with_approval(comment: str, by: str, day: date) -> str:
    """Return a translator's comment with who said that the translation is still right; an earlier such line goes.

    `calque: still right, Mia, 2026-06-01`
    """
    lines = [line for line in comment.split("\n") if line and not line.startswith(_APPROVED)]
    name = " ".join(by.split())
    return "\n".join((*lines, f"{_APPROVED}, {name}, {day}" if name else f"{_APPROVED}, {day}"))
