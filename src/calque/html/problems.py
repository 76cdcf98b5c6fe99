"""What in a translation breaks the grammar of its segment, and where.

The grammar is what keeps a page safe: a translation can use the tags of its own source and nothing else, so no
translation brings an element, an attribute, a comment or a shortcode of its own.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from calque.html.markup import ANY_TAG, NAME, REFERENCE, TAG, decode
from calque.html.shortcodes import BRACKET, closed_names, is_shortcode
from calque.model import Segment, Severity
from calque.visible import shortened

__all__ = ["Problem", "check_markup", "check_text", "first_error"]

_CONTROLS = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
_SPECIAL = re.compile(f"[<&\\[{_CONTROLS}{_DIRECTIONS}]")
_MARK = re.compile(r"<(?P<markup>[a-zA-Z/!?])?[^<>]*>?")
_URL = re.compile(r"\s*https?://[^\s<>]+\s*")
_NEVER_IN_ITSELF = frozenset(("a", "button", "nobr"))  # the start tag of a second one ends the first


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a translation; `offset` counts code points of the target."""

    code: str
    severity: Severity
    offset: int
    message: str


def check_markup(segment: Segment, target: str, *, shortcodes: Collection[str] = ()) -> tuple[Problem, ...]:
    """Return what in `target` breaks the grammar of `segment`, in order of place; nothing: it is right.

    What has an error is never rendered. `shortcodes` are names that the site's configuration adds.
    """
    return check_text(segment.text, target, shortcodes=shortcodes)


def first_error(source: str, target: str, *, shortcodes: Collection[str] = ()) -> str:
    """Return the first thing for which `target` cannot be written in the place of `source`; empty where it can."""
    problems = check_text(source, target, shortcodes=shortcodes)
    return next((one.message for one in problems if one.severity is Severity.ERROR), "")


def check_text(source: str, target: str, *, shortcodes: Collection[str] = ()) -> tuple[Problem, ...]:
    """Return what in `target` breaks the grammar of the text `source`, both in msgid form.

    `Hi <a id="1">you</a>`, `Salut <a id="2">toi</a>` → error at 6, `<a id="2"> is not in the source text`; error
    at the end, `<a id="1"> of the source is missing`. A bare tag that is dropped or repeated is a warning.
    """
    if target == source or _is_alike(source, target):
        return ()
    problems = [
        *_check_tags(source, target),
        *_check_brackets(source, target, shortcodes),
        *_check_characters(source, target),
    ]
    if _URL.fullmatch(target) and not _URL.fullmatch(source):
        problems.append(_warning("embed", 0, "WordPress may embed what a URL alone points to"))
    return tuple(sorted(problems, key=lambda problem: problem.offset))


def _is_alike(source: str, target: str) -> bool:
    """Tell at little cost that a target has the source's tags in the source's order, and nothing special."""
    if "<" in source and "<" in target:
        if ANY_TAG.findall(source) != ANY_TAG.findall(target):
            return False
        target = ANY_TAG.sub("", target)
    elif "<" in source:
        return False
    return not _SPECIAL.search(target) and "://" not in target


def _error(code: str, offset: int, message: str) -> Problem:
    return Problem(code, Severity.ERROR, offset, message)


def _warning(code: str, offset: int, message: str) -> Problem:
    return Problem(code, Severity.WARNING, offset, message)


def _shown(text: str) -> str:
    return shortened(text, 40)


class _Tag(NamedTuple):
    name: str
    id: str
    void: bool

    def __str__(self) -> str:
        identity = f' id="{self.id}"' if self.id else ""
        return f"<{self.name}{identity}{'/' if self.void else ''}>"


class _Open(NamedTuple):
    tag: _Tag
    offset: int
    numbered: _Tag | None
    """The nearest tag with an id: itself, or one around it."""


class _Structure:
    """The tags of a text, read once."""

    def __init__(self, text: str) -> None:
        self.counts: Counter[_Tag] = Counter()
        self.parents: dict[_Tag, _Tag | None] = {}
        """For each tag with an id, the nearest other one around it."""
        self.nested: set[str] = set()
        """The names that stand in themselves."""
        self.opens: list[tuple[int, _Tag]] = []
        """Each tag but end tags, with its place."""
        self.problems: list[Problem] = []
        self._opened: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._foreign: set[str] = set()
        for mark in _MARK.finditer(text):
            offset = mark.start()
            tag = TAG.match(text, offset)
            if tag is None:
                if mark["markup"]:
                    self._reject(mark[0], offset)
            elif tag[1]:
                self._close(tag, offset)
            else:
                self._open(_Tag(tag[2], tag[3] or "", bool(tag[4])), offset)
        for opened in self._opened:
            self.problems.append(_error("misnested_tag", opened.offset, f"{opened.tag} is not closed"))

    def _reject(self, markup: str, offset: int) -> None:
        message = f"{_shown(markup)} is not a tag of the source text"
        self.problems.append(_error("foreign_markup", offset, message))
        name = NAME.match(markup.lower(), 1)
        if name:
            self._foreign.add(name[0])

    def _open(self, tag: _Tag, offset: int) -> None:
        self.counts[tag] += 1
        self.opens.append((offset, tag))
        around = self._opened[-1].numbered if self._opened else None
        if tag.id:
            self.parents.setdefault(tag, around)
        if tag.name in _NEVER_IN_ITSELF and self._names[tag.name]:
            self.nested.add(tag.name)
        if not tag.void:
            self._opened.append(_Open(tag, offset, tag if tag.id else around))
            self._names[tag.name] += 1

    def _close(self, tag: re.Match[str], offset: int) -> None:
        name = tag[2]
        if tag[3] or tag[4]:
            self.problems.append(_error("foreign_markup", offset, f"write </{name}> for {_shown(tag[0])}"))
        elif not self._names[name]:
            if name not in self._foreign:
                self.problems.append(_error("misnested_tag", offset, f"</{name}> closes nothing"))
        else:
            last = self._opened[-1].tag.name
            if last != name:
                message = f"</{name}> stands before </{last}>"
                self.problems.append(_error("misnested_tag", offset, message))
            while self._pop() != name:
                continue

    def _pop(self) -> str:
        name = self._opened.pop().tag.name
        self._names[name] -= 1
        return name


def _check_tags(source: str, target: str) -> Iterator[Problem]:
    wanted, given = _Structure(source), _Structure(target)
    yield from given.problems
    nested = given.nested - wanted.nested
    seen: set[_Tag] = set()
    for offset, tag in given.opens:
        if tag not in wanted.counts:
            yield _error("unknown_tag", offset, f"{tag} is not in the source text")
        elif tag.id and tag in seen:
            yield _error("repeated_tag", offset, f"{tag} stands more than once")
        elif tag.id and given.parents[tag] != wanted.parents[tag]:
            yield _warning("moved_tag", offset, f"{tag} stands in another tag than in the source")
        if tag.name in nested:
            yield _error("misnested_tag", offset, f"{tag} cannot stand in another <{tag.name}>, nor hold one")
        seen.add(tag)
    end = len(target)
    for tag, count in wanted.counts.items():
        if tag.id and tag not in given.counts:
            yield _error("missing_tag", end, f"{tag} of the source is missing")
        elif tag not in given.counts:
            yield _warning("dropped_tag", end, f"{tag} of the source is not used")
        elif not tag.id and given.counts[tag] > count:
            message = f"{tag} stands {given.counts[tag]} times, in the source {count}"
            yield _warning("repeated_tag", end, message)


def _check_brackets(source: str, target: str, shortcodes: Collection[str]) -> Iterator[Problem]:
    """Yield the shortcodes that the source has not. Other new brackets are rendered so that they stay text."""
    if "[" not in target:
        return
    known = {match[0] for match in BRACKET.finditer(source)}
    closed = closed_names(target)
    for match in BRACKET.finditer(target):
        if match[0] not in known and is_shortcode(match, closed, shortcodes):
            yield _error("shortcode", match.start(), f"{_shown(match[0])} is not in the source text")


def _check_characters(source: str, target: str) -> Iterator[Problem]:
    """Yield control characters, and direction marks that reach beyond the segment, if the source has not the same."""
    allowed = set(decode(source))
    directions: list[tuple[int, str]] = []
    for offset, text in _characters(target):
        for match in re.finditer(f"[{_CONTROLS}]", text):
            if match[0] not in allowed:
                message = f"the character U+{ord(match[0]):04X} cannot stand here"
                yield _error("control", offset + match.start(), message)
        directions += ((offset + match.start(), match[0]) for match in re.finditer(f"[{_DIRECTIONS}]", text))
    if [mark for _, mark in directions] != re.findall(f"[{_DIRECTIONS}]", decode(source)):
        yield from _check_directions(directions, allowed)


def _characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text itself, and what each reference in it stands for, with their places."""
    yield 0, text
    if "&" in text:
        for match in REFERENCE.finditer(text):
            yield match.start(), decode(match[0])


_ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_OVERRIDES = frozenset("\u202d\u202e")


def _check_directions(directions: list[tuple[int, str]], allowed: Collection[str]) -> Iterator[Problem]:
    """Yield overrides that the source has not, and what is not ended within the text (UAX #9, 3.1)."""
    opened: list[tuple[int, str]] = []
    for offset, mark in sorted(directions):
        if mark in _OVERRIDES and mark not in allowed:
            yield _error("direction", offset, f"the override U+{ord(mark):04X} is not in the source text")
        if mark in _ENDS:
            opened.append((offset, mark))
        elif opened and _ENDS[opened[-1][1]] == mark:
            opened.pop()
        else:
            yield _error("direction", offset, f"U+{ord(mark):04X} ends nothing")
    for offset, mark in opened:
        yield _error("direction", offset, f"U+{ord(mark):04X} is never ended by U+{ord(_ENDS[mark]):04X}")
