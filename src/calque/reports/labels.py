"""The words and the signs that people read for each state."""

from typing import NamedTuple

from calque.model import Change, PageState, SegmentState, Severity

__all__ = ["BANDS", "CHANGE", "PAGE", "PAGE_ICON", "SEGMENT", "SEGMENT_ICON", "SEVERITY_ICON", "Band"]

PAGE = {
    PageState.NOT_WANTED: "not wanted",
    PageState.UNMEASURED: "not measured",
    PageState.ORPHAN: "orphan",
    PageState.NO_TRANSLATION: "no translation",
    PageState.UNTRANSLATED_COPY: "untranslated copy",
    PageState.WRONG_LANGUAGE: "wrong language",
    PageState.MIXED_LANGUAGE: "mixed language",
    PageState.UNADOPTED: "not adopted",
    PageState.INVALID: "invalid",
    PageState.STALE: "stale",
    PageState.PARTIAL: "partial",
    PageState.FUZZY: "fuzzy",
    PageState.NEEDS_REVIEW: "needs review",
    PageState.CURRENT: "current",
}

SEGMENT = {
    SegmentState.CONFLICT: "conflict",
    SegmentState.OBSOLETE: "obsolete",
    SegmentState.MISSING: "missing",
    SegmentState.COPY: "copy of the source",
    SegmentState.WRONG_LANGUAGE: "wrong language",
    SegmentState.STALE: "stale",
    SegmentState.NEEDS_REVIEW: "needs review",
    SegmentState.FUZZY: "fuzzy",
    SegmentState.INVALID: "invalid",
    SegmentState.TRANSLATED: "translated",
}

CHANGE = {
    Change.MARKUP: "markup changed",
    Change.MINOR: "minor change",
    Change.MAJOR: "major change",
}

PAGE_ICON = {
    PageState.NOT_WANTED: "dash",
    PageState.UNMEASURED: "alert",
    PageState.ORPHAN: "unlinked",
    PageState.NO_TRANSLATION: "empty",
    PageState.UNTRANSLATED_COPY: "copy",
    PageState.WRONG_LANGUAGE: "language",
    PageState.MIXED_LANGUAGE: "language",
    PageState.UNADOPTED: "inbox",
    PageState.INVALID: "alert",
    PageState.STALE: "clock",
    PageState.PARTIAL: "half",
    PageState.FUZZY: "question",
    PageState.NEEDS_REVIEW: "question",
    PageState.CURRENT: "check",
}

SEGMENT_ICON = {
    SegmentState.CONFLICT: "alert",
    SegmentState.OBSOLETE: "unlinked",
    SegmentState.MISSING: "empty",
    SegmentState.COPY: "copy",
    SegmentState.WRONG_LANGUAGE: "language",
    SegmentState.STALE: "clock",
    SegmentState.NEEDS_REVIEW: "question",
    SegmentState.FUZZY: "question",
    SegmentState.INVALID: "alert",
    SegmentState.TRANSLATED: "check",
}

SEVERITY_ICON = {Severity.ERROR: "alert", Severity.WARNING: "question", Severity.NOTE: "dash"}


class Band(NamedTuple):
    """A part of a locale's bar: states that call for one kind of work."""

    name: str
    label: str
    states: tuple[SegmentState, ...]


BANDS = (
    Band("done", "translated", (SegmentState.TRANSLATED,)),
    Band(
        "check",
        "to check",
        (SegmentState.NEEDS_REVIEW, SegmentState.FUZZY, SegmentState.INVALID, SegmentState.CONFLICT),
    ),
    Band("stale", "stale", (SegmentState.STALE,)),
    Band("wrong", "copy or wrong language", (SegmentState.COPY, SegmentState.WRONG_LANGUAGE)),
    Band("missing", "missing", (SegmentState.MISSING,)),
)
"""From left to right; each state of a segment that counts stands in exactly one."""
