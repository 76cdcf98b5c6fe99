"""A page cut anew: the same text in other segments, and its translations carried over to them.

A newer calque, or another rule in `[html]`, may make two sentences of what was one segment, or one of two. Nobody
edited anything, so nothing is stale: what can be cut or joined for sure stays confirmed, the rest is to be reviewed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from polib import POEntry

from calque.adoption.recut_spans import Span, find_spans
from calque.adoption.recut_tags import cut_at_tags
from calque.align import align
from calque.html import first_error, split
from calque.locales.writing import UNSPACED_LANGUAGES
from calque.model import Placeholder, Rules, Segment
from calque.po import Block, Catalog, Origin, is_fuzzy, is_translated, origin_of, plural_of, rivals_of
from calque.po.adoptions import adoption_lines
from calque.po.entries import NOTHING, fields_of, key_of, new_entry, persons_comment
from calque.po.units import Key, entries_by_key

__all__ = ["Cuts", "Recut", "recut_catalog"]

_SURE = 0.8
"""How sure each sentence's partner must be; that the wholes are translations of each other is known."""
_NUMBERED = re.compile(r'<([a-z][a-z0-9._:-]*) id="([1-9][0-9]*)"')
_NUMBER = re.compile(r' id="([1-9][0-9]*)"')
_SENTENCES = Rules(sentence=True)
_NONE = new_entry(NOTHING)

Cuts = tuple[Sequence[Key], Sequence[Segment]]
"""A page's segments before and after."""


@dataclass(frozen=True, slots=True)
class Recut:
    """A catalog with translations for the new segments; those of the old ones are still in it."""

    catalog: Catalog
    posts: tuple[str, ...] = ()
    """The keys of the posts with such translations."""
    carried: int = 0
    """Entries that are confirmed, as the ones were that they come from."""
    doubtful: int = 0
    """Entries to be reviewed."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """The translation of a new segment, and how sure it is."""

    text: str
    confidence: float
    sure: bool
    is_whole: bool = False
    """The old segment's whole translation, its placeholders numbered anew."""


def recut_catalog(
    catalog: Catalog, pages: Mapping[str, Cuts], *, locale: str, shortcodes: Sequence[str] = ()
) -> Recut:
    """Give new segments the translations that the same text had as the old ones; `pages` by the posts' keys.

    ::

        Come in. We are open.  Entrez. C'est ouvert.   ->  Come in.      Entrez.
                                                           We are open.  C'est ouvert.
    """
    if not pages:
        return Recut(catalog)
    known = entries_by_key(catalog)
    revived = {key_of(entry) for entry in catalog.obsolete if is_translated(entry) and not is_fuzzy(entry)}
    taken = {key for key, entry in known.items() if is_translated(entry)}
    new: dict[Key, POEntry] = {}
    posts: set[str] = set()
    doubtful = 0
    for post, span in ((post, span) for post, cuts in pages.items() for span in find_spans(*cuts)):
        entries = [known.get(key, _NONE) for key in span.before]
        if not any(map(is_translated, entries)) or any(map(plural_of, entries)):
            continue
        for segment, piece in zip(span.after, _pieces(span, entries, locale), strict=True):
            key = (segment.context, segment.text)
            sure = piece.sure and not first_error(segment.text, piece.text, shortcodes=shortcodes)
            if key in new or key in taken or (key in revived and not sure):
                continue
            new[key] = _entry(segment, piece, entries, sure=sure, first=segment is span.after[0])
            doubtful += not sure
            posts.add(post)
    if not new:
        return Recut(catalog)
    kept = [block for block in catalog.blocks if block.fields.obsolete or block.fields.key not in new]
    blocks = [*kept, *(Block(entry) for entry in new.values())]
    return Recut(catalog.with_blocks(blocks), tuple(sorted(posts)), len(new) - doubtful, doubtful)


def _pieces(span: Span, entries: Sequence[POEntry], locale: str) -> Sequence[_Piece]:
    """Cut and join the translations of a span's old segments for its new ones, at their tags or by sentence."""
    numbers = _Numbers(span)
    target = _joined([numbers.to_span(one, entry.msgstr) for one, entry in enumerate(entries)], locale)
    clean = span.same and all(
        is_translated(entry) and not is_fuzzy(entry) and not rivals_of(entry) for entry in entries
    )
    if len(span.after) == 1:
        text = numbers.from_span(0, target)
        is_whole = span.same and len(entries) == 1 and text is not None
        return [
            _Piece(text or target, _confidence(entries), sure=clean and text is not None, is_whole=is_whole)
        ]
    if len(entries) == 1 and span.same:
        texts = cut_at_tags(span.before[0][1], entries[0].msgstr, [segment.text for segment in span.after])
        if texts:
            return [_Piece(text, _confidence(entries), sure=clean) for text in texts]
    parts = _sentences(target)
    groups = {
        group.source[0]: group
        for group in align(span.after, parts)
        if len(group.source) == 1 and group.target
    }
    in_order = [groups[one].target if one in groups else () for one in range(len(span.after))]
    whole = in_order == [(one,) for one in range(len(parts))]
    pieces: list[_Piece] = []
    for one in range(len(span.after)):
        found = " ".join(_text_of(parts[other]) for other in in_order[one]) or target
        text = numbers.from_span(one, found)
        confidence = groups[one].confidence if one in groups else 0.0
        pieces.append(_Piece(text or found, confidence, sure=clean and whole and text is not None))
    sure = all(piece.sure and piece.confidence >= _SURE for piece in pieces)
    return [_Piece(piece.text, piece.confidence, sure=sure) for piece in pieces]


class _Numbers:
    """The numbers of placeholders: of each old and new segment, and one for the span as a whole."""

    def __init__(self, span: Span) -> None:
        old = [(one, *tag) for one, (_, text) in enumerate(span.before) for tag in _tags(text)]
        new = [(one, *tag) for one, segment in enumerate(span.after) for tag in _tags(segment.text)]
        self._alike = [tag[1] for tag in old] == [tag[1] for tag in new]
        self._of_old = {(one, number): whole for whole, (one, _, number) in enumerate(old, 1)}
        self._of_new = {(one, whole): number for whole, (one, _, number) in enumerate(new, 1)}

    def to_span(self, one: int, text: str) -> str:
        """Renumber a translation of an old segment for the span."""
        return _NUMBER.sub(lambda found: f' id="{self._of_old.get((one, int(found[1])), 0)}"', text)

    def from_span(self, one: int, text: str) -> str | None:
        """Renumber a part of the span's translation for a new segment; None where it has no such placeholder."""
        numbers = [int(number) for number in _NUMBER.findall(text)]
        if numbers and not (self._alike and all((one, number) in self._of_new for number in numbers)):
            return None
        return _NUMBER.sub(lambda found: f' id="{self._of_new[one, int(found[1])]}"', text)


def _tags(text: str) -> Sequence[tuple[str, int]]:
    """Return name and number of each numbered placeholder, in the order of the text."""
    return [(name, int(number)) for name, number in dict.fromkeys(_NUMBERED.findall(text))]


def _sentences(text: str) -> Sequence[Segment]:
    """Cut a translation into sentences; `openings` of their placeholders hold the numbers that it has in the whole."""
    return split(f"<p>{text}</p>", field="content", rules=_SENTENCES).segments


def _text_of(part: Segment) -> str:
    """Return a sentence with the placeholder numbers of the whole that it was cut from."""
    whole = {one.id: number for one in part.placeholders if (number := _own_number(one))}
    return _NUMBER.sub(lambda found: f' id="{whole.get(int(found[1]), 0)}"', part.text)


def _own_number(placeholder: Placeholder) -> str:
    found = _NUMBER.search(placeholder.opening)
    return found[1] if found else ""


def _joined(texts: Sequence[str], locale: str) -> str:
    return ("" if locale.partition("-")[0] in UNSPACED_LANGUAGES else " ").join(filter(None, texts))


def _confidence(entries: Sequence[POEntry]) -> float:
    origins = [origin.confidence for entry in entries if (origin := origin_of(entry))]
    return min(origins, default=1.0)


def _entry(
    segment: Segment, piece: _Piece, entries: Sequence[POEntry], *, sure: bool, first: bool
) -> POEntry:
    """Return the entry of a new segment; one that was fuzzy before, and is only written otherwise, stays as it was."""
    fields = NOTHING._replace(
        msgctxt=segment.context,
        msgid=segment.text,
        msgstr=piece.text,
    )
    if piece.is_whole and (sure or is_fuzzy(entries[0])):
        old = fields_of(entries[0])
        return new_entry(old._replace(msgctxt=segment.context, msgid=segment.text, msgstr=piece.text))
    notes = [persons_comment(entry.tcomment) for entry in entries] if first else []
    adopted = dict.fromkeys(line for entry in entries for line in adoption_lines(entry))
    origin = [] if sure else [str(Origin("recut", piece.confidence))]
    flags = [flag for entry in entries for flag in entry.flags if flag != "fuzzy"]
    return new_entry(
        fields._replace(
            tcomment="\n".join(filter(None, (*notes, *adopted, *origin))),
            flags=tuple(dict.fromkeys(flags if sure else ("fuzzy", *flags))),
        )
    )
