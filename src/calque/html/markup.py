"""The grammar of a segment's text, and what in a translation breaks it.

A text in this form (the *msgid form*) holds `&amp;`, `&lt;`, `&gt;`, and tags that stand for those of the source::

    <strong>…</strong>   a pair without attributes: may be dropped or repeated
    <a id="1">…</a>      a pair with attributes: stands exactly once
    <br/>  <img id="2"/> the same for elements without content
    <x id="3"/>          anything else: a comment, a shortcode, a tag without its partner

`docs/reference/segments.md` describes it for translators.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import NamedTuple

from calque.html.shortcodes import BRACKET, closed_names, is_shortcode
from calque.model import Segment, Severity

__all__ = ["NAME", "REFERENCE", "TAG", "Problem", "check_markup", "check_text", "is_reference"]

NAME = re.compile(r"[a-z][a-z0-9._:-]*")
"""The names of elements that stand in the msgid form; others become `<x id="…"/>`."""

TAG = re.compile(
    rf'<(?P<close>/)?(?P<name>{NAME.pattern})(?: id="(?P<id>[1-9][0-9]{{0,8}})")?(?P<void> ?/)?>'
)
"""A tag of the msgid form."""

REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
"""What may be a character reference; see `is_reference`."""

_SPECIAL = re.compile(
    "[<&\\[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARK = re.compile(r"<(?P<markup>[a-zA-Z/!?])?[^<>]*>?")
_ANY_TAG = re.compile("<[^<>]*>")
_NO_SELF_NESTING = frozenset(("a", "nobr", "button"))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a translation, and where: `offset` counts code points of the target."""

    code: str
    severity: Severity
    offset: int
    message: str


def check_markup(segment: Segment, target: str, *, shortcodes: Collection[str] = ()) -> tuple[Problem, ...]:
    """Return what in `target` breaks the grammar of `segment`, in order of place; empty is good.

    Errors are never rendered. A bare tag that is dropped, repeated or moved is a warning.
    """
    return check_text(segment.text, target, shortcodes=shortcodes)


def check_text(source: str, target: str, *, shortcodes: Collection[str] = ()) -> tuple[Problem, ...]:
    """Return what in `target` breaks the grammar of the text `source`, both in msgid form.

    `Hi <a id="1">you</a>`, `Salut <a id="2">toi</a>` → unknown tag at 6, missing tag at the end.
    """
    if target == source:
        return ()
    if not _SPECIAL.search(target) if "<" not in source else _is_alike(source, target):
        return ()
    problems = [
        *_check_tags(source, target),
        *_check_brackets(source, target, shortcodes),
        *_check_characters(source, target),
    ]
    return tuple(sorted(problems, key=lambda problem: problem.offset))


def _is_alike(source: str, target: str) -> bool:
    """Tell at little cost that a target has the source's tags in the source's order, and nothing else special."""
    return _ANY_TAG.findall(source) == _ANY_TAG.findall(target) and not _SPECIAL.search(
        _ANY_TAG.sub("", target)
    )


class _Tag(NamedTuple):
    name: str
    id: str
    void: bool

    def __str__(self) -> str:
        identity = f' id="{self.id}"' if self.id else ""
        return f"<{self.name}{identity}{'/' if self.void else ''}>"


class _Structure(NamedTuple):
    """The tags of a text that is right: how often each stands, under which, and which names stand in themselves."""

    counts: dict[_Tag, int]
    parents: dict[_Tag, _Tag | None]
    nested: set[str]


def _check_tags(source: str, target: str) -> Iterator[Problem]:
    wanted = _Structure({}, {}, set())
    for _ in _read_tags(source, wanted):
        pass
    given = _Structure({}, {}, set())
    yield from _read_tags(target, given, wanted)
    for tag, count in wanted.counts.items():
        found = given.counts.get(tag, 0)
        if tag.id and not found:
            yield Problem("missing_tag", Severity.ERROR, len(target), f"{tag} of the source is missing")
        elif not tag.id and not found:
            yield Problem("dropped_tag", Severity.WARNING, len(target), f"{tag} of the source is not used")
        elif not tag.id and found > count:
            yield Problem(
                "repeated_tag",
                Severity.WARNING,
                len(target),
                f"{tag} stands {found} times, in the source {count}",
            )


def _read_tags(text: str, structure: _Structure, wanted: _Structure | None = None) -> Iterator[Problem]:
    """Fill `structure` with the tags of `text`; yield what is wrong with them, against `wanted` where given."""
    opened: list[tuple[_Tag, int]] = []
    for mark in _MARK.finditer(text):
        offset = mark.start()
        match = TAG.match(text, offset)
        if match is None:
            if mark["markup"]:
                yield Problem(
                    "foreign_markup",
                    Severity.ERROR,
                    offset,
                    f"{_shown(mark[0])} is not a tag of the source text",
                )
            elif wanted is not None:
                yield Problem("bare_less_than", Severity.WARNING, offset, "write &lt; for <")
            continue
        if match["close"]:
            name = match["name"]
            if match["id"] or match["void"]:
                yield Problem(
                    "foreign_markup", Severity.ERROR, offset, f"write </{name}> for {_shown(match[0])}"
                )
            elif opened and opened[-1][0].name == name:
                opened.pop()
            elif any(tag.name == name for tag, _ in opened[-100:]):
                yield Problem(
                    "misnested_tag",
                    Severity.ERROR,
                    offset,
                    f"</{name}> stands before {_closing(opened[-1][0])}",
                )
                while opened.pop()[0].name != name:
                    pass
            else:
                yield Problem("misnested_tag", Severity.ERROR, offset, f"</{name}> closes nothing")
            continue
        tag = _Tag(match["name"], match["id"] or "", bool(match["void"]))
        structure.counts[tag] = structure.counts.get(tag, 0) + 1
        if tag.id:
            parent = next((outer for outer, _ in reversed(opened) if outer.id), None)
            structure.parents.setdefault(tag, parent)
        if tag.name in _NO_SELF_NESTING and any(outer.name == tag.name for outer, _ in opened):
            structure.nested.add(tag.name)
            if wanted is not None and tag.name not in wanted.nested:
                yield Problem(
                    "misnested_tag", Severity.ERROR, offset, f"{tag} cannot stand in another <{tag.name}>"
                )
        if not tag.void:
            opened.append((tag, offset))
        if wanted is not None:
            yield from _compare(tag, offset, structure, wanted)
    for tag, offset in opened:
        yield Problem("misnested_tag", Severity.ERROR, offset, f"{tag} is not closed")


def _compare(tag: _Tag, offset: int, given: _Structure, wanted: _Structure) -> Iterator[Problem]:
    if tag not in wanted.counts:
        yield Problem("unknown_tag", Severity.ERROR, offset, f"{tag} is not in the source text")
    elif tag.id and given.counts[tag] > 1:
        yield Problem("repeated_tag", Severity.ERROR, offset, f"{tag} stands more than once")
    elif tag.id and given.parents[tag] != wanted.parents[tag]:
        yield Problem(
            "moved_tag", Severity.WARNING, offset, f"{tag} stands in another tag than in the source"
        )


def _closing(tag: _Tag) -> str:
    return f"</{tag.name}>"


def _shown(markup: str) -> str:
    return markup if len(markup) <= 40 else f"{markup[:39]}…"


def _check_brackets(source: str, target: str, shortcodes: Collection[str]) -> Iterator[Problem]:
    if "[" not in target:
        return
    known = {match[0] for match in BRACKET.finditer(source)}
    closed = closed_names(target)
    for match in BRACKET.finditer(target):
        if match[0] not in known and is_shortcode(match, closed, shortcodes):
            yield Problem(
                "shortcode", Severity.ERROR, match.start(), f"{_shown(match[0])} is not in the source text"
            )


def _check_characters(source: str, target: str) -> Iterator[Problem]:
    shown, places = target, None
    if "&" in target:
        shown, places = _decoded(target)
    for match in _CONTROL.finditer(shown):
        if match[0] not in source:
            offset = places[match.start()] if places else match.start()
            yield Problem(
                "control", Severity.ERROR, offset, f"the character U+{ord(match[0]):04X} cannot stand here"
            )
    marks = _BIDI.findall(shown)
    if marks and marks != _BIDI.findall(source):
        yield from _check_bidi(source, shown, places)


_OPENS = dict(
    zip(
        "\u202a\u202b\u202d\u202e\u2066\u2067\u2068",
        "\u202c\u202c\u202c\u202c\u2069\u2069\u2069",
        strict=True,
    )
)


def _check_bidi(source: str, shown: str, places: list[int] | None) -> Iterator[Problem]:
    """Yield the direction marks that would reach beyond the segment, and overrides that the source has not."""
    opened: list[tuple[str, int]] = []
    for match in _BIDI.finditer(shown):
        mark = match[0]
        offset = places[match.start()] if places else match.start()
        if mark in "\u202d\u202e" and mark not in source:
            yield Problem(
                "bidi", Severity.ERROR, offset, f"the override U+{ord(mark):04X} is not in the source text"
            )
        if mark in _OPENS:
            opened.append((_OPENS[mark], offset))
        elif opened and opened[-1][0] == mark:
            opened.pop()
        else:
            yield Problem("bidi", Severity.ERROR, offset, f"U+{ord(mark):04X} ends nothing")
    for closing, offset in opened:
        yield Problem(
            "bidi",
            Severity.ERROR,
            offset,
            f"the direction mark is never ended; U+{ord(closing):04X} is missing",
        )


def _decoded(text: str) -> tuple[str, list[int]]:
    """Return `text` with its references decoded, and for each of its code points the place it came from."""
    parts: list[str] = []
    places: list[int] = []
    position = 0
    for match in REFERENCE.finditer(text):
        if not is_reference(match[0]):
            continue
        character = _character(match[0])
        parts += text[position : match.start()], character
        places += range(position, match.start())
        places += [match.start()] * len(character)
        position = match.end()
    parts.append(text[position:])
    places += range(position, len(text))
    return "".join(parts), places


def is_reference(text: str) -> bool:
    """Tell whether `&name;` or `&#8217;` is a character reference: `&foo;` is none."""
    return text[1] == "#" or text[1:] in html5


def _character(reference: str) -> str:
    if reference[1] != "#":
        return html5[reference[1:]]
    number = int(reference[3:-1], 16) if reference[2] in "xX" else int(reference[2:-1])
    return chr(number) if number <= 0x10FFFF else "\ufffd"
