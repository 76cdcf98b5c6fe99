"""Whether an edit of a live translation answers what changed in its source, or leaves it unanswered.

A translation is confirmed by an edit on the site only where the edit shows what the source's change was: a number, an
address, a negation, a sentence more or less, a name, or about as many of the words at about the same place. A typo that
was mended while the source moved on confirms nothing, so a missed change cannot hide behind it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calque.checks import CheckSetting
from calque.checks.numbers import numbers
from calque.checks.pair import Pair
from calque.html import plain
from calque.html.markup import ANY_TAG
from calque.html.sentences import count_sentences
from calque.language.negations import negations
from calque.locales.writing import UNSTOPPED_LANGUAGES
from calque.worddiff import Edit, cut_words, diff_words

__all__ = ["EditAnswer", "SourceAndTarget", "judge_answer"]

_SMALL = 2
_SMALL_SHARE = 0.25
"""Up to so many words, and so much of a text, one edit cannot be told from another by its size."""
_ANSWERED = 0.5
"""How much of the share of words that changed in the source has to change in the translation, at least."""
_NEAR = 0.25
"""How far from the place of the source's change, in lengths of the text, its answer may stand."""
_WHOLE = 0.5
"""From this share on a text is written anew, and its words say nothing of single ones."""
_ALIKE = 0.65
"""Two words at least so much alike are one word, mended or inflected."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”«»()]+|[\w.+-]+@[\w-]+\.[\w.-]+")
_NAME = 3
"""The fewest letters of a word by which two edits are known to be one."""


@dataclass(frozen=True, slots=True)
class SourceAndTarget:
    """A source text and its translation, both in msgid form."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class EditAnswer:
    """Whether an edit answers a change, and by what that is told."""

    holds: bool
    reason: str
    """`both have 60 now`, or what is missing: `the source has 1 sentence more, the page has not`."""


def judge_answer(before: SourceAndTarget, after: SourceAndTarget, setting: CheckSetting) -> EditAnswer:
    """Tell whether the step from one translation to the next answers the step from one source text to the next.

    ::

        40 chairs, 40 chaises -> 60 chairs, 60 chaises    holds: both have 60 now
        40 chairs, 40 chaises -> 60 chairs, 40 chaises !  does not: 60 became 40
    """
    source, target = _Step(before.source, after.source), _Step(before.target, after.target)
    shown = list(_facts(before, after, source, target, setting))
    missing = next((one for one in shown if not one.holds), None)
    if missing:
        return missing
    if source.is_small:
        return _of_small(shown, source, target)
    return _of_words(shown, source, target)


def _facts(
    before: SourceAndTarget, after: SourceAndTarget, source: "_Step", target: "_Step", setting: CheckSetting
) -> Iterator[EditAnswer]:
    """Yield what can be told by more than words, for each kind of it that changed in the source."""
    one = setting.source_locale.partition("-")[0]
    other = setting.target_locale.partition("-")[0]
    yield from _numbers(before, after, source, setting)
    yield from _addresses(source, target)
    yield from _denials(source, target, one, other)
    more = count_sentences(source.new) - count_sentences(source.old)
    if more and not {one, other} & UNSTOPPED_LANGUAGES:
        there = count_sentences(target.new) - count_sentences(target.old)
        amount = f"{abs(more)} sentence{'s' if abs(more) > 1 else ''} {'more' if more > 0 else 'less'}"
        if there * more > 0:
            yield EditAnswer(holds=True, reason=f"both have {amount}")
        else:
            yield EditAnswer(holds=False, reason=f"the source has {amount}, the page has not")


def _numbers(
    before: SourceAndTarget, after: SourceAndTarget, source: "_Step", setting: CheckSetting
) -> Iterator[EditAnswer]:
    came = _digits(source.new) - _digits(source.old)
    gone = _digits(source.old) - _digits(source.new)
    if not (came or gone):
        return
    wrong = next(iter(numbers(Pair(after.source, after.target, setting))), "")
    if wrong:
        yield EditAnswer(holds=False, reason=wrong)
    elif next(iter(numbers(Pair(after.source, before.target, setting))), ""):
        told = f"both have {', '.join(came)} now" if came else f"{', '.join(gone)} is gone from both"
        yield EditAnswer(holds=True, reason=told)


def _addresses(source: "_Step", target: "_Step") -> Iterator[EditAnswer]:
    for address in dict.fromkeys(_ADDRESS.findall(source.new)):
        if address in source.old:
            continue
        if address not in target.new:
            yield EditAnswer(holds=False, reason=f"the page has not {address}")
        elif address not in target.old:
            yield EditAnswer(holds=True, reason=f"both have {address} now")


def _denials(source: "_Step", target: "_Step", one: str, other: str) -> Iterator[EditAnswer]:
    more = _denied(source.new, one) - _denied(source.old, one)
    if not more or source.share >= _WHOLE:
        return
    there = _denied(target.new, other) - _denied(target.old, other)
    amount = "more" if more > 0 else "less"
    if there * more > 0:
        yield EditAnswer(holds=True, reason=f"both deny {amount} now")
    else:
        yield EditAnswer(holds=False, reason=f"the source denies {amount}, the page does not")


def _denied(text: str, language: str) -> int:
    return len(negations(text, language) or ())


def _of_small(shown: Sequence[EditAnswer], source: "_Step", target: "_Step") -> EditAnswer:
    """Judge the answer to a change of a word or two: only what is sure tells it from another edit."""
    if shown:
        return shown[0]
    common = [word for word in source.came if len(word) >= _NAME and word in target.came]
    if common:
        return EditAnswer(holds=True, reason=f"both have {common[0]} now")
    if source.old == source.new and source.new_tags != source.old_tags:
        if target.new_tags == source.new_tags != target.old_tags:
            return EditAnswer(holds=True, reason="both have the same tags now")
        return EditAnswer(holds=False, reason="its tags are not those of the source")
    return EditAnswer(holds=False, reason="too small a change to tell what it answers")


def _of_words(shown: Sequence[EditAnswer], source: "_Step", target: "_Step") -> EditAnswer:
    told = f"{source.share:.0%} of the source's words changed, {target.share:.0%} of the page's"
    if target.share < _ANSWERED * source.share or (target.size <= _SMALL and target.share < _WHOLE):
        return EditAnswer(holds=False, reason=told)
    if not target.is_near(source):
        return EditAnswer(holds=False, reason=f"{told}, at another place")
    return shown[0] if shown else EditAnswer(holds=True, reason=told)


class _Step:
    """What an edit did to a text."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = plain(old), plain(new)
        self.old_tags, self.new_tags = Counter(ANY_TAG.findall(old)), Counter(ANY_TAG.findall(new))
        gone, came, places = _changed(self.old, self.new)
        moved = Counter(map(str.casefold, gone)) & Counter(map(str.casefold, came))
        self.came = [word for word in came if not moved[word.casefold()]]
        gone = [word for word in gone if not moved[word.casefold()]]
        self.size = max(len(gone), len(self.came))
        self.share = min(1.0, self.size / max(1, len(_words(self.old)), len(_words(self.new))))
        self.places = places

    @property
    def is_small(self) -> bool:
        """Whether so little changed that its size says nothing."""
        return self.size <= _SMALL and self.share <= _SMALL_SHARE

    def is_near(self, other: "_Step") -> bool:
        """Tell whether at least half of the changed words stand where the other text was changed, or near it."""
        spans = [(start - _NEAR, end + _NEAR) for start, end in other.places]
        inside = sum(
            any(start <= place <= end for start, end in spans)
            for first, last in self.places
            for place in ((first + last) / 2,)
        )
        return 2 * inside >= len(self.places)


def _changed(old: str, new: str) -> tuple[list[str], list[str], list[tuple[float, float]]]:
    """Return the words that went and that came, without those that were only mended, and where, from 0 to 1."""
    gone: list[str] = []
    came: list[str] = []
    places: list[tuple[float, float]] = []
    position, size = 0, max(1, len(new))
    waiting: list[str] = []
    for edit, run in (*diff_words(old, new), (Edit.SAME, "")):
        words = _words(run)
        if edit is Edit.DEL:
            waiting = words
            continue
        fresh = words if edit is Edit.INS else []
        left, right = _unlike(waiting, fresh)
        gone += left
        came += right
        if left or right:
            end = position + len(run) if edit is Edit.INS else position
            places.append((position / size, end / size))
        waiting = []
        position += len(run)
    return gone, came, places


def _unlike(gone: Sequence[str], came: Sequence[str]) -> tuple[list[str], list[str]]:
    """Leave out the words that are the same word on both sides, mended or inflected."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 — 20 ms that only an edited text needs

    left, right = list(gone), list(came)
    for word in gone:
        twin = next((one for one in right if ratio(word.casefold(), one.casefold()) >= 100 * _ALIKE), None)
        if twin is not None:
            left.remove(word)
            right.remove(twin)
    return left, right


def _words(text: str) -> list[str]:
    return [word for word in cut_words(text) if any(letter.isalpha() for letter in word)]


def _digits(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:[.,:/]\d+)*", text))
