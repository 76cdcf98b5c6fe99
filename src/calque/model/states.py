"""The closed sets of states."""

from enum import StrEnum

__all__ = ["Change", "PageState", "Publication", "SegmentState", "Verb"]


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


class Publication(StrEnum):
    """How the live page of a locale stands beside its catalog."""

    NOT_PUBLISHED = "not_published"
    """There is no live page."""
    DRAFTED = "drafted"
    """A draft of it stands on the site."""
    TO_PUBLISH = "to_publish"
    """The catalog went on; the live page says what it said before."""
    AHEAD = "ahead"
    """The live page was edited, the catalog was not."""
    CONFLICT = "conflict"
    """Both were edited."""
    PUBLISHED = "published"
    """The live page says what the catalog gives."""
    UNKNOWN = "unknown"
    """There is no text to look at, or nobody knows yet which of the two went on."""


class Verb(StrEnum):
    """What people do with a page next."""

    TRANSLATE = "translate"
    CHECK = "check"
    PUBLISH = "publish"
    DECIDE = "decide"


class Change(StrEnum):
    """How much a source text changed since its translation was confirmed."""

    MARKUP = "markup"
    """The words are equal; tags, links or placeholders are not."""
    MINOR = "minor"
    """At most two words and a quarter of them."""
    MAJOR = "major"
