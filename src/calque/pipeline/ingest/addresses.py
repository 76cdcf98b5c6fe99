"""Addresses: what is wrong with those that the posts of a site have, and with the canonical links beside them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import assert_never

from calque.addresses import host_of, place_of
from calque.counts import first_few
from calque.locales import PageIdentity, page_identity
from calque.model import Finding, FindingCode, Page, Severity, Site
from calque.pairing.statements import Copy

__all__ = ["address_findings"]

_NAMED = 20
"""Addresses that get a finding each; the rest of them share one."""
_ROUND = 8
"""Pages of a circle that is found; a longer chain is followed no further."""


def address_findings(pages: Sequence[Page], copies: Sequence[Copy], site: Site) -> list[Finding]:
    """Return findings on addresses of several posts, and one for each way in which canonical links lead astray."""
    return [*_duplicates(pages), *_canonicals(pages, copies, site)]


def _duplicates(pages: Iterable[Page]) -> Iterator[Finding]:
    by_address: defaultdict[PageIdentity, list[Page]] = defaultdict(list)
    for page in pages:
        if page.post.link and (identity := page_identity(page.post.link)):
            by_address[identity].append(page)
    shared = [rows for rows in by_address.values() if len({page.post.key for page in rows}) > 1]
    for rows in shared[:_NAMED]:
        yield Finding.of(
            FindingCode.DUPLICATE_ADDRESS,
            rows[0].post.link,
            f"{len(rows)} posts have this address: {first_few([_name(page) for page in rows])}; only one of them can"
            " answer there, so mend the address of the others, or leave them out",
        )
    rest = shared[_NAMED:]
    if rest:
        yield Finding.of(
            FindingCode.DUPLICATE_ADDRESS,
            rest[0][0].post.link,
            f"this address and {len(rest) - 1} more belong to several posts each, as those named before; look for what"
            " they have in common, such as a parameter that the links lost",
        )


def _name(page: Page) -> str:
    """Return what tells a post apart from others of its address: its key, its locale and its file."""
    return f"{page.post.key} ({', '.join(part for part in (page.locale, page.post.place) if part)})"


class _Astray(StrEnum):
    """A way in which a canonical link is of no use, the worst first."""

    OTHER_HOST = "other_host"
    LOOP = "loop"
    SHARED = "shared"
    """Other pages of the locale name the same."""
    OWN_LOCALE = "own_locale"
    """A page of the same locale is named."""
    UNKNOWN = "unknown"


def _canonicals(pages: Iterable[Page], copies: Sequence[Copy], site: Site) -> Iterator[Finding]:
    """Yield one finding a way; that an untranslated page names its original is as it should be."""
    if not copies:
        return
    found: defaultdict[_Astray, list[Copy]] = defaultdict(list)
    by_file = {page.post.place: page for page in pages}
    locales = {
        identity: page.locale for page in by_file.values() if (identity := page_identity(page.post.link))
    }
    goals = {_at(copy.url): _at(copy.of) for copy in copies}
    hosts = {identity[0] for host in site.hosts if (identity := page_identity(f"https://{host}/"))}
    rows = [(copy, by_file[copy.place].locale) for copy in copies if copy.place in by_file]
    counts = Counter((locale, _at(copy.of)) for copy, locale in rows)
    shared = {goal for (_, goal), count in counts.items() if count > 1}
    for copy, locale in rows:
        goal = _at(copy.of)
        if goal and goal[0] not in hosts:
            found[_Astray.OTHER_HOST].append(copy)
        elif _is_loop(_at(copy.url), goals):
            found[_Astray.LOOP].append(copy)
        elif goal in shared:
            found[_Astray.SHARED].append(copy)
        elif goal not in locales:
            found[_Astray.UNKNOWN].append(copy)
        elif locales[goal] == locale:
            found[_Astray.OWN_LOCALE].append(copy)
    for kind in _Astray:
        if found[kind]:
            yield _astray(kind, found[kind], site)


def _at(url: str) -> PageIdentity | None:
    return page_identity(url)


def _is_loop(start: PageIdentity | None, goals: Mapping[PageIdentity | None, PageIdentity | None]) -> bool:
    """Tell whether a page names one that names it in turn, itself or by way of others."""
    place = start
    for _ in range(_ROUND):
        place = goals.get(place)
        if place is None:
            return False
        if place == start:
            return True
    return False


def _astray(kind: _Astray, copies: Sequence[Copy], site: Site) -> Finding:
    goals = list(dict.fromkeys(place_of(copy.of) for copy in copies))
    count = f"{len(copies)} pages name" if len(copies) > 1 else "this page names"
    what = f"{count} {first_few(goals)} as canonical link"
    counts = (
        "each counts at the place of its own file"
        if len(copies) > 1
        else "it counts at the place of its file"
    )
    severity = Severity.WARNING
    match kind:
        case _Astray.OTHER_HOST:
            hosts = first_few(list(dict.fromkeys(host_of(copy.of) for copy in copies)))
            message = (
                f"{what}, on {hosts}, which is no host of {place_of(site.url)}; {counts}. If the site is there, write"
                " that as url under [site]"
            )
        case _Astray.LOOP:
            message = f"{what}, which names it in turn; {counts}. Mend the links on the site"
        case _Astray.SHARED:
            message = f"{what}, which cannot be the original of them all; {counts}. Mend the template that writes it"
        case _Astray.OWN_LOCALE:
            severity = Severity.NOTE
            message = (
                f"{what}, of the same language; {counts}. Where both are one page, leave one of the files out"
            )
        case _Astray.UNKNOWN:
            severity = Severity.NOTE
            message = (
                f"{what}, where no file is; {counts}. If the pages are there, let url under [site] say so"
            )
        case _:
            assert_never(kind)
    return Finding.of(FindingCode.CANONICAL_ELSEWHERE, copies[0].url, message, severity=severity)
