"""Findings: what a run has to say beside its figures, and the closed set of what that may be."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

__all__ = ["Finding", "FindingCode", "FindingSection", "Severity"]


class Severity(StrEnum):
    """How serious a finding is."""

    ERROR = "error"
    """Something could not be measured or read: the exit code is 3."""
    WARNING = "warning"
    NOTE = "note"


class FindingSection(StrEnum):
    """Where `docs/reference/findings.md` tells of a code: the anchor of its heading."""

    POSTS = "posts-and-their-files"
    WORDPRESS = "a-wordpress-site"
    PAIRS = "locales-and-pairs"
    CATALOGS = "catalogs-and-translations"
    HANDOFFS = "handoffs-and-what-comes-back"


_ERROR, _WARNING, _NOTE = Severity
_POSTS, _WORDPRESS, _PAIRS, _CATALOGS, _HANDOFFS = FindingSection


class FindingCode(StrEnum):
    """Every kind of finding: its code, severity, section of the documentation, and what people call it."""

    severity: Severity
    """What a finding of this code is, unless the place that makes it knows better."""
    section: FindingSection
    label: str
    """What people call many of them: `posts behind a password`."""

    def __new__(cls, code: str, severity: Severity, section: FindingSection, label: str) -> Self:
        """Make the member; its value is the code alone."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.severity, member.section, member.label = severity, section, label
        return member

    UNREADABLE_SOURCE = "unreadable_source", _ERROR, _POSTS, "sources that cannot be read"
    UNREADABLE_POST = "unreadable_post", _ERROR, _POSTS, "posts that cannot be read"
    UNREADABLE_DOCUMENT = "unreadable_document", _ERROR, _POSTS, "exports or pages that cannot be read"
    OLD_EXPORT = "old_export", _NOTE, _POSTS, "exports that are older than the posts"
    SAYS_NOTHING = "says_nothing", _NOTE, _POSTS, "files that name no translation"
    NO_REVISIONS = "no_revisions", _NOTE, _POSTS, "revisions that are not there"
    POST_TWICE = "post_twice", _WARNING, _POSTS, "posts that stand in two files"
    DUPLICATE_ADDRESS = "duplicate_address", _WARNING, _POSTS, "addresses that several posts have"
    CANONICAL_ELSEWHERE = "canonical_elsewhere", _NOTE, _POSTS, "pages whose canonical link leads elsewhere"
    NO_PAGE = "no_page", _NOTE, _POSTS, "files that are no pages"
    LOCKED_POST = "locked_post", _NOTE, _POSTS, "posts behind a password"
    NOT_PUBLIC = "not_public", _NOTE, _POSTS, "posts that are not public"
    PAGE_BUILDER = "page_builder", _NOTE, _POSTS, "pages written in a page builder"
    UNNAMED_TEXTS = "unnamed_texts", _NOTE, _POSTS, "texts that are not translated, since nothing names them"
    INJECTED = "injected", _NOTE, _POSTS, "blocks that a plugin puts into the pages"
    MISSED_POST = "missed_post", _NOTE, _POSTS, "posts that were not found this time"
    TEXTS_VANISHED = "texts_vanished", _ERROR, _POSTS, "too many pages without their texts at once"
    TYPE_CHANGED = "type_changed", _NOTE, _POSTS, "posts that changed their type"
    LANGUAGE_CHANGED = "language_changed", _WARNING, _POSTS, "posts that count as another language now"
    ARCHIVED_POST = "archived_post", _WARNING, _POSTS, "posts that are gone, their catalogs archived"

    SITE_OUT = "site_out", _ERROR, _WORDPRESS, "the site does not answer"
    SITE_REFUSED = "site_refused", _ERROR, _WORDPRESS, "the site refuses to go on"
    NOTHING_FETCHED = "nothing_fetched", _WARNING, _WORDPRESS, "no post fetched yet"
    POST_DELETED = "post_deleted", _NOTE, _WORDPRESS, "posts that the site has deleted"
    POST_UNACCOUNTED = "post_unaccounted", _WARNING, _WORDPRESS, "posts that the site lists no more"
    COLLECTION_GONE = "collection_gone", _WARNING, _WORDPRESS, "post types that are not shown any more"
    COLLECTION_REFUSED = (
        "collection_refused",
        _NOTE,
        _WORDPRESS,
        "post types that these rights do not show",
    )
    FEW_RIGHTS = "few_rights", _NOTE, _WORDPRESS, "rights that show no more than visitors see"
    RIGHTS_LOST = "rights_lost", _ERROR, _WORDPRESS, "an editor's rights that the site grants no more"
    NOT_PUBLISHED = "not_published", _ERROR, _WORDPRESS, "translated pages that could not be published"
    EDITED_ON_SITE = "edited_on_site", _WARNING, _WORDPRESS, "pages that somebody changed on the site"
    UNPAIRED_DRAFT = "unpaired_draft", _NOTE, _WORDPRESS, "drafts that wait to be paired in the editor"
    UNREADABLE_PAGE = "unreadable_page", _WARNING, _WORDPRESS, "live pages that cannot be read"

    NO_LOCALE = "no_locale", _WARNING, _PAIRS, "pages whose locale is not known"
    LOCALE_CONFLICT = "locale_conflict", _WARNING, _PAIRS, "pages whose locale is in doubt"
    LOCALE_NOTICE = "locale_notice", _NOTE, _PAIRS, "locales in another spelling"
    SOURCE_LANGUAGE = "source_language", _WARNING, _PAIRS, "source pages in another language"
    UNCONFIGURED_LOCALE = "unconfigured_locale", _WARNING, _PAIRS, "prefixes that may be locales"
    IDLE_LANGUAGE = "idle_language", _NOTE, _PAIRS, "rows of [site.languages] that name no post"
    LOCALE_LEFT = "locale_left", _ERROR, _PAIRS, "catalogs of locales that are not configured"
    PAIRED_TWICE = "paired_twice", _WARNING, _PAIRS, "two pages for one source"
    PAIR_CONFLICT = "pair_conflict", _WARNING, _PAIRS, "pages that name several sources"
    PAIR_KEPT = "pair_kept", _NOTE, _PAIRS, "pairs whose address changed"
    PAIR_PROPOSED = "pair_proposed", _NOTE, _PAIRS, "pages that may be translations of others"

    UNREADABLE_FOLDER = "unreadable_folder", _ERROR, _CATALOGS, "folders that cannot be looked at"
    UNREADABLE_LEDGER = "unreadable_ledger", _ERROR, _CATALOGS, "a ledger that cannot be read"
    UNREADABLE_CATALOG = "unreadable_catalog", _ERROR, _CATALOGS, "catalogs that cannot be read"
    ODD_CATALOG = "odd_catalog", _WARNING, _CATALOGS, "oddities of catalogs that could be read"
    UNWRITABLE = "unwritable", _ERROR, _CATALOGS, "files that cannot be written"
    NOT_BUILT = "not_built", _ERROR, _CATALOGS, "translated pages that could not be built"
    UNWRITABLE_TEXT = "unwritable_text", _ERROR, _CATALOGS, "texts that cannot be written into their pages"
    CONFLICT = "conflict", _WARNING, _CATALOGS, "texts with two translations"
    SAVED_MEANWHILE = "saved_meanwhile", _ERROR, _CATALOGS, "files that were saved again and again meanwhile"
    FLAGS_DROPPED = "flags_dropped", _WARNING, _CATALOGS, "files that lost all their fuzzy flags"
    MASS_CHANGE = "mass_change", _ERROR, _CATALOGS, "too many pages stale at once"
    CATALOG_SHRANK = "catalog_shrank", _ERROR, _CATALOGS, "catalogs that lost translations"
    FIRST_LOOK = "first_look", _NOTE, _CATALOGS, "live pages that calque sees for the first time"
    RECUT = "recut", _NOTE, _CATALOGS, "pages whose texts were cut anew"
    QUARANTINED = "quarantined", _WARNING, _CATALOGS, "work that waits for a decision"
    DRIFT = "drift", _WARNING, _CATALOGS, "pages that have other links, files or numbers than their source"
    QUIET = "quiet", _NOTE, _CATALOGS, "pages whose source was saved a short while ago"
    WAIVED = "waived", _NOTE, _CATALOGS, "changes that were waived"
    IDLE_WAIVER = "idle_waiver", _WARNING, _CATALOGS, "waivers that name no known revision"

    UNREADABLE_HANDOFF = "unreadable_handoff", _ERROR, _HANDOFFS, "handoff records that cannot be read"
    REFUSED_FILE = "refused_file", _ERROR, _HANDOFFS, "files that were refused"
    UNKNOWN_HANDOFF = "unknown_handoff", _NOTE, _HANDOFFS, "handoffs without a record"
    UNCONFIRMED = "unconfirmed", _WARNING, _HANDOFFS, "files that confirm nothing"
    INVALID = "invalid", _WARNING, _HANDOFFS, "answers that break the markup"
    DROPPED_HANDOFF = "dropped_handoff", _NOTE, _HANDOFFS, "handed-out files among the catalogs"
    STRAY_CATALOG = "stray_catalog", _WARNING, _HANDOFFS, "files among the catalogs that are none in use"
    ANSWERED = "answered", _NOTE, _HANDOFFS, "files of the inbox that want a look"
    QUESTION = "question", _NOTE, _HANDOFFS, "questions of translators"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reported fact: what, where, and what to do next."""

    code: str
    """A :class:`FindingCode`; a status that another calque wrote may have others."""
    severity: Severity
    place: str
    """`file:line`, a URL, or a post's key."""
    message: str
    locale: str = ""

    @classmethod
    def of(
        cls,
        code: FindingCode,
        place: str,
        message: str,
        locale: str = "",
        *,
        severity: Severity | None = None,
    ) -> Self:
        """Return a finding of this code, as severe as the code is where nothing else is said."""
        return cls(code, severity or code.severity, place, message, locale)
