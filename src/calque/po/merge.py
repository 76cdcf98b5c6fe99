"""Merging a catalog with a newer template: what stays, what is suggested, what becomes obsolete."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from polib import POEntry

from calque.po.align import Aligned, aligned
from calque.po.catalog import Block, Catalog, is_header
from calque.po.entries import (
    Fields,
    Origin,
    fields_of,
    is_fuzzy,
    is_translated,
    key_of,
    new_entry,
    target_of,
    without_origin,
)
from calque.po.header import catalog_header, header_text, plural_forms, with_metadata
from calque.po.match import THRESHOLD, Kin, Source, SourceIndex, place_of, stripped, word_count
from calque.po.worddiff import word_diff

__all__ = ["EntryChange", "EntryChangeKind", "Merge", "merge"]

Key = tuple[str | None, str]
_WORDS = 4
"""Texts with fewer words are filled by position or identity, never by similarity alone."""


class EntryChangeKind(StrEnum):
    """What became of an entry."""

    NEW = "new"
    """A new text, without a suggestion."""
    STALE = "stale"
    """The text was edited; its translation is kept, fuzzy."""
    MEMORY = "memory"
    """A new text with the translation of another, fuzzy."""
    REVIVED = "revived"
    """The text came back from the obsolete entries."""
    REVERTED = "reverted"
    """The text is again the one that its translation was made from; no longer fuzzy."""
    OBSOLETE = "obsolete"
    """The text is gone; its translation stays as `#~`."""
    REMOVED = "removed"
    """The text is gone, and had no translation."""
    ARCHIVED = "archived"
    """A translation or a comment that has no place in the catalog any more."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One row of a merge's account."""

    kind: EntryChangeKind
    context: str | None
    source: str
    predecessor: str | None = None
    """The source text that the suggestion was the translation of."""
    predecessor_context: str | None = None
    score: float | None = None
    """How alike the two source texts are, from 0 to 1."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged catalog, and how it came about."""

    catalog: Catalog
    changes: tuple[EntryChange, ...] = ()
    archived: tuple[POEntry, ...] = ()
    """Entries whose translation or comment the catalog cannot hold; the caller keeps them."""


def merge(  # noqa: PLR0913 - each is a question the caller decides
    catalog: Catalog | None,
    template: Catalog,
    *,
    locale: str,
    language: str,
    fuzzy: bool = True,
    explain: bool = True,
    memory: SourceIndex | None = None,
) -> Merge:
    """Return the catalog brought up to the template; without one, a new catalog for `locale`.

    `language` is the gettext name of the tag `locale` (`pt_BR` of `pt-BR`). `fuzzy` suggests
    translations for edited texts; `explain` says in a comment what changed in them; `memory` holds
    translations from other catalogs. Merging again changes nothing.
    """
    if catalog is None:
        catalog = _empty(template, locale, language)
    known = _Known.of(catalog)
    forms = _form_count(catalog, language)
    rows = [_Row(position, block) for position, block in enumerate(_units(template))]
    _match_exactly(rows, known)
    if fuzzy:
        _suggest(rows, known, memory)
    changes: list[EntryChange] = []
    blocks = [_header(catalog, template, language)]
    for row in rows:
        block, change = _carried(row, forms, explain=explain)
        blocks.append(block)
        changes.extend([change] if change else [])
    archived: list[POEntry] = list(known.surplus)
    for block in _left_over(rows, known):
        kept, change = _without_source(block)
        blocks.extend([kept] if kept else [])
        changes.extend([change] if change else [])
        if kept is None and block.entry.tcomment:
            archived.append(block.entry)
    changes.extend(
        EntryChange(
            EntryChangeKind.ARCHIVED, entry.msgctxt, entry.msgid, reason="no place left in the catalog"
        )
        for entry in archived
    )
    return Merge(_settled(catalog, blocks), tuple(changes), tuple(archived))


@dataclass
class _Row:
    """A template's entry on its way into the catalog."""

    position: int
    block: Block
    old: Block | None = None
    """The entry whose translation it takes over."""
    kind: EntryChangeKind | None = None
    score: float | None = None
    reason: str = ""

    @property
    def entry(self) -> POEntry:
        return self.block.entry


@dataclass
class _Known:
    """The entries of the old catalog by key, and what has the same key as another."""

    live: dict[Key, Block] = field(default_factory=dict)
    obsolete: dict[Key, Block] = field(default_factory=dict)
    surplus: list[POEntry] = field(default_factory=list)
    positions: dict[int, int] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, catalog: Catalog) -> "_Known":
        known = cls()
        for position, block in enumerate(catalog.blocks):
            if is_header(block.entry):
                continue
            known.positions[id(block.entry)] = position
            known._add(block)
        for key in known.live.keys() & known.obsolete.keys():
            old, live = known.obsolete.pop(key), known.live[key]
            if is_translated(live.entry) or not is_translated(old.entry):
                known._spare(old, live)
            else:
                known.obsolete[key] = old
        return known

    def _add(self, block: Block) -> None:
        group = self.obsolete if block.entry.obsolete else self.live
        first = group.setdefault(key_of(block.entry), block)
        if first is block:
            return
        if is_translated(block.entry) and not is_translated(first.entry):
            group[key_of(block.entry)] = block
            self._spare(first, block)
        else:
            self._spare(block, first)

    def _spare(self, block: Block, kept: Block) -> None:
        entry = block.entry
        told = {*target_of(kept.entry), ""}
        if not told.issuperset(target_of(entry)) or entry.tcomment not in {"", kept.entry.tcomment}:
            self.surplus.append(entry)

    def take(
        self, row: _Row, block: Block, kind: EntryChangeKind | None, *, score: float | None, reason: str
    ) -> None:
        row.old, row.kind, row.score, row.reason = block, kind, score, reason
        self.used.add(id(block.entry))


def _match_exactly(rows: Iterable[_Row], known: _Known) -> None:
    kind = EntryChangeKind
    waiting = []
    for row in rows:
        key = key_of(row.entry)
        live, gone = known.live.get(key), known.obsolete.get(key)
        if gone and not (live and is_translated(live.entry)):
            known.take(row, gone, kind.REVIVED, score=1.0, reason="the same text among the obsolete entries")
            if live:
                known.used.add(id(live.entry))
        elif live:
            known.take(row, live, None, score=1.0, reason="")
        else:
            waiting.append(row)
    earlier = {
        (block.entry.previous_msgctxt, block.entry.previous_msgid): block
        for group in (known.obsolete, known.live)
        for block in group.values()
        if id(block.entry) not in known.used and is_fuzzy(block.entry) and is_translated(block.entry)
    }
    for row in waiting:
        block = earlier.get(key_of(row.entry))
        if block and bool(block.entry.msgid_plural) == bool(row.entry.msgid_plural):
            known.take(row, block, kind.REVERTED, score=1.0, reason="the text its translation was made from")


def _suggest(rows: Sequence[_Row], known: _Known, memory: SourceIndex | None) -> None:
    waiting = [row for row in rows if row.old is None]
    if not waiting:
        return
    exact = [
        (known.positions[id(row.old.entry)], row.position)
        for row in rows
        if row.old is not None and not row.old.entry.obsolete
    ]
    blocks = {id(block.entry): block for group in (known.live, known.obsolete) for block in group.values()}
    sources = []
    for block in blocks.values():
        kin = Kin.LIVE if id(block.entry) in known.used else Kin.OWN
        sources.append(Source.of(block.entry, kin))
    orphans = [
        (known.positions[id(source.entry)], source)
        for source in sources
        if source.kin is Kin.OWN and not source.entry.obsolete and is_translated(source.entry)
    ]
    wanted = [(row.position, place_of(row.entry), row.entry.msgid) for row in waiting]
    by_position = aligned(orphans, wanted, exact)
    index = SourceIndex(sources)
    for row in waiting:
        _suggest_one(row, known, blocks, by_position.get(row.position), index, memory)


def _suggest_one(  # noqa: PLR0913 - the places a suggestion can come from
    row: _Row,
    known: _Known,
    blocks: dict[int, Block],
    near: Aligned | None,
    index: SourceIndex,
    memory: SourceIndex | None,
) -> None:
    text, place = row.entry.msgid, place_of(row.entry)
    short = word_count(stripped(text)) < _WORDS
    best = index.best(text, place, threshold=1.0 if short else THRESHOLD)
    if near and (best is None or near.score >= best[1] or near.source.entry is best[0].entry):
        known.take(
            row, blocks[id(near.source.entry)], EntryChangeKind.STALE, score=near.score, reason=near.reason
        )
        return
    if memory and (best is None or best[1] < 1.0):
        other = memory.best(text, place, threshold=1.0 if short else THRESHOLD)
        if other and (best is None or other[1] > best[1]):
            best = other
    if best:
        source, score = best
        kind = EntryChangeKind.STALE if source.kin is Kin.OWN else EntryChangeKind.MEMORY
        reason = {
            Kin.OWN: "the most similar text that is gone",
            Kin.ORPHAN: "the most similar text that is gone",
            Kin.LIVE: "the most similar text in use",
            Kin.MEMORY: "the most similar text of another catalog",
        }[source.kin]
        known.take(row, blocks.get(id(source.entry)) or Block(source.entry), kind, score=score, reason=reason)


def _carried(row: _Row, forms: int, *, explain: bool) -> tuple[Block, EntryChange | None]:
    """Return the template's entry with the translation of its predecessor, if it has one."""
    new = fields_of(row.entry)
    if row.old is None:
        plural = tuple((number, "") for number in range(forms)) if new.msgid_plural else ()
        block = replace(
            row.block, entry=new_entry(new._replace(msgstr="", msgstr_plural=plural)), raw="", read=None
        )
        return block, EntryChange(EntryChangeKind.NEW, new.msgctxt, new.msgid)
    old = fields_of(row.old.entry)
    suggestion = row.kind in {EntryChangeKind.STALE, EntryChangeKind.MEMORY}
    reshaped = bool(old.msgid_plural) != bool(new.msgid_plural)
    flags = _flags(old.flags, new.flags)
    tcomment = old.tcomment
    previous: tuple[str | None, str | None, str | None] = (None, None, None)
    if row.kind is EntryChangeKind.REVERTED:
        flags = tuple(flag for flag in flags if flag != "fuzzy")
    elif "fuzzy" in flags:
        previous = (old.previous_msgctxt, old.previous_msgid, old.previous_msgid_plural)
    elif suggestion or (reshaped and is_translated(row.old.entry)):
        flags = ("fuzzy", *flags)
        previous = (old.msgctxt, old.msgid, old.msgid_plural or None)
    if "fuzzy" not in flags:
        tcomment = without_origin(tcomment)
    elif row.kind is EntryChangeKind.MEMORY:
        tcomment = "\n".join(
            part for part in (without_origin(tcomment), str(Origin("memory", row.score or 0))) if part
        )
    msgstr, plural = _forms(old, new, forms)
    comment = new.comment
    if explain and previous[1] is not None and previous[1] != new.msgid:
        comment = "\n".join(
            part for part in (comment, f"changed: {word_diff(previous[1], new.msgid)}") if part
        )
    fields = Fields(tcomment, comment, new.occurrences, flags, *previous, *new[7:10], msgstr, plural, False)  # noqa: FBT003 - in use
    entry = new_entry(fields, row.old.entry.linenum)
    block = replace(row.old, entry=entry, gap=row.old.gap)
    if row.kind is None:
        return block, None
    change = EntryChange(row.kind, new.msgctxt, new.msgid, old.msgid, old.msgctxt, row.score, row.reason)
    return block, change


def _flags(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Keep the old flags, but take from the template what it decides: formats, ranges, wrapping."""
    kept = [flag for flag in old if not _decided_by_template(flag)]
    return tuple(dict.fromkeys((*kept, *(flag for flag in new if flag != "fuzzy"))))


def _decided_by_template(flag: str) -> bool:
    return flag.endswith("-format") or flag.startswith("range:")


def _forms(old: Fields, new: Fields, forms: int) -> tuple[str, tuple[tuple[int, str], ...]]:
    if not new.msgid_plural:
        return (old.msgstr_plural[0][1] if old.msgstr_plural else old.msgstr), ()
    if old.msgstr_plural:
        return "", old.msgstr_plural
    return "", tuple((number, old.msgstr) for number in range(forms))


def _left_over(rows: Iterable[_Row], known: _Known) -> list[Block]:
    return [
        block
        for group in (known.live, known.obsolete)
        for block in group.values()
        if id(block.entry) not in known.used
    ]


def _without_source(block: Block) -> tuple[Block | None, EntryChange | None]:
    """Return what stays of an entry that the template does not have, and the row of the account."""
    entry = block.entry
    if not is_translated(entry):
        return None, EntryChange(EntryChangeKind.REMOVED, entry.msgctxt, entry.msgid)
    if entry.obsolete:
        return block, None
    fields = fields_of(entry)._replace(obsolete=True, comment="", occurrences=())
    change = EntryChange(EntryChangeKind.OBSOLETE, entry.msgctxt, entry.msgid)
    return replace(block, entry=new_entry(fields, entry.linenum)), change


def _units(template: Catalog) -> list[Block]:
    return [block for block in template.blocks if not block.entry.obsolete and not is_header(block.entry)]


def _empty(template: Catalog, locale: str, language: str) -> Catalog:
    metadata = catalog_header(template.header, locale=locale, language=language)
    fields = Fields("", "", (), (), None, None, None, None, "", "", header_text(metadata), (), False)  # noqa: FBT003 - in use
    return Catalog().with_blocks([Block(new_entry(fields))])


def _header(catalog: Catalog, template: Catalog, language: str) -> Block:
    """Return the old header with what the template knows better."""
    block = next((block for block in catalog.blocks if is_header(block.entry)), None)
    if block is None:
        return _empty(template, language.replace("_", "-"), language).blocks[0]
    better = {
        name: value
        for name, value in template.header.items()
        if value
        and name in {"POT-Creation-Date", "Report-Msgid-Bugs-To", "X-Calque-Post", "X-Source-Language"}
    }
    if "Language" not in catalog.header:
        better["Language"] = language
    if "Plural-Forms" not in catalog.header and any(entry.msgid_plural for entry in template.entries):
        better["Plural-Forms"] = plural_forms(language)
    fields = fields_of(block.entry)
    return replace(block, entry=new_entry(fields._replace(msgstr=with_metadata(fields.msgstr, better))))


def _form_count(catalog: Catalog, language: str) -> int:
    found = re.search(r"nplurals\s*=\s*(\d+)", catalog.header.get("Plural-Forms") or plural_forms(language))
    return int(found[1]) if found else 2


def _settled(catalog: Catalog, blocks: Sequence[Block]) -> Catalog:
    """Return the catalog with its new blocks; the very same one where nothing is different."""
    if len(blocks) == len(catalog.blocks) and all(
        new.raw is old.raw and fields_of(new.entry) == old.read and old.read is not None
        for new, old in zip(blocks, catalog.blocks, strict=True)
    ):
        return catalog
    return catalog.with_blocks(blocks)
