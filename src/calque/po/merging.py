"""Merging a catalog with a newer template: what stays, what is suggested, what becomes obsolete."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from polib import POEntry

from calque.po.adoptions import without_adoption
from calque.po.block import Block
from calque.po.carry import carried, retired, untranslated
from calque.po.catalog import Catalog
from calque.po.collection import uncollected
from calque.po.entries import NOTHING, Fields, Key, Origin, origin_of, without_origin
from calque.po.forms import form_count
from calque.po.header import catalog_header, header_text, merged_header, plural_forms
from calque.po.known import Known
from calque.po.late import renewed, too_late
from calque.po.line_ends import fits, with_line_ends
from calque.po.match import Kin
from calque.po.placeholders import Filled, filled
from calque.po.predecessors import Suggestion, suggestions
from calque.po.rivals import SECOND_ENTRY, Rival, with_rival, without_rivals

__all__ = ["EntryChange", "EntryChangeKind", "Merge", "merge"]


class EntryChangeKind(StrEnum):
    """What became of an entry."""

    NEW = "new"
    """A new text, without a suggestion."""
    STALE = "stale"
    """The text was edited; its translation is kept, fuzzy."""
    MEMORY = "memory"
    """A new text with the translation of another, fuzzy."""
    RESHAPED = "reshaped"
    """The text got a plural, or lost it, or the language has more forms of it; the translation is kept, fuzzy."""
    FITTED = "fitted"
    """The translation began or ended with another line end than the text; no word of it changed."""
    CARRIED = "carried"
    """Nothing that readers see changed in the text; its translation came along, as confirmed as it was."""
    REVIVED = "revived"
    """The text came back from the obsolete entries."""
    REVERTED = "reverted"
    """The text is again the one that its translation was made from; no longer fuzzy."""
    OBSOLETE = "obsolete"
    """The text is gone; its translation stays as `#~`."""
    REMOVED = "removed"
    """The text is gone, and had no translation."""
    ARCHIVED = "archived"
    """A translation or a comment that the catalog has no place for; see `Merge.archived`."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One change that a merge made."""

    kind: EntryChangeKind
    context: str | None
    source: str
    predecessor: str | None = None
    """The source text whose translation is suggested."""
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
    """Entries whose translation or comment the catalog cannot hold; the caller keeps them elsewhere."""
    clashing: tuple[POEntry, ...] = ()
    """Those of them that translate a text otherwise than the entry in use: a person must choose."""


_REVERTED = "the text that its translation was made from"


@dataclass
class _TemplateRow:
    """A template's entry on its way into the catalog."""

    template: Block
    old: Block | None = None
    kind: EntryChangeKind | None = None
    suggestion: Suggestion | None = None
    reason: str = ""
    notes: str = ""
    """The comment of the entry that gave way to the suggestion."""
    former: Block | None = None
    """The entry as it was, where its translation had to be written otherwise."""


def merge(
    catalog: Catalog | None,
    template: Catalog,
    *,
    locale: str,
    language: str,
    fuzzy: bool = True,
    explain: bool = True,
    last: Catalog | None = None,
) -> Merge:
    """Return the catalog brought up to the template; without one, a new catalog for `locale`.

    `language` is the gettext name of the tag `locale` (`pt_BR` of `pt-BR`). `fuzzy` suggests
    translations for new and edited texts; `explain` says in a comment what changed in them;
    `last` is the template of the merge before, by which a text that is gone is told from one that was translated on a
    branch which has it still. Placeholders of a template that the
    header still has are filled in, as far as `language` is known: it may be empty. Merging again changes nothing,
    and where nothing changed the catalog returned is the very one given.
    """
    with uncollected():
        return _merge(
            filled(catalog or _fresh(template, locale, language), locale=locale, language=language),
            template,
            last,
            fuzzy=fuzzy,
            explain=explain,
            locale=locale,
            language=language,
        )


def _merge(
    given: Filled,
    template: Catalog,
    last: Catalog | None,
    *,
    locale: str,
    language: str,
    fuzzy: bool,
    explain: bool,
) -> Merge:
    catalog = given.catalog
    known = Known.of(catalog)
    rows = [
        _TemplateRow(block) for block in template.blocks if not (block.fields.obsolete or block.is_header)
    ]
    _match(rows, known, given.reshaped)
    _carry(rows, known)
    if fuzzy:
        _suggest_late(rows, known, last)
        _suggest(rows, known)
    forms = _form_count(catalog, language)
    blocks = [_disputed(_merged(row, forms, explain=explain), row, known) for row in rows]
    changes = [change for row in rows if (change := _account(row))]
    archived = [*known.surplus, *_reduced(rows), *(row.former.entry for row in rows if row.former)]
    for block in known.left_over():
        old = block.fields
        if old.is_translated:
            blocks.append(retired(block))
        elif old.tcomment:
            archived.append(block.entry)
        if not (old.obsolete and old.is_translated):
            kind = EntryChangeKind.OBSOLETE if old.is_translated else EntryChangeKind.REMOVED
            changes.append(EntryChange(kind, old.msgctxt, old.msgid))
    changes.extend(EntryChange(EntryChangeKind.ARCHIVED, entry.msgctxt, entry.msgid) for entry in archived)
    blocks.insert(0, _header(catalog, template, locale, language, blocks))
    return Merge(_with_blocks(catalog, blocks), tuple(changes), tuple(archived), tuple(known.clashing))


def _match(rows: Sequence[_TemplateRow], known: Known, reshaped: AbstractSet[Key]) -> None:
    """Give each text that the catalog has the translation that it has there."""
    for row in rows:
        new = row.template.fields
        row.old = known.get(new.key)
        if row.old is None:
            continue
        known.taken.add(id(row.old))
        old = row.old.fields
        if old.obsolete:
            row.kind, row.reason = EntryChangeKind.REVIVED, "the same text among the obsolete ones"
        elif old.msgid_plural != new.msgid_plural and old.is_translated:
            back = old.previous_msgid == new.msgid and (old.previous_msgid_plural or "") == new.msgid_plural
            row.kind = EntryChangeKind.REVERTED if back and old.is_fuzzy else EntryChangeKind.RESHAPED
            row.reason = _REVERTED if back and old.is_fuzzy else "the same text, with another plural"
        elif new.key in reshaped:
            row.kind, row.reason = EntryChangeKind.RESHAPED, "the same text, in more plural forms"
        elif not fits(old):
            row.kind, row.reason = EntryChangeKind.FITTED, "the line ends of its text"
    earlier = known.by_previous()
    for row in rows if earlier else ():
        block = earlier.get(row.template.fields.key) if row.old is None else None
        if block is None or id(block) in known.taken:
            continue
        if (block.fields.previous_msgid_plural or "") == row.template.fields.msgid_plural:
            known.taken.add(id(block))
            row.old, row.kind, row.reason = block, EntryChangeKind.REVERTED, _REVERTED


def _carry(rows: Sequence[_TemplateRow], known: Known) -> None:
    """Give each text that differs from an old one in nothing visible the translation of that."""
    wanted = [row for row in rows if row.old is None]
    gone = [block for block in known.left_over() if _may_be_carried(block.fields)] if wanted else []
    if not gone:
        return
    from calque.html.cosmetic import look_of, with_tags_of  # noqa: PLC0415  40 ms, where texts came and went

    looks: dict[tuple[str | None, str], list[Block]] = {}
    for block in gone:
        looks.setdefault((block.fields.msgctxt, look_of(block.fields.msgid)), []).append(block)
    for row in wanted:
        new = row.template.fields
        for block in looks.get((new.msgctxt, look_of(new.msgid)), ()) if not new.msgid_plural else ():
            target = with_tags_of(block.fields.msgid, new.msgid, block.fields.msgstr)
            if target is not None and id(block) not in known.taken:
                known.taken.add(id(block))
                row.old = block.saying(block.fields._replace(msgid=new.msgid, msgstr=target, obsolete=False))
                known.positions[id(row.old)] = known.positions[id(block)]
                row.kind, row.reason = EntryChangeKind.CARRIED, "the same text, as readers see it"
                row.former = block if target != block.fields.msgstr else None
                break


def _may_be_carried(fields: Fields) -> bool:
    return fields.is_translated and not fields.msgid_plural and not origin_of(fields)


def _suggest(rows: Sequence[_TemplateRow], known: Known) -> None:
    wanted = [(position, row.template.fields) for position, row in enumerate(rows) if row.old is None]
    if not wanted:
        return
    for position, suggestion in suggestions(wanted, known, _kept(rows, known)).items():
        _take(rows[position], suggestion, known)


def _suggest_late(rows: Sequence[_TemplateRow], known: Known, last: Catalog | None) -> None:
    """Suggest what was translated on a branch that had the former texts still."""
    for position, suggestion in renewed(_with_old(rows), known).items():
        _replace(rows[position], suggestion, known)
    left = [(at, block) for at, block in _with_old(rows) if rows[at].suggestion is None]
    for position, suggestion in too_late(left, known, _kept(rows, known), last).items():
        _replace(rows[position], suggestion, known)


def _with_old(rows: Sequence[_TemplateRow]) -> list[tuple[int, Block]]:
    return [(position, row.old) for position, row in enumerate(rows) if row.old is not None]


def _replace(row: _TemplateRow, suggestion: Suggestion, known: Known) -> None:
    """Put a suggestion in the place of what the entry says; its comment stays."""
    old = row.old
    _take(row, suggestion, known)
    if old is not None:
        known.give_way(old, suggestion.predecessor.source.block)
        row.notes = without_adoption(without_origin(old.fields.tcomment))


def _kept(rows: Sequence[_TemplateRow], known: Known) -> list[tuple[int, int]]:
    """Return where the entries stand that the catalog has already: in the catalog, and in the template."""
    return [
        (known.positions[id(row.old)], position)
        for position, row in enumerate(rows)
        if row.old is not None and row.suggestion is None and not row.old.fields.obsolete
    ]


def _take(row: _TemplateRow, suggestion: Suggestion, known: Known) -> None:
    row.old = suggestion.predecessor.source.block
    row.kind = EntryChangeKind.STALE if suggestion.own else EntryChangeKind.MEMORY
    row.suggestion, row.reason = suggestion, suggestion.predecessor.reason
    known.taken.add(id(row.old))


def _merged(row: _TemplateRow, forms: int, *, explain: bool) -> Block:
    if row.old is None:
        return untranslated(row.template, forms)
    if row.suggestion is None or row.suggestion.own:
        old, origin = _with_notes(row.old, row.notes), None
    else:
        old, origin = _remembered(row.old, row.suggestion), Origin("memory", row.suggestion.predecessor.score)
    block = carried(
        row.template,
        old,
        forms=forms,
        confirmed=row.suggestion is None,
        origin=origin,
        reverted=row.kind is EntryChangeKind.REVERTED,
        explain=explain,
    )
    return with_line_ends(block)


def _with_notes(block: Block, notes: str) -> Block:
    if not notes:
        return block
    lines = dict.fromkeys([*block.fields.tcomment.split("\n"), *notes.split("\n")])
    return block.saying(block.fields._replace(tcomment="\n".join(filter(None, lines))))


def _disputed(block: Block, row: _TemplateRow, known: Known) -> Block:
    """Note on an entry the translation of a second entry with the same key, which the catalog has no place for.

    Of many such entries it is that of the last: a note replaces an earlier one of its name.
    """
    rivals = known.rivals.get(row.old.fields.key) if row.old and known.rivals else None
    if not rivals:
        return block
    rival = Rival(SECOND_ENTRY, " | ".join(filter(None, rivals[-1].targets)))
    return block.saying(with_rival(block.entry, rival))


def _remembered(block: Block, suggestion: Suggestion) -> Block:
    """Return the suggestion of a text elsewhere; of an entry that stays in use without its note and flags."""
    fields = block.fields
    if suggestion.predecessor.source.kin is Kin.LIVE:
        fields = fields._replace(tcomment="", flags=("fuzzy",) if fields.is_fuzzy else ())
    return Block(fields._replace(tcomment=without_rivals(fields.tcomment)))


def _account(row: _TemplateRow) -> EntryChange | None:
    new = row.template.fields
    if row.old is None:
        return EntryChange(EntryChangeKind.NEW, new.msgctxt, new.msgid)
    if row.kind is None:
        return None
    old = row.old.fields
    score = row.suggestion.predecessor.score if row.suggestion else 1.0
    return EntryChange(row.kind, new.msgctxt, new.msgid, old.msgid, old.msgctxt, score, row.reason)


def _reduced(rows: Sequence[_TemplateRow]) -> list[POEntry]:
    """Return the old entries whose further plural forms the new ones have no place for."""
    return [
        row.old.entry
        for row in rows
        if row.old and not row.template.fields.msgid_plural and len(set(row.old.fields.targets)) > 1
    ]


def _fresh(template: Catalog, locale: str, language: str) -> Catalog:
    text = header_text(catalog_header(template.header, locale=locale, language=language))
    return Catalog().with_blocks([Block(NOTHING._replace(msgstr=text))])


def _header(
    catalog: Catalog, template: Catalog, locale: str, language: str, entries: Sequence[Block]
) -> Block:
    block = next((block for block in catalog.blocks if block.is_header), None)
    if block is None:
        return filled(_fresh(template, locale, language), locale=locale, language=language).catalog.blocks[0]
    plural = any(block.fields.msgid_plural for block in template.blocks)
    before = block.fields.msgstr
    old = [block for block in catalog.blocks if not block.is_header]
    changed = len(old) != len(entries) or any(
        one is not other for one, other in zip(old, entries, strict=True)
    )
    text = merged_header(
        before, catalog.header, template.header, language=language, plural=plural, changed=changed
    )
    return block if text == before else block.saying(block.fields._replace(msgstr=text))


def _form_count(catalog: Catalog, language: str) -> int:
    return form_count(catalog.header.get("Plural-Forms") or plural_forms(language)) or 2


def _with_blocks(catalog: Catalog, blocks: Sequence[Block]) -> Catalog:
    """Return the catalog with its new blocks; the given one where none is different."""
    if len(blocks) == len(catalog.blocks) and all(
        new is old for new, old in zip(blocks, catalog.blocks, strict=True)
    ):
        return catalog
    return catalog.with_blocks(blocks)
