"""Locate: the locale that each post declares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calque.locales import Declared, PageHead
from calque.locales import locate as locate_url
from calque.locales.stated import Stated
from calque.model import Finding, FindingCode, Page, Post, Site

__all__ = ["Located", "idle_languages", "locate"]


@dataclass(frozen=True, slots=True)
class Located:
    """A batch of posts as pages, and the evidence that disagrees."""

    pages: tuple[Page, ...]
    findings: tuple[Finding, ...]


def locate(site: Site, read: Sequence[tuple[Post, PageHead | None]]) -> Located:
    """Give each post the locale that it declares, with all evidence; its page's head adds to it where one was saved."""
    stated = Stated.of(site)
    rows = [(post, locate_url(post.link, site, post=post, head=head, stated=stated)) for post, head in read]
    pages = tuple(_page(post, declared, site) for post, declared in rows)
    return Located(pages, tuple(finding for post, declared in rows for finding in _findings(post, declared)))


def idle_languages(pages: Iterable[Page], site: Site) -> list[Finding]:
    """Return a finding on each row of `[site.languages]` that names none of all posts of the site."""
    stated = Stated.of(site)
    used = {name for page in pages for name in stated.rows(page.post.link, page.post.key)}
    message = (
        "no post has this key or address, so that this row of [site.languages] says nothing; write a key (posts/12),"
        " a link, its path (/about/) or all below one (/notes/*)"
    )
    return [
        Finding.of(FindingCode.IDLE_LANGUAGE, name, message, tag)
        for name, tag in site.languages.items()
        if name not in used
    ]


def _page(post: Post, declared: Declared, site: Site) -> Page:
    """Make the page; a locale that the site does not have counts as none."""
    known = declared.locale if declared.locale in site.tags else None
    reason = (declared.reason,) if declared.reason else ()
    return Page(post, known, (*declared.phrases, *reason), declared.conflicts)


def _findings(post: Post, declared: Declared) -> list[Finding]:
    locale = declared.locale or ""
    rows = [(FindingCode.LOCALE_CONFLICT, conflict) for conflict in declared.conflicts]
    rows += [
        (FindingCode.LOCALE_NOTICE, warning) for warning in declared.warnings if warning != declared.advice
    ]
    return [Finding.of(code, post.link_or_key, message, locale) for code, message in rows]
