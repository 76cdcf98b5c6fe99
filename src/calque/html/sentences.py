"""Cutting a run into sentences, where a site wants that.

The rules are those of UAX #29 (SB6 to SB11), which ICU follows, for what is met in prose, with the abbreviations
that CLDR suppresses most often. A sentence ends only outside of tags that belong together.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence

from calque.html.inline import partners_of, trim
from calque.html.tokens import Token

__all__ = ["count_sentences", "sentences"]

_FULL_STOPS = ".\u2024\ufe52\uff0e"
_NARROW = "!?\u203c\u2047-\u2049\u0589\u061f\u06d4\u0964\u0965\u2026"
_WIDE = "\u3002\uff01\uff1f\uff61"
"""Ends of sentences after which no space stands."""
_ENDS = re.compile(
    rf"[{_FULL_STOPS}{_NARROW}{_WIDE}]+[\"')\]\u00bb\u2019\u201d\u300d\u300f\ufe42\ufe44\uff09]*"
)
_SPACE = re.compile(r"[ \t\n\f\r\u00a0]")
_SPACES = re.compile(rf"{_SPACE.pattern}*")
_FARTHEST = 20
"""How far to look for the word before and the letter behind."""
_LETTER = re.compile(r"[^\W\d_]")
_CONTINUES = frozenset(",:;-\u2013\u2014")

_ABBREVIATIONS = frozenset(
    (
        "abb", "adm", "apr", "art", "aug", "bd", "bsp", "bzw", "ca", "cap", "capt", "cf", "cie", "co", "col", "corp",
        "d.h", "dec", "dept", "dr", "dra", "e.g", "ed", "env", "etc", "ex", "feb", "fig", "gen", "gov", "hon", "hr",
        "i.e", "inc", "jan", "jr", "lt", "ltd", "m", "mar", "max", "min", "mme", "mlle", "mr", "mrs", "ms", "mt",
        "nov", "nr", "n.b", "no", "núm", "oct", "okt", "op", "p", "p.ex", "pag", "pág", "par", "pp", "prof", "réf",
        "rev", "s", "sep", "sept", "sr", "sra", "srta", "st", "str", "u.a", "ud", "usw", "v", "vgl", "vol", "vs",
        "z.b",
    )
)  # fmt: skip


def sentences(html: str, run: Sequence[Token]) -> Sequence[Sequence[Token]]:
    """Cut a run into one run a sentence: `One. <b>Two.</b> Mr. Three.` → three."""
    if not run:
        return ()
    partners = partners_of(run)
    first, last = trim(html, run, partners)
    inner = run[first : last + 1]
    begins = deque(_beginnings("".join([_spoken(html, token) for token in inner])))
    runs: list[list[Token]] = [[]]
    at = depth = 0
    for index, token in enumerate(inner, first):
        kind, start, end, name, values = token
        paired = partners[index] >= 0
        following = at + len(_spoken(html, token))
        depth -= kind == "close" and paired
        while begins and (begins[0] < at or (begins[0] == at and not depth)):
            if begins.popleft() == at:
                runs.append([])
        while begins and begins[0] < following and kind == "text" and not depth:
            cut = start + begins.popleft() - at
            runs[-1].append(("text", start, cut, "", ()))
            runs.append([])
            at += cut - start
            start = cut
        runs[-1].append((kind, start, end, name, values))
        depth += kind == "open" and paired
        at = following
    return runs


def _spoken(html: str, token: Token) -> str:
    kind, start, end, _, _ = token
    if kind == "text":
        return html[start:end]
    return " " if kind == "void" else "\ufffc" if kind == "kept" else ""


def _beginnings(text: str) -> Iterator[int]:
    """Yield where sentences begin but the first: `One. Two` → 5, `Mr. A. Two! b` → 12."""
    for end in _ENDS.finditer(text):
        spaces = _SPACES.match(text, end.end())
        begin = spaces.end() if spaces else end.end()
        if begin == len(text):
            return
        if end[0][0] in _WIDE or (begin > end.end() and not _goes_on(text, end, begin)):
            yield begin


def _goes_on(text: str, end: re.Match[str], begin: int) -> bool:
    """Tell whether a sentence goes on behind what looks like its end."""
    if text[begin] in _CONTINUES:
        return True
    if end[0][0] not in _FULL_STOPS:
        return False
    letter = _LETTER.search(text, begin, begin + _FARTHEST)
    if letter and letter[0].islower():
        return True
    before = _SPACE.split(text[max(0, end.start() - _FARTHEST) : end.start()])[-1]
    word = before.lstrip("(\"'\u201c\u2018\u00ab")
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def count_sentences(text: str) -> int:
    """Count the sentences of a text without tags: `One. Two! Mr. Three` → 3."""
    return 1 + sum(1 for _ in _beginnings(text)) if text.strip() else 0
