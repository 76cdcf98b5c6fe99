"""Counts the steps that a backtracking matcher takes: how a pattern's cost grows is seen without a clock.

The matcher is the plain one of textbooks, over the tree that Python itself parses a pattern into. Python's own takes
the same ways and leaves some out, so a pattern that is linear here is linear there.
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["end_of_match", "steps_of"]

_Next = Callable[[int], int]
"""What is to be matched behind a place; returns where all of it ended, or -1."""
_DEPTH = 200_000
_ENDLESS = int(ops.MAXREPEAT)


def steps_of(pattern: re.Pattern[str], text: str) -> int:
    """Return the steps that finding every match of a pattern in a text takes."""
    matcher = _Matcher(pattern, text)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_DEPTH)
    try:
        place = 0
        while place <= len(text):
            end = matcher.match(place)
            place = end if end > place else place + 1
    finally:
        sys.setrecursionlimit(limit)
    return matcher.steps


def end_of_match(pattern: re.Pattern[str], text: str, place: int) -> int:
    """Return where the match that begins at a place ends, as the counting matcher finds it; -1 where none begins."""
    return _Matcher(pattern, text).match(place)


class _Matcher:
    """One pattern on one text."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._tree = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
        self._flags = pattern.flags
        self._text = text
        self._groups: dict[int, tuple[int, int]] = {}
        self.steps = 0

    def match(self, place: int) -> int:
        """Return where a match that begins at a place ends; -1 where none does."""
        self._groups = {}
        return self._all(self._tree, 0, place, lambda end: end)

    def _all(self, nodes: Sequence[Any], number: int, place: int, then: _Next) -> int:
        """Match the nodes from a number on, one behind the other."""
        while number < len(nodes) and (found := _letters_of(nodes[number], self._flags)):
            self.steps += 1
            if place >= len(self._text) or not found(self._text[place]):
                return -1
            place, number = place + 1, number + 1
        if number == len(nodes):
            return then(place)
        return self._one(nodes[number], place, lambda end: self._all(nodes, number + 1, end, then))

    def _one(self, node: Any, place: int, then: _Next) -> int:  # noqa: PLR0911 — one way for each kind of node
        self.steps += 1
        op, value = node
        if op is ops.BRANCH:
            return self._first(value[1], place, then)
        if op is ops.SUBPATTERN:
            return self._group(value[0], value[3], place, then)
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            return self._repeat(value, 0, place, then, lazy=op is ops.MIN_REPEAT)
        if op is ops.POSSESSIVE_REPEAT:
            end = self._repeat(value, 0, place, lambda end: end, lazy=False)
            return then(end) if end >= 0 else -1
        if op is ops.ATOMIC_GROUP:
            end = self._all(value, 0, place, lambda end: end)
            return then(end) if end >= 0 else -1
        if op in (ops.ASSERT, ops.ASSERT_NOT):
            return then(place) if self._holds(value, place) is (op is ops.ASSERT) else -1
        if op is ops.AT:
            return then(place) if self._at(value, place) else -1
        if op is ops.GROUPREF:
            start, end = self._groups.get(value, (0, -1))
            said = self._text[start:end]
            return then(place + len(said)) if end >= 0 and self._text.startswith(said, place) else -1
        raise ValueError(f"{op}: no pattern of calque had this part so far; say here how it is matched")

    def _first(self, ways: Iterable[Sequence[Any]], place: int, then: _Next) -> int:
        for way in ways:
            if (end := self._all(way, 0, place, then)) >= 0:
                return end
        return -1

    def _group(self, number: int | None, nodes: Sequence[Any], place: int, then: _Next) -> int:
        if number is None:
            return self._all(nodes, 0, place, then)
        before = self._groups.get(number)

        def close(end: int) -> int:
            self._groups[number] = place, end
            return then(end)

        found = self._all(nodes, 0, place, close)
        if found < 0 and before is not None:
            self._groups[number] = before
        return found

    def _repeat(self, value: Any, done: int, place: int, then: _Next, *, lazy: bool) -> int:
        least, most, nodes = value
        if len(nodes) == 1 and (letters := _letters_of(nodes[0], self._flags)):
            return self._run(letters, (least, most), place, then, lazy=lazy)

        def again(end: int) -> int:
            if end == place and done >= least:
                return -1
            return self._repeat(value, done + 1, end, then, lazy=lazy)

        self.steps += 1
        if done < least:
            return self._all(nodes, 0, place, again)
        if lazy and (end := then(place)) >= 0:
            return end
        if done < most and (end := self._all(nodes, 0, place, again)) >= 0:
            return end
        return -1 if lazy else then(place)

    def _run(
        self, letters: Callable[[str], bool], times: tuple[int, int], place: int, then: _Next, *, lazy: bool
    ) -> int:
        """Match single characters in a row, as many as there are or as few as will do."""
        last = place
        while last < len(self._text) and last - place < times[1] and letters(self._text[last]):
            self.steps += 1
            last += 1
        ends = range(place + times[0], last + 1)
        for end in ends if lazy else reversed(ends):
            self.steps += 1
            if (found := then(end)) >= 0:
                return found
        return -1

    def _holds(self, value: tuple[int, Any], place: int) -> bool:
        way, nodes = value
        start = place - nodes.getwidth()[0] if way < 0 else place
        return start >= 0 and self._all(nodes, 0, start, lambda end: end) >= 0

    def _at(self, where: Any, place: int) -> bool:
        text = self._text
        sides = [0 <= at < len(text) and bool(re.match(r"\w", text[at])) for at in (place - 1, place)]
        return {
            ops.AT_BEGINNING: place == 0 or bool(self._flags & re.MULTILINE and text[place - 1] == "\n"),
            ops.AT_BEGINNING_STRING: place == 0,
            ops.AT_BOUNDARY: sides[0] is not sides[1],
            ops.AT_NON_BOUNDARY: sides[0] is sides[1],
            ops.AT_END: place in (len(text), len(text) - text.endswith("\n"))
            or bool(self._flags & re.MULTILINE and text[place] == "\n"),
            ops.AT_END_STRING: place == len(text),
        }[where]


def _letters_of(node: Any, flags: int) -> Callable[[str], bool] | None:
    """Return what tells whether a single character is one that a node takes; None for a node of another kind."""
    op, value = node
    if op is ops.IN:
        return _class_of(tuple(value), flags)
    if op in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY):
        return _class_of((node,), flags)
    return None


@cache
def _class_of(parts: tuple[Any, ...], flags: int) -> Callable[[str], bool]:
    is_negated = bool(parts) and parts[0][0] is ops.NEGATE

    def takes(letter: str) -> bool:
        forms = {letter, letter.lower(), letter.upper()} if flags & re.IGNORECASE else {letter}
        return any(_takes(part, form, flags) for part in parts for form in forms) is not is_negated

    return cache(takes)


def _takes(part: tuple[Any, Any], letter: str, flags: int) -> bool:
    op, value = part
    if op is ops.LITERAL:
        return ord(letter) == value
    if op is ops.NOT_LITERAL:
        return ord(letter) != value
    if op is ops.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    if op is ops.ANY:
        return letter != "\n" or bool(flags & re.DOTALL)
    if op is ops.CATEGORY:
        return re.fullmatch(_CATEGORIES[value], letter) is not None
    return False


_CATEGORIES = {
    ops.CATEGORY_DIGIT: r"\d",
    ops.CATEGORY_NOT_DIGIT: r"\D",
    ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S",
    ops.CATEGORY_WORD: r"\w",
    ops.CATEGORY_NOT_WORD: r"\W",
}
