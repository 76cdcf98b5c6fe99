"""What of a text a translation usually keeps: numbers, names, addresses, signs, links."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from posixpath import basename
from urllib.parse import unquote

from calque.addresses import split_url
from calque.html import plain
from calque.locales.writing import LETTERS
from calque.model import Segment

__all__ = ["AlignableText", "digest_texts"]

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_](?:[\w.@/+#-]*\w)?")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_WORD_SIGN = re.compile(r"\w+")
_PICTURE = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
_ATTRIBUTE = re.compile(r"""\b(href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_UNSPACED = re.compile(f"[{LETTERS}]")
_STEM = 5
"""Letters that a word and its cousin in another language share: `applic`ation, `applic`azione."""
_NAME_LENGTH = 2
_ENDINGS = {"。": ".", "．": ".", "？": "?", "！": "!", "：": ":", "；": ";", "…": ".", "؟": "?", "।": "."}


@dataclass(frozen=True, slots=True)
class AlignableText:
    """A segment as alignment sees it."""

    place: tuple[str, str | None]
    """Kind and context: what never becomes another in a translation."""
    path: str
    size: float
    """The logarithm of its length."""
    length: int
    marks: frozenset[str]
    """What a translation keeps: `n:24`, `w:prefect`, `link:/about`, `s:appli`."""
    ending: str
    """The class of its last sign: `.`, `:`, `?`, or none."""
    plain: str
    words: frozenset[str]
    """Its words in small letters; in a script without spaces, each two neighbouring characters."""


def digest_texts(segments: Sequence[Segment]) -> tuple[AlignableText, ...]:
    """Return the texts of a page for alignment."""
    return tuple(_digest(segment) for segment in segments)


def _digest(segment: Segment) -> AlignableText:
    text = plain(segment.text)
    length = max(1, len(text))
    return AlignableText(
        place=(str(segment.kind), segment.context),
        path=segment.path,
        size=math.log(length),
        length=length,
        marks=frozenset((*_marks(text), *_kept_tags(segment))),
        ending=_ending(text),
        plain=text,
        words=frozenset(_words(text)),
    )


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        folded = _folded(word)
        if _UNSPACED.search(folded):
            yield from map("".join, pairwise(folded))
        else:
            yield folded


def _marks(text: str) -> list[str]:
    marks = [f"u:{found}" for found in _addresses(text)]
    marks += [f"n:{re.sub(r'[^0-9]', '', found)}" for found in _NUMBER.findall(text)]
    marks += [f"p:{found}" for found in _PICTURE.findall(text)]
    for word in _WORD.findall(text):
        letters = _folded(word)
        if len(letters) >= _NAME_LENGTH:
            marks.append(f"w:{letters}")
        if len(letters) > _STEM:
            marks.append(f"s:{letters[:_STEM]}")
    marks += [f"c:{sign}{count}" for sign, count in _signs(text)]
    return marks


def _addresses(text: str) -> Iterator[str]:
    """Yield web and mail addresses: `Ask desk@sample.example (www.sample.example)` → both, the last with its bracket.

    Only what holds the sign of one is looked at, from its end: a text without spaces is one word of thousands.
    """
    if "@" not in text and "://" not in text and "www." not in text:
        return
    for word in text.split():
        rest = word
        if (end := _mail_end(word)) and not _URL.match(word):
            yield word[:end]
            rest = word[end:]
        yield from _URL.findall(rest)


def _mail_end(word: str) -> int:
    """Return where the mail address that a word begins with ends, at its last point; 0 where there is none."""
    dot = word.rfind(".")
    while dot > 0 and not (end := _WORD_SIGN.match(word, dot + 1)):
        dot = word.rfind(".", 0, dot)
    return end.end() if dot > 0 and end and word.rfind("@", 1, dot - 1) > 0 else 0


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    """Return a word in small letters, without accents: `Éléments` → `elements`."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _signs(text: str) -> list[tuple[str, int]]:
    """Count the signs that stand in most translations as often as in the source."""
    counts = Counter(text.replace("（", "(").replace("？", "?").replace("！", "!"))
    return [(sign, counts[sign]) for sign in "(?!/=_" if counts[sign]]


def _kept_tags(segment: Segment) -> list[str]:
    """Name the links, images and opaque parts by what they point to."""
    kept: list[str] = []
    for placeholder in segment.placeholders:
        targets = [
            next(filter(None, found.groups()[1:]), "") for found in _ATTRIBUTE.finditer(placeholder.opening)
        ]
        kept += [f"link:{name}" for target in targets if (name := _pointed(target))]
        kept.append(f"tag:{placeholder.name}")
    return kept


def _pointed(address: str) -> str:
    """Return what names an address in all languages: the host and the last part of its path, or its fragment.

    Empty where it cannot be read.
    """
    parts = split_url(address)
    if parts is None:
        return ""
    name = unquote(basename(parts.path.rstrip("/")))
    return f"{parts.netloc}/{name}#{parts.fragment}" if parts.netloc or name or parts.fragment else ""


def _ending(text: str) -> str:
    bare = text.rstrip(" \u00a0\"'\u201d\u2019\u00bb\u201c)\uff09\u300d")
    sign = _ENDINGS.get(bare[-1:], bare[-1:])
    return sign if sign in ".?!:;" else ""
