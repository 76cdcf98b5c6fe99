"""The texts in the JSON of Gutenberg's block comments: `<!-- wp:search {"label":"Find"} /-->`."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from calque.html.elements import SPACE
from calque.html.inline import Inline, build
from calque.html.texts import Space, escape, worth_translating
from calque.html.tokens import Token, tokenize
from calque.model import Quotes

__all__ = [
    "BlockText",
    "block_comment",
    "decode_json",
    "encode_json",
    "is_rich",
    "more_texts",
    "read_text",
    "texts",
]

_DELIMITER = re.compile(r"<!--\s+(?P<closing>/)?wp:(?P<name>[a-z][a-z0-9_/-]*)\s")
_JSON_OBJECT = re.compile(r"<!--\s+wp:[a-z0-9_/-]+\s+(\{.*\})\s+/?-->", re.DOTALL)
_MORE = re.compile(r"<!--more\s")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_JSON = re.compile(r'"((?:[^"\\]|\\.)*)"|[{}\[\],:]')

_LABEL = frozenset(("label",))
_TEXTS: dict[str, frozenset[str]] = {
    "search": frozenset(("label", "placeholder", "buttonText")),
    "more": frozenset(("customText",)),
    "post-excerpt": frozenset(("moreText",)),
    "latest-posts": frozenset(("moreText",)),
    "read-more": frozenset(("content",)),
    "navigation-link": frozenset(("label", "description", "title")),
    "navigation-submenu": frozenset(("label", "description", "title")),
    "home-link": _LABEL,
    "page-list-item": _LABEL,
    "social-link": _LABEL,
    "post-navigation-link": _LABEL,
    "query-pagination-next": _LABEL,
    "query-pagination-previous": _LABEL,
    "comments-pagination-next": _LABEL,
    "comments-pagination-previous": _LABEL,
    "categories": _LABEL,
    "archives": _LABEL,
    "post-terms": frozenset(("prefix", "suffix")),
    "post-author": frozenset(("byline",)),
    "cover": frozenset(("alt",)),
    "video": frozenset(("tracks.label",)),
    "form-input": _LABEL,
    "button": frozenset(("text", "title")),
    "nextpage": frozenset(("customText",)),
    "jetpack/contact-form": frozenset(("submitButtonText", "customThankyouHeading", "customThankyouMessage")),
    "jetpack/button": frozenset(("text",)),
    "jetpack/subscriptions": frozenset(("submitButtonText", "subscribePlaceholder", "successMessage")),
    **dict.fromkeys(
        (
            f"jetpack/field-{kind}"
            for kind in "text name email url date telephone textarea checkbox consent".split()
        ),
        frozenset(
            ("label", "placeholder", "requiredText", "implicitConsentMessage", "explicitConsentMessage")
        ),
    ),
    **dict.fromkeys(
        (f"jetpack/field-{kind}" for kind in ("checkbox-multiple", "radio", "select")),
        frozenset(("label", "requiredText", "options")),
    ),
}
"""What a block shows of its JSON, by block; a dot goes down an object, arrays are gone through."""

_PLAIN = frozenset(
    ("placeholder", "alt", "title", "description", "subscribePlaceholder", "tracks.label", "options")
)
"""Keys whose text is no HTML."""


class BlockText(NamedTuple):
    """A text in a block's comment and its span there; of JSON, what stands between the quotes."""

    key: str
    value: str
    start: int
    end: int
    quotes: Quotes
    """Of a string of JSON; none in `<!--more …-->`."""


def block_comment(comment: str) -> tuple[str, bool] | None:
    """Return the name of the block that a comment delimits, and whether it closes the block; or None.

    `<!-- /wp:paragraph -->` → paragraph, True. WordPress's own blocks go without their namespace.
    """
    if len(comment) <= _SHORT:
        return _short_comment(comment)
    return _delimiter(comment)


def _delimiter(comment: str) -> tuple[str, bool] | None:
    match = _DELIMITER.match(comment)
    return (match["name"].removeprefix("core/"), match["closing"] is not None) if match else None


_SHORT = 60
_short_comment = lru_cache(maxsize=1024)(_delimiter)  # most comments of a post are the same few


def texts(html: str, start: int, end: int, block: str) -> Iterator[BlockText]:
    r"""Yield the texts that a block shows: `{"label":"Find \u0022it\u0022"}` of `search` → `Find "it"`."""
    allowed = _TEXTS.get(block)
    match = _JSON_OBJECT.fullmatch(html, start, end) if allowed else None
    if match is None or allowed is None:
        return
    try:
        json.loads(match[1])
    except (ValueError, RecursionError):
        return  # WordPress, too, takes such a block for one without attributes
    for key, text_start, text_end in _strings(html, *match.span(1)):
        if key in allowed:
            value = decode_json(html[text_start:text_end])
            if not _HALF_CHARACTER.search(value):  # which JSON can spell, and no file of texts can hold
                yield BlockText(key, value, text_start, text_end, Quotes.DOUBLE)


def _strings(html: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield the string values of valid JSON, each with its dotted key: `{"a":[{"b":"x"}]}` → a.b."""
    # The key of each object and array around, and whether it is an object.
    around: list[tuple[str, bool]] = []
    key = ""
    name_next = False
    for match in _JSON.finditer(html, start, end):
        mark = match[0]
        if mark in "{[":
            around.append((key, mark == "{"))
            name_next = mark == "{"
        elif mark in "}]":
            around.pop()
        elif mark == ",":
            key, name_next = around[-1]
        elif mark == ":":
            name_next = False
        elif name_next:
            outer = around[-1][0]
            key = f"{outer}.{match[1]}" if outer else match[1]
        else:
            yield key, *match.span(1)


def read_text(key: str, value: str, *, numbers: bool = False) -> Inline | None:
    """Return the text of a key in msgid form, its span within the value, or None where nothing is to translate."""
    if is_rich(key):
        run = [_inline(token) for token in tokenize(value)]
        return build(value, run, Space.COLLAPSE, numbers=numbers)
    stripped = value.strip(SPACE)
    if not worth_translating(stripped, numbers=numbers):
        return None
    start = value.index(stripped)
    return escape(stripped), start, start + len(stripped), stripped, ()


def _inline(token: Token) -> Token:
    """Take a block's tag, which cannot stand in such a text, as it is."""
    kind, start, end, _, _ = token
    return ("opaque", start, end, "", ()) if kind in {"block", "end", "break", "dead"} else token


def is_rich(key: str) -> bool:
    """Tell whether the text of a key is HTML: a `label` is, a `placeholder` is not."""
    return key not in _PLAIN


def decode_json(text: str) -> str:
    r"""Return what a JSON string says: `\u0022it\u0022` → `"it"`."""
    decoded: str = json.loads(f'"{text}"', strict=False)
    return decoded


def encode_json(value: str) -> str:
    r"""Write a JSON string as Gutenberg's serializer does: `"it"` → `\u0022it\u0022`, `--` → `\u002d\u002d`."""
    text = json.dumps(value, ensure_ascii=False)[1:-1]
    text = text.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")
    text = (
        text.replace("--", "\\u002d\\u002d")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
    )
    return _HALF_CHARACTER.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def more_texts(html: str, start: int, end: int) -> Iterator[BlockText]:
    """Yield the text in `<!--more Read on-->`, which says the same as the block's `customText`."""
    if _MORE.match(html, start, end) and html.endswith("-->", start, end):
        inside = html[start + len("<!--more") : end - len("-->")]
        text = inside.strip()
        if text:
            text_start = start + len("<!--more") + len(inside) - len(inside.lstrip())
            yield BlockText("customText", text, text_start, text_start + len(text), Quotes.NONE)
