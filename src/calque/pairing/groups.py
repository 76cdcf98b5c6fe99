"""Which page translates which source page, how sure that is, and why."""

from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

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


_Won = Mapping[tuple[str, str | None], _Claim]
"""Source and locale → the claim that holds."""


def pair_pages(
    pages: Sequence[Page],
    site: Site,
    *,
    gone: Collection[str] = (),
    statements: Statements | None = None,
    splits: Mapping[PageKey, SplitPost] | None = None,
) -> Paired:
    """Group each source page with its translations.

    Evidence in order: the map in calque.toml, the plugins' fields, Polylang's pairs in an export, hreflang, the
    same id under a locale's prefix of the same site, the same path without its locale, the same slug. A page whose
    evidence names a source that is `gone` (a key) is an orphan; a page without evidence has no source. Where `splits`
    show that its structure is very much like that of a source without a translation, the pair is proposed. A proposal
    has no effect until a person accepts it. A source whose text is in another language has no translations, and is
    offered as a translation itself.
    """
    counted = {page.post.key: page for page in pages if page.locale == site.source}
    sources = {key: page for key, page in counted.items() if not page.withheld}
    targets = [page for page in pages if page.locale not in (None, site.source)]
    clues = Clues(pages, sources, site, statements or Statements())
    known = {*sources, *gone}
    found = {page.key: [clue for clue in clues.of(page) if clue.source in known] for page in targets}
    claims = [_Claim(page, clue) for page in targets if (clue := _strongest(found[page.key]))]
    won = _strongest_claims(claims)
    paired = {claim.page.key: claim.clue for claim in won.values()}
    alone = [page for page in targets if page.key not in paired]
    offered, texts = _offered(pages, site, splits or {})
    proposals = _propose([*alone, *offered], sources, won, site, texts)
    findings = [_twice(claim, won) for claim in claims if claim.page.key not in paired]
    findings += [row for page in targets for row in _conflicts(page, found[page.key])]
    findings += _doubts([page for page in targets if _is_weak(paired.get(page.key))], clues, counted)
    findings += _proposed(proposals, site)
    findings += [_undeclared(page) for page in pages if page.locale is None]
    return Paired((*_groups(counted, won), *_singles(alone, proposals)), tuple(findings))


def _strongest(clues: Sequence[Clue]) -> Clue | None:
    """Return the first clue of the strongest kind; a kind that names two sources names none."""
    sources: dict[ClueKind, set[str]] = {}
    for clue in clues:
        sources.setdefault(clue.kind, set()).add(clue.source)
    return next((clue for clue in clues if len(sources[clue.kind]) == 1), None)


def _strongest_claims(claims: Sequence[_Claim]) -> _Won:
    """Give each source one translation a locale, by the strongest claim; of equals, the lowest key's."""
    won: dict[tuple[str, str | None], _Claim] = {}
    for claim in sorted(claims, key=lambda claim: (claim.clue.kind, claim.page.key)):
        won.setdefault((claim.clue.source, claim.page.locale), claim)
    return won


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
) -> Sequence[Proposal]:
    """Propose a source for each page alone, among those that have no translation in its locale."""
    translated = [(claim.page, sources[key]) for (key, _), claim in won.items() if key in sources]
    free = {
        locale: [page for key, page in sources.items() if (key, locale) not in won]
        for locale in {page.locale for page in alone}
    }
    return propose_pairs(alone, free, site, splits=splits, translated=translated)


def _groups(sources: Mapping[str, Page], won: _Won) -> Iterator[PageGroup]:
    """Yield each source with its translations, then each page whose source is gone."""
    by_source: defaultdict[str, list[_Claim]] = defaultdict(list)
    for (key, _), claim in won.items():
        by_source[key].append(claim)
    for key, source in sources.items():
        claims = sorted(by_source.get(key, ()), key=lambda claim: claim.page.key)
        yield PageGroup(source, tuple(claim.page for claim in claims), tuple(map(_row, claims)))
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
    return f"perhaps of {_name(proposal.source)}: {proposal.reason}"


def _twice(claim: _Claim, won: _Won) -> Finding:
    """Name the two pages that claim one source, and why each does."""
    winner = won[claim.clue.source, claim.page.locale]
    return Finding.of(
        FindingCode.PAIRED_TWICE,
        place=_name(claim.page),
        message=f"{_name(winner.page)} is paired with {claim.clue.source} already ({winner.clue.reason}), and this"
        f" page names it too ({claim.clue.reason}); say which under [pairs]",
        locale=claim.page.locale or "",
    )


def _conflicts(page: Page, clues: Sequence[Clue]) -> Iterator[Finding]:
    """Name the sources that a page's clues disagree on.

    It is a warning where all that disagree are statements. Of a map that overrules the rest, and of a path or
    slug that is the same by chance, there is only a note.
    """
    first = _strongest(clues)
    decided = first or next(iter(clues), None)
    others = {clue.source: clue for clue in reversed(clues) if decided and clue.source != decided.source}
    for other in sorted(others.values(), key=lambda clue: (clue.kind, clue.source)):
        if decided is None:
            return
        serious = other.kind.is_stated and decided.kind is not ClueKind.MAP
        then = "the first counts" if first else "neither counts"
        yield Finding.of(
            FindingCode.PAIR_CONFLICT,
            place=_name(page),
            message=f"translates {decided.source} ({decided.reason}) or {other.source} ({other.reason}): {then};"
            " mend what is wrong, or say which under [pairs]",
            locale=page.locale or "",
            severity=Severity.WARNING if serious else Severity.NOTE,
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
            place=_name(rows[0]),
            message=f"hreflang pairs {_some([_both(page.post.key, page.post.link) for page in rows])} with"
            f" {_some([_both(key, links.get(key, '')) for key in named])}, which cannot all be;"
            " mend the site's hreflang, or say which under [pairs]",
            locale=locale,
        )


def _both(key: str, link: str) -> str:
    return f"{link} ({key})" if link else key


def _some(names: Sequence[str], limit: int = 3) -> str:
    rest = len(names) - limit
    return ", ".join(names[:limit]) + (f" and {rest} more" if rest > 0 else "")


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
            place=_name(one.page),
            message=f"it may translate {_name(one.source)}: {one.reason}; if it does, write"
            f' "{key}" = {{ {pairs} }} under [pairs]{instead}',
            locale=locale,
        )


def _undeclared(page: Page) -> Finding:
    reason = "; ".join((*page.evidence, *page.conflicts)) or "nothing declares one"
    return Finding.of(
        FindingCode.NO_LOCALE,
        place=_name(page),
        message=f"the page's locale is not known ({reason}); add its prefix under [locales], or leave the post out",
    )


def _name(page: Page) -> str:
    return page.post.link or page.post.key
