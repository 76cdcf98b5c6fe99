"""Texts that nobody translates, because neither calque nor the site's configuration knows where they stand.

An attribute, a key in a block's JSON or an attribute of a shortcode whose value reads like a sentence is one, most
likely. Nothing is made of it but a line to add to calque.toml.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, NamedTuple

from calque.html.block_json import decode_json
from calque.html.blocks import EVERY_KEY
from calque.html.named import NamedTexts
from calque.html.segments import split_by
from calque.html.tokens import Values
from calque.html.words import plain
from calque.locales.writing import unspaced_letters
from calque.model import Document, Rules, SegmentKind

__all__ = ["UnnamedText", "reads_like_a_sentence", "unnamed_texts"]

_LEAST_WORDS = 3
_LEAST_UNSPACED = 8
"""Letters of a sentence in a script that puts no spaces between words."""
_LETTERS = 0.75
_NO_TEXTS = frozenset(
    "action allow as charset class classname cite color content contenteditable coords d data-id data-image-meta "
    "data-settings data-src data-srcset datetime dir download enctype face fill font-family font form formaction "
    "headers height href hreflang id integrity is itemid itemprop itemref itemscope itemtype kind lang list media "
    "method name nonce onclick onload pattern points poster preserveaspectratio property rel role sandbox sizes slot "
    "src srcdoc srcset stroke style target transform translate type usemap value viewbox width xmlns".split()
)
"""Attributes that hold no texts, whatever stands in them."""
_NO_KEYS = frozenset(
    "anchor className cssClasses customCss fontFamily href id layout lock metadata name ref slug style "
    "templateLock uniqueId url".split()
)
"""Parts of keys below which no texts are shown."""
_SPEAKING = re.compile(
    r"(?:answer|caption|description|heading|headline|intro|label|message|question|quote|subtitle|summary|text|title)\Z",
    re.IGNORECASE,
)
"""The end of a name that says itself that a text stands there, of one word, too: `service_title`."""
_CASELESS = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(r"[{}\\<>=_|]|://|;\s*\S+:")


_OTHER_BLOCK = re.compile(r"<!--\s+wp:[a-z][a-z0-9-]*/")
_ATTRIBUTE = re.compile(r"(?<![\w:-])([A-Za-z][\w:-]*+)=(?:\"([^\"<>]*+)\"|'([^'<>]*+)')")
_JSON_VALUE = re.compile(r'[:\[,]\s*+"((?:[^"\\]|\\.)*)"')
_KNOWN = _NO_TEXTS | frozenset("alt aria-label decoding fetchpriority loading placeholder title".split())


class UnnamedText(NamedTuple):
    """A text, and where it stands by the names that calque.toml has for it."""

    table: str
    """`html`, `blocks` or `shortcodes`."""
    owner: str
    """The block or the shortcode; empty for attributes in HTML."""
    name: str
    """The attribute, or the key: `data.headline`."""
    text: str


def unnamed_texts(document: Document, rules: Rules) -> Iterator[UnnamedText]:
    r"""Yield what in a document reads like a sentence and is no segment of it.

    ::

        <p data-note="The mill stands still">…              ->  html, data-note
        <!-- wp:acf/hero {"data":{"intro":"We are open"}}   ->  blocks, acf/hero, data.intro
        [tip text="The old mill stands still"]              ->  shortcodes, tip, text
    """
    if not _may_hold_any(document.html):
        return
    known = {one.start for one in document.segments} | {one.start for one in document.echoes}
    names = _EveryName(rules)
    for segment in split_by(names, document.html, raw=document.raw, rules=rules).segments:
        if segment.start in known or segment.kind is SegmentKind.TEXT or segment.context is None:
            continue
        found = _named(segment.context, plain(segment.text))
        if found is None or found[:3] in rules.no_texts:
            continue
        least = 1 if _SPEAKING.search(found.name) else _LEAST_WORDS
        if reads_like_a_sentence(found.text, least):
            yield found


def _may_hold_any(html: str) -> bool:
    """Tell at little cost whether any value of an attribute, or in a block's JSON, reads like a text."""
    if any(
        match[1].lower() not in _KNOWN and reads_like_a_sentence(unescape(match[2] or match[3] or ""), 1)
        for match in _ATTRIBUTE.finditer(html)
    ):
        return True
    return _OTHER_BLOCK.search(html) is not None and any(
        reads_like_a_sentence(_decoded(match[1]), 1) for match in _JSON_VALUE.finditer(html)
    )


def _decoded(text: str) -> str:
    try:
        return decode_json(text) if "\\" in text else text
    except ValueError:
        return ""


def reads_like_a_sentence(text: str, least: int = _LEAST_WORDS) -> bool:
    """Tell whether a value is likely to be shown to people: `The mill stands still` is, `wide dark has-shadow` is not.

    It has as many words as asked for, the first with a capital where the script has some, and nearly all are letters.
    """
    words = text.split()
    unspaced = unspaced_letters(text)
    if (len(words) < least and unspaced < _LEAST_UNSPACED) or _MARKUP.search(text):
        return False
    first = _CASELESS.search(text)
    if first is None or first[0].islower() or sum(word.endswith(",") for word in words) >= len(words) - 1 > 0:
        return False
    solid = "".join(words)
    return sum(map(str.isalpha, solid)) + unspaced >= _LETTERS * len(solid)


def _named(context: str, text: str) -> UnnamedText | None:
    kind, _, rest = context.partition(":")
    owner, _, name = rest.partition("#")
    if kind == "attr":
        return UnnamedText("html", "", rest, text) if _may_hold_texts(rest) else None
    if kind == "wp":
        parts = name.split(".")
        if "/" not in owner:  # a block of WordPress's own, whose texts are known
            return None
        is_text = _NO_KEYS.isdisjoint(parts) and not any(part.startswith("_") for part in parts)
        return UnnamedText("blocks", owner, name, text) if is_text else None
    return UnnamedText("shortcodes", owner, name, text) if name not in _NO_TEXTS else None


def _may_hold_texts(attribute: str) -> bool:
    return attribute not in _NO_TEXTS and not attribute.startswith(
        ("on", "data-wp-", "x-", "v-", ":", "@", "aria-")
    )


class _Everything(dict[str, Any]):
    """A table that has every key, each with the same value."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self._value = value

    def __contains__(self, key: object) -> bool:
        return True

    def get(self, key: str, default: object = None) -> Any:  # noqa: ARG002  # as dict has it
        return self._value


class _EverySet(frozenset[str]):
    """A set that has every text."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return True

    def __contains__(self, one: object) -> bool:
        return True

    def isdisjoint(self, other: Iterable[object]) -> bool:  # noqa: ARG002  # as frozenset has it
        return False


class _EveryName(NamedTexts):
    """What a site would name that named everything."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules)
        self.keys = _Everything((EVERY_KEY,))
        self.shortcodes = _Everything(_EverySet())
        self.attributes = _EverySet()
        self.any_attribute = True

    def is_notable(self, values: Values) -> bool:
        return bool(values)

    def open(self, block: str) -> None:
        pass

    def close(self, block: str) -> None:
        pass
