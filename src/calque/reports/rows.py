"""A page's texts as the HTML page shows them: source and translation side by side, and what is said of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from calque.model import LiveText, PageStatus, SegmentState, Severity, Status, UnitFlaw, UnitStatus
from calque.reports import figures, labels
from calque.reports.flaws import FlawedText, flawed_texts
from calque.reports.reading import Run, readable, source_runs
from calque.worddiff import Edit

__all__ = [
    "Link",
    "Remark",
    "SegmentRow",
    "ShownText",
    "ViewSetting",
    "catalog_link",
    "flawed_row",
    "text_row",
]


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text that somebody wrote, with the language it is shown in."""

    runs: tuple[Run, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link that a reader can follow."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check says of a text."""

    severity: Severity
    message: str
    code: str


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment: its source on the one side, its translation on the other."""

    state: SegmentState
    facts: str
    """`2 words, major change, since 3 May 2026 (203 days)`."""
    link: Link | None
    """To the entry in the PO file."""
    source: ShownText | None
    source_caption: str
    target: ShownText | None
    target_caption: str
    note: str
    flaws: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewSetting:
    """What a view needs beside the status."""

    names: Callable[[str], str]
    """A locale's name for people: `pt-BR` → `Portuguese (Brazil)`."""
    catalog_link: Callable[[str, int], str]
    """The address of a line in a PO file."""
    preview_link: Callable[[str, str], str] = lambda _locale, _key: ""
    """The address of the preview of a page in a locale; empty where there is none."""


def catalog_link(page: PageStatus, setting: ViewSetting, line: int = 0) -> Link | None:
    """Return the way to a line of the page's PO file, as `file:line`; line 0 is the whole file."""
    if not page.catalog:
        return None
    label = f"{page.catalog}:{line}" if line else page.catalog
    return Link(label, setting.catalog_link(page.catalog, line))


def text_row(
    page: PageStatus,
    text: UnitStatus | LiveText,
    status: Status,
    setting: ViewSetting,
    hands: Mapping[str, str],
) -> SegmentRow:
    """Return the row of a text that needs work; `hands` says who has which handoff."""
    if isinstance(text, LiveText):
        return _live_row(text, setting)
    return _unit_row(page, text, status, setting, hands)


def flawed_row(page: PageStatus, text: FlawedText, status: Status, setting: ViewSetting) -> SegmentRow:
    """Return the row of a translated text that the checks say something of."""
    return SegmentRow(
        state=SegmentState.TRANSLATED,
        facts="",
        link=catalog_link(page, setting, text.line),
        source=ShownText(((Edit.SAME, readable(text.source)),), status.source),
        source_caption=setting.names(status.source),
        target=ShownText(((Edit.SAME, readable(text.target)),), page.locale),
        target_caption=setting.names(page.locale),
        note="",
        flaws=_remarks(text.flaws),
    )


def _remarks(flaws: tuple[UnitFlaw, ...]) -> tuple[Remark, ...]:
    return tuple(Remark(flaw.severity, flaw.message, flaw.code) for flaw in flaws)


def _unit_row(
    page: PageStatus, unit: UnitStatus, status: Status, setting: ViewSetting, hands: Mapping[str, str]
) -> SegmentRow:
    facts = [figures.plural(unit.words, "word")]
    if unit.change is not None:
        facts.append(labels.CHANGE[unit.change])
    if unit.since is not None:
        waits = figures.waiting(unit.since, status, bounded=unit.bounded)
        facts.append(f"since {figures.moment(unit.since)} ({waits})")
    if unit.context:
        facts.append(unit.context)
    also = [labels.of(flag).text for flag in unit.flags if flag is not unit.state]
    if also:
        facts.append(f"also {', '.join(also)}")
    if unit.handoff:
        facts.append(f"in hand with {hands.get(unit.handoff) or 'somebody'}")
    changed = unit.confirmed is not None and unit.confirmed != unit.source
    target_language = status.source if unit.state is SegmentState.COPY else page.locale
    remarks = _remarks_of(unit, page)
    return SegmentRow(
        state=unit.state,
        facts=", ".join(facts),
        link=catalog_link(page, setting, unit.line),
        source=ShownText(source_runs(unit), status.source),
        source_caption=f"{setting.names(status.source)}, what changed"
        if changed
        else setting.names(status.source),
        target=ShownText(((Edit.SAME, readable(unit.target)),), target_language) if unit.target else None,
        target_caption=setting.names(page.locale),
        note=_note(unit, remarks),
        flaws=remarks,
    )


def _note(unit: UnitStatus, remarks: tuple[Remark, ...]) -> str:
    """Return the reason of the state, where no remark gives it, and what the translator asks."""
    reason = "" if unit.reason in {remark.message for remark in remarks} else unit.reason
    asked = f"the translator asks: {readable(unit.question)}" if unit.question else ""
    return "; ".join(filter(None, (reason, asked)))


def _remarks_of(unit: UnitStatus, page: PageStatus) -> tuple[Remark, ...]:
    """Return what the checks say of a text that stands in the worklist: it is invalid."""
    if unit.state is not SegmentState.INVALID:
        return ()
    own = (text for text in flawed_texts(page) if (text.reference, text.line) == (unit.reference, unit.line))
    return tuple(remark for text in own for remark in _remarks(text.flaws))


def _live_row(text: LiveText, setting: ViewSetting) -> SegmentRow:
    language = setting.names(text.language) if text.language else "undetermined"
    return SegmentRow(
        state=text.state,
        facts=figures.plural(text.words, "word"),
        link=None,
        source=None,
        source_caption="",
        target=ShownText(((Edit.SAME, text.text),), text.language),
        target_caption=f"On the live page, in {language}",
        note="",
        flaws=() if text.severity is Severity.ERROR else (_unsure(text),),
    )


def _unsure(text: LiveText) -> Remark:
    code = "untranslated-copy" if text.state is SegmentState.COPY else "wrong-language"
    return Remark(text.severity, "likely, not certain", code)
