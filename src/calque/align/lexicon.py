"""Words that stand for each other on two pages, learnt from the pairs that are sure without them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from calque.align.texts import AlignableText

__all__ = ["learn_words", "translated"]

_SEEN = 3
"""The least number of pairs that must have both words."""
_LONGEST = 1_500
"""Different words of a text beyond which nothing is learnt from it: each may stand for any of the other side."""
_BOND = 0.6
"""How often they must meet of all the times that either stands: twice the meetings to the sum of both."""


def learn_words(
    source: Sequence[AlignableText], target: Sequence[AlignableText], pairs: Iterable[tuple[int, int]]
) -> Mapping[str, str]:
    """Return word of the translation -> word of the source, where they nearly always stand for each other."""
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    places: dict[str, list[int]] = defaultdict(list)
    rows = [
        (one, other)
        for one, other in pairs
        if len(source[one].words) <= _LONGEST and len(target[other].words) <= _LONGEST
    ]
    for number, (one, other) in enumerate(rows):
        left.update(source[one].words)
        right.update(target[other].words)
        for word in source[one].words:
            places[word].append(number)
    most = max(_SEEN, len(rows) // 3)
    learnt: dict[str, tuple[float, str]] = {}
    # Words that stand in the same texts meet the same words; the last by the alphabet speaks for them all.
    alike: dict[tuple[int, ...], str] = {}
    for word, count in left.items():
        if _SEEN <= count <= most:
            numbers = tuple(places[word])
            alike[numbers] = max(word, alike.get(numbers, word))
    for numbers, word in alike.items():
        count = len(numbers)
        met: Counter[str] = Counter()
        for number in numbers:
            met.update(target[rows[number][1]].words)
        for foreign, meetings in met.items():
            bond = 2 * meetings / (count + right[foreign])
            if meetings >= _SEEN and bond >= _BOND and (bond, word) > learnt.get(foreign, (0.0, "")):
                learnt[foreign] = bond, word
    return {foreign: word for foreign, (_, word) in learnt.items() if foreign != word}


def translated(
    source: Sequence[AlignableText], target: Sequence[AlignableText], words: Mapping[str, str]
) -> tuple[tuple[AlignableText, ...], tuple[AlignableText, ...]]:
    """Return the texts with one more mark for each learnt word, the same mark on both sides."""
    known = frozenset(words.values())
    return (
        tuple(
            replace(text, marks=text.marks | {f"t:{word}" for word in text.words & known}) for text in source
        ),
        tuple(
            replace(text, marks=text.marks | {f"t:{words[word]}" for word in text.words & words.keys()})
            for text in target
        ),
    )
