"""The words, signs and tones by which people know each state."""

from typing import NamedTuple, assert_never

from calque.model import Change, PageState, Publication, SegmentState, Severity, Verb

__all__ = ["BANDS", "CHANGE", "STYLE", "TO_DO", "VERB", "Band", "Label", "of"]


class Label(NamedTuple):
    """How a state is shown; the text alone says everything."""

    text: str
    icon: str
    """The name of a symbol in `templates/icons.html.j2`."""
    tone: str
    """The name of a band, or `quiet`: a colour of `templates/report.css`."""


def of(state: PageState | Publication | SegmentState | Severity) -> Label:
    """Return the label of a state or a severity: `stale` → `("stale", "clock", "stale")`."""
    match state:
        case PageState():
            return _PAGE[state]
        case Publication():
            return _PUBLICATION[state]
        case SegmentState():
            return _SEGMENT[state]
        case Severity():
            return _SEVERITY[state]
        case _:
            assert_never(state)


_PAGE = {
    PageState.UNMEASURED: Label("not measured", "alert", "wrong"),
    PageState.ORPHAN: Label("orphan", "unlinked", "quiet"),
    PageState.NO_TRANSLATION: Label("no translation", "empty", "missing"),
    PageState.UNTRANSLATED_COPY: Label("untranslated copy", "copy", "wrong"),
    PageState.WRONG_LANGUAGE: Label("wrong language", "language", "wrong"),
    PageState.MIXED_LANGUAGE: Label("mixed language", "language", "wrong"),
    PageState.UNADOPTED: Label("not adopted", "inbox", "quiet"),
    PageState.INVALID: Label("invalid", "alert", "check"),
    PageState.STALE: Label("stale", "clock", "stale"),
    PageState.PARTIAL: Label("partial", "half", "missing"),
    PageState.FUZZY: Label("fuzzy", "question", "check"),
    PageState.NEEDS_REVIEW: Label("needs review", "question", "check"),
    PageState.CURRENT: Label("current", "check", "done"),
}

_PUBLICATION = {
    Publication.NOT_PUBLISHED: Label("not published", "outbox", "done"),
    Publication.DRAFTED: Label("drafted", "outbox", "done"),
    Publication.TO_PUBLISH: Label("to publish", "outbox", "done"),
    Publication.AHEAD: Label("edited on the site", "question", "check"),
    Publication.CONFLICT: Label("edited on both sides", "alert", "check"),
    Publication.PUBLISHED: Label("published", "check", "done"),
    Publication.UNKNOWN: Label("not known whether published", "question", "quiet"),
}

_SEGMENT = {
    SegmentState.CONFLICT: Label("conflict", "alert", "check"),
    SegmentState.OBSOLETE: Label("obsolete", "unlinked", "quiet"),
    SegmentState.MISSING: Label("missing", "empty", "missing"),
    SegmentState.COPY: Label("copy of the source", "copy", "wrong"),
    SegmentState.WRONG_LANGUAGE: Label("wrong language", "language", "wrong"),
    SegmentState.STALE: Label("stale", "clock", "stale"),
    SegmentState.NEEDS_REVIEW: Label("needs review", "question", "check"),
    SegmentState.FUZZY: Label("fuzzy", "question", "check"),
    SegmentState.INVALID: Label("invalid", "alert", "check"),
    SegmentState.TRANSLATED: Label("translated", "check", "done"),
}

_SEVERITY = {
    Severity.ERROR: Label("error", "alert", "wrong"),
    Severity.WARNING: Label("warning", "question", "stale"),
    Severity.NOTE: Label("note", "dash", "quiet"),
}

CHANGE = {
    Change.MARKUP: "markup changed",
    Change.MINOR: "minor change",
    Change.MAJOR: "major change",
}

VERB = {
    Verb.TRANSLATE: "Translate",
    Verb.CHECK: "Check",
    Verb.PUBLISH: "Publish",
    Verb.DECIDE: "Decide",
}
"""What people do with a page."""

TO_DO = {
    Verb.TRANSLATE: ("Translate", "into {where}"),
    Verb.CHECK: ("Check", "in {where}"),
    Verb.PUBLISH: ("Publish", "in {where}"),
    Verb.DECIDE: ("Decide about", "in {where}"),
}
"""What there is to do, before and after the title: `Translate` … `into French`."""


class Band(NamedTuple):
    """A part of a locale's bar: states that call for one kind of work."""

    name: str
    label: str
    states: tuple[SegmentState, ...]


BANDS = (
    Band("done", "published", ()),
    Band("ready", "translated", (SegmentState.TRANSLATED,)),
    Band(
        "check",
        "to check",
        (SegmentState.NEEDS_REVIEW, SegmentState.FUZZY, SegmentState.INVALID, SegmentState.CONFLICT),
    ),
    Band("stale", "stale", (SegmentState.STALE,)),
    Band("wrong", "copy or wrong language", (SegmentState.COPY, SegmentState.WRONG_LANGUAGE)),
    Band("missing", "missing", (SegmentState.MISSING,)),
)
"""From left to right; each state of a segment stands in one, but for obsolete, which is not counted.

Of the translated segments, those that visitors can read are the first band.
"""

STYLE = {
    SegmentState.CONFLICT: "red",
    SegmentState.OBSOLETE: "dim",
    SegmentState.MISSING: "bright_black",
    SegmentState.COPY: "magenta",
    SegmentState.WRONG_LANGUAGE: "magenta",
    SegmentState.STALE: "yellow",
    SegmentState.NEEDS_REVIEW: "cyan",
    SegmentState.FUZZY: "cyan",
    SegmentState.INVALID: "red",
    SegmentState.TRANSLATED: "green",
}
"""The colour of a unit's state in a terminal."""
