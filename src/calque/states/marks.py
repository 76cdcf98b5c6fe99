"""What of a page has no language, so that its translation has it, too: links, files, images, embeds, code, numbers."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from urllib.parse import parse_qsl, unquote

from calque.addresses import Url, join_url, split_url
from calque.checks.links import bare_host
from calque.html import without_markup
from calque.locales import shared_path
from calque.model import Site, SplitPost
from calque.states.linked import places_of
from calque.visible import shortened

__all__ = ["PageMark", "PageMarkKind", "linked_places", "marks_of", "without_digits"]


class PageMarkKind(StrEnum):
    """The kinds of marks, as `[drift] ignore` names them."""

    LINK = "links"
    FILE = "files"
    IMAGE = "images"
    EMBED = "embeds"
    CODE = "code"
    NUMBER = "numbers"


@dataclass(frozen=True, slots=True)
class PageMark:
    """One such thing on a page."""

    kind: PageMarkKind
    key: str
    """What it has in common with its counterpart on the translated page."""
    shown: str
    document: int
    offset: int
    """Where it stands: the number of the field, and code points of its text."""
    own: bool = False
    """A page of the site itself, whose translation has an address of its own."""
    local: bool = False
    """Its address names a language: it may be the counterpart of another."""
    places: tuple[str, ...] = ()
    """By what a page of the site itself is found among its pages."""


_TAG = re.compile(
    r"""<(?P<name>a|img|iframe|video|audio|source|embed|object)\b
        (?P<rest>(?:[^<>"']|"[^"]*"|'[^']*'){1,4000})>""",
    re.IGNORECASE | re.VERBOSE,
)
_VALUE = re.compile(r"""(?<![\w-])(href|src|data)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_PRE = re.compile(r"<(/?)pre\b[^<>]*>", re.IGNORECASE)
_LINE_COMMENT = re.compile(r"(?m)(?:^|(?<=\s))(?:#|//|-- |;;).*$")
_BLOCK_COMMENT = re.compile(r"/\*.{0,2000}?\*/|<!--.{0,2000}?-->", re.DOTALL)
_NUMBER_TEXT = re.compile(r">([^<>]*\d[^<>]*)<")
_URL_TEXT = re.compile(
    r">\s*(?:\[embed\b[^\[\]<>]{0,200}\])?(https?://[^\s<>\[\]]{1,2000})(?:\[/embed\])?\s*<(?!/(?:a|code|pre|kbd)\b)",
    re.IGNORECASE,
)
"""An address that stands alone between two tags: WordPress shows what it leads to."""
_LETTER = re.compile(r"[^\W\d_]")
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|epub|csv|txt|zip|gz|mp3|mp4|m4a|ogg|ogv|webm|mov|ics|apk|dmg|exe)\Z",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)\Z", re.IGNORECASE)
_VARIANT = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{10,13})+(?=\.\w+\Z)")
"""What WordPress adds to the name of an image for another size or an edit of it."""
_LANGUAGE_NAMES = frozenset({"lang", "language", "locale", "hl", "lng", "l", "setlang"})
_DIGITS = re.compile(r"\d+")


def marks_of(split: SplitPost, site: Site, languages: frozenset[str]) -> tuple[PageMark, ...]:
    """Return the marks of a page, in its order.

    ::

        <a href="/wp-content/form-2025.pdf">  ->  a file, form-2025.pdf
        <a href="https://example.net/fr/v1/"> ->  a link, example.net/v1, that names a language
        <td>1,250</td>                        ->  a number, 1,250
        <div>https://youtu.be/a1b2</div>      ->  an embed, https://youtu.be/a1b2

    `languages` are the tags of the source's and the page's locale in small letters, as addresses may have them.
    """
    return tuple(
        mark for number in range(len(split.documents)) for mark in _of_field(split, number, site, languages)
    )


def linked_places(split: SplitPost, site: Site) -> frozenset[str]:
    """Return by what the pages of the site that a page links to are found."""
    return frozenset(
        place
        for document in split.documents
        for name, value, _ in _addresses(document.html)
        if name == "a" and (absolute := join_url(split.post.link, value)) and shared_path(absolute, site)
        for place in places_of(absolute)
    )


def without_digits(key: str) -> str:
    """Return a key with every number as one sign: two of one such form are two versions of one thing."""
    return _DIGITS.sub("0", key)


def _of_field(split: SplitPost, number: int, site: Site, languages: frozenset[str]) -> Iterator[PageMark]:
    html = split.documents[number].html
    if "<" not in html:
        return
    for name, value, offset in _addresses(html):
        if mark := _of_address(name, value, split.post.link, site, languages):
            kind, key, shown, own, local = mark
            places = places_of(join_url(split.post.link, value) or "") if own else ()
            yield PageMark(kind, key, _short(shown), number, offset, own, local, places)
    texts = [segment.start for segment in split.documents[number].segments]
    for start, end, inner in _preformatted(html):
        at = bisect_left(texts, start)
        if at < len(texts) and texts[at] < end:
            continue  # a text to translate, and no code
        text = unescape(without_markup(inner))
        code = _LINE_COMMENT.sub("", _BLOCK_COMMENT.sub("", text))
        yield PageMark(
            PageMarkKind.CODE, " ".join(code.split()), _short(" ".join(text.split())), number, start
        )
    for found in _URL_TEXT.finditer(html) if "://" in html else ():
        if (absolute := join_url(split.post.link, unescape(found[1]))) and (parts := split_url(absolute)):
            key, shown, _, local = _of_url(absolute, parts, site, languages)
            yield PageMark(PageMarkKind.EMBED, key, _short(shown), number, found.start(1), local=local)
    for found in _NUMBER_TEXT.finditer(html):
        text = unescape(found[1]).strip()
        if not _LETTER.search(text):
            yield PageMark(PageMarkKind.NUMBER, text, _short(text), number, found.start(1))


def _addresses(html: str) -> Iterator[tuple[str, str, int]]:
    """Yield tag, address and offset of what a text links to or shows; places in the page itself are none."""
    for found in _TAG.finditer(html):
        name = found["name"].lower()
        wanted = "href" if name == "a" else "data" if name == "object" else "src"
        value = next(
            (
                unescape(one or two or three)
                for key, one, two, three in _VALUE.findall(found["rest"])
                if key.lower() == wanted
            ),
            "",
        ).strip()
        if value and not value.startswith(("#", "[", "data:", "javascript:", "about:")):
            yield name, value, found.start()


def _preformatted(html: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each `<pre>` begins and ends, and what is in it; one that is never ended is none."""
    begun: re.Match[str] | None = None
    for tag in _PRE.finditer(html):
        if not tag[1]:
            begun = begun or tag
        elif begun:
            yield begun.start(), tag.end(), html[begun.end() : tag.start()]
            begun = None


def _of_address(
    name: str, value: str, base: str, site: Site, languages: frozenset[str]
) -> tuple[PageMarkKind, str, str, bool, bool] | None:
    """Return kind, key, what is shown of it, whether it is a page of the site, and whether it names a language."""
    if value.lower().startswith(("mailto:", "tel:", "sms:")):
        address = value.partition("?")[0].lower()
        return PageMarkKind.LINK, address, address.partition(":")[2], False, False
    absolute = join_url(base, value)
    parts = split_url(absolute) if absolute else None
    if absolute is None or parts is None:
        return None
    file = unquote(parts.path).rpartition("/")[2]
    is_image = name == "img" or (name == "a" and bool(_PICTURE.search(file)))
    if is_image or (name == "a" and _FILE.search(file)):
        key, local = _without_language(_VARIANT.sub("", file) if is_image else file, languages)
        return PageMarkKind.IMAGE if is_image else PageMarkKind.FILE, key, file, False, local
    if name == "a" and (own := shared_path(absolute, site)):
        return PageMarkKind.LINK, own.partition("?")[0].strip("/") or "/", own, True, False
    kind = PageMarkKind.LINK if name == "a" else PageMarkKind.EMBED
    return kind, *_of_url(absolute, parts, site, languages)


def _of_url(absolute: str, parts: Url, site: Site, languages: frozenset[str]) -> tuple[str, str, bool, bool]:
    """Return the same of an address of another site: its key is without what names a language, or the page itself."""
    segments = [one for one in unquote(parts.path).split("/") if one]
    kept = [one for one in segments if one.casefold().replace("_", "-") not in languages]
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    own = [(key, one) for key, one in pairs if key.lower() not in _LANGUAGE_NAMES]
    query = "&".join(sorted(f"{key}={one}" for key, one in own if bare_host(site.url) not in one))
    key = "/".join([bare_host(absolute), *kept]) + (f"?{query}" if query else "")
    return key, absolute, False, len(kept) < len(segments) or len(own) < len(pairs)


def _without_language(file: str, languages: frozenset[str]) -> tuple[str, bool]:
    """Return a file's name without a part that names a language: `guide-fr.pdf` → `guide.pdf`, True."""
    stem, dot, ending = file.casefold().rpartition(".")
    parts = re.split(r"([-_. ])", stem)
    kept = [one for at, one in enumerate(parts) if not (at % 2 == 0 and one in languages)]
    name = re.sub(r"[-_. ]+", "-", "".join(kept)).strip("-")
    return f"{name}{dot}{ending}", len(kept) < len(parts)


def _short(text: str) -> str:
    return shortened(text, 80)
