"""What the HTML page shows, worked out from a status: words and links instead of figures and codes.

The template writes these values, and the page's script builds the rows that do not stand in the
page yet from the same values, so that both give one markup (`report.html.j2`, `report.js`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from calque.model import (
    LiveText,
    PageState,
    PageStatus,
    Publication,
    SegmentState,
    Severity,
    Status,
    Turn,
    UnitStatus,
    Verb,
)
from calque.reports import figures, labels
from calque.reports.flaws import FlawedText, amount, flawed_texts
from calque.reports.reading import excerpt, source_runs
from calque.reports.rows import Link, SegmentRow, ShownText, ViewSetting, catalog_link, flawed_row, text_row
from calque.reports.verbs import deed, standing
from calque.states.outstanding import needs_work
from calque.states.verbs import is_waiting, verb_of

__all__ = ["Entry", "entries", "place", "waits", "web", "web_links"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in one locale that needs work, or of which the checks say something."""

    id: str
    """Its anchor: `at=fr/posts/12`."""
    locale: str
    state: PageState | Publication
    """Of a translated page that waits, how it is published."""
    verb: Verb | None
    """What is to be done with it; None where nothing is."""
    title: str
    name: str
    """The locale's name."""
    words: int
    amount: str
    """`Translate (16 words)`; of a page with nothing to do what the checks say, `2 warnings`."""
    days: int
    """Days waiting; -1 where unknown."""
    waits: str
    """`203 days`, or empty where unknown."""
    preview: ShownText | None
    """The first change in it, with a little of the text around."""
    links: tuple[Link, ...]
    """To the live pages and to the editing screen."""
    catalog: Link | None
    """To the PO file; its label is the path."""
    facts: tuple[str, ...]
    rows: tuple[SegmentRow, ...]
    """What there is to do, then the translated texts that the checks warn of."""
    folded: tuple[SegmentRow, ...]
    """The translated texts that the checks only note something of."""
    noted: str
    """`3 texts with notes`, the head of these."""
    rest: str
    """What the page does not show of it."""
    turn: Turn | None
    """What became of it since the last report; None where it is as it was."""
    quiet: bool
    """Nothing is to be done: it is shown where somebody asks what the checks say."""
    warnings: int
    notes: int


SEGMENTS = 25
"""Segments shown a page; who needs more of them has the PO file open."""


def entries(status: Status, setting: ViewSetting, *, budget: int) -> tuple[Entry, ...]:
    """Return an entry for each page of the queue, then for each other page of which the checks say something.

    Their segments are shown up to `budget` characters.
    """
    seen: set[str] = set()
    became = {(one.locale, one.key): one.turn for one in status.comparison.pages} if status.comparison else {}
    hands = {one.id: one.to for one in status.handoffs}
    made = []
    for page in (*figures.queue(status), *_quiet(status)):
        shown = (*_texts(page)[:SEGMENTS], *_translated(page)[:SEGMENTS])
        texts = {text for row in shown for text in _strings(row) if text}
        budget -= sum(map(len, texts - seen)) + _ROW * len(shown)
        seen |= texts
        entry = _entry(page, status, setting, hands, shown=SEGMENTS if budget >= 0 else 0)
        made.append(replace(entry, turn=became.get((page.locale, page.key))))
    return tuple(made)


def place(page: PageStatus) -> str:
    """Return the anchor of a page's entry."""
    return f"at={page.locale}/{page.key}"


def _quiet(status: Status) -> tuple[PageStatus, ...]:
    """Return the pages that want nobody and of which the checks say something."""
    return tuple(page for page in status.pages if page.flaws and not needs_work(page))


def _translated(page: PageStatus) -> tuple[FlawedText, ...]:
    """Return the texts outside the worklist of which the checks say something."""
    work = {(unit.reference, unit.line) for unit in page.units}
    return tuple(text for text in flawed_texts(page) if (text.reference, text.line) not in work)


def _texts(page: PageStatus) -> tuple[UnitStatus | LiveText, ...]:
    """Return what stands wrong, the live texts first where they are what makes the page's state."""
    return (*page.live, *page.units) if page.state in _LANGUAGE_STATES else (*page.units, *page.live)


def _strings(text: UnitStatus | LiveText | FlawedText) -> tuple[str | None, ...]:
    if isinstance(text, LiveText):
        return (text.text,)
    return (text.source, text.target, text.confirmed if isinstance(text, UnitStatus) else None)


_ROW = 120
"""Characters that a row takes beside its texts."""


def _entry(
    page: PageStatus, status: Status, setting: ViewSetting, hands: Mapping[str, str], *, shown: int
) -> Entry:
    own = figures.outstanding([page])
    days = figures.age(page.ready if is_waiting(page) else page.since, status)
    rows = [text_row(page, text, status, setting, hands) for text in _texts(page)[:shown]]
    flawed = _translated(page)
    warned = [flawed_row(page, text, status, setting) for text in flawed[:shown] if text.warns]
    folded = [flawed_row(page, text, status, setting) for text in flawed[:shown] if not text.warns]
    severities = [flaw.severity for flaw in page.flaws]
    return Entry(
        id=place(page),
        locale=page.locale,
        state=standing(page),
        verb=verb_of(page),
        title=page.title or page.key,
        name=setting.names(page.locale),
        words=own.words,
        amount=deed(page, status) or amount(page.flaws),
        days=-1 if days is None else days,
        waits=waits(page, status),
        preview=_preview(page, status),
        links=(*web_links(page), *_preview_link(page, setting)),
        catalog=catalog_link(page, setting),
        facts=tuple(_facts(page, setting)),
        rows=(*rows, *warned),
        folded=tuple(folded),
        noted=f"{figures.plural(len(folded), 'text')} with notes",
        rest=" ".join(_rest(len(page.units) + len(page.live) - len(rows), flawed[shown:], page)),
        turn=None,
        quiet=not needs_work(page),
        warnings=severities.count(Severity.WARNING),
        notes=severities.count(Severity.NOTE),
    )


def waits(page: PageStatus, status: Status) -> str:
    """Return how long a page waits, for its texts or to be published: `203 days`; empty where unknown."""
    if is_waiting(page):
        return figures.waiting(page.ready, status, bounded=page.ready_bounded)
    return figures.waiting(page.since, status, bounded=page.bounded)


def web_links(page: PageStatus) -> tuple[Link, ...]:
    """Return where a browser can go on from a page: the live pages and the editing screen."""
    candidates = (
        Link("Live page", web(page.url)),
        Link("Source page", web(page.source_url)),
        Link("Edit", web(page.edit_url)),
    )
    return tuple(link for link in candidates if link.url)


def _preview_link(page: PageStatus, setting: ViewSetting) -> tuple[Link, ...]:
    url = setting.preview_link(page.locale, page.key)
    return (Link("Preview", url),) if url else ()


def web(url: str) -> str:
    """Return the URL where a browser may follow it, else nothing: `javascript:…` → ``."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _facts(page: PageStatus, setting: ViewSetting) -> list[str]:
    facts = (
        [page.publication_reason, *page.evidence] if page.state is PageState.CURRENT else list(page.evidence)
    )
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
    if said := amount(page.flaws):
        facts.append(f"{said} of the checks")
    if command := figures.confirm_command(page):
        facts.append(f"still right as it stands? {command}")
    facts.append(page.on_site)
    if page.publication is not Publication.UNKNOWN and page.source_url:
        facts.append(
            f"its translation is {labels.of(page.publication).text}" + (", and built" if page.built else "")
        )
    reason = f": {page.pairing_reason}" if page.pairing_reason else ""
    if page.pairing:
        facts.append(
            f"pairing {page.pairing}{reason}"
            if page.pairing != "unpaired"
            else f"not paired with a source{reason}"
        )
    if also := [flag.replace("_", " ") for flag in page.flags if flag != page.state]:
        facts.append("also " + ", ".join(also))
    return [fact if fact.startswith("calque.toml") else fact[:1].upper() + fact[1:] for fact in facts if fact]


_LANGUAGE_STATES = (PageState.UNTRANSLATED_COPY, PageState.WRONG_LANGUAGE, PageState.MIXED_LANGUAGE)


def _rest(count: int, flawed: Sequence[FlawedText], page: PageStatus) -> Iterator[str]:
    if count > 0:
        where = "in the PO file" if page.catalog else "not shown"
        yield f"{figures.plural(count, 'more segment')} {where}."
    if flawed:
        more = figures.plural(len(flawed), "more text")
        yield f"{more} of which the checks say something: calque check lists them."


def _preview(page: PageStatus, status: Status) -> ShownText | None:
    previews = (excerpt(source_runs(unit)) for unit in page.units if unit.confirmed is not None)
    first = next(filter(None, previews), None)
    return None if first is None else ShownText(first, status.source)
