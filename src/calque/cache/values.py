"""What the cache holds, as values."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from calque.model import Finding, Page, PageGroup, PageKey, Tally, Truth

__all__ = [
    "FindingOwner",
    "Input",
    "InputKind",
    "KeptGroup",
    "KeptMember",
    "KeptPage",
    "KeptPost",
    "Summary",
    "WrittenPage",
]


class InputKind(StrEnum):
    """What a change of a file touches."""

    POSTS = "posts"
    """The pages of the posts in it."""
    DOCUMENT = "document"
    """What says which page translates which, or holds earlier texts of posts."""
    CATALOG = "catalog"
    """The pages of its bundle; a template is one of them."""
    SITE = "site"
    """Everything."""


@dataclass(frozen=True, slots=True)
class Input:
    """The state of a file."""

    kind: InputKind
    stamp: int
    """A number for its size, its times of change and its inode: at least one of them differs when the content does."""
    digest: str = ""
    """The SHA-256 of its bytes, where the file is so new that it could change and keep its stamp."""


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A post as it was read, as JSON."""

    file: str
    number: int
    """Which of the posts of its file it is."""
    post: str
    """The post, with digests in place of its texts."""
    blocks: str
    """What decides which of its blocks are injected."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page, and where its post was read."""

    key: PageKey
    file: str
    number: int
    body: str
    """All of the page but its post, as JSON."""
    member: int | None = None
    """The group that it is in."""
    decides: bool = False
    """Its text was compared with those of other pages: another one may tell something else of those."""
    shape: str = ""
    """What of it decides for other pages which blocks are injected, as JSON."""


@dataclass(frozen=True, slots=True)
class KeptMember:
    """A group as it was paired."""

    number: int
    key: PageKey
    """Of its source, else of its one page."""
    bundle: str
    body: str
    """Which pages are in it, and why, as JSON."""
    rules: str
    """What calque.toml says of it alone."""


class WrittenPage(NamedTuple):
    """All that the cache keeps of a page, but for its numbers; made where the page is judged, in any process."""

    locale: str
    key: str
    body: bytes
    record: str
    work: tuple[tuple[date | None, float], ...]
    """Since when how many words wait."""
    outstanding: tuple[tuple[int, int], ...]
    """The number of each text that is left to do, and its words."""
    rank: int
    shown: int
    size: int
    row: str
    marks: bytes
    head: str
    instead: str
    texts: bytes | None
    """The texts of its entry, packed; None where they are written when a report first shows them."""
    sums: Mapping[str, int]
    """What it adds to the sums of its locale."""
    findings: tuple[Finding, ...]
    """What is said of its texts."""


@dataclass(frozen=True, slots=True)
class KeptGroup:
    """A source page with its translations, and their status."""

    group: PageGroup
    bundle: str
    """The name of its catalog; empty where it has no source."""
    written: tuple[WrittenPage, ...] = ()
    """Its pages, as the cache keeps them."""
    apart: Mapping[str, Counter[str]] = field(default_factory=dict)
    """Locale → what is counted apart, because the post is outside the locale's scope."""
    verdicts: Mapping[bytes, bytes] = field(default_factory=dict)
    """What language and checks say of its pages, as `Verdicts` keeps it."""
    passing: bool = False
    """It was dated by the time of the run, because nothing else gives a date, so the next run judges it anew."""
    edited: bool = False
    """A page of it has another text than at the last sync."""
    synced: bool = False
    """A sync of its bundle would change nothing."""
    links: tuple[str, ...] = ()
    """The places of the site's pages that its pages link to, where links are compared."""
    rules: str = ""
    """What calque.toml says of it alone."""


class FindingOwner(StrEnum):
    """What a finding belongs to."""

    SITE = "site"
    """The site as it was read: it stays until posts are read anew."""
    RUN = "run"
    """A bundle as the last sync found it: it goes when the bundle is touched."""
    PAIRS = "pairs"
    """The pairing."""
    FOLDER = "folder"
    """What waits in folders of handoffs, of the quarantine and of other locales: looked at each time."""
    QUESTION = "question"
    """What a guard asks: it is asked anew each time."""
    BUNDLE = "bundle"
    """A bundle's catalogs: it is judged anew with the bundle."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of the site as a whole."""

    settings: str
    """A digest of the configuration and of calque itself."""
    groups: str
    """A digest of that in them which every group depends on."""
    pages: str
    """A digest of that in them on which also depends which pages belong together."""
    scopes: str
    """A digest of that in them on which depends which posts a locale translates."""
    reading: str
    """A digest of that in them on which depends what is read of files."""
    measured: datetime
    posts: int
    truths: Mapping[str, Truth]
    sums: Mapping[str, Counter[str]]
    """Locale → its figures, added up."""
    work: Mapping[str, Tally]
    """Locale → what is outstanding in it."""
    findings: tuple[tuple[FindingOwner, str, Finding], ...]
    """Each with the bundle that it belongs to; empty where it belongs to none."""
    synced: bool = False
    """A sync found every post that it expected, and moved nothing: a further one need not look at all pages for it."""
    reported: str = ""
    """The day for which the HTML page was written; empty where nobody has written it since it was measured."""
    parts: tuple[str, ...] = ()
    """What the further pages of that report are called, where it has several."""
    hidden: tuple[Page, ...] = ()
    """The pages that are not public, without their texts."""
    handed: bool = False
    """Something is handed out."""
    recurring: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The kinds of blocks that recur so much that plugins may have put them in."""
    open: bool = True
    """Anything that comes may tell something of other pages, or catalogs wait for it to take their entries."""
    missed: bool = False
    """A post is expected and was not found: the next sync looks whether it is gone."""
