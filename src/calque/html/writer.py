"""A text in msgid form written as HTML: its words escaped, its tags those of the source."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from calque.html.markup import REFERENCE, TAG, is_reference
from calque.html.shortcodes import BRACKET
from calque.html.texts import UNFINISHED, Space, decoded, escape
from calque.model import Segment

__all__ = ["Replacement", "Unwritable", "Writer"]

_AMPERSAND = re.compile(f"{REFERENCE.pattern}|&")
_TagName = tuple[str, int | None]


class Unwritable(Exception):  # noqa: N818  # it is no fault of the program, and leaves this package never
    """A text that cannot be written in the place of its source; the message says why."""


class Replacement(NamedTuple):
    """The new text for a span of the HTML."""

    start: int
    end: int
    text: str


class Writer:
    """Writes texts in msgid form as HTML, with the tags of one segment."""

    def __init__(self, segment: Segment, inner: Sequence[Replacement] = (), *, source: str = "") -> None:
        self._segment = segment
        self._source = source
        """What stands in the page; empty where its brackets are no matter."""
        self._inner = inner
        """What is to stand in the tags themselves: the translated texts of their attributes, other addresses."""

    def markup(self, target: str) -> str:
        """Write a text with its tags: `Salut <a id="1">toi</a> & moi` → `Salut <a href="/x">toi</a> &amp; moi`.

        Unwritable: a tag is not one of the source, or a pair is not closed.
        """
        if "<" not in target:
            return self.text(target)
        openings = self._openings()
        pieces: list[str] = []
        closings: list[str] = []
        position = 0
        for tag in TAG.finditer(target):
            start, end = tag.span()
            if start > position:
                pieces.append(self.text(target[position:start]))
            position = end
            slash, name, number, void = tag.groups()
            if slash:
                if not closings:
                    raise Unwritable(f"{tag[0]} closes nothing")
                pieces.append(closings.pop())
                continue
            pair = openings.get((name, int(number) if number else None))
            if pair is None:
                raise Unwritable(f"nothing is known that {tag[0]} stands for")
            opening, closing = pair
            pieces.append(opening if opening[-1:] in _COMPLETE else _finished(opening))
            if not void:
                closings.append(closing)
        if closings:
            raise Unwritable("a tag is not closed")
        pieces.append(self.text(target[position:]))
        return "".join(pieces)

    def _openings(self) -> dict[_TagName, tuple[str, str]]:
        """Return for each tag of the msgid form the source's own two, with the texts in them translated."""
        openings: dict[_TagName, tuple[str, str]] = {
            (one.name, one.id): (one.opening, one.closing) for one in self._segment.placeholders
        }
        placeholders = [one for one in self._segment.placeholders if one.id] if self._inner else []
        for start, end, text in reversed(self._inner):
            place = bisect_right(placeholders, start, key=attrgetter("start")) - 1
            one = placeholders[place] if place >= 0 else None
            if one is None or end > one.start + len(one.opening):
                raise Unwritable("a text in it stands in none of its tags")
            opening, closing = openings[one.name, one.id]
            at = start - one.start
            openings[one.name, one.id] = opening[:at] + text + opening[at + end - start :], closing
        return openings

    def text(self, text: str) -> str:
        """Write text without tags: all that is no reference, and no bracket of the source, stays text."""
        if "&" in text:
            text = _AMPERSAND.sub(_reference, text)
        if "<" in text or ">" in text:
            text = text.replace("<", "&lt;").replace(">", "&gt;")
        if "\r" in text:
            text = text.replace("\r", "&#13;")
        return self.without_new_brackets(text)

    def without_new_brackets(self, text: str) -> str:
        """Write a `[` that the source has not as `&#91;`: some plugin may know what it seems to name.

        So is one that the source itself writes as a reference, for that very reason.
        """
        if "[" not in text:
            return text
        first, *others = text.split("[")
        pieces = [first]
        for place, other in enumerate(others):
            match = BRACKET.match(f"[{other}")
            kept = match[0] in self._brackets and match["name"] not in self._hidden if match else other
            if not other and place + 1 < len(others):  # `[[x]]`, which WordPress prints as `[x]`
                match = BRACKET.match(f"[{others[place + 1]}")
                kept = match is not None and match[0] in self._doubled
            pieces.append(f"[{other}" if kept else f"&#91;{other}")
        return "".join(pieces)

    @cached_property
    def _brackets(self) -> frozenset[str]:
        return frozenset(match[0] for match in BRACKET.finditer(self._segment.text))

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """The names behind brackets that the source writes as references: `&#91;gallery&#93;` → gallery."""
        if "&" not in self._source:
            return frozenset()
        return frozenset(found["name"] for found in _HIDDEN.finditer(self._source))

    @cached_property
    def _doubled(self) -> frozenset[str]:
        """The brackets of the source with another one in front: `[[x]]` → `[x]`."""
        text = self._segment.text
        return frozenset(match[0] for match in BRACKET.finditer(text) if text[: match.start()].endswith("["))


_HIDDEN = re.compile(r"&(?:#0*91|#x0*5b|lbrack|lsqb);/?(?P<name>[^\s<>&/\[\]=\"'\x00-\x20]+)", re.IGNORECASE)
_COMPLETE = frozenset(">]")


def _finished(source: str) -> str:
    """Write a piece of the source so that no text behind it becomes part of it: `<b>a <` → `<b>a &lt;`."""
    match = UNFINISHED.search(source)
    return source[: match.start()] + escape(decoded(match[0], Space.KEEP)) if match else source


def _reference(match: re.Match[str]) -> str:
    text = match[0]
    return text if len(text) > 1 and is_reference(text) else f"&amp;{text[1:]}"
