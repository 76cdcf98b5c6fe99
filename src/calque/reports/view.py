"""What the HTML page shows of a page, worked out from its status: words and links instead of figures and codes.

The template writes these values, and the page's script builds the rows that do not stand in the
page yet from the same values, so that both give one markup (`report.html.j2`, `report.js`). They hold for as long as
the page's status does: what changes by itself is left open in them (`slots`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calque.locales import locale_name
from calque.model import PageRow, PageState, PageStatus, Publication, SegmentState, Severity, Verb
from calque.reports import figures, labels, slots
from calque.reports.flaws import FlawedText, amount, translated_flaws
from calque.reports.reading import excerpt, source_runs
from calque.reports.rows import (
    Link,
    SegmentRow,
    ShownText,
    ViewSetting,
    catalog_link,
    flawed_row,
    live_row,
    place,
    unit_row,
)
from calque.reports.verbs import open_deed, standing, waiting_since
from calque.states.rows import row_of

__all__ = ["SEGMENTS", "Entry", "entry", "preview_link", "web", "web_links"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in one locale that needs work, or that has flaws."""

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
    instead: str
    """The same where the page shows none of its texts."""
    quiet: bool
    """Nothing is to be done: it is shown where somebody asks what the checks say."""
    warnings: int
    notes: int


SEGMENTS = 25
"""Segments shown a page; who needs more of them has the PO file open."""


def entry(page: PageStatus, source: str, setting: ViewSetting, *, texts: bool = True) -> Entry:
    """Return a page's entry, or what of it needs no `texts`; what changes by itself is left open (`reports.slots`).

    `source` is the language of the site's source; of the setting the names are not used.
    """
    row = row_of(page)
    since, bounded = waiting_since(row)
    rows = _work(page, source, setting)[:SEGMENTS] if texts else []
    flawed = translated_flaws(page)
    warned = [flawed_row(page, text, source, setting) for text in flawed[:SEGMENTS] if text.warns]
    folded = [flawed_row(page, text, source, setting) for text in flawed[:SEGMENTS] if not text.warns]
    count = len(page.units) + len(page.live)
    severities = [flaw.severity for flaw in page.flaws]
    return Entry(
        id=place(page),
        locale=page.locale,
        state=standing(row),
        verb=row.verb,
        title=page.title or page.key,
        name=slots.name(page.locale),
        words=row.left.words,
        amount=open_deed(row) or amount(page.flaws),
        waits=slots.waits(since, bounded=bounded),
        preview=_preview(page, source),
        links=(*web_links(page), *preview_link(page, setting)),
        catalog=catalog_link(page, setting),
        facts=tuple(_facts(page)),
        rows=(*rows, *warned),
        folded=tuple(folded),
        noted=f"{figures.plural(len(folded), 'text')} with notes",
        rest=" ".join(_rest(count - len(rows), flawed[SEGMENTS:], page)),
        instead=" ".join(_rest(count, flawed, page)),
        quiet=not row.wants,
        warnings=severities.count(Severity.WARNING),
        notes=severities.count(Severity.NOTE),
    )


def _work(page: PageStatus, source: str, setting: ViewSetting) -> list[SegmentRow]:
    """Return what stands wrong, the live texts first where they are what makes the page's state."""
    units = [
        unit_row(page, unit, number, source, setting) for number, unit in enumerate(page.units[:SEGMENTS])
    ]
    live = [live_row(text) for text in page.live[:SEGMENTS]]
    return [*live, *units] if page.state in _LANGUAGE_STATES else [*units, *live]


def web_links(page: PageRow | PageStatus) -> tuple[Link, ...]:
    """Return where a browser can go on from a page: the live pages and the editing screen."""
    candidates = (
        Link("Live page", web(page.url)),
        Link("Source page", web(page.source_url)),
        Link("Edit", web(page.edit_url)),
    )
    return tuple(link for link in candidates if link.url)


def preview_link(page: PageRow | PageStatus, setting: ViewSetting) -> tuple[Link, ...]:
    """Return the way to the preview of a page; nothing where there is none."""
    url = setting.preview_link(page.locale, page.key)
    return (Link("Preview", url),) if url else ()


def web(url: str) -> str:
    """Return the URL where a browser may follow it, else nothing: `javascript:…` → ``."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _facts(page: PageStatus) -> list[str]:
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
        declared = page.declared or page.locale
        if locale_name(declared) != locale_name(page.observed):
            facts.append(f"declared as {slots.name(declared)}, reads as {slots.name(page.observed)}")
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


def _preview(page: PageStatus, source: str) -> ShownText | None:
    previews = (excerpt(source_runs(unit)) for unit in page.units if unit.confirmed is not None)
    first = next(filter(None, previews), None)
    return None if first is None else ShownText(first, source)
