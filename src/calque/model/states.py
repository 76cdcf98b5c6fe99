"""The closed sets of states."""

from enum import StrEnum

__all__ = ["Change", "PageState", "SegmentState"]


class SegmentState(StrEnum):
    """The state of a unit: the first that holds, in this order."""

    CONFLICT = "conflict"
    OBSOLETE = "obsolete"
    MISSING = "missing"
    COPY = "copy"
    WRONG_LANGUAGE = "wrong_language"
    STALE = "stale"
    NEEDS_REVIEW = "needs_review"
    FUZZY = "fuzzy"
    INVALID = "invalid"
    TRANSLATED = "translated"


class PageState(StrEnum):
    """The state of a page in a locale: the first that holds, in this order."""

    UNMEASURED = "unmeasured"
    ORPHAN = "orphan"
    NO_TRANSLATION = "no_translation"
    UNTRANSLATED_COPY = "untranslated_copy"
    WRONG_LANGUAGE = "wrong_language"
    MIXED_LANGUAGE = "mixed_language"
    UNADOPTED = "unadopted"
    INVALID = "invalid"
    STALE = "stale"
    PARTIAL = "partial"
    FUZZY = "fuzzy"
    NEEDS_REVIEW = "needs_review"
    CURRENT = "current"


class Change(StrEnum):
    """How much a source text changed since its translation was confirmed."""

    MARKUP = "markup"
    """The words are equal; tags, links or placeholders are not."""
    MINOR = "minor"
    """At most two words and a quarter of them."""
    MAJOR = "major"
