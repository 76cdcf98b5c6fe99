"""Catalogs: reading, writing, building and merging gettext PO files without losing a byte."""

from typing import TYPE_CHECKING

from calque.lazy import loading

if TYPE_CHECKING:
    from calque.po.answers import AnswerKind, Prefer, Ruling, rule, rule_moved
    from calque.po.block import Block
    from calque.po.catalog import Catalog, edit, edited
    from calque.po.cut import refuse_cut_off
    from calque.po.entries import (
        Origin,
        altered,
        confirmed_of,
        context_of,
        formats_of,
        ignored_of,
        is_fuzzy,
        is_translated,
        max_length_of,
        origin_of,
        plural_of,
        source_of,
        target_of,
    )
    from calque.po.gathering import Gathered, gather, with_gathered
    from calque.po.handoff import Ticket, build_handoff, handed_fields, ticket_of
    from calque.po.loss import Loss, no_loss, remarks_of
    from calque.po.merging import EntryChange, EntryChangeKind, Merge, merge
    from calque.po.read import read_catalog
    from calque.po.recovery import Recovered, RecoveryKind, recover
    from calque.po.returned import (
        Flagged,
        HandedOut,
        changed_since,
        handed_out,
        with_flags_back,
        with_previous_back,
    )
    from calque.po.rivals import (
        SECOND_ENTRY,
        Rival,
        is_held,
        rivals_of,
        settled,
        with_rival,
        without_rivals,
        without_settled_rivals,
    )
    from calque.po.sides import MergedSides, SideConflict, merge_sides
    from calque.po.template import build_template, segment_references
    from calque.po.write import write_catalog

__all__ = [
    "SECOND_ENTRY",
    "AnswerKind",
    "Block",
    "Catalog",
    "EntryChange",
    "EntryChangeKind",
    "Flagged",
    "Gathered",
    "HandedOut",
    "Loss",
    "Merge",
    "MergedSides",
    "Origin",
    "Prefer",
    "Recovered",
    "RecoveryKind",
    "Rival",
    "Ruling",
    "SideConflict",
    "Ticket",
    "altered",
    "build_handoff",
    "build_template",
    "changed_since",
    "confirmed_of",
    "context_of",
    "edit",
    "edited",
    "formats_of",
    "gather",
    "handed_fields",
    "handed_out",
    "ignored_of",
    "is_fuzzy",
    "is_held",
    "is_translated",
    "max_length_of",
    "merge",
    "merge_sides",
    "no_loss",
    "origin_of",
    "plural_of",
    "read_catalog",
    "recover",
    "refuse_cut_off",
    "remarks_of",
    "rivals_of",
    "rule",
    "rule_moved",
    "segment_references",
    "settled",
    "source_of",
    "target_of",
    "ticket_of",
    "with_flags_back",
    "with_gathered",
    "with_previous_back",
    "with_rival",
    "without_rivals",
    "without_settled_rivals",
    "write_catalog",
]

__getattr__ = loading(
    __name__,
    {
        "answers": "AnswerKind Prefer Ruling rule rule_moved",
        "block": "Block",
        "catalog": "Catalog edit edited",
        "cut": "refuse_cut_off",
        "entries": "Origin altered confirmed_of context_of formats_of ignored_of is_fuzzy is_translated "
        "max_length_of origin_of plural_of source_of target_of",
        "gathering": "Gathered gather with_gathered",
        "handoff": "Ticket build_handoff handed_fields ticket_of",
        "loss": "Loss no_loss remarks_of",
        "merging": "EntryChange EntryChangeKind Merge merge",
        "read": "read_catalog",
        "recovery": "Recovered RecoveryKind recover",
        "returned": "Flagged HandedOut changed_since handed_out with_flags_back with_previous_back",
        "rivals": "Rival SECOND_ENTRY is_held rivals_of settled with_rival without_rivals "
        "without_settled_rivals",
        "sides": "MergedSides SideConflict merge_sides",
        "template": "build_template segment_references",
        "write": "write_catalog",
    },
)
