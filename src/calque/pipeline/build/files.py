"""Files: where a translated page stands, at which address, and its bytes."""

from dataclasses import dataclass
from pathlib import Path

from calque.building.choice import TextChoice
from calque.building.links import Counterparts
from calque.building.page import build_page
from calque.building.page_tags import PageTarget
from calque.building.post import LeftText, build_post
from calque.building.rest import rest_json
from calque.html import split
from calque.locales import localised_url, same_page, shared_path
from calque.locales.switchers import read_switcher
from calque.model import Document, Post, Site
from calque.pipeline.build.work import TranslatedPage
from calque.pipeline.ingest.split import field_context
from calque.places import built_page, built_post
from calque.sources.files import page_place, read_text
from calque.sources.page_addresses import page_address

__all__ = ["BuiltFile", "Spot", "make_file", "spot_of"]

_FILES = "files"
"""The collection of pages that stand in a folder."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page is built, and the address that it has then."""

    path: Path
    link: str
    """Empty of a post that is not on the site: the site chooses its address."""


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """The file of a translated page."""

    data: bytes
    left: tuple[LeftText, ...] = ()


def spot_of(site: Site, folder: Path, page: TranslatedPage) -> Spot:
    """Return where a page is built: one of a folder in its place in the site, a post by its key.

    ::

        about/index.html, fr             ->  build/fr/about/index.html
        posts/12, pt-BR                  ->  build/pt-BR/posts/12.json
    """
    source = page.split.post
    live = page.live.post if page.live else None
    if source.collection != _FILES:
        return Spot(built_post(folder, page.locale, source.key), live.link if live else "")
    if live and live.collection == _FILES:
        return Spot(built_page(folder, page_place(site, live.place)), live.link)
    place = _place_of(site, source, page.locale)
    link = localised_url(shared_path(source.link, site), page.locale, site)
    if same_page(link, source.link):
        link = page_address(place, site.url).link
    return Spot(built_page(folder, place), link)


def _place_of(site: Site, source: Post, locale: str) -> str:
    """Return the place of a new page below the site's root: below its locale's prefix, and not the source's."""
    target = site.locale(locale)
    parts = page_place(site, source.place).split("/")
    own = [*filter(None, [site.base]), site.prefix] if site.prefix else []
    if own and parts[: len(own)] == own:
        parts = parts[len(own) :]
    above = [*filter(None, [site.base]), target.prefix] if target and target.prefix else [locale]
    return "/".join([*above, *parts])


def make_file(
    site: Site, page: TranslatedPage, choice: TextChoice, spot: Spot, links: Counterparts
) -> BuiltFile:
    """Make the bytes of a page.

    Errors: SourceError where its source's file cannot be read any more.
    """
    source = page.split.post
    if source.collection == _FILES:
        return _page(site, source, page.locale, choice, spot, links)
    own = spot.link or source.link
    built = build_post(
        page.split, choice, relink=lambda address: links.relink(address, source=source.link, own=own)
    )
    live = page.live.post if page.live else None
    return BuiltFile(rest_json(built, source, live, locale=page.locale, link=spot.link), built.left)


def _page(
    site: Site, source: Post, locale: str, choice: TextChoice, spot: Spot, links: Counterparts
) -> BuiltFile:
    html = read_text(site.root, source.place)

    def cut(name: str, part: str) -> Document:
        return split(part, field=name, rules=site.rules, context=field_context(name))

    built = build_page(
        html,
        choice,
        PageTarget(locale, source.link, spot.link),
        links,
        cut=cut,
        whole=bool(site.rules.include),
        switcher=[address for tag, address in read_switcher(html, site) if tag == site.source],
    )
    return BuiltFile(built.html.encode("utf-8", "surrogateescape"), built.left)
