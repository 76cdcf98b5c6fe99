"""A page's own language switcher: links in its body that bear a language's name, or hreflang."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape

from calque.locales.paths import named_locale
from calque.locales.tags import locale_name
from calque.model import Site

__all__ = ["read_switcher"]

_LABEL = 40
"""The longest label: `français (Belgique)`, and some room for an arrow."""
_INSIDE = 600
"""What may stand between the tags of a link with its label, a flag and its frame."""
_ATTRIBUTE = re.compile(
    r"""\b(href|hreflang|title|aria-label|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_]+")


def read_switcher(html: str, site: Site) -> tuple[tuple[str, str], ...]:
    """Return the locale and the address, as written, of each link that leads to the page in another language.

    A link is one by its hreflang, or by its label: a language's own name, its English one, or its code. A locale that
    several addresses stand for has none: those links are a list of pages.

    ::

        <a href="/fr/moulin/" hreflang="fr">…</a>, <a href="/fr/moulin/">Français</a>  ->  fr, /fr/moulin/
    """
    slugs = ((site.source, site.prefix, ""), *((one.tag, one.prefix, one.parameter) for one in site.locales))
    names = _names(slugs)
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for attributes, label in _links(html):
        said = attributes.get("hreflang", "")
        tag = named_locale(said, site) if said else names.get(label)
        if tag in site.tags and attributes.get("href"):
            found[tag][attributes["href"]] = None
    return tuple((tag, next(iter(urls))) for tag, urls in found.items() if len(urls) == 1)


def _links(html: str) -> Iterator[tuple[Mapping[str, str], str]]:
    """Yield the attributes of each link, and its folded label: its text, else a title in it."""
    for match in _LINK.finditer(html):
        start = match.start()
        end = html.find("</", start, start + _INSIDE)
        while end >= 0 and html[end + 2 : end + 3] not in "aA":
            end = html.find("</", end + 2, start + _INSIDE)
        if end < 0:
            continue
        opening, _, inside = html[start:end].partition(">")
        attributes = _attributes(opening)
        text = re.sub(r"<[^<>]*>", " ", inside)
        within = _attributes(inside)
        label = next(
            (
                folded
                for one in (
                    unescape(text),
                    *(row.get(name, "") for row in (attributes, within) for name in _TOLD),
                )
                if len(one) <= _LABEL and (folded := _folded(one))
            ),
            "",
        )
        yield attributes, label


_TOLD = ("aria-label", "title", "alt")


def _attributes(tag: str) -> Mapping[str, str]:
    return {
        name.lower(): unescape(first or second).strip() for name, first, second in _ATTRIBUTE.findall(tag)
    }


@lru_cache(maxsize=16)
def _names(slugs: tuple[tuple[str, str, str], ...]) -> Mapping[str, str]:
    """Return what a switcher may call each locale, folded; what two share names neither.

    Each locale comes with its prefix and the value of its parameter.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  30 ms, for whole pages alone

    names: defaultdict[str, set[str]] = defaultdict(set)
    for tag, prefix, parameter in slugs:
        language = tag.partition("-")[0]
        written = [tag, language, locale_name(tag), locale_name(language), prefix, parameter]
        for one in (tag, tag.partition("-")[0]):
            try:
                written.append(Locale.parse(one, sep="-").get_display_name() or "")
            except (UnknownLocaleError, ValueError):
                continue
        for name in filter(None, map(_folded, written)):
            names[name].add(tag)
    return {name: next(iter(tags)) for name, tags in names.items() if len(tags) == 1}


def _folded(text: str) -> str:
    return _NO_LETTER.sub(" ", text.casefold()).strip()
