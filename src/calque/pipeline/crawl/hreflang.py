"""Heads: the hreflang links of live pages of a WordPress site, for posts that nothing else pairs.

Free Polylang tells pairs in no REST field, but writes hreflang links into the head of each page. Of a page that is
loaded, its language and its links are kept as a page of their own in `.calque/pages/`, where `relate` reads them.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from http import HTTPStatus
from pathlib import Path

from calque.errors import SourceError
from calque.locales import PageHead, named_locale, page_identity, read_head, shared_path
from calque.locales.evidence import NO_SIGN
from calque.locales.switchers import read_switcher
from calque.model import Finding, FindingCode, Page, Pairing, Site
from calque.pipeline.crawl.survey import open_client
from calque.pipeline.findings import finding_of
from calque.pipeline.ingest.content import Content, pair, read_content
from calque.pipeline.ingest.facts import Facts
from calque.pipeline.ingest.meanwhile import ChangedMeanwhileError
from calque.pipeline.runner import Runner
from calque.places import fetched_page
from calque.store import LONG, locked, read_bytes, write_atomic

__all__ = ["Heads", "collect_heads", "load_heads"]

_STALE = timedelta(days=7)
"""How often an unchanged page is loaded again: an editor can pair two pages without saving either."""
_FIRST_LINE = re.compile(rb"<!-- saved (\S*), loaded (\S+) -->\n")


@dataclass(frozen=True, slots=True)
class _Told:
    """What a page says of its languages: in its head, and by its language switcher."""

    head: PageHead
    switcher: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a batch of pages, by the pages' addresses, and findings on those that could not be loaded."""

    heads: tuple[tuple[str, _Told], ...]
    findings: tuple[Finding, ...]


def collect_heads(
    site: Site, runner: Runner, now: datetime, known: Callable[[], Facts] = Facts
) -> list[Finding]:
    """Load the head of each translated page that is in no confirmed pair, keep it, and say what could not be loaded.

    The workspace's lock is held for what is on disk, never for the site. No file of posts is read that is `known`.
    """
    with locked(site.root, patience=LONG):
        try:
            wanted = _wanted(site, read_content(site, runner, known()), now)
        except ChangedMeanwhileError:
            wanted = _wanted(site, read_content(site, runner), now)
    findings: list[Finding] = []
    for batch in runner.map(load_heads, site, sorted(wanted)):
        findings += batch.findings
        with locked(site.root, patience=LONG):
            for url, told in batch.heads:
                write_atomic(_path(site, wanted[url]), _page(told, url, wanted[url], now), durable=False)
    return findings


def _wanted(site: Site, content: Content, now: datetime) -> Mapping[str, Page]:
    """Return the pages whose heads are to be loaded, by their addresses."""
    lost = _lost(site, content)
    return {page.post.link: page for page in _unpaired(site, content) if _is_due(site, page, now, lost)}


def load_heads(site: Site, urls: Sequence[str]) -> Heads:
    """Load pages as any visitor gets them, and read their heads; one that cannot be loaded is a finding."""
    with open_client(site) as client:

        def load(url: str) -> tuple[str, _Told] | Finding:
            try:
                reply = client.page(url)
            except SourceError as error:
                return finding_of(error, code=FindingCode.UNREADABLE_PAGE)
            if reply.status != HTTPStatus.OK:
                message = (
                    f"the live page answers {reply.status}, so its hreflang links are not known; open it"
                )
                return Finding.of(FindingCode.UNREADABLE_PAGE, url, message)
            html = reply.body.decode("utf-8", "replace")
            return url, _Told(read_head(html), read_switcher(html, site))

        rows = list(client.map(load, urls))
    return Heads(
        tuple(row for row in rows if not isinstance(row, Finding)),
        tuple(row for row in rows if isinstance(row, Finding)),
    )


def _unpaired(site: Site, content: Content) -> list[Page]:
    """Return the public pages of target locales that no field, export or map pairs, or that such a link pairs.

    Where addresses do not tell a locale, any page may be of it of which nothing else says what it is.
    """
    groups = pair(site, content).groups
    confirmed = {
        page.key
        for group in groups
        for page in group.translations
        if (page.locale, Pairing.CONFIRMED) in {row[:2] for row in group.pairing}
    }
    public = [page for page in content.pages if page.post.status == "publish" and page.post.link]
    told_apart = _are_told_apart(site)
    wanted = [
        page
        for page in public
        if (page.locale and page.locale != site.source)
        or (not told_apart and (page.evidence == (NO_SIGN,) or _path(site, page).exists()))
    ]
    return [page for page in wanted if page.key not in confirmed or _path(site, page).exists()]


def _are_told_apart(site: Site) -> bool:
    """Tell whether addresses say which locale a page is of."""
    return all(one.prefix or one.host or one.parameter or one.root for one in site.locales)


def _lost(site: Site, content: Content) -> frozenset[str]:
    """Return the places of kept heads that name a source, else any page, and none that is there: its address changed.

    A home page is no such page: themes name it where there is no translation.
    """
    known = {page_identity(page.post.link) for page in content.pages}
    lost: list[str] = []
    for said in content.statements.alternates:
        others = {
            (named_locale(tag, site) == site.source, identity)
            for tag, url in said.alternates
            if shared_path(url, site) not in ("", "/") and (identity := page_identity(url))
        }
        sources = {identity for is_source, identity in others if is_source}
        named = sources or {identity for _, identity in others} - {page_identity(said.url)}
        if named and not named & known:
            lost.append(said.place)
    return frozenset(lost)


def _is_due(site: Site, page: Page, now: datetime, lost: Collection[str]) -> bool:
    """Tell whether a page was saved since it was last loaded, or that was long ago, or what it names is gone."""
    if _path(site, page).relative_to(site.root).as_posix() in lost:
        return True
    line = _FIRST_LINE.match(read_bytes(_path(site, page)) or b"")
    if line is None or line[1].decode() != _saved(page):
        return True
    try:
        return now - datetime.fromisoformat(line[2].decode()) > _STALE
    except ValueError:
        return True


def _page(told: _Told, url: str, page: Page, now: datetime) -> bytes:
    """Return a page with the contents of the head, the language switcher and nothing else."""
    head = told.head
    switcher = "".join(f'<a href="{escape(to)}" hreflang="{escape(tag)}"></a>\n' for tag, to in told.switcher)
    links = "".join(
        f'<link rel="alternate" hreflang="{escape(tag)}" href="{escape(to)}">\n'
        for tag, to in head.alternates
    )
    text = (
        f"<!-- saved {_saved(page)}, loaded {now.isoformat(timespec='seconds')} -->\n"
        f'<html lang="{escape(head.lang)}">\n<head>\n'
        f'<link rel="canonical" href="{escape(url)}">\n{links}</head>\n<body>\n{switcher}</body>\n</html>\n'
    )
    return text.encode("utf-8", "replace")


def _saved(page: Page) -> str:
    return page.post.modified.isoformat() if page.post.modified else ""


def _path(site: Site, page: Page) -> Path:
    """Return where the head of a page is kept; where only that tells its locale, the one that it had before counts."""
    tags = [f"{page.locale}", *(() if _are_told_apart(site) else site.tags)]
    paths = [fetched_page(site.root, page.post.collection, tag, page.post.id) for tag in tags]
    return next((path for path in paths if path.exists()), paths[0])
