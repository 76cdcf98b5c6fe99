"""The values that everything else speaks of: frozen dataclasses and closed sets, no behaviour beyond them."""

from calque.model.checks import CheckRules, Term
from calque.model.history import History, PageKey, SourceRevision
from calque.model.posts import Field, FieldFormat, Page, PageGroup, Pairing, Post, Revision
from calque.model.progress import (
    Comparison,
    LocaleBefore,
    LocaleWords,
    Pace,
    PageRecord,
    PageTurn,
    Run,
    RunRecord,
    Turn,
)
from calque.model.segments import Document, Placeholder, Rules, Segment, SegmentKind, SplitPost
from calque.model.site import KEPT_POSTS, KEPT_REVISIONS, Layout, Scope, Site, SiteLocale, Truth, WordPress
from calque.model.states import Change, Finding, PageState, SegmentState, Severity
from calque.model.status import (
    Handoff,
    LiveText,
    LocaleStatus,
    PageStatus,
    Status,
    Tally,
    UnitFlaw,
    UnitStatus,
)
from calque.model.units import Flaw, Unit

__all__ = [
    "KEPT_POSTS",
    "KEPT_REVISIONS",
    "Change",
    "CheckRules",
    "Comparison",
    "Document",
    "Field",
    "FieldFormat",
    "Finding",
    "Flaw",
    "Handoff",
    "History",
    "Layout",
    "LiveText",
    "LocaleBefore",
    "LocaleStatus",
    "LocaleWords",
    "Pace",
    "Page",
    "PageGroup",
    "PageKey",
    "PageRecord",
    "PageState",
    "PageStatus",
    "PageTurn",
    "Pairing",
    "Placeholder",
    "Post",
    "Revision",
    "Rules",
    "Run",
    "RunRecord",
    "Scope",
    "Segment",
    "SegmentKind",
    "SegmentState",
    "Severity",
    "Site",
    "SiteLocale",
    "SourceRevision",
    "SplitPost",
    "Status",
    "Tally",
    "Term",
    "Truth",
    "Turn",
    "Unit",
    "UnitFlaw",
    "UnitStatus",
    "WordPress",
]
