"""What a translation leaves unchanged of a page: its blocks, about their lengths, and the marks in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from itertools import islice
from urllib.parse import unquote

from calque.addresses import join_url
from calque.html import plain
from calque.locales import PageIdentity, page_identity, shared_path
from calque.model import TITLE, SegmentKind, Site, SplitPost

__all__ = ["Mark", "Outline", "outline"]

_WORDS = 400
"""Different words of a page that are looked at, from its beginning."""

_NUMBER = re.compile(r"\d{1,18}")
_THOUSANDS = re.compile(r"(?<=\d)[.,'’\u00a0\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]{3,}")
_URL = re.compile(
    r"""\s(?:href|src|data-(?:lazy-)?src)\s*=\s*(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})')""", re.IGNORECASE
)
_FILE = re.compile(
    r"([^/]+)\.(?:jpe?g|png|gif|webp|avif|svg|bmp|mp3|mp4|m4a|ogg|ogv|webm|mov|pdf|docx?|xlsx?|pptx?|odt|zip)"
    r"(?:[?#].*)?",
    re.IGNORECASE,
)
_VARIANT = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{10,13})+\Z")
"""What WordPress adds to the name of an image for another size or an edit of it."""


class Mark(StrEnum):
    """The kinds of things that a translation leaves unchanged, with their names for people."""

    MEDIA = "file"
    """Images and other files, by name."""
    LINK = "link"
    """Pages linked to: known ones by their source's key, foreign ones by address."""
    NUMBER = "number"
    WORD = "word"
    """Words that stand in both texts: names, mostly."""
    MOMENT = "date"
    """The second and the day of publication."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A page without its language."""

    blocks: tuple[str, ...]
    """The element path of each block of text, the title first."""
    lengths: tuple[int, ...]
    """The characters of each block."""
    marks: Mapping[Mark, frozenset[str]]

    @property
    def buckets(self) -> tuple[tuple[object, ...], ...]:
        """What pages have to share to be compared, beside a rare mark: their blocks, or where the longest stand.

        The more of the longest, the fewer pages share their places: on a large site of like pages, too.
        """
        by_length = sorted(range(len(self.lengths)), key=lambda index: (-self.lengths[index], index))
        longest = (("longest", len(self.blocks), *by_length[:count]) for count in (1, 2, 3, 4))
        return (("blocks", *self.blocks), *longest)


def outline(split: SplitPost, site: Site, known: Mapping[PageIdentity, str]) -> Outline:
    """Return what a translation of the page leaves unchanged.

    `known` gives the key of the source that the page at an address is, or translates: two links to one page
    in two languages are then one mark.
    """
    texts: list[str] = []
    blocks: list[str] = []
    for document in split.documents:
        for segment in document.segments:
            if segment.kind is SegmentKind.TEXT and segment.context in (None, TITLE):
                texts.append(plain(segment.text))
                blocks.append(segment.context or segment.path)
    text = _THOUSANDS.sub("", "\n".join(texts))
    urls = [
        unescape(first or second)
        for document in split.documents
        for first, second in _URL.findall(document.html)
    ]
    words = dict.fromkeys(_WORD.findall(text.casefold()))
    published = split.post.published
    marks = {
        Mark.MEDIA: frozenset(filter(None, map(_file_name, urls))),
        Mark.LINK: frozenset(filter(None, (_link(url, split.post.link, site, known) for url in urls))),
        Mark.NUMBER: frozenset(str(int(number)) for number in _NUMBER.findall(text)),
        Mark.WORD: frozenset(islice((word for word in words if not word.isdecimal()), _WORDS)),
        Mark.MOMENT: frozenset({published.isoformat(), str(published.date())} if published else ()),
    }
    if split.post.featured:
        marks[Mark.MEDIA] |= {f"#{split.post.featured}"}
    return Outline(tuple(blocks), tuple(map(len, texts)), marks)


def _file_name(url: str) -> str:
    """Return the name that all sizes of a file share: `…/2026/02/shelf-300x200.jpg` → `shelf`."""
    match = _FILE.fullmatch(url.rpartition("/")[2])
    return _VARIANT.sub("", unquote(match[1]).casefold()) if match else ""


def _link(url: str, base: str, site: Site, known: Mapping[PageIdentity, str]) -> str:
    """Return what a link leads to; empty for a file, a place on the page and a page that nothing is known of."""
    if url.startswith("#") or _file_name(url):
        return ""
    if not url.lower().startswith(("http:", "https:", "/")):
        return url if url.lower().startswith(("mailto:", "tel:")) else ""
    absolute = join_url(base, url)
    identity = page_identity(absolute) if absolute else None
    if absolute is None or identity is None:
        return ""
    if identity in known:
        return known[identity]
    if shared_path(absolute, site):
        return ""  # another page of the site, whose address is most likely translated
    host, path, query = identity
    return f"{host}/{'/'.join(path)}?{query}"
