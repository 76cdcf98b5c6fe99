"""The tags of a page that change with its locale: its language and direction, its address, and where it leads.

Only the values of these attributes are written; every other byte of the page stays.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from calque.addresses import join_url, split_url
from calque.building.links import Counterparts, reference
from calque.html.attributes import attribute_value, find_attribute, quote
from calque.html.tokens import tokenize
from calque.locales import gettext_name, is_rtl, same_page
from calque.locales.tags import first_country

__all__ = ["PageTarget", "in_its_language", "in_its_place"]

_TAGS = frozenset(("block", "open", "void", "break", "dead"))
"""Tokens that are start tags."""
_TEXT_LINKS = frozenset(("a", "area"))
_FILES = {
    "src": frozenset(("img", "script", "iframe", "source", "video", "audio", "track", "embed", "input")),
    "href": frozenset(("link", "base")),
    "poster": frozenset(("video",)),
    "data": frozenset(("object",)),
    "action": frozenset(("form",)),
}
"""Attributes that lead to a file, and the elements that have them."""
_LISTS = {"srcset": frozenset(("img", "source")), "imagesrcset": frozenset(("link",))}
"""The same, of those that name several files: `a.png 1x, b.png 2x`."""
_BETWEEN = re.compile(r"(\s*,\s+|,\s*$)")
_OWN_ADDRESSES = frozenset(("og:url", "twitter:url"))
_LANGUAGES = frozenset(("og:locale", "content-language"))
_UTF8 = ("utf-8", "utf8")
_CHARSET = re.compile(r"(?<=charset=)\s*[\w.:-]+", re.IGNORECASE)

_Change: TypeAlias = tuple[int, int, str]
_Rewrite: TypeAlias = Callable[[str], str]
_NOTHING = Counterparts({})


@dataclass(frozen=True, slots=True)
class PageTarget:
    """What the translation of a page is to say of itself."""

    locale: str
    source: str
    """The address of the source page."""
    own: str
    """Its own address."""


def in_its_place(
    html: str, target: PageTarget, links: Counterparts, *, switcher: Collection[str] = ()
) -> str:
    """Return a page as it is to stand at its own address; the addresses of the `switcher` stay as they are.

    A link that names the language of its page by `hreflang` stays, too. Relative addresses of files are written anew
    where the page stands in another folder than its source.
    """
    return _written(html, _Page(html, target, links, frozenset(switcher)).changes())


def in_its_language(html: str, locale: str) -> str:
    """Return a page that says its language and direction, where nothing is known of its address; no address changes.

    ::

        <html lang="en"><meta property="og:locale" content="en_GB"><a href="/team/">
          ->  <html dir="rtl" lang="ar"><meta property="og:locale" content="ar_EG"><a href="/team/">
    """
    return _written(html, _Page(html, PageTarget(locale, "", ""), _NOTHING, frozenset()).language_changes())


def _written(html: str, changes: Iterable[_Change]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, text in sorted(changes):
        pieces += html[position:start], text
        position = end
    return "".join([*pieces, html[position:]])


@dataclass(frozen=True, slots=True)
class _Page:
    html: str
    target: PageTarget
    links: Counterparts
    switcher: frozenset[str]

    def changes(self) -> Iterator[_Change]:
        is_first = True
        for kind, start, end, name, values in tokenize(self.html, exact=True):
            if kind not in _TAGS or not (values or name == "html"):
                continue
            known = dict(values)
            if name == "html":
                if is_first:
                    yield from self._language(start, end)
                is_first = False
            elif name == "meta":
                yield from self._meta(start, end, known)
            elif name == "link" and "canonical" in known.get("rel", "").lower().split():
                yield from self._value(start, end, "href", self._canonical)
            elif name in _TEXT_LINKS:
                stays = "hreflang" in known or known.get("href", "") in self.switcher
                yield from self._value(start, end, "href", self._moved if stays else self._link)
            else:
                yield from self._files(start, end, name, known)

    def language_changes(self) -> Iterator[_Change]:
        is_first = True
        for kind, start, end, name, values in tokenize(self.html, exact=True):
            if kind in _TAGS and name == "html" and is_first:
                yield from self._language(start, end)
                is_first = False
            elif kind in _TAGS and name == "meta" and _meta_name(dict(values)) in _LANGUAGES:
                yield from self._meta(start, end, dict(values))

    def _language(self, start: int, end: int) -> Iterator[_Change]:
        """Give the root its language; a direction where it has one, or runs from right to left."""
        locale = self.target.locale
        direction = "rtl" if is_rtl(locale) else "ltr"
        added = "" if find_attribute(self.html, start, end, "lang") else f' lang="{locale}"'
        for name in ("lang", "xml:lang"):
            yield from self._value(start, end, name, lambda _: locale)
        yield from self._value(start, end, "dir", lambda _: direction)
        if direction == "rtl" and not find_attribute(self.html, start, end, "dir"):
            added += ' dir="rtl"'
        if added:
            place = start + len("<html")
            yield place, place, added

    def _meta(self, start: int, end: int, known: Mapping[str, str]) -> Iterator[_Change]:
        name = _meta_name(known)
        if name == "og:locale":
            yield from self._value(start, end, "content", lambda _: _with_country(self.target.locale))
        elif name == "content-language":
            yield from self._value(start, end, "content", lambda _: self.target.locale)
        elif name in _OWN_ADDRESSES:
            yield from self._value(start, end, "content", self._own)
        elif name == "content-type":
            yield from self._value(start, end, "content", _in_utf8)
        elif "charset" in known and known["charset"].strip().lower() not in _UTF8:
            yield from self._value(start, end, "charset", lambda _: "utf-8")

    def _canonical(self, old: str) -> str:
        """Return the page's own address where the source's stands, and a counterpart's where another page's does."""
        whole = join_url(self.target.source, old)
        own = self._own(old)
        other = self.links.of(whole) if whole and own == old else ""
        return reference(other, like=old, own=self.target.own) if other else own

    def _own(self, old: str) -> str:
        whole = join_url(self.target.source, old)
        is_own = whole is not None and same_page(whole, self.target.source)
        return reference(self.target.own, like=old, own=self.target.own) if is_own else old

    def _link(self, old: str) -> str:
        return self.links.relink(old, source=self.target.source, own=self.target.own) or old

    def _moved(self, old: str) -> str:
        return _NOTHING.relink(old, source=self.target.source, own=self.target.own) or old

    def _files(self, start: int, end: int, name: str, known: Mapping[str, str]) -> Iterator[_Change]:
        for attribute in known:
            if name in _FILES.get(attribute, ()):
                yield from self._value(start, end, attribute, self._moved)
            elif name in _LISTS.get(attribute, ()):
                yield from self._value(start, end, attribute, self._moved_list)

    def _moved_list(self, old: str) -> str:
        parts = _BETWEEN.split(old)
        return "".join(
            self._moved_first(part) if number % 2 == 0 else part for number, part in enumerate(parts)
        )

    def _moved_first(self, part: str) -> str:
        address = part.strip().partition(" ")[0]
        return part.replace(address, self._moved(address), 1) if address else part

    def _value(self, start: int, end: int, name: str, rewrite: _Rewrite) -> Iterator[_Change]:
        """Yield what is to stand as an attribute's value, where that is another."""
        found = find_attribute(self.html, start, end, name)
        if found is None:
            return
        _, value_start, value_end, quotes = found
        old = attribute_value(self.html, value_start, value_end, quotes)
        new = rewrite(old)
        if new != old and old and split_url(new) is not None:
            yield value_start, value_end, quote(new, quotes)


def _meta_name(known: Mapping[str, str]) -> str:
    return (known.get("property") or known.get("name") or known.get("http-equiv") or "").lower()


def _in_utf8(old: str) -> str:
    """Say what a built page is written in: `text/html; charset=iso-8859-1` → `text/html; charset=utf-8`."""
    found = _CHARSET.search(old)
    return old if found is None or found[0].strip().lower() in _UTF8 else _CHARSET.sub("utf-8", old, count=1)


def _with_country(locale: str) -> str:
    """Return a locale as Open Graph names it: `fr` → `fr_FR`."""
    name = gettext_name(locale).partition("@")[0]
    country = "" if "_" in name else first_country(locale)
    return f"{name}_{country}" if country else name
