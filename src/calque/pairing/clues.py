"""Every clue that a page translates a source, the strongest first."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from types import MappingProxyType

from calque.locales import named_locale, shared_path
from calque.model import Page, PageKey, Post, Site
from calque.pairing.copies import read_copies
from calque.pairing.hreflang import read_links
from calque.pairing.statements import Exported, Statements

__all__ = ["Clue", "ClueKind", "Clues", "names_of"]

_TERMS = frozenset({"categories", "tags"})
_TERM_FIELDS = frozenset({"name", "description"})
_NUMBERED = re.compile(r"(?<=[^\d-])-[2-9]\Z")


class ClueKind(IntEnum):
    """What a clue is, the strongest first."""

    MAP = auto()
    OWN_FIELD = auto()
    SOURCE_FIELD = auto()
    EXPORT = auto()
    HREFLANG = auto()
    TWIN = auto()
    SWITCHER = auto()
    PATH = auto()
    SPELLING = auto()
    CANONICAL = auto()
    FORMER = auto()
    SLUG = auto()
    NUMBERED_SLUG = auto()

    @property
    def is_stated(self) -> bool:
        """Whether a person or WordPress states the pair; a path or slug may be the same by chance."""
        return self <= ClueKind.TWIN

    @property
    def bits(self) -> float:
        """What the clue adds to the likeness of two pages; 0 for one that pairs by itself, and needs none.

        On a site many pages are called `overview` or `faq`, so a slug alone is no more than a reason to look.
        """
        return _BITS.get(self, 0.0)


_BITS = {ClueKind.SLUG: 7.0, ClueKind.NUMBERED_SLUG: 5.0}


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that names the source of a page."""

    kind: ClueKind
    source: str
    """The source's key."""
    reason: str
    """For people: `the same slug`."""


class Clues:
    """All that is known about which page translates which, to be asked for one page after another."""

    def __init__(
        self,
        pages: Sequence[Page],
        sources: Mapping[str, Page],
        site: Site,
        statements: Statements,
        former: Mapping[PageKey, str] = MappingProxyType({}),
    ) -> None:
        self._former = former
        self._site = site
        self._sources = sources
        self._mapped = {(tag, key): source for source, row in site.pairs.items() for tag, key in row.items()}
        self._named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for key, page in sources.items():
            for tag, number in _translations(page, site):
                self._named[tag, f"{page.post.collection}/{number}"].append(key)
        self._originals = _unique(
            (page.post.original or page.post.guid, key) for key, page in sources.items()
        )
        self._exported = {
            terms: _by_id(
                [group for group in statements.exported if group.terms is terms],
                [page for page in sources.values() if _is_term(page) is terms],
                site,
            )
            for terms in (False, True)
        }
        self._links = read_links(statements.alternates, pages, site)
        self._switchers = read_links(statements.switchers, pages, site)
        self._copies = read_copies(statements.copies, pages, site)
        self._paths = _unique((self._path(page), key) for key, page in sources.items())
        self._spellings = _unique((_bare(self._path(page)), key) for key, page in sources.items())
        self._slugs = _unique(((page.post.collection, page.post.slug), key) for key, page in sources.items())
        self._bare_slugs = _unique(
            ((page.post.collection, _unnumbered(page.post.slug)), key) for key, page in sources.items()
        )

    def of(self, page: Page) -> Iterator[Clue]:
        """Yield the clues to a page's source, also those that name an unknown post."""
        post, tag = page.post, page.locale or ""
        if (tag, post.key) in self._mapped:
            yield Clue(ClueKind.MAP, self._mapped[tag, post.key], "paired in calque.toml")
        for name, number in _translations(page, self._site):
            if name == self._site.source:
                reason = "named by the translation's plugin field"
                yield Clue(ClueKind.OWN_FIELD, f"{post.collection}/{number}", reason)
        original = self._originals.get(post.original or post.guid)
        if original and (post.original or self._sources[original].post.original):
            yield Clue(ClueKind.OWN_FIELD, original, "made from one post, by Bogo's field")
        for key in self._named.get((tag, post.key), ()):
            yield Clue(ClueKind.SOURCE_FIELD, key, "named by the source's plugin field")
        for number, (key, place) in self._exported[_is_term(page)].get((tag, post.id), {}).items():
            source = key or f"{post.collection}/{number}"
            yield Clue(ClueKind.EXPORT, source, f"paired by Polylang in {place}")
        if page.key in self._links.pairs:
            source, place = self._links.pairs[page.key]
            yield Clue(ClueKind.HREFLANG, source, f"hreflang in {place}")
        same_id = self._sources.get(post.key)
        if same_id is not None and _is_twin(page, same_id):
            yield Clue(ClueKind.TWIN, post.key, f"the same id under /{tag.lower()}/")
        if page.key in self._switchers.pairs:
            source, place = self._switchers.pairs[page.key]
            yield Clue(ClueKind.SWITCHER, source, f"the language switcher in {place}")
        yield from self._by_address(page)

    def _by_address(self, page: Page) -> Iterator[Clue]:
        """Yield what the address of a page says, and the address that its canonical link names."""
        path = self._path(page)
        if same_path := self._paths.get(path):
            yield Clue(ClueKind.PATH, same_path, "the same path without the locale")
        elif same_path := self._spellings.get(_bare(path)):
            yield Clue(ClueKind.SPELLING, same_path, "the same path without the locale")
        if original := self._copies.get(page.key):
            yield Clue(ClueKind.CANONICAL, original, "its canonical link names it")
        if former := self._former.get(page.key):
            yield Clue(ClueKind.FORMER, former, "as at the last sync, before an address changed")
        if same_slug := self._slugs.get((page.post.collection, page.post.slug)):
            yield Clue(ClueKind.SLUG, same_slug, "the same slug")
        elif bare_slug := self._bare_slugs.get((page.post.collection, _unnumbered(page.post.slug))):
            yield Clue(ClueKind.NUMBERED_SLUG, bare_slug, "the same slug but for its number")

    def doubts(self, page: Page) -> tuple[str, ...]:
        """Return the sources that hreflang cannot decide between, or one that several pages claim by it."""
        return self._links.doubts.get(page.key, ())

    def _path(self, page: Page) -> str:
        return shared_path(page.post.link, self._site)


def names_of(post: Post, site: Site) -> frozenset[tuple[str, str]]:
    """Return all by which `Clues` pairs a post with others, but for documents: no clue leads to one that shares none.

    ::

        posts/12 "about" at /about/  ->  ("id", "12"), ("path", "/about"), ("slug", "posts about"), …
    """
    path = shared_path(post.link, site) if post.link else ""
    names = [
        ("id", str(post.id)),
        *(("id", str(number)) for _, number in post.translations),
        ("path", path),
        ("path", _bare(path)),
        ("slug", f"{post.collection} {_unnumbered(post.slug)}" if post.slug else ""),
        ("original", post.original or post.guid),
    ]
    return frozenset((kind, name) for kind, name in names if name)


def _bare(path: str) -> str:
    """Return a path as it is with and without its last slash and the ending of a file: `/about.html` → `/about`."""
    bare = path.removesuffix("/")
    return bare.removesuffix(".html") or path


def _unnumbered(slug: str) -> str:
    """Return a slug without what WordPress adds where another post has it: `about-2` → `about`."""
    return _NUMBERED.sub("", slug)


def _is_twin(page: Page, source: Page) -> bool:
    """Tell whether two pages of one id are one post in two locales, and not of two sites of a network.

    Both are then served from one row of the database, so they were published at the same second, under one guid.
    """
    one, other = page.post, source.post
    prefixed, plain = (post.rest_url.partition("/wp-json/")[0] for post in (one, other))
    same_site = bool(plain) and (prefixed == plain or prefixed.startswith(f"{plain}/"))
    same_row = one.guid == other.guid or not (one.guid and other.guid)
    return same_site and same_row and one.published == other.published


def _translations(page: Page, site: Site) -> Iterator[tuple[str, int]]:
    """Yield the plugin's translations of a page whose language is one of the site's, by the site's tag."""
    for raw, number in page.post.translations:
        tag = named_locale(raw, site)
        if tag in site.tags:
            yield tag, number


def _is_term(page: Page) -> bool:
    """Tell whether a page is a category or a tag: terms are numbered apart from posts."""
    fields = page.post.fields
    return page.post.collection in _TERMS or (bool(fields) and {one.name for one in fields} <= _TERM_FIELDS)


def _by_id(
    exported: Iterable[Exported], sources: Iterable[Page], site: Site
) -> Mapping[tuple[str, int], Mapping[int, tuple[str, str]]]:
    """Index exported groups by each translation: the id of its source → the source's key, and the export.

    Ids are a site's own, whatever the type, those of posts and those of terms; the key is empty where no such source
    is at hand.
    """
    keys = _unique((page.post.id, page.post.key) for page in sources)
    index: defaultdict[tuple[str, int], dict[int, tuple[str, str]]] = defaultdict(dict)
    for group in sorted(exported, key=lambda group: (group.place, group.posts)):
        source = dict(group.posts).get(site.source)
        for tag, number in group.posts if source else ():
            if source and tag != site.source:
                index[tag, number].setdefault(source, (keys.get(source, ""), group.place))
    return index


def _unique(rows: Iterable[tuple[object, str]]) -> Mapping[object, str]:
    """Index rows by their first part, without those that stand twice: they identify nothing."""
    index: dict[object, str | None] = {}
    for name, key in rows:
        index[name] = None if name in index else key
    return {name: key for name, key in index.items() if key is not None and name}
