"""Scripts that are written without spaces between words, and how the words of a text are counted.

This is the only place that knows which scripts and languages these are.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

__all__ = [
    "LETTER",
    "LETTERS",
    "UNSPACED",
    "UNSPACED_LANGUAGES",
    "UNSTOPPED_LANGUAGES",
    "Script",
    "set_apart",
    "unspaced_letters",
    "word_pieces",
    "words_in",
]


@dataclass(frozen=True, slots=True)
class Script:
    """A script that is written without spaces between words."""

    code: str
    """By ISO 15924; Kana stands for hiragana and katakana."""
    languages: frozenset[str]
    """The primary languages that are mostly written in it."""
    ranges: tuple[tuple[int, int], ...]
    """First and last code point of its blocks in use for modern text, by Unicode's Scripts.txt."""
    letters_a_word: float
    """How many letters make a word on average; 1 where each character counts as a word.

    Han characters and kana count one by one, as word processors count them. For Thai it is the 6.0
    characters of GMX-V 2.0 (Global Information Management Metrics eXchange, Volume), taken as code points,
    with vowel signs and tone marks; without these, a fifth of all, it is 4.8 letters. GMX-V has no number
    for the others: theirs is that by which the Universal Declaration of Human Rights has as many words as in
    Thai (`bench/letters_a_word.py`).
    """

    @property
    def is_counted_singly(self) -> bool:
        """Each of its characters counts as a word."""
        return self.letters_a_word == 1


UNSPACED: Final = (
    Script(
        "Hani",
        frozenset({"zh", "yue", "wuu", "gan", "hak"}),
        (
            (0x2E80, 0x2FDF),
            (0x3005, 0x3007),
            (0x3021, 0x3029),
            (0x3400, 0x4DBF),
            (0x4E00, 0x9FFF),
            (0xF900, 0xFAFF),
            (0x20000, 0x3FFFF),
        ),
        1,
    ),
    Script(
        "Kana",
        frozenset({"ja"}),
        ((0x3040, 0x3098), (0x309B, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F)),
        1,
    ),
    Script("Thai", frozenset({"th"}), ((0x0E00, 0x0E7F),), 4.8),
    Script("Laoo", frozenset({"lo"}), ((0x0E80, 0x0EFF),), 5.0),
    Script("Khmr", frozenset({"km"}), ((0x1780, 0x17FF),), 4.2),
    Script("Mymr", frozenset({"my", "shn"}), ((0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F)), 4.2),
    Script("Tibt", frozenset({"bo", "dz"}), ((0x0F00, 0x0FFF),), 4.2),
)
"""Hangul is not among them: Korean puts spaces between words."""

UNSPACED_LANGUAGES: Final = frozenset().union(*(script.languages for script in UNSPACED))
"""Primary languages that write no spaces between words."""

UNSTOPPED_LANGUAGES: Final = frozenset().union(
    *(script.languages for script in UNSPACED if not script.is_counted_singly)
)
"""Those of them in which no sign tells where a sentence ends, either, or not each writer puts it: Thai, Khmer."""


def _characters(*, singly: bool) -> str:
    """Return the inside of a regular expression's brackets that finds what counts singly, or what does not."""
    ranges = [pair for script in UNSPACED if script.is_counted_singly is singly for pair in script.ranges]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_SINGLE = _characters(singly=True)
_RUN = _characters(singly=False)
_MARKS = "\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""What changes a single character and is none of its own: voicing marks of kana, variation selectors."""

LETTERS: Final = _SINGLE + _RUN
"""Every character of these scripts, to stand between a regular expression's brackets."""


def _letter() -> str:
    marks = "".join(
        chr(code)
        for script in UNSPACED
        if not script.is_counted_singly
        for first, last in script.ranges
        for code in range(first, last + 1)
        if unicodedata.category(chr(code))[0] == "M"
    )
    # The letter below another one, as Khmer and Burmese stack them, belongs to it.
    return f"(?:[{_SINGLE}][{_MARKS}]*|[{_RUN}](?:[{marks}]|(?<=[\u1039\u17d2])[{_RUN}])*)"


LETTER: Final = _letter()
"""A regular expression of one letter with its marks, the least part of a text in these scripts."""


def words_in(text: str) -> int:
    """Count the words of a plain text: `Don’t panic` → 2, `日本語` → 3, `ยินดีต้อนรับสู่ห้องสมุด` → 3.

    Words stand between white space, em and en dashes, as word processors count them. In a script without
    spaces each character is one, or each run of letters as many as it has by their average length, at least
    one (:attr:`Script.letters_a_word`). Marks above and below a letter are no letters of their own.
    """
    count = 0
    if not text.isascii():
        is_estimated = False
        if _any_letter().search(text):
            text, count = _single().subn(" ", text)
            is_estimated = bool(_run().search(text))
        text = text.replace("\u2014", " ").replace("\u2013", " ")
        if is_estimated:
            # A zero width space shows where a word ends.
            return count + sum(_words_of_token(token) for token in text.replace("\u200b", " ").split())
    if "  " in text or "\n" in text or "\u00a0" in text or text[:1] in _EDGES or text[-1:] in _EDGES:
        return count + len(text.split())
    return count + 1 + text.count(" ")


def set_apart(text: str) -> tuple[str, int]:
    """Return the text with spaces for what is in these scripts, and how many words that is.

    `read ยินดีต้อนรับ now` → `("read   now", 2)`
    """
    if text.isascii() or not _any_letter().search(text):
        return text, 0
    text, count = _single().subn(" ", text)
    return _run().sub(" ", text), count + sum(map(_words_of_run, _run().findall(text)))


def unspaced_letters(text: str) -> int:
    """Count the letters in these scripts: `read 日本 now` → 2."""
    return 0 if text.isascii() else len(_any_letter().findall(text))


def word_pieces(text: str) -> list[str]:
    """Cut a text at white space, and a script without spaces into its letters: `read 日本 now` → `read 日 本 now`.

    For comparing texts piece by piece; how many words they are, `words_in` says.
    """
    if text.isascii() or not _any_letter().search(text):
        return text.split()
    return _piece().findall(text)


def _words_of_token(token: str) -> int:
    """Count the words of what stands between white space; signs beside letters are none."""
    rest, count = set_apart(token)
    if rest == token:
        return 1
    return count + sum(any(map(str.isalnum, part)) for part in rest.split())


def _words_of_run(run: str) -> int:
    words = sum(map(_WEIGHTS.__getitem__, run))
    return max(1, round(words)) if words else 0


class _Weights(dict[str, float]):
    """How much of a word a character is; filled as characters are met."""

    def __missing__(self, character: str) -> float:
        is_letter = unicodedata.category(character)[0] in "LN"
        code = ord(character)
        script = next(
            script for script in UNSPACED if any(first <= code <= last for first, last in script.ranges)
        )
        self[character] = weight = is_letter / script.letters_a_word
        return weight


_WEIGHTS = _Weights()
_EDGES = frozenset(("", *" \t\n\f\r"))


# Compiled when the first such text is met: a set of far apart ranges takes milliseconds.
@cache
def _any_letter() -> re.Pattern[str]:
    return re.compile(f"[{LETTERS}]")


@cache
def _single() -> re.Pattern[str]:
    return re.compile(f"[{_SINGLE}][{_MARKS}]*")


@cache
def _run() -> re.Pattern[str]:
    return re.compile(f"[{_RUN}]+")


@cache
def _piece() -> re.Pattern[str]:
    return re.compile(rf"{LETTER}|[^\s{LETTERS}]+")
