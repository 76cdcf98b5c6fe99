"""Identify: the locale that a returned file belongs to, or the reason why it belongs to another site."""

from calque.errors import CatalogError
from calque.handoffs.answers import Desk
from calque.handoffs.wishes import Record
from calque.locales import find_tag, language_of
from calque.model import Site
from calque.pipeline.archive.moves import archived_keys
from calque.po import Catalog, ticket_of

__all__ = ["locale_of", "refuse_foreign"]


def locale_of(catalog: Catalog, site: Site, record: Record | None, *, asked: str) -> str:
    """Return the site's locale that a file is of, by its header, by its handoff, or as it was `asked` for.

    A header that names the language alone, or with another region, is of the one locale that has this language.
    Errors: CatalogError where none is named, where two are, or where the site has no such locale.
    """
    said = catalog.header.get("Language", "").strip()
    if record is not None:
        if said and not _is_same(said, record.locale):
            raise CatalogError(
                f"{catalog.place}:1: the header says Language: {said}, and the handoff {record.ticket.id} is of "
                f"{record.locale}; set the language right, or find the file that was handed out"
            )
        said = record.locale
    if asked and said and not _is_same(said, asked):
        raise CatalogError(
            f"{catalog.place}:1: the header says Language: {said}, not {asked}; leave --locale out, or mend the header"
        )
    if not (said or asked):
        raise CatalogError(f"{catalog.place}:1: the header names no language; give --locale")
    return _own_locale(said or asked, site, catalog.place)


def refuse_foreign(catalog: Catalog, site: Site, desk: Desk, record: Record | None) -> None:
    """Raise CatalogError where a file is of another site, or of a post that this one does not have."""
    of = ticket_of(catalog).site
    if of and of != site.name:
        raise CatalogError(
            f"{catalog.place}:1: the header says that it is of the site {of}, this is {site.name}"
        )
    post = catalog.header.get("X-Calque-Post", "")
    if post and desk.catalog_of(post) is None and post not in archived_keys(site):
        raise CatalogError(
            f"{catalog.place}:1: the header says X-Calque-Post: {post}, which {site.name} does not have; "
            "is it of another site?"
        )
    if record is None and not post and not desk.knows(catalog):
        raise CatalogError(
            f"{catalog.place}:1: not one of its texts is known here; is it of another site, or was nothing synced yet?"
        )


def _own_locale(said: str, site: Site, place: str) -> str:
    tag = find_tag(said)
    if tag and site.locale(tag):
        return tag
    near = [one.tag for one in site.locales if _is_same(said, one.tag)]
    if len(near) == 1:
        return near[0]
    known = ", ".join(one.tag for one in site.locales)
    raise CatalogError(
        f"{place}:1: the header says Language: {said}, which is none of {known}; mend it, or give --locale"
    )


def _is_same(said: str, locale: str) -> bool:
    tag = find_tag(said)
    return tag is not None and language_of(tag) == language_of(locale)
