"""A page's texts as the HTML page shows them: source and translation side by side, and what is said of them."""

from collections.abc import Callable
from dataclasses import dataclass

from calque.model import LiveText, PageRow, PageStatus, SegmentState, Severity, UnitFlaw, UnitStatus
from calque.reports import figures, labels, slots
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
    "live_row",
    "place",
    "unit_row",
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
    file: Callable[[str], str] = lambda _: ""
    """The page of the report on which a locale's entries stand; empty where that is the same page."""

    def entry_link(self, page: "PageRow") -> str:
        """Return the way to a page's entry."""
        return f"{self.file(page.locale)}#{place(page)}"


def place(page: PageRow | PageStatus) -> str:
    """Return the anchor of a page's entry."""
    return f"at={page.locale}/{page.key}"


def catalog_link(page: PageRow | PageStatus, setting: ViewSetting, line: int = 0) -> Link | None:
    """Return the way to a line of the page's PO file, as `file:line`; line 0 is the whole file."""
    if not page.catalog:
        return None
    label = f"{page.catalog}:{line}" if line else page.catalog
    return Link(label, setting.catalog_link(page.catalog, line))


def unit_row(
    page: PageStatus, unit: UnitStatus, number: int, source: str, setting: ViewSetting
) -> SegmentRow:
    """Return the row of a unit that needs work, by its number among those of its page; `source` is their language."""
    facts = [figures.plural(unit.words, "word")]
    if unit.change is not None:
        facts.append(labels.CHANGE[unit.change])
    if unit.since is not None:
        waits = slots.waits(unit.since, bounded=unit.bounded)
        facts.append(f"since {figures.moment(unit.since)} ({waits})")
    if unit.context:
        facts.append(unit.context)
    also = [labels.of(flag).text for flag in unit.flags if flag is not unit.state]
    if also:
        facts.append(f"also {', '.join(also)}")
    changed = unit.confirmed is not None and unit.confirmed != unit.source
    target_language = source if unit.state is SegmentState.COPY else page.locale
    remarks = _remarks_of(unit, page)
    caption = slots.name(source)
    return SegmentRow(
        state=unit.state,
        facts=f"{', '.join(facts)}{slots.hand(number)}",
        link=catalog_link(page, setting, unit.line),
        source=ShownText(source_runs(unit), source),
        source_caption=f"{caption}, what changed" if changed else caption,
        target=ShownText(((Edit.SAME, readable(unit.target)),), target_language) if unit.target else None,
        target_caption=slots.name(page.locale),
        note=_note(unit, remarks),
        flaws=remarks,
    )


def flawed_row(page: PageStatus, text: FlawedText, source: str, setting: ViewSetting) -> SegmentRow:
    """Return the row of a translated text that the checks say something of."""
    return SegmentRow(
        state=SegmentState.TRANSLATED,
        facts="",
        link=catalog_link(page, setting, text.line),
        source=ShownText(((Edit.SAME, readable(text.source)),), source),
        source_caption=slots.name(source),
        target=ShownText(((Edit.SAME, readable(text.target)),), page.locale),
        target_caption=slots.name(page.locale),
        note="",
        flaws=_remarks(text.flaws),
    )


def _remarks(flaws: tuple[UnitFlaw, ...]) -> tuple[Remark, ...]:
    return tuple(Remark(flaw.severity, flaw.message, flaw.code) for flaw in flaws)


def _note(unit: UnitStatus, remarks: tuple[Remark, ...]) -> str:
    """Return the reason of the state, where neither the facts nor a remark give it, and what the translator asks."""
    told = {remark.message for remark in remarks} | ({labels.CHANGE[unit.change]} if unit.change else set())
    reason = "; ".join(part for part in unit.reason.split("; ") if part not in told)
    reason = "" if unit.reason in told else reason
    asked = f"the translator asks: {readable(unit.question)}" if unit.question else ""
    return "; ".join(filter(None, (reason, asked)))


def _remarks_of(unit: UnitStatus, page: PageStatus) -> tuple[Remark, ...]:
    """Return what the checks say of a text that stands in the worklist: it is invalid."""
    if unit.state is not SegmentState.INVALID:
        return ()
    own = (text for text in flawed_texts(page) if (text.reference, text.line) == (unit.reference, unit.line))
    return tuple(remark for text in own for remark in _remarks(text.flaws))


def live_row(text: LiveText) -> SegmentRow:
    """Return the row of a text of the live page that is not in its language."""
    language = slots.name(text.language) if text.language else "undetermined"
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
