"""The values that all other modules use: frozen dataclasses and closed sets, without further behaviour."""

from typing import TYPE_CHECKING

import calque.model.pickling  # noqa: F401 — makes the values below picklable
from calque.lazy import loading

if TYPE_CHECKING:
    from calque.model.checks import CheckRules, DriftRules, Term
    from calque.model.findings import Finding, FindingCode, FindingSection, Severity
    from calque.model.history import Confirmation, History, PageKey, PublicationBase, SourceRevision
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
    from calque.model.segments import (
        TITLE,
        Document,
        Echo,
        EchoForm,
        Placeholder,
        Quotes,
        Rules,
        Segment,
        SegmentKind,
        SplitPost,
    )
    from calque.model.site import (
        BUILD,
        REPORT,
        BuildPolicy,
        Fill,
        Layout,
        Nightly,
        Running,
        Scope,
        Site,
        SiteLocale,
        Suggesting,
        Truth,
        Unfinished,
        Waiver,
        WordPress,
    )
    from calque.model.sites import SiteRow
    from calque.model.states import Change, PageState, Publication, SegmentState, Verb
    from calque.model.status import (
        QUIET,
        Handoff,
        LiveText,
        LocaleStatus,
        PageEntry,
        PageRow,
        PagesOnDemand,
        PageStatus,
        Status,
        Tally,
        UnitFlaw,
        UnitStatus,
    )
    from calque.model.units import Flaw, Unit

__all__ = [
    "BUILD",
    "QUIET",
    "REPORT",
    "TITLE",
    "BuildPolicy",
    "Change",
    "CheckRules",
    "Comparison",
    "Confirmation",
    "Document",
    "DriftRules",
    "Echo",
    "EchoForm",
    "Field",
    "FieldFormat",
    "Fill",
    "Finding",
    "FindingCode",
    "FindingSection",
    "Flaw",
    "Handoff",
    "History",
    "Layout",
    "LiveText",
    "LocaleBefore",
    "LocaleStatus",
    "LocaleWords",
    "Nightly",
    "Pace",
    "Page",
    "PageEntry",
    "PageGroup",
    "PageKey",
    "PageRecord",
    "PageRow",
    "PageState",
    "PageStatus",
    "PageTurn",
    "PagesOnDemand",
    "Pairing",
    "Placeholder",
    "Post",
    "Publication",
    "PublicationBase",
    "Quotes",
    "Revision",
    "Rules",
    "Run",
    "RunRecord",
    "Running",
    "Scope",
    "Segment",
    "SegmentKind",
    "SegmentState",
    "Severity",
    "Site",
    "SiteLocale",
    "SiteRow",
    "SourceRevision",
    "SplitPost",
    "Status",
    "Suggesting",
    "Tally",
    "Term",
    "Truth",
    "Turn",
    "Unfinished",
    "Unit",
    "UnitFlaw",
    "UnitStatus",
    "Verb",
    "Waiver",
    "WordPress",
]

__getattr__ = loading(
    __name__,
    {
        "checks": "CheckRules DriftRules Term",
        "findings": "Finding FindingCode FindingSection Severity",
        "history": "Confirmation History PageKey PublicationBase SourceRevision",
        "posts": "Field FieldFormat Page PageGroup Pairing Post Revision",
        "progress": "Comparison LocaleBefore LocaleWords Pace PageRecord PageTurn Run RunRecord Turn",
        "segments": "TITLE Document Echo EchoForm Placeholder Quotes Rules Segment SegmentKind SplitPost",
        "site": "BUILD REPORT BuildPolicy Fill Layout Nightly Running Scope Site SiteLocale Suggesting "
        "Truth Unfinished Waiver WordPress",
        "sites": "SiteRow",
        "states": "Change PageState Publication SegmentState Verb",
        "status": "QUIET Handoff LiveText LocaleStatus PageEntry PageRow PagesOnDemand PageStatus Status "
        "Tally UnitFlaw UnitStatus",
        "units": "Flaw Unit",
    },
)
