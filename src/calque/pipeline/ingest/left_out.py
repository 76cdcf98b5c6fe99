"""What of a folder of pages is left out, because it is no page that anybody translates; one note says what."""

from collections import defaultdict
from collections.abc import Sequence

from calque.counts import first_few
from calque.locales import PageHead, shared_path
from calque.model import Finding, FindingCode, Post, Site
from calque.sources.no_pages import NoPage

__all__ = ["leave_out"]

_MOST = 0.5
"""The share of hidden pages from which on hiding says nothing: a site under construction hides all of itself."""


def leave_out(
    posts: Sequence[Post],
    no_pages: Sequence[tuple[str, NoPage]],
    heads: Sequence[tuple[str, PageHead]],
    site: Site,
) -> tuple[tuple[Post, ...], list[Finding]]:
    """Return the posts that are pages, and a note on the files that are none.

    A page that is hidden from search engines (`noindex`) is left out unless it is shown in another locale: some sites
    hide their untranslated copies.
    """
    left: dict[str, NoPage] = dict(no_pages)
    hidden = {place for place, head in heads if "noindex" in head.robots.lower()} - left.keys()
    if hidden and len(hidden) <= _MOST * len(heads):
        shown = {shared_path(post.link, site) for post in posts if post.place not in hidden}
        left |= {
            post.place: NoPage.HIDDEN
            for post in posts
            if post.place in hidden and shared_path(post.link, site) not in shown
        }
    if not left:
        return tuple(posts), []
    return tuple(post for post in posts if post.place not in left), [_note(left)]


def _note(left: dict[str, NoPage]) -> Finding:
    by_reason: defaultdict[NoPage, list[str]] = defaultdict(list)
    for place, reason in sorted(left.items()):
        by_reason[reason].append(place)
    parts = [f"{reason} ({first_few(by_reason[reason])})" for reason in NoPage if reason in by_reason]
    what = f"{len(left)} files that end like pages are none" if len(left) > 1 else "this file is no page"
    return Finding.of(
        FindingCode.NO_PAGE,
        min(left),
        f"{what}, and left out: {'; '.join(parts)}; name what is to be passed over under exclude in [site]",
    )
