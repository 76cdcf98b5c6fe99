"""What the HTML page shows, worked out from a status: words and links instead of figures and codes.

The template writes these values, and the page's script builds the rows that do not stand in the
page yet from the same values, so that both give one markup (`report.html.j2`, `report.js`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from calque.model import LiveText, PageState, PageStatus, SegmentState, Status, Turn, UnitStatus
from calque.reports import figures, labels
from calque.reports.reading import Run, excerpt, readable, source_runs
from calque.worddiff import Edit

__all__ = [
    "Entry",
    "Link",
    "Row",
    "Run",
    "Setting",
    "Text",
    "catalog_link",
    "entries",
    "place",
    "web",
    "web_links",
]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that somebody wrote, with the language it is shown in."""

    runs: tuple[Run, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where a reader can go on."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A segment: its source on the one side, its translation on the other."""

    state: SegmentState
    facts: str
    """`2 words, major change, since 3 May 2026 (203 days)`."""
    link: Link | None
    """To the entry in the PO file."""
    source: Text | None
    source_caption: str
    target: Text | None
    target_caption: str
    note: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that wants somebody, in one locale."""

    id: str
    """Its anchor: `at=fr/posts/12`."""
    locale: str
    state: PageState
    title: str
    name: str
    """The locale's name."""
    words: int
    amount: str
    """`16 words`."""
    days: int
    """Days waiting; -1 where unknown."""
    waits: str
    """`203 days`, or empty where unknown."""
    preview: Text | None
    """The first change in it, with a little of the text around."""
    links: tuple[Link, ...]
    """To the live pages and to the editing screen."""
    catalog: Link | None
    """To the PO file; its label is the path."""
    facts: tuple[str, ...]
    rows: tuple[Row, ...]
    rest: str
    """What the page does not show of it."""
    turn: Turn | None
    """What became of it since the last report; None where it is as it was."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a view needs beside the status."""

    names: Callable[[str], str]
    """A locale's name for people: `pt-BR` → `Portuguese (Brazil)`."""
    catalog_link: Callable[[str, int], str]
    """The address of a line in a PO file."""


SEGMENTS = 25
"""Segments shown a page; who needs more of them has the PO file open."""


def entries(status: Status, setting: Setting, *, budget: int) -> tuple[Entry, ...]:
    """Return an entry for each page of the queue; their segments are shown up to `budget` characters."""
    seen: set[str] = set()
    became = {(one.locale, one.key): one.turn for one in status.comparison.pages} if status.comparison else {}
    hands = {one.id: one.to for one in status.handoffs}
    made = []
    for page in figures.queue(status):
        shown = _texts(page)[:SEGMENTS]
        texts = {text for row in shown for text in _strings(row) if text}
        budget -= sum(map(len, texts - seen)) + _ROW * len(shown)
        seen |= texts
        entry = _entry(page, status, setting, hands, shown=SEGMENTS if budget >= 0 else 0)
        made.append(replace(entry, turn=became.get((page.locale, page.key))))
    return tuple(made)


def place(page: PageStatus) -> str:
    """Return the anchor of a page's entry."""
    return f"at={page.locale}/{page.key}"


def _texts(page: PageStatus) -> tuple[UnitStatus | LiveText, ...]:
    """Return what stands wrong, the live texts first where they are what makes the page's state."""
    return (*page.live, *page.units) if page.state in _LANGUAGE_STATES else (*page.units, *page.live)


def _strings(text: UnitStatus | LiveText) -> tuple[str | None, ...]:
    return (text.text,) if isinstance(text, LiveText) else (text.source, text.confirmed, text.target)


_ROW = 120
"""Characters that a row takes beside its texts."""


def _entry(
    page: PageStatus, status: Status, setting: Setting, hands: Mapping[str, str], *, shown: int
) -> Entry:
    own = figures.outstanding([page])
    days = figures.age(page.since, status)
    rows = [_row(page, text, status, setting, hands) for text in _texts(page)[:shown]]
    return Entry(
        id=place(page),
        locale=page.locale,
        state=page.state,
        title=page.title or page.key,
        name=setting.names(page.locale),
        words=own.words,
        amount=figures.plural(own.words, "word") if own.segments else "",
        days=-1 if days is None else days,
        waits=figures.waiting(page.since, status, bounded=page.bounded),
        preview=_preview(page, status),
        links=web_links(page),
        catalog=catalog_link(page, setting),
        facts=tuple(_facts(page, setting)),
        rows=tuple(rows),
        rest=_rest(len(page.units) + len(page.live) - len(rows), page),
        turn=None,
    )


def web_links(page: PageStatus) -> tuple[Link, ...]:
    """Return where a browser can go on from a page: the live pages and the editing screen."""
    candidates = (
        Link("Live page", web(page.url)),
        Link("Source page", web(page.source_url)),
        Link("Edit", web(page.edit_url)),
    )
    return tuple(link for link in candidates if link.url)


def catalog_link(page: PageStatus, setting: Setting, line: int = 0) -> Link | None:
    """Return the way to a line of the page's PO file, as `file:line`; line 0 is the whole file."""
    if not page.catalog:
        return None
    label = f"{page.catalog}:{line}" if line else page.catalog
    return Link(label, setting.catalog_link(page.catalog, line))


def web(url: str) -> str:
    """Return the URL where a browser may follow it, else nothing: `javascript:…` → ``."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _facts(page: PageStatus, setting: Setting) -> list[str]:
    facts = list(page.evidence)
    if page.percent is not None:
        done = dict(page.counts).get(SegmentState.TRANSLATED)
        facts.append(
            f"{done.segments if done else 0:,} of {figures.plural(page.total.segments, 'segment')} translated"
            f" ({page.percent}%; {figures.percent(page.percent_words)} of words)"
        )
    if page.observed and page.state in _LANGUAGE_STATES:
        declared, observed = setting.names(page.declared or page.locale), setting.names(page.observed)
        if declared != observed:
            facts.append(f"declared as {declared}, reads as {observed}")
    facts.append(page.publication)
    reason = f": {page.pairing_reason}" if page.pairing_reason else ""
    facts.append(
        f"pairing {page.pairing}{reason}"
        if page.pairing != "unpaired"
        else f"not paired with a source{reason}"
    )
    if page.flags:
        facts.append("also " + ", ".join(flag.replace("_", " ") for flag in page.flags))
    return [fact[:1].upper() + fact[1:] for fact in facts if fact]


_LANGUAGE_STATES = (PageState.UNTRANSLATED_COPY, PageState.WRONG_LANGUAGE, PageState.MIXED_LANGUAGE)


def _rest(count: int, page: PageStatus) -> str:
    if count <= 0:
        return ""
    where = "in the PO file" if page.catalog else "not shown"
    return f"{figures.plural(count, 'more segment')} {where}."


def _preview(page: PageStatus, status: Status) -> Text | None:
    previews = (excerpt(source_runs(unit)) for unit in page.units if unit.confirmed is not None)
    first = next(filter(None, previews), None)
    return None if first is None else Text(first, status.source)


def _row(
    page: PageStatus,
    text: UnitStatus | LiveText,
    status: Status,
    setting: Setting,
    hands: Mapping[str, str],
) -> Row:
    if isinstance(text, LiveText):
        return _live_row(text, setting)
    return _unit_row(page, text, status, setting, hands)


def _unit_row(
    page: PageStatus, unit: UnitStatus, status: Status, setting: Setting, hands: Mapping[str, str]
) -> Row:
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
    return Row(
        state=unit.state,
        facts=", ".join(facts),
        link=catalog_link(page, setting, unit.line),
        source=Text(source_runs(unit), status.source),
        source_caption=f"{setting.names(status.source)}, what changed"
        if changed
        else setting.names(status.source),
        target=Text(((Edit.SAME, readable(unit.target)),), target_language) if unit.target else None,
        target_caption=setting.names(page.locale),
        note=unit.reason,
    )


def _live_row(text: LiveText, setting: Setting) -> Row:
    language = setting.names(text.language) if text.language else "undetermined"
    return Row(
        state=text.state,
        facts=figures.plural(text.words, "word"),
        link=None,
        source=None,
        source_caption="",
        target=Text(((Edit.SAME, text.text),), text.language),
        target_caption=f"On the live page, in {language}",
        note="",
    )
