"""Which page translates which source page, how sure that is, and why."""

from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import cast

from calque.counts import first_few
from calque.locales.undeclared import observed_locale
from calque.model import Finding, FindingCode, Page, PageGroup, PageKey, Pairing, Severity, Site, SplitPost
from calque.pairing.clues import Clue, ClueKind, Clues
from calque.pairing.proposals import Proposal, propose_pairs
from calque.pairing.statements import Statements

__all__ = ["Paired", "pair_pages"]


@dataclass(frozen=True, slots=True)
class Paired:
    """All pages in groups, those of source pages first, and the findings of pairing."""

    groups: tuple[PageGroup, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A page's claim to translate a source."""

    page: Page
    clue: Clue
    support: int
    """How many kinds of clues name the source."""

    @property
    def rank(self) -> tuple[ClueKind, bool, int]:
        """What sorts the strongest claim first: a draft may have any path, a public page has its own."""
        return self.clue.kind, self.page.post.status != "publish", -self.support


_Won = Mapping[tuple[str, str | None], _Claim]
"""Source and locale → the claim that holds."""
_Tied = Mapping[tuple[str, str | None], Sequence[_Claim]]
"""Source and locale → the claims that are equally strong, so that none holds."""


def pair_pages(
    pages: Sequence[Page],
    site: Site,
    *,
    gone: Collection[str] = (),
    statements: Statements | None = None,
    splits: Mapping[PageKey, SplitPost] | None = None,
    former: Mapping[PageKey, str] = MappingProxyType({}),
) -> Paired:
    """Group each source page with its translations.

    Evidence in order: the map in calque.toml, the plugins' fields, Polylang's pairs in an export, hreflang, the
    same id under a locale's prefix of the same site, the same path without its locale, the pair that addresses showed
    at the last sync (`former`). A page whose evidence names a source that is `gone` (a key) is an orphan; a page
    without evidence has no source. Where `splits` show that its structure is very much like that of a source without a
    translation, the pair is proposed; a slug adds to that, and pairs nothing by itself. A proposal has no effect until
    a person accepts it. A source whose text is in another language has no translations, and is offered as a translation
    itself.
    """
    counted = {page.post.key: page for page in pages if page.locale == site.source}
    sources = {key: page for key, page in counted.items() if not page.withheld}
    targets = [page for page in pages if page.locale not in (None, site.source)]
    clues = Clues(pages, sources, site, statements or Statements(), former)
    known = {*sources, *gone}
    found = {page.key: [clue for clue in clues.of(page) if clue.source in known] for page in targets}
    claims = list(_claims(targets, found))
    won, tied = _strongest_claims(claims)
    paired = {claim.page.key: claim.clue for claim in won.values()}
    alone = [page for page in targets if page.key not in paired]
    offered, texts = _offered(pages, site, splits or {})
    hints = {
        page.key: [clue for clue in found[page.key] if clue.kind.bits and clue.source in sources]
        for page in alone
    }
    proposals = _propose([*alone, *offered], sources, won, site, texts, hints)
    findings = [_twice(claim, won, tied) for claim in claims if claim.page.key not in paired]
    findings += [row for page in targets for row in _conflicts(page, found[page.key])]
    findings += _doubts([page for page in targets if _is_weak(paired.get(page.key))], clues, counted)
    findings += [
        _kept(claim)
        for claim in won.values()
        if claim.clue.kind is ClueKind.FORMER and claim.clue.source in sources
    ]
    findings += _proposed(proposals, site)
    findings += [_undeclared(page) for page in pages if page.locale is None]
    return Paired((*_groups(counted, won), *_singles(alone, proposals)), tuple(findings))


def _claims(targets: Sequence[Page], found: Mapping[PageKey, Sequence[Clue]]) -> Iterator[_Claim]:
    """Yield the claim of each page that a clue pairs by itself."""
    for page in targets:
        clues = [clue for clue in found[page.key] if not clue.kind.bits]
        if clue := _strongest(clues):
            yield _Claim(page, clue, len({one.kind for one in clues if one.source == clue.source}))


def _strongest(clues: Sequence[Clue]) -> Clue | None:
    """Return the first clue of the strongest kind; a kind that names two sources names none.

    Where statements name two, an address does not decide between them.
    """
    sources: dict[ClueKind, set[str]] = {}
    for clue in clues:
        sources.setdefault(clue.kind, set()).add(clue.source)
    is_disputed = any(kind.is_stated and len(named) > 1 for kind, named in sources.items())
    usable = (clue for clue in clues if clue.kind.is_stated or not is_disputed)
    return next((clue for clue in usable if len(sources[clue.kind]) == 1), None)


def _strongest_claims(claims: Sequence[_Claim]) -> tuple[_Won, _Tied]:
    """Give each source one translation a locale, by the strongest claim; where two are equally strong, none."""
    made: defaultdict[tuple[str, str | None], list[_Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: (claim.rank, claim.page.key)):
        made[claim.clue.source, claim.page.locale].append(claim)
    first = {key: [one for one in rows if one.rank == rows[0].rank] for key, rows in made.items()}
    won = {key: rows[0] for key, rows in first.items() if len(rows) == 1}
    return won, {key: rows for key, rows in first.items() if len(rows) > 1}


def _offered(
    pages: Sequence[Page], site: Site, splits: Mapping[PageKey, SplitPost]
) -> tuple[list[Page], Mapping[PageKey, SplitPost]]:
    """Return the withheld source pages as pages of their text's locale, and the texts by their new keys, too."""
    offered: list[Page] = []
    new: dict[PageKey, SplitPost] = {}
    texts = ChainMap(new, cast("MutableMapping[PageKey, SplitPost]", splits))  # only `new` is written to
    for page in pages:
        if page.withheld and page.foreign and (locale := observed_locale(page.foreign, site)):
            other = replace(page, locale=locale)
            if other.key not in texts and page.key in splits:
                offered.append(other)
                new[other.key] = splits[page.key]
    return offered, texts


def _propose(
    alone: Sequence[Page],
    sources: Mapping[str, Page],
    won: _Won,
    site: Site,
    splits: Mapping[PageKey, SplitPost],
    hints: Mapping[PageKey, Sequence[Clue]],
) -> Sequence[Proposal]:
    """Propose a source for each page alone, among those that have no translation in its locale."""
    translated = [(claim.page, sources[key]) for (key, _), claim in won.items() if key in sources]
    free = {
        locale: [page for key, page in sources.items() if (key, locale) not in won]
        for locale in {page.locale for page in alone}
    }
    return propose_pairs(alone, free, site, splits=splits, translated=translated, hints=hints)


def _groups(sources: Mapping[str, Page], won: _Won) -> Iterator[PageGroup]:
    """Yield each source with its translations, then each page whose source is gone."""
    by_source: defaultdict[str, list[_Claim]] = defaultdict(list)
    for (key, _), claim in won.items():
        by_source[key].append(claim)
    for key, source in sources.items():
        claims = sorted(by_source.get(key, ()), key=lambda claim: claim.page.key)
        weak = tuple(claim.page.locale or "" for claim in claims if not claim.clue.kind.is_stated)
        yield PageGroup(source, tuple(claim.page for claim in claims), tuple(map(_row, claims)), weak=weak)
    for key, claims in by_source.items():
        if key not in sources:
            for claim in claims:
                yield PageGroup(None, (claim.page,), (_row(claim),), gone=key)


def _row(claim: _Claim) -> tuple[str, Pairing, str]:
    return (claim.page.locale or "", Pairing.CONFIRMED, claim.clue.reason)


def _singles(alone: Sequence[Page], proposals: Sequence[Proposal]) -> Iterator[PageGroup]:
    """Yield each page that nothing pairs, with what is proposed for it."""
    rows = {
        proposal.page.key: ((proposal.page.locale or "", Pairing.PROPOSED, _reason(proposal)),)
        for proposal in proposals
    }
    for page in alone:
        yield PageGroup(None, (page,), rows.get(page.key, ()))


def _reason(proposal: Proposal) -> str:
    return f"perhaps of {proposal.source.post.link_or_key}: {proposal.reason}"


def _twice(claim: _Claim, won: _Won, tied: _Tied) -> Finding:
    """Name the pages that claim one source, and why each does."""
    key = (claim.clue.source, claim.page.locale)
    if winner := won.get(key):
        told = (
            f"{winner.page.post.link_or_key} is paired with {claim.clue.source} already ({winner.clue.reason}), and"
            f" this page names it too ({claim.clue.reason}); say which under [pairs]"
        )
    else:
        others = first_few([one.page.post.link_or_key for one in tied[key] if one is not claim])
        told = (
            f"this page and {others} name {claim.clue.source} alike ({claim.clue.reason}): none of them counts as its"
            " translation; say which under [pairs]"
        )
    return Finding.of(
        FindingCode.PAIRED_TWICE,
        place=claim.page.post.link_or_key,
        message=told,
        locale=claim.page.locale or "",
    )


_SILENT = (ClueKind.NUMBERED_SLUG, ClueKind.FORMER)
"""Kinds that say nothing against another: a slug with a number, and what was so at the last sync."""


def _conflicts(page: Page, clues: Sequence[Clue]) -> Iterator[Finding]:
    """Name the sources that a page's clues disagree on.

    It is a warning where all that disagree are statements. Of a map that overrules the rest, and of a path or
    slug that is the same by chance, there is only a note.
    """
    first = _strongest(clues)
    decided = first or next(iter(clues), None)
    others = {
        clue.source: clue
        for clue in reversed(clues)
        if decided and clue.source != decided.source and clue.kind not in _SILENT
    }
    for other in sorted(others.values(), key=lambda clue: (clue.kind, clue.source)):
        if decided is None:
            return
        serious = other.kind.is_stated and decided.kind is not ClueKind.MAP
        then = "the first counts" if first else "neither counts"
        yield Finding.of(
            FindingCode.PAIR_CONFLICT,
            place=page.post.link_or_key,
            message=f"translates {decided.source} ({decided.reason}) or {other.source} ({other.reason}): {then};"
            " mend what is wrong, or say which under [pairs]",
            locale=page.locale or "",
            severity=Severity.WARNING if serious else Severity.NOTE,
        )


def _kept(claim: _Claim) -> Finding:
    """Say that a pair is believed though nothing shows it any more."""
    return Finding.of(
        FindingCode.PAIR_KEPT,
        place=claim.page.post.link_or_key,
        message=f"it translates {claim.clue.source} {claim.clue.reason}: the pair is kept; to have it stated, write"
        f' "{claim.clue.source}" = {{ {claim.page.locale} = "{claim.page.post.key}" }} under [pairs]',
        locale=claim.page.locale or "",
    )


def _is_weak(clue: Clue | None) -> bool:
    """Tell whether hreflang would have been the better clue."""
    return clue is None or clue.kind > ClueKind.HREFLANG


def _doubts(doubtful: Sequence[Page], clues: Clues, sources: Mapping[str, Page]) -> Iterator[Finding]:
    """Return findings on contradicting hreflang links: several sources of a page, one source of several pages.

    Pages are named by their address beside the key that [pairs] takes, since nobody knows one by `files/81542917`.
    """
    links = {page.post.key: page.post.link for page in sources.values()}
    doubted: defaultdict[tuple[str, tuple[str, ...]], list[Page]] = defaultdict(list)
    for page in sorted(doubtful, key=lambda page: page.key):
        if named := clues.doubts(page):
            doubted[page.locale or "", named].append(page)
    for (locale, named), rows in doubted.items():
        yield Finding.of(
            FindingCode.PAIR_CONFLICT,
            place=rows[0].post.link_or_key,
            message=f"hreflang pairs {first_few([_both(page.post.key, page.post.link) for page in rows])} with"
            f" {first_few([_both(key, links.get(key, '')) for key in named])}, which cannot all be;"
            " mend the site's hreflang, or say which under [pairs]",
            locale=locale,
        )


def _both(key: str, link: str) -> str:
    return f"{link} ({key})" if link else key


def _proposed(proposals: Sequence[Proposal], site: Site) -> Iterator[Finding]:
    """Yield the line of calque.toml that accepts each proposal.

    A TOML key occurs once, so the line repeats the source's other pairs.
    """
    named: defaultdict[PageKey, dict[str, str]] = defaultdict(dict)
    for one in proposals:
        named[one.source.key][one.page.locale or ""] = one.page.post.key
    for one in proposals:
        key, locale = one.source.post.key, one.page.locale or ""
        decided = site.pairs.get(key, {})
        row = {**named[one.source.key], **decided, locale: one.page.post.key}
        pairs = ", ".join(f'{tag} = "{name}"' for tag, name in sorted(row.items()))
        instead = ", in place of the line for it there" if decided else ""
        yield Finding.of(
            FindingCode.PAIR_PROPOSED,
            place=one.page.post.link_or_key,
            message=f"it may translate {one.source.post.link_or_key}: {one.reason}; if it does, write"
            f' "{key}" = {{ {pairs} }} under [pairs]{instead}',
            locale=locale,
        )


def _undeclared(page: Page) -> Finding:
    reason = "; ".join((*page.evidence, *page.conflicts)) or "nothing declares one"
    return Finding.of(
        FindingCode.NO_LOCALE,
        place=page.post.link_or_key,
        message=f"the page's locale is not known ({reason}); add its prefix under [locales], or leave the post out",
    )
