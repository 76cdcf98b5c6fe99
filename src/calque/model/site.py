"""The configuration of a site, as `calque.toml` states it; `config` parses, nothing else does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from calque.addresses import split_url
from calque.model.checks import CheckRules, DriftRules
from calque.model.segments import Rules

__all__ = [
    "BUILD",
    "REPORT",
    "BuildPolicy",
    "Fill",
    "Layout",
    "LiveSettings",
    "Nightly",
    "Running",
    "Scope",
    "Site",
    "SiteLocale",
    "Suggesting",
    "Truth",
    "Unfinished",
    "Waiver",
    "WordPress",
]

REPORT = "report.html"
"""What the report is called where nothing else is said."""
BUILD = "build"
"""The folder of built pages where nothing else is said."""


class Truth(StrEnum):
    """Where a locale's translations live."""

    SITE = "site"
    """As posts of their own; a sync adopts them."""
    PO = "po"
    """In the PO files; the site's pages are built from them."""


class Layout(StrEnum):
    """How many catalogs a locale has."""

    POST = "post"
    """One a post."""
    SECTION = "section"
    """One a type and year."""
    SITE = "site"
    """One."""


class Fill(StrEnum):
    """What memory may put into a catalog where a text is missing."""

    REVIEW = "review"
    """Suggestions, all of them to be reviewed."""
    EXACT = "exact"
    """As translated, too, where two catalogs translate this very text in its context, and all of them alike."""
    OFF = "off"
    """Nothing."""


@dataclass(frozen=True, slots=True)
class SiteLocale:
    """A target locale and how the site's URLs declare it."""

    tag: str
    """BCP 47: `pt-BR`."""
    prefix: str = ""
    """The path prefix without slashes, as configured: `pt-br`."""
    host: str = ""
    """A host of its own, with the port where there is one."""
    parameter: str = ""
    """The value of the site's language parameter."""
    root: str = ""
    """A REST root that has its posts, beside the site's own: that of another site of a network, `…/fr/wp-json/`."""
    truth: Truth | None = None
    """None: `site` where paired posts exist, else `po`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which posts a locale translates; the empty scope means all."""

    types: tuple[str, ...] = ()
    categories: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    since: date | None = None
    exclude: tuple[str, ...] = ()
    """Keys or links of posts that are not wanted: `posts/12`, `/about/`."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A revision of a source page that no translation has to follow, as `[[waive]]` in calque.toml."""

    post: str
    """The source post's key: `posts/12`."""
    revision: date
    """When it was saved: a day, or a moment in UTC."""
    locales: tuple[str, ...]
    """None: in all locales."""
    by: str
    on: date | None
    """When it was decided."""
    reason: str = ""


class Unfinished(StrEnum):
    """What becomes of a page with texts that are not finished: missing, stale, to review, or invalid."""

    HOLD = "hold"
    """It is not built; what was built before stays."""
    LAST_GOOD = "last_good"
    """A stale text stands as it was translated last, any other as in the source."""
    SOURCE = "source"
    """Such a text stands as in the source."""


@dataclass(frozen=True, slots=True)
class BuildPolicy:
    """Which pages of a locale are built, as `[build]` or `[build.TAG]` in calque.toml."""

    unfinished: Unfinished = Unfinished.HOLD
    create: int = 0
    """The percentage of its words that must be finished before a page is built that is not on the site yet."""
    update: int = 0
    """The same of a page that is on the site."""


class LiveSettings(Protocol):
    """What the settings of any live source say: of one that is asked over the network."""

    @property
    def own_hosts(self) -> tuple[str, ...]:
        """The hosts that may be asked besides those of the site's own URLs, each with its port where it has one."""


@dataclass(frozen=True, slots=True)
class WordPress:
    """How a site is asked over its REST API, as `[wordpress]` in calque.toml."""

    root: str = ""
    """The REST root; empty where it is found from the home page."""
    hosts: tuple[str, ...] = ()
    """Hosts that may be asked besides those of the URLs in calque.toml."""
    types: tuple[str, ...] = ()
    """Collections (`posts`, `media`, `categories`) or their types; empty for every type that visitors see."""
    statuses: tuple[str, ...] = ("publish", "future", "draft", "pending", "private")
    """What is swept where the user's rights allow; else what is public."""
    rate: int = 10
    """Requests a second, at most, to one host."""
    concurrency: int = 4
    """Requests at a time, at most, to one host."""
    batch: int = 50
    """Posts a request."""
    attempts: int = 5
    """How often a request is sent where the site is out."""
    timeout: int = 120
    """Seconds for a request in all."""
    hreflang: bool = False
    """Live pages that nothing else pairs are loaded for their hreflang links."""
    revisions: int = 10
    """Earlier texts fetched with a post, at most; 0 for none."""

    @property
    def own_hosts(self) -> tuple[str, ...]:
        """The host of the REST root, and those that calque.toml names."""
        root = split_url(self.root)
        return (*([root.netloc] if root else ()), *self.hosts)


@dataclass(frozen=True, slots=True)
class Nightly:
    """When a site is synced by Prefect, and where, as `[prefect]` in calque.toml."""

    time: str = ""
    """`04:15`; empty for a minute between 04:05 and 04:55 that follows from the site's name."""
    timezone: str = ""
    """`Europe/Paris`; empty for the zone of the machine that deploys."""
    pool: str = "calque"
    """The work pool whose workers run it."""
    notify: str = ""
    """The notification block by which somebody is told, by its type and its name: `slack-webhook/editors`."""


@dataclass(frozen=True, slots=True)
class Running:
    """Which processes a sync uses, as `[run]` in calque.toml; its result is the same with any."""

    workers: int = 1
    """Processes on this machine, for what is worth it; 1 for the sync's own alone."""
    dask: str = ""
    """The address of a Dask scheduler whose workers do it instead: `tcp://10.0.0.5:8786`."""


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Which machine is asked for suggestions, as `[suggest]` in calque.toml; none without a URL."""

    url: str = ""
    """The root of its API: `https://llm.example.org/v1`."""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """One site: where its posts are read, its locales, its rules and its files."""

    name: str
    root: Path
    """The workspace: the folder of calque.toml, against which paths are read."""
    url: str
    """The home URL, `https://example.org/blog`."""
    source: str
    """The tag of the source locale, which unprefixed URLs have."""
    locales: tuple[SiteLocale, ...]
    """The target locales, in the order of calque.toml."""
    posts: tuple[str, ...] = ()
    """Files and globs of REST JSON, relative to `root`."""
    exclude: tuple[str, ...] = ()
    """Files, folders and globs of what `posts` names and is not to be read."""
    fields: tuple[str, ...] = ()
    """Paths of further translatable fields in the REST answer: `acf.subtitle`."""
    revisions: tuple[str, ...] = ()
    """Files and globs of the posts' earlier texts, as REST JSON."""
    exports: tuple[str, ...] = ()
    """Files and globs of WXR exports, read for Polylang's pairs."""
    sitemaps: tuple[str, ...] = ()
    """Files and globs of sitemaps, read for their hreflang."""
    pages: tuple[str, ...] = ()
    """Files and globs of saved whole pages, read for their html lang and hreflang."""
    parameter: str = ""
    """The query parameter that names a language, where the site has one."""
    base: str = ""
    """A path that stands before each prefix: `language` for `/language/fr/x`."""
    prefix: str = ""
    """The path prefix of the source locale, where it has one: `en` for `/en/x`."""
    languages: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Key, link or path of a post → its locale, the source's or a target's: what an editor decided."""
    scopes: Mapping[str, Scope] = field(default_factory=lambda: MappingProxyType({}))
    quiet: timedelta = timedelta()
    """How long after a source post was saved its changes are no work yet; none where it is zero."""
    rules: Rules = field(default_factory=Rules)
    checks: CheckRules = field(default_factory=CheckRules)
    drift: DriftRules = field(default_factory=DriftRules)
    pairs: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """Source key → locale → key of its translation: what an editor decided."""
    wordpress: WordPress | None = None
    """The site is fetched over its REST API; None where files alone are read."""
    waivers: tuple[Waiver, ...] = ()
    catalogs: str = "locales"
    """The folder of catalogs, relative to `root`."""
    layout: Layout = Layout.POST
    wrap: int = 79
    """The width new text is wrapped at; 0 does not wrap."""
    fill: Fill = Fill.REVIEW
    """What memory fills in, as `[memory]` in calque.toml."""
    report: str = REPORT
    report_copy: str = ""
    """A folder that the report is copied into, such as one that a web server shows; empty for none."""
    report_url: str = ""
    """Where the report can be read by others, for links to it; empty for its file."""
    compare_days: int = 1
    """A report says what changed since the last run of so many days ago, or before."""
    include_private: bool = False
    """Whether drafts and private posts are named in reports."""
    ledger: str = ""
    """A database URL; empty for `.calque/ledger.sqlite`."""
    fail_under: int | None = None
    no_stale: bool = False
    max_age: int | None = None
    """The days that a text may be stale before a run fails."""
    unpublished_days: int | None = None
    """The days that a translated page may wait to be published before a run fails."""
    nightly: Nightly = field(default_factory=Nightly)
    running: Running = field(default_factory=Running)
    suggesting: Suggesting = field(default_factory=Suggesting)
    build_folder: str = BUILD
    """Where pages are built, relative to `root`."""
    build_policies: Mapping[str, BuildPolicy] = field(default_factory=lambda: MappingProxyType({}))
    """By locale; a locale that is not among them has the default."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The source locale's tag, then the targets'."""
        return (self.source, *(locale.tag for locale in self.locales))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts of the site, each with its port where it has one: no other host is ever asked."""
        home = split_url(self.url)
        roots = (parts.netloc for locale in self.locales if (parts := split_url(locale.root)))
        known = (*([home.netloc] if home else ()), *(locale.host for locale in self.locales), *roots)
        further = self.live.own_hosts if self.live else ()
        return tuple(dict.fromkeys(host.lower() for host in (*known, *further) if host))

    @property
    def live(self) -> LiveSettings | None:
        """The settings of the source that is asked over the network; None where files alone are read."""
        return self.wordpress

    def locale(self, tag: str) -> SiteLocale | None:
        """Return the target locale `tag`, or None."""
        return next((locale for locale in self.locales if locale.tag == tag), None)

    def build_policy(self, tag: str) -> BuildPolicy:
        """Return which pages of the locale `tag` are built."""
        return self.build_policies.get(tag, BuildPolicy())

    def scope(self, tag: str) -> Scope:
        """Return which posts the locale `tag` translates."""
        return self.scopes.get(tag, Scope())
