"""Two sides of a catalog that were edited apart, merged entry by entry: the work of both is kept."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from calque.po.block import Block
from calque.po.carry import explained
from calque.po.catalog import Catalog
from calque.po.entries import NOTHING, Fields, Key, origin_of, without_origin
from calque.po.header import metadata_of, with_metadata
from calque.po.read import read_catalog
from calque.po.rivals import ANOTHER_BRANCH, Rival, disputed, rivals_of
from calque.po.write import write_catalog

__all__ = ["MergedSides", "SideConflict", "merge_sides"]

_Identity = tuple[Key, int]
"""Context and text of an entry, and how many of the same stand before it; one in use comes before an obsolete one."""
_Rows = Mapping[_Identity, Block]
_REVISED = "PO-Revision-Date"
_SIGNED = (_REVISED, "Last-Translator", "Language-Team", "X-Generator")
"""What an editor writes together into the header."""


@dataclass(frozen=True, slots=True)
class SideConflict:
    """A text that the two sides translate in different ways; the second translation is noted beside the first."""

    line: int
    """Of the merged file."""
    source: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class MergedSides:
    """The merged catalog, and what a person must choose in it."""

    catalog: Catalog
    conflicts: tuple[SideConflict, ...] = ()


def merge_sides(base: Catalog, ours: Catalog, theirs: Catalog, *, wrap: int = 79) -> MergedSides:
    """Return a catalog with what both sides changed since `base`, which may be empty.

    One side translated a text, the other remarked on it: both are there. A text that became stale on one side takes
    over a translation that was improved on the other. An entry that one side removed is gone unless the other
    changed it. Two translations of one text: ours stands, fuzzy, theirs is noted as its rival. A rival that one side
    noted while the other changed the translation is not settled by that: the changed one stands, fuzzy.
    """
    if _same(ours, theirs) or _same(base, theirs):
        return MergedSides(ours)
    if _same(base, ours):
        return MergedSides(theirs)
    merge = _Merge(_rows(base), _rows(ours), _rows(theirs), same_lines=ours.newline == theirs.newline)
    merged = {identity: block for identity in _order(merge) if (block := merge.block(identity))}
    spare = set(merge.clashes) | set(_lost(merge, merged))
    for identity in spare:
        merged[identity] = _with_rival(merged[identity], merge.losers[identity])
    blocks = list(merged.values())
    if not _is_mixed(ours):
        blocks.sort(key=lambda block: block.fields.obsolete)
    catalog = replace(ours.with_blocks(blocks), tail=_tail(base.tail, ours.tail, theirs.tail, ours.newline))
    return MergedSides(catalog, tuple(_told(catalog, merged, spare, merge.losers, wrap)))


class _Merge:
    """The entries of three catalogs, and what is noticed while they are merged."""

    def __init__(self, base: _Rows, ours: _Rows, theirs: _Rows, *, same_lines: bool) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.losers: dict[_Identity, Fields] = {}
        """Entries whose translation gave way to another one."""
        self.clashes: list[_Identity] = []
        """Those of them that nobody had marked as unfinished, on either side."""
        self._same_lines = same_lines
        self._heirs = {
            **_heirs(base, gone_from=ours, edited_in=theirs),
            **_heirs(base, gone_from=theirs, edited_in=ours),
        }
        self._heard = set(self._heirs.values())

    def block(self, identity: _Identity) -> Block | None:
        """Return the merged entry, or None where it is gone."""
        base, ours, theirs = (rows.get(identity) for rows in (self.base, self.ours, self.theirs))
        if identity in self._heard:
            return None  # its translation goes to the text that came in its place
        if identity in self._heirs:
            return self._inherited(identity, self._heirs[identity])
        if ours is None or theirs is None:
            only = ours or theirs
            return only if only and (base is None or _work(only.fields) != _work(base.fields)) else None
        fields = self._both(identity, base.fields if base else None, ours.fields, theirs.fields)
        return self._laid_out(fields, ours, theirs)

    def _inherited(self, identity: _Identity, former: _Identity) -> Block:
        """Return a stale entry with the translation that its former text got meanwhile on the other side."""
        heir = self.ours.get(identity) or self.theirs[identity]
        edited = (self.ours.get(former) or self.theirs[former]).fields
        base, fields = self.base[former].fields, heir.fields
        previous = (fields.previous_msgctxt, fields.previous_msgid, fields.previous_msgid_plural)
        if not edited.is_fuzzy:
            previous = (edited.msgctxt, edited.msgid, edited.msgid_plural or None)
        notes = _lines(base.tcomment, fields.tcomment, edited.tcomment)
        fields = fields._replace(
            msgstr=edited.msgstr,
            msgstr_plural=edited.msgstr_plural,
            previous_msgctxt=previous[0],
            previous_msgid=previous[1],
            previous_msgid_plural=previous[2],
            tcomment=without_origin("\n".join(notes)),
        )
        if heir.fields.comment == explained(heir.fields, heir.fields.previous_msgid):
            fields = fields._replace(comment=explained(fields, fields.previous_msgid))
        return heir.saying(fields)

    def _both(self, identity: _Identity, base: Fields | None, ours: Fields, theirs: Fields) -> Fields:
        before = base or NOTHING
        if ours.is_header:
            return ours._replace(
                msgstr=_header(before.msgstr, ours.msgstr, theirs.msgstr),
                tcomment="\n".join(_lines(before.tcomment, ours.tcomment, theirs.tcomment)),
            )
        chosen = self._chosen(identity, before, ours, theirs)
        notes = _lines(*(without_origin(side.tcomment) for side in (before, ours, theirs)))
        origin = origin_of(chosen)
        flags = _united(*(_own_flags(side) for side in (before, ours, theirs)))
        both = chosen._replace(
            flags=(*(("fuzzy",) if chosen.is_fuzzy else ()), *flags),
            tcomment="\n".join([*notes, *([str(origin)] if origin else [])]),
            comment=theirs.comment if ours.comment == before.comment else ours.comment,
            occurrences=theirs.occurrences if ours.occurrences == before.occurrences else ours.occurrences,
            obsolete=ours.obsolete and theirs.obsolete
            if base is None
            else _either(base, ours, theirs).obsolete,
        )
        agreed = [side for side in (ours, theirs) if _said(side) == _said(chosen)]
        return _with_unseen_rivals(both, {rival for side in (before, *agreed) for rival in rivals_of(side)})

    def _chosen(self, identity: _Identity, base: Fields, ours: Fields, theirs: Fields) -> Fields:
        """Return the side whose translation stands, and note the other where it is another translation."""
        said, one, other = _said(base), _said(ours), _said(theirs)
        if other in (one, said):
            return ours
        if one == said:
            return theirs
        if ours.targets == theirs.targets:
            return theirs if ours.is_fuzzy else ours
        for side, kept in ((ours, theirs), (theirs, ours)):
            if not side.is_translated or (side.targets == base.targets and kept.is_translated):
                return kept
        winner, loser = (theirs, ours) if _rank(theirs) < _rank(ours) else (ours, theirs)
        self.losers[identity] = loser
        if not (winner.is_fuzzy or loser.is_fuzzy):
            self.clashes.append(identity)
        return winner

    def _laid_out(self, fields: Fields, ours: Block, theirs: Block) -> Block:
        if fields != ours.fields and fields == theirs.fields and self._same_lines:
            return theirs
        return ours if fields == ours.fields else ours.saying(fields)


def _rank(fields: Fields) -> tuple[bool, bool]:
    """Return how much is known to be a person's finished work: the less, the better."""
    return (fields.is_fuzzy, origin_of(fields) is not None)


def _same(one: Catalog, other: Catalog) -> bool:
    return one.data is not None and one.data == other.data


def _rows(catalog: Catalog) -> _Rows:
    blocks = sorted(catalog.blocks, key=lambda block: block.fields.obsolete)
    seen: Counter[Key] = Counter()
    numbered: dict[int, _Identity] = {}
    for block in blocks:
        key = block.fields.key
        numbered[id(block)] = (key, seen[key])
        seen[key] += 1
    return {numbered[id(block)]: block for block in catalog.blocks}


def _said(fields: Fields) -> tuple[object, ...]:
    """Return all that belongs to an entry's translation: it is taken from one side as a whole."""
    targets = fields.targets if fields.is_translated else ()
    previous = (fields.previous_msgctxt, fields.previous_msgid, fields.previous_msgid_plural)
    return (targets, fields.is_fuzzy, previous, fields.msgid_plural, origin_of(fields))


def _work(fields: Fields) -> tuple[object, ...]:
    """Return what a person or a merge may have done to an entry: all but the place of its text."""
    return (_said(fields), fields.tcomment, fields.flags)


def _own_flags(fields: Fields) -> tuple[str, ...]:
    return tuple(flag for flag in fields.flags if flag != "fuzzy")


def _united(base: Collection[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return what either side has, but for what the other one took away: `a b`, `a`, `a b c` → `a c`."""
    removed = {one for one in base if one not in ours or one not in theirs}
    return [one for one in dict.fromkeys((*ours, *theirs)) if one not in removed]


def _lines(base: str, ours: str, theirs: str) -> list[str]:
    return _united(*([line for line in text.splitlines() if line] for text in (base, ours, theirs)))


def _either(base: Fields, ours: Fields, theirs: Fields) -> Fields:
    """Return the side that made an entry obsolete, or took it back into use; ours where neither did."""
    return theirs if ours.obsolete == base.obsolete else ours


def _tail(base: str, ours: str, theirs: str, newline: str) -> str:
    if ours in (base, theirs):
        return theirs
    if base == theirs:
        return ours
    lines = _lines(base, ours, theirs)
    blank = newline if ours.startswith(("\n", "\r")) and lines else ""
    return blank + "".join(line + newline for line in lines)


def _header(base: str, ours: str, theirs: str) -> str:
    """Return a header's msgstr with what either side changed; what editors sign with is that of the later one."""
    before, one, other = (metadata_of(text) for text in (base, ours, theirs))
    later = other.get(_REVISED, "") > one.get(_REVISED, "")
    signed = other if later else one
    changed = {
        name: signed[name] if name in _SIGNED and name in signed else value
        for name, value in other.items()
        if value != before.get(name)
        and (
            one.get(name) == before.get(name)
            or (value > one.get(name, "") if name == "POT-Creation-Date" else later)
        )
    }
    changed |= {name: signed[name] for name in _SIGNED if later and name in signed}
    return with_metadata(ours, {name: value for name, value in changed.items() if one.get(name) != value})


def _heirs(base: _Rows, *, gone_from: _Rows, edited_in: _Rows) -> dict[_Identity, _Identity]:
    """Return which stale entries stand for one whose translation the other side edited: new identity → former one."""
    formers: dict[tuple[Key, tuple[str, ...]], _Identity] = {}
    for identity, block in base.items():
        edited = edited_in.get(identity)
        if identity in gone_from or edited is None or not edited.fields.is_translated or block.is_header:
            continue
        if _said(edited.fields) == _said(block.fields) or origin_of(edited.fields) is not None:
            continue
        for key in _made_from(block.fields):
            formers.setdefault((key, block.fields.targets), identity)
    found: dict[_Identity, _Identity] = {}
    for identity, block in gone_from.items() if formers else ():
        fields = block.fields
        if identity in base or identity in edited_in or not fields.is_fuzzy or fields.previous_msgid is None:
            continue
        former = formers.get(((fields.previous_msgctxt, fields.previous_msgid), fields.targets))
        if former and former not in found.values():
            same_plural = bool(fields.msgid_plural) == bool(edited_in[former].fields.msgid_plural)
            found |= {identity: former} if same_plural else {}
    return found


def _made_from(fields: Fields) -> Iterator[Key]:
    """Yield the texts that an entry which took this one's translation over may say it was made from."""
    yield fields.key
    if fields.is_fuzzy and fields.previous_msgid is not None:
        yield (fields.previous_msgctxt, fields.previous_msgid)


def _order(merge: _Merge) -> list[_Identity]:
    """Return all entries in the order of the side that changed it; others behind what stands before them there."""
    base, ours, theirs = list(merge.base), list(merge.ours), list(merge.theirs)
    first, second = (theirs, ours) if ours == base else (ours, theirs)
    known = set(first)
    follow: dict[_Identity | None, list[_Identity]] = {}
    before: _Identity | None = None
    for identity in second:
        if identity in known:
            before = identity
        else:
            follow.setdefault(before, []).append(identity)
    return [*follow.get(None, ()), *(one for row in first for one in (row, *follow.get(row, ())))]


def _lost(merge: _Merge, merged: Mapping[_Identity, Block]) -> Iterable[_Identity]:
    """Return the entries whose other translation stands nowhere else in the merged catalog."""
    if not merge.losers:
        return ()
    stands = {text for block in merged.values() for text in block.fields.targets}
    return [
        identity
        for identity, loser in merge.losers.items()
        if not {text for text in loser.targets if text} <= stands
    ]


def _with_rival(block: Block, loser: Fields) -> Block:
    text = " | ".join(filter(None, loser.targets))
    return block.saying(disputed(block.fields, Rival(ANOTHER_BRANCH, text)))


def _with_unseen_rivals(fields: Fields, seen: Collection[Rival]) -> Fields:
    """Return an entry, fuzzy where it has rivals that its translator had not seen, and these noted once more.

    A changed translation settles what was noted before it, also by the record of an earlier sync; so the new note
    has another name: `https://…/fr/a/: X` → that, and `another branch: X`.
    """
    for rival in rivals_of(fields):
        if rival not in seen:
            fields = disputed(fields, Rival(ANOTHER_BRANCH, rival.text))
    return fields


def _is_mixed(catalog: Catalog) -> bool:
    """Tell whether an obsolete entry stands before one in use."""
    obsolete = [block.fields.obsolete for block in catalog.blocks]
    return obsolete != sorted(obsolete)


def _told(
    catalog: Catalog,
    merged: Mapping[_Identity, Block],
    spare: Collection[_Identity],
    losers: Mapping[_Identity, Fields],
    wrap: int,
) -> Iterator[SideConflict]:
    """Yield the conflicts with the lines on which they stand in the written file."""
    if not spare:
        return
    written = read_catalog(write_catalog(catalog, wrap=wrap), place="")
    lines = {identity: block.line or 1 for identity, block in _rows(written).items()}
    for identity in merged:
        if identity in spare:
            texts = (
                " | ".join(filter(None, row.targets)) for row in (merged[identity].fields, losers[identity])
            )
            yield SideConflict(lines.get(identity, 1), merged[identity].fields.msgid, *texts)
