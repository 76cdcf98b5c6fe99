"""The texts in the JSON of Gutenberg's block comments: `<!-- wp:search {"label":"Find"} /-->`."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from calque.html.block_json import HALF_CHARACTER, Path, block_object, decode_json, json_values
from calque.html.elements import SPACE
from calque.html.inline import Inline, build
from calque.html.texts import Space, escape, worth_translating
from calque.html.tokens import Token, tokenize
from calque.model import Quotes

__all__ = [
    "EVERY_KEY",
    "LABEL",
    "NAMES",
    "BlockText",
    "block_comment",
    "is_rich",
    "more_texts",
    "read_text",
    "texts",
]

_DELIMITER = re.compile(r"<!--\s+(?P<closing>/)?wp:(?P<name>[a-z][a-z0-9_/-]*)\s")
_MORE = re.compile(r"<!--more\s")

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
    "tab": _LABEL,
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
    "block": frozenset(f"content.*.{key}" for key in ("content", "text", "alt", "title", "caption")),
    "jetpack/contact-form": frozenset(("submitButtonText", "customThankyouHeading", "customThankyouMessage")),
    "jetpack/button": frozenset(("text",)),
    "jetpack/subscriptions": frozenset(("submitButtonText", "subscribePlaceholder", "successMessage")),
    "rank-math/faq-block": frozenset(("questions.title", "questions.content")),
    "yoast/how-to-block": frozenset(("durationText",)),
    "rank-math/howto-block": frozenset(("description", "steps.title", "steps.content")),
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
"""What a block shows of its JSON, by block; a dot goes down an object, lists are gone through."""

_EVERYWHERE = "ariaLabel"
"""A key by which any block may have a label that is read out."""
LABEL = f'"{_EVERYWHERE}"'
"""A text without it has no such label."""

_REPEATS: dict[str, frozenset[str]] = {
    "yoast/faq-block": frozenset(
        ("questions.question", "questions.answer", "questions.jsonQuestion", "questions.jsonAnswer")
    ),
    "yoast/how-to-block": frozenset(
        ("description", "jsonDescription", "steps.name", "steps.text", "steps.jsonName", "steps.jsonText")
    ),
}
"""What of its JSON a block only says again, once or twice, beside its HTML: alone, it is no text to translate."""

NAMES = _TEXTS.keys() | _REPEATS.keys()
"""The blocks that may hold texts, whatever the site names."""

_PLAIN = frozenset(
    (
        "title",
        "description",
        "subscribePlaceholder",
        "durationText",
        "tracks.label",
        "options",
        "content.*.title",
    )
)
_PLAIN_NAMES = frozenset(("alt", "ariaLabel", "placeholder"))
"""Keys, and last parts of keys, whose text is no HTML."""


class BlockText(NamedTuple):
    """A text in a block's comment and its span there; of JSON, what stands between the quotes."""

    key: str
    value: str
    start: int
    end: int
    quotes: Quotes
    """Of a string of JSON; none of a list, and in `<!--more …-->`."""
    repeats: bool = False
    """Whether it is a text only where the block's HTML says the same."""
    is_list: bool = False
    """Whether the value is the source of a list, which is rich text."""


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


def texts(html: str, start: int, end: int, block: str, further: tuple[str, ...] = ()) -> Iterator[BlockText]:
    r"""Yield the texts that a block shows: `{"label":"Find \u0022it\u0022"}` of `search` → `Find "it"`.

    `further` are keys that the site names, as `data.*.label`.
    """
    wanted = _wanted(block, further)
    span = block_object(html, start, end)
    if span is None:
        return
    for value in json_values(html, *span, wanted.repeats):
        key = wanted.key_of(value.path)
        if key is None:
            continue
        source = html[value.start : value.end]
        text = source if value.is_list else decode_json(source)
        if not HALF_CHARACTER.search(text):
            quotes = Quotes.NONE if value.is_list else Quotes.DOUBLE
            repeats = value.path in wanted.repeats
            yield BlockText(key, text, value.start, value.end, quotes, repeats, value.is_list)


EVERY_KEY = "**"
"""Stands for all keys, where texts are looked for that nobody has named."""
_UNNAMABLE = frozenset(".#@")
_WILD = frozenset("*?[")


class _Wanted(NamedTuple):
    """The keys of a block that hold texts, by the paths that lead to them."""

    keys: Mapping[Path, str]
    patterns: tuple[tuple[Path, str], ...]
    """Those with a `*` in the path."""
    repeats: frozenset[Path]
    every: bool = False
    """Any key is wanted that can be named."""

    def key_of(self, path: Path) -> str | None:
        """Return the key as the table has it; None of a path that leads to no text."""
        found = self.keys.get(path)
        if self.every and not found and not any(_UNNAMABLE.intersection(name) or not name for name in path):
            return ".".join(path)
        if found or not self.patterns:
            return found
        return next((key for pattern, key in self.patterns if _leads_to(pattern, path)), None)


def _leads_to(pattern: Path, path: Path) -> bool:
    """Tell whether a key leads to a value; `*` also stands for the place in a list, which is no part of a path."""
    if not pattern or not path:
        return not path and set(pattern) <= {"*"}
    if fnmatchcase(path[0], pattern[0]) and _leads_to(pattern[1:], path[1:]):
        return True
    return pattern[0] == "*" and _leads_to(pattern[1:], path)


@lru_cache(maxsize=256)
def _wanted(block: str, further: tuple[str, ...]) -> _Wanted:
    repeats = _REPEATS.get(block, frozenset())
    keys = _TEXTS.get(block, frozenset()).union(repeats, further, (_EVERYWHERE,))
    paths = [(tuple(key.split(".")), key) for key in sorted(keys)]
    return _Wanted(
        {path: key for path, key in paths if not _WILD.intersection(key)},
        tuple((path, key) for path, key in paths if _WILD.intersection(key) and key != EVERY_KEY),
        frozenset(path for path, key in paths if key in repeats),
        EVERY_KEY in further,
    )


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
    return key not in _PLAIN and key.rpartition(".")[2] not in _PLAIN_NAMES


def more_texts(html: str, start: int, end: int) -> Iterator[BlockText]:
    """Yield the text in `<!--more Read on-->`, which says the same as the block's `customText`."""
    if _MORE.match(html, start, end) and html.endswith("-->", start, end):
        inside = html[start + len("<!--more") : end - len("-->")]
        text = inside.strip()
        if text:
            text_start = start + len("<!--more") + len(inside) - len(inside.lstrip())
            yield BlockText("customText", text, text_start, text_start + len(text), Quotes.NONE)
