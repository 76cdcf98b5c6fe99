"""Which old and new segments of a page that is cut anew hold the same text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calque.html import plain
from calque.locales.writing import word_pieces
from calque.model import Segment
from calque.po.similarity import shared_words
from calque.po.units import Key

__all__ = ["Span", "find_spans", "is_same_text"]

_ALIKE = 0.6
_LARGEST = 400_000_000
"""Pairs of old and new segments from which on a page that was edited, too, is not compared segment by segment."""


@dataclass(frozen=True, slots=True)
class Span:
    """Old and new segments with the same text between the same borders."""

    before: tuple[Key, ...]
    after: tuple[Segment, ...]
    same: bool = True
    """Both sides have the same words; otherwise words moved into a placeholder or out of one."""


def find_spans(before: Sequence[Key], after: Sequence[Segment]) -> Iterator[Span]:
    """Yield the smallest runs of segments that differ and read the same, and single ones that nearly do.

    Those of one context come before all together: the alternative text of an image stands behind the text around it
    as long as that is one, and between its halves where it is two.
    """
    olds, news = list(before), list(after)
    for context in dict.fromkeys(key[0] for key in before):
        own = [key for key in before if key[0] == context], [one for one in after if one.context == context]
        spans = list(_smallest(*own) if is_same_text(*own) else _same_between(*own))
        yield from (span for span in spans if span.before != _keys(span.after))
        done = (
            {key for span in spans for key in span.before},
            {id(one) for span in spans for one in span.after},
        )
        olds, news = (
            [key for key in olds if key not in done[0]],
            [one for one in news if id(one) not in done[1]],
        )
    if is_same_text(olds, news):
        yield from (span for span in _smallest(olds, news) if span.before != _keys(span.after))
        return
    for start, end, first, last in _replaced(olds, _keys(news)):
        if is_same_text(olds[start:end], news[first:last]):
            yield from _smallest(olds[start:end], news[first:last])
        elif end - start == last - first:
            pairs = zip(olds[start:end], news[first:last], strict=True)
            yield from (Span((old,), (new,), same=False) for old, new in pairs if _is_alike(old[1], new.text))


def is_same_text(before: Sequence[Key], after: Sequence[Segment]) -> bool:
    """Tell whether the old segments joined have the same words as the new ones joined."""
    return _letters(text for _, text in before) == _letters(segment.text for segment in after)


def _same_between(before: Sequence[Key], after: Sequence[Segment]) -> Iterator[Span]:
    """Yield what reads the same of the runs between the segments that both cuts have."""
    for start, end, first, last in _replaced(before, _keys(after)):
        if is_same_text(before[start:end], after[first:last]):
            yield from _smallest(before[start:end], after[first:last])


def _keys(segments: Sequence[Segment]) -> tuple[Key, ...]:
    return tuple((segment.context, segment.text) for segment in segments)


def _replaced(before: Sequence[Key], after: Sequence[Key]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the spans of texts that others stand in the place of; of pages of very many texts, none."""
    if len(before) * len(after) > _LARGEST:
        return
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415  20 ms, where a page is cut anew

    one = other = 0
    codes = [code for code in LCSseq.opcodes(before, after) if code.tag == "equal"]
    ends = [(code.src_start, code.dest_start, code.src_end, code.dest_end) for code in codes]
    for to_one, to_other, next_one, next_other in (*ends, (len(before), len(after), 0, 0)):
        if one < to_one and other < to_other:
            yield one, to_one, other, to_other
        one, other = next_one, next_other


def _is_alike(old: str, new: str) -> bool:
    words = word_pieces(plain(old)), word_pieces(plain(new))
    return 2 * shared_words(*words) >= _ALIKE * sum(map(len, words))


def _smallest(before: Sequence[Key], after: Sequence[Segment]) -> Iterator[Span]:
    old: list[Key] = []
    new: list[Segment] = []
    ahead = 0
    rest = iter(after)
    for key in before:
        old.append(key)
        ahead -= len(_letters([key[1]]))
        while ahead < 0 and (segment := next(rest, None)) is not None:
            new.append(segment)
            ahead += len(_letters([segment.text]))
        if ahead == 0 and new:
            yield Span(tuple(old), tuple(new))
            old, new = [], []


def _letters(texts: Iterator[str] | Sequence[str]) -> str:
    return "".join("".join(plain(text).split()) for text in texts)
