"""Punctuation by locale: how a text ends, what stands before it, and what opens a question."""

import re
from collections.abc import Iterator

from calque.checks.pair import MASK, Pair
from calque.locales.writing import LETTERS, UNSPACED_LANGUAGES

__all__ = ["ending_punctuation", "opening_marks", "punctuation_spacing"]

_ENDS = {
    "stop": ".。．｡।॥۔։።។᠃။၊",
    "question mark": "?？؟՞፧⸮\u037e",
    "exclamation mark": "!！՜",
    "colon": ":：፡፦․՝",
    "ellipsis": "…⋯",
    "comma": ",，、،፣",
    "semicolon": ";；؛·",
}
_END_OF = {character: name for name, characters in _ENDS.items() for character in characters}
_CLOSING = " \t\n\u00a0\u202f\u3000\u200e\u200f\u200b\"'”’»›)]}）】」』》〉*_`“‘«"
_ABBREVIATION = re.compile(r"(?:^|[\s(/,–-])(?:\w{1,4}\.|(?:\w{1,3}\.[ \u00a0\u202f]?)+|\w+\.\w+\.)$")
_SHORT_FORM = re.compile(
    r"\b(?:\w\.\w\.|\w|etc|inc|ltd|co|corp|bros|no|nos|vs|st|ave|jr|sr|dr|mrs?|prof|approx|al|ed|vol|dept|est)\.$",
    re.IGNORECASE,
)
"""English words that end with a point in the middle of a sentence as well."""
_SMILE = re.compile(r"[:;]['-]?[()DP]\s*$")
_SENTENCE_WORDS = 3
_LOOSE = frozenset({"stop", "exclamation mark", "semicolon", "comma", "ellipsis"})
"""Ends that translators rightly put for each other."""
_NO_STOP = (_LOOSE | {""}, frozenset({"question mark", "stop", ""}), frozenset({"colon", "stop"}))
_FREE = {
    # Languages that end a line without a stop, or ask without a question mark, as they like.
    **dict.fromkeys((*UNSPACED_LANGUAGES, "ko"), _NO_STOP),
    "hy": (frozenset({"stop", "colon"}),),  # one is written : and the other ․
}


def ending_punctuation(pair: Pair) -> Iterator[str]:
    """Yield where one of the two ends as a sentence, a question or an announcement, and the other does not."""
    source, target = pair.source_text.rstrip(_CLOSING), pair.target_text.rstrip(_CLOSING)
    if not source or not target or MASK in (source[-1], target[-1]) or _SMILE.search(pair.target_text):
        return
    wanted, given = _end(source, pair.source_language), _end(target, pair.language)
    if given == wanted:
        yield from _foreign_sign(target, given, pair)
    elif not _may_stand_for(given, wanted, source, target, pair):
        yield f"the source ends with {_named(wanted)}, the translation with {_named(given)}"


def _end(text: str, language: str) -> str:
    """Return what a text ends with; empty where it is no punctuation."""
    last = text[-1]
    if last == ";" and language == "el":
        return "question mark"
    if text.endswith(("..", "。。")):
        return "ellipsis"
    if language == "hy" and "՞" in text[-20:]:
        return "question mark"
    return _END_OF.get(last, "")


def _named(end: str) -> str:
    if not end:
        return "no punctuation"
    return f"an {end}" if end[0] in "ae" else f"a {end}"


def _may_stand_for(given: str, wanted: str, source: str, target: str, pair: Pair) -> bool:
    """Tell whether the target's end is as good as the source's."""
    ends = {given, wanted}
    if (
        ends <= _LOOSE
        or ends == {"comma", ""}
        or any(ends <= group for group in _FREE.get(pair.language, ()))
    ):
        return True
    if ends == {"stop", ""}:
        is_cut = _SHORT_FORM.search(source) if wanted else _ABBREVIATION.search(target)
        return bool(is_cut) or len(source.split()) < _SENTENCE_WORDS
    return not wanted and given != "colon"  # a heading that asks: How it helps, ¿Cómo ayuda?


_OWN_SIGNS = (
    (frozenset({"zh", "ja"}), ".", "。", re.compile(rf"[{LETTERS}]\.$")),
    (frozenset({"ar", "fa", "ur", "ckb", "ps", "ug", "sd"}), "?", "؟", re.compile(r"[\u0600-\u06ff]\s?\?$")),
    (frozenset({"el"}), "?", ";", re.compile(r"[\u0370-\u03ff]\?$")),
)


def _foreign_sign(target: str, end: str, pair: Pair) -> Iterator[str]:
    """Yield an end that the locale writes with another sign."""
    for languages, foreign, own, pattern in _OWN_SIGNS:
        if pair.language in languages and target.endswith(foreign) and pattern.search(target):
            yield f"the {end} is {own} here, not {foreign}"


_WORD = "[^\\W\\d_]"
_TIGHT = re.compile(
    rf"(?<={_WORD})(?P<tight>[;!?]+|:)(?=\s|$)|(?P<open>«)(?=\S)(?![\u00a0\u202f\u2009])|(?<=[^\s])(?<![\u00a0\u202f\u2009])(?P<close>»)"
)
_LOOSE_SPACE = re.compile(r"(?<=\S) (?P<sign>[;!?]+|:)(?=\s|$)|« | »")


def punctuation_spacing(pair: Pair) -> Iterator[str]:
    """Yield French signs without a no-break space: `Bonjour !`, `« oui »`.

    Canadian and Swiss French set `;`, `!` and `?` tight.
    """
    if pair.language != "fr":
        return
    text = pair.target_text
    if not any(sign in text for sign in ":;!?«»"):
        return
    closed = pair.locale.partition("-")[2] in ("CA", "CH")
    for found in _TIGHT.finditer(text):
        if not (closed and (found["tight"] or "")[:1] in ("!", "?", ";")):
            yield f"no no-break space beside {found[0]} in {_around(text, found)!r}"
            return
    for found in _LOOSE_SPACE.finditer(text):
        place = _around(text, found)
        yield f"the space beside {found[0].strip()} in {place!r} may break the line; write a no-break space"
        return


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - 12) : found.end() + 4]


_OPENING = frozenset({"ast", "es"})


def opening_marks(pair: Pair) -> Iterator[str]:
    """Yield questions and exclamations of a Spanish text that nothing opens."""
    if pair.language not in _OPENING:
        return
    text = pair.target_text
    for opening, closing in ("¿?", "¡!"):
        if closing not in text:
            continue
        runs = len(re.findall(rf"(?<={_WORD})[\"'”»)\]]*[{closing}]+", text))
        if runs and opening not in text and closing not in pair.source_text.rstrip("!?"):
            yield f"{closing} without {opening}"
