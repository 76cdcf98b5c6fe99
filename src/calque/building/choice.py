"""Which text is to stand for each text of a source post: its translation, an earlier one, or the source itself."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from calque.html import first_error
from calque.model import BuildPolicy, SegmentState, Unfinished, Unit
from calque.po.units import Key

__all__ = ["JudgedText", "TextChoice", "choose_texts", "why_held"]

_OLD = frozenset({SegmentState.STALE, SegmentState.CONFLICT})
"""Not finished, and yet with a translation that a person made."""


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A text of a source post as its catalog has it, and what state that is in."""

    unit: Unit
    state: SegmentState
    reason: str = ""

    @property
    def key(self) -> Key:
        """Its context and source text."""
        return (self.unit.context, self.unit.source)

    @property
    def finished(self) -> bool:
        """Nothing is left to do on it."""
        return self.state is SegmentState.TRANSLATED


@dataclass(frozen=True, slots=True)
class TextChoice:
    """The texts of a post as they are to be written."""

    targets: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))
    """For a text that is not among them, the source stands in."""
    unfinished: tuple[JudgedText, ...] = ()
    invalid: tuple[tuple[JudgedText, str], ...] = ()
    """Texts that are never written, each with the reason; they are among the unfinished, too."""
    percent: int = 100
    """Of the words, finished; rounded down."""


def choose_texts(
    texts: Sequence[JudgedText], unfinished: Unfinished, *, shortcodes: Collection[str] = ()
) -> TextChoice:
    """Choose what stands for each text; whatever breaks the markup of its source is never chosen.

    ::

        translated                    ->  its translation
        stale, LAST_GOOD              ->  its translation of the earlier text
        stale, SOURCE; missing; …     ->  the source text
    """
    targets: dict[Key, str] = {}
    open_: list[JudgedText] = []
    invalid: list[tuple[JudgedText, str]] = []
    for text in texts:
        target = text.unit.target[0] if text.unit.target else ""
        why = _why_unwritable(text, target, shortcodes)
        if why and (text.finished or text.state is SegmentState.INVALID):
            invalid.append((text, why))
        if why or not text.finished:
            open_.append(text)
        if not why and (text.finished or (unfinished is Unfinished.LAST_GOOD and _is_good(text))):
            targets[text.key] = target
    left = sum(text.unit.words for text in open_)
    every = sum(text.unit.words for text in texts)
    percent = 100 * (every - left) // every if every else 100
    return TextChoice(targets, tuple(open_), tuple(invalid), percent)


def why_held(choice: TextChoice, policy: BuildPolicy, *, exists: bool) -> str:
    """Return why a page is not built; empty where it is: `3 texts are not finished`."""
    count = len(choice.unfinished)
    if not count:
        return ""
    told = "1 text is not finished" if count == 1 else f"{count:,} texts are not finished"
    if not choice.targets:
        return "nothing of it is translated"
    bar = policy.update if exists else policy.create
    if policy.unfinished is Unfinished.HOLD:
        return told
    if choice.percent < bar:
        return f"{told}: {choice.percent}% of the words are, and {bar}% are asked for"
    return ""


def _why_unwritable(text: JudgedText, target: str, shortcodes: Collection[str]) -> str:
    if text.state is SegmentState.INVALID:
        return text.reason or "a check says that it is wrong"
    if not target.strip():
        return ""
    return first_error(text.unit.source, target, shortcodes=shortcodes)


def _is_good(text: JudgedText) -> bool:
    """Tell whether a person made the translation that stands, be it of an earlier text."""
    return text.state in _OLD and not text.unit.origin and not text.unit.empty
