"""Which page translates which source page, how sure that is, and why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from calque.errors import ConfigError
from calque.locales import language_of, parse_tag, shared_path
from calque.model import Finding, Page, PageGroup, Pairing, Severity, Site

__all__ = ["Paired", "pair_pages"]


@dataclass(frozen=True, slots=True)
class Paired:
    """All pages in groups, those of source pages first, and what stood in the way."""

    groups: tuple[PageGroup, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A page's claim to translate the source page with the key `source`."""

    page: Page
    source: str
    rank: int
    """Of its evidence; the lower is the stronger."""
    reason: str


def pair_pages(pages: Sequence[Page], site: Site, *, gone: Collection[str] = ()) -> Paired:
    """Group each source page with its translations.

    Evidence in order: the map in calque.toml, the plugins' fields, the same id under a locale's prefix of the
    same site, the same path without its locale, the same slug. A page whose evidence names a source that is
    `gone` (a key) is an orphan; one without evidence stands alone.
    """
    sources = {page.post.key: page for page in pages if page.locale == site.source}
    targets = [page for page in pages if page.locale not in (None, site.source)]
    clues = _Clues(site, sources)
    claims = [claim for page in targets if (claim := clues.claim(page, known={*sources, *gone}))]
    won: dict[tuple[str, str | None], _Claim] = {}
    for claim in sorted(claims, key=lambda claim: (claim.rank, claim.page.key)):
        won.setdefault((claim.source, claim.page.locale), claim)
    paired = {claim.page.key for claim in won.values()}
    by_source: dict[str, list[_Claim]] = {}
    for claim in won.values():
        by_source.setdefault(claim.source, []).append(claim)
    groups = [_group(source, by_source.get(key, ())) for key, source in sources.items()]
    groups += [_orphan(claim) for key, rows in by_source.items() if key not in sources for claim in rows]
    groups += [PageGroup(None, (page,)) for page in targets if page.key not in paired]
    findings = [_twice(claim, won) for claim in claims if claim.page.key not in paired]
    findings += [_undeclared(page) for page in pages if page.locale is None]
    return Paired(tuple(groups), tuple(findings))


class _Clues:
    """The indexes that pages are looked up in."""

    def __init__(self, site: Site, sources: Mapping[str, Page]) -> None:
        self._site = site
        self._sources = sources
        self._mapped = {(tag, key): source for source, row in site.pairs.items() for tag, key in row.items()}
        self._named = {
            (tag, f"{page.post.collection}/{number}"): key
            for key, page in sources.items()
            for tag, number in _translations(page, site)
        }
        self._paths = _unique((self._path(page), key) for key, page in sources.items())
        self._slugs = _unique(((page.post.collection, page.post.slug), key) for key, page in sources.items())

    def claim(self, page: Page, *, known: Collection[str]) -> _Claim | None:
        """Return the page's claim by its strongest evidence that names a known source."""
        for rank, (source, reason) in enumerate(self._evidence(page)):
            if source is not None and source in known:
                return _Claim(page, source, rank, reason)
        return None

    def _evidence(self, page: Page) -> Iterator[tuple[str | None, str]]:
        """Yield the key of the source by each kind of evidence, in order; None where a kind says nothing."""
        post, tag = page.post, page.locale or ""
        yield self._mapped.get((tag, post.key)), "paired in calque.toml"
        own = next(
            (number for name, number in _translations(page, self._site) if name == self._site.source), None
        )
        yield (
            f"{post.collection}/{own}" if own is not None else None,
            "named by the translation's plugin field",
        )
        yield self._named.get((tag, post.key)), "named by the source's plugin field"
        same_id = self._sources.get(post.key)
        same_site = same_id is not None and _is_twin(page, same_id)
        yield post.key if same_site else None, f"the same id under /{tag.lower()}/"
        yield self._paths.get(self._path(page)), "the same path without the locale"
        yield self._slugs.get((post.collection, post.slug)), "the same slug"

    def _path(self, page: Page) -> str:
        return shared_path(page.post.link, self._site)


def _is_twin(page: Page, source: Page) -> bool:
    """Tell whether two pages of one id are one post in two locales, and not of two sites of a network.

    Both are then served from one row of the database, so they were published at the same second.
    """
    prefixed, plain = (one.post.rest_url.partition("/wp-json/")[0] for one in (page, source))
    same_site = bool(plain) and (prefixed == plain or prefixed.startswith(f"{plain}/"))
    return same_site and page.post.published == source.post.published


def _translations(page: Page, site: Site) -> Iterator[tuple[str, int]]:
    """Yield the plugin's translations of a page whose language is one of the site's, by the site's tag."""
    for raw, number in page.post.translations:
        try:
            tag = parse_tag(raw)
        except ConfigError:
            continue
        near = [own for own in site.tags if language_of(own) == language_of(tag)]
        if tag in site.tags:
            yield tag, number
        elif len(near) == 1:
            yield near[0], number


def _unique(rows: Iterator[tuple[object, str]]) -> Mapping[object, str]:
    """Index rows by their first part, without those that stand twice: they identify nothing."""
    index: dict[object, str | None] = {}
    for name, key in rows:
        index[name] = None if name in index else key
    return {name: key for name, key in index.items() if key is not None and name}


def _group(source: Page, claims: Sequence[_Claim]) -> PageGroup:
    rows = sorted(claims, key=lambda claim: claim.page.locale or "")
    return PageGroup(
        source,
        tuple(claim.page for claim in rows),
        tuple((claim.page.locale or "", Pairing.CONFIRMED, claim.reason) for claim in rows),
    )


def _orphan(claim: _Claim) -> PageGroup:
    row = (claim.page.locale or "", Pairing.CONFIRMED, claim.reason)
    return PageGroup(None, (claim.page,), (row,), gone=claim.source)


def _twice(claim: _Claim, won: Mapping[tuple[str, str | None], _Claim]) -> Finding:
    winner = won[claim.source, claim.page.locale].page.post
    return Finding(
        code="paired_twice",
        severity=Severity.WARNING,
        place=claim.page.post.link or claim.page.post.key,
        message=f"{winner.link or winner.key} is paired with {claim.source} already; say which under [pairs]",
        locale=claim.page.locale or "",
    )


def _undeclared(page: Page) -> Finding:
    reason = "; ".join((*page.evidence, *page.conflicts)) or "nothing declares one"
    return Finding(
        code="no_locale",
        severity=Severity.WARNING,
        place=page.post.link or page.post.key,
        message=f"the page's locale is not known ({reason}); add its prefix under [locales], or leave the post out",
    )
