"""The sections of the HTML page around its worklist, as words: what to do, locales, matrix, findings."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from calque.model import (
    FindingCode,
    LocaleStatus,
    PageRow,
    PageState,
    Publication,
    Severity,
    Status,
    Tally,
    Verb,
)
from calque.reports import figures, labels
from calque.reports.kinds import kinds
from calque.reports.rows import Link, ViewSetting, catalog_link
from calque.reports.verbs import counted_verbs, extent, standing, waits
from calque.reports.view import web, web_links
from calque.states.rows import rows_of

__all__ = [
    "NO_MATRIX",
    "BarPart",
    "Cell",
    "FindingGroup",
    "LocaleView",
    "Matrix",
    "MatrixRow",
    "ThingView",
    "findings",
    "left_out",
    "locales",
    "matrix",
    "summary",
    "things",
    "uncounted",
]


def summary(status: Status) -> str:
    """Return the state of the site in two sentences: what is to translate, then what is to publish or to decide."""
    pages = 0
    tags, counts = set[str](), Counter[Verb | None]()
    oldest: PageRow | None = None
    for page in figures.queue(status):
        pages += 1
        tags.add(page.locale)
        counts[page.verb] += 1
        if page.since is not None and (oldest is None or _since(page) < _since(oldest)):
            oldest = page
    if not pages:
        return "Nothing is outstanding."
    total = figures.left(status)
    told = counted_verbs(tuple((verb, counts[verb]) for verb in Verb if counts[verb]))
    text = f"{figures.plural(pages, 'page')} in {figures.plural(len(tags), 'locale')}: {told}."
    if total.segments:
        text += (
            f" The texts to work on have {figures.plural(total.words, 'word')}"
            f" in {figures.plural(total.segments, 'segment')}."
        )
    if oldest is None:
        return text
    age = figures.waiting(oldest.since, status, bounded=oldest.bounded)
    return f"{text} The oldest has waited {age}." if not age.startswith("today") else text


def _since(page: PageRow) -> tuple[datetime, bool]:
    return page.since or _NEVER, not page.bounded


_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ThingView:
    """One of the things to do: `Translate` title `into French (16 words)`."""

    before: str
    title: str
    href: str
    after: str
    state: PageState | Publication
    waits: str
    links: tuple[Link, ...]
    hand: str = ""
    """`in hand: marie (French) and ana (Spanish)`; empty where nobody has it."""


def things(status: Status, setting: ViewSetting) -> tuple[ThingView, ...]:
    """Return the first things to do."""
    return tuple(_thing(thing, status, setting) for thing in figures.things_to_do(status))


def _thing(thing: figures.Thing, status: Status, setting: ViewSetting) -> ThingView:
    first = thing.pages[0]
    names = [setting.names(page.locale) for page in thing.pages]
    before, after = labels.TO_DO[first.verb or Verb.CHECK]
    after = after.format(where=figures.enumerated(names))
    takes = extent(thing.pages, status)
    dated = [page for page in thing.pages if page.since is not None]
    oldest = min(dated, key=lambda page: page.since or status.measured, default=first)
    hands = _hands(thing, status, setting)
    return ThingView(
        before=before,
        title=first.title or first.key,
        href=setting.entry_link(first),
        after=f"{after} ({takes})" if takes else after,
        state=standing(first),
        waits=waits(oldest, status),
        links=_way(first, setting)
        if len(thing.pages) == 1
        else tuple(
            Link(name, setting.entry_link(page)) for name, page in zip(names, thing.pages, strict=True)
        ),
        hand=f"in hand: {figures.enumerated(hands)}" if hands else "",
    )


def _hands(thing: figures.Thing, status: Status, setting: ViewSetting) -> list[str]:
    """Return who has a thing in hand; where it is to be done in several locales, with those."""
    to = {one.id: one.to or "somebody" for one in status.handoffs}
    by_name: dict[str, list[str]] = {}
    for locale, handoff in thing.holders(status):
        own = by_name.setdefault(to.get(handoff, "somebody"), [])
        if (name := setting.names(locale)) not in own:
            own.append(name)
    return [
        name if len(thing.pages) == 1 else f"{name} ({figures.enumerated(own)})"
        for name, own in by_name.items()
    ]


def _way(page: PageRow, setting: ViewSetting) -> tuple[Link, ...]:
    catalog = catalog_link(page, setting)
    return (*web_links(page), *([Link("PO file", catalog.url)] if catalog else []))


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a locale's bar, on a line of 1,000."""

    band: labels.Band
    x: float
    width: float
    label: str


@dataclass(frozen=True, slots=True)
class LocaleView:
    """A locale with its bar."""

    tag: str
    name: str
    percent: str
    percent_words: str
    percent_published: str
    parts: tuple[BarPart, ...]
    described: str
    """The bar in words, for readers who do not see it."""
    outstanding: str
    oldest: str
    to_do: tuple[tuple[Verb, str], ...]
    """What is to be done: `(Verb.PUBLISH, "3 to publish")`; empty where nothing is."""
    pages: tuple[tuple[PageState, str], ...]
    """A row a state that occurs: the state, and `3 stale`."""
    in_hand: str
    checks: tuple[tuple[str, str], ...]
    """What the checks say: `("warnings", "2 warnings")`; empty where they say nothing."""
    truth: str
    file: str
    """The page on which its entries stand; empty where that is the same page."""


def locales(
    status: Status, names: Callable[[str], str], file: Callable[[str], str]
) -> tuple[LocaleView, ...]:
    """Return one view for each locale, in the order of the status; `file` says on which page its entries stand."""
    return tuple(_locale(row, status, names, file) for row in figures.by_locale(status))


_TRUTH = {"site": "on the site", "po": "in PO files"}


def _locale(
    row: figures.LocaleFigures, status: Status, names: Callable[[str], str], file: Callable[[str], str]
) -> LocaleView:
    oldest = "unknown since when" if row.stale else "none"
    if row.oldest is not None:
        waits = figures.waiting(row.oldest, status, bounded=row.bounded)
        oldest = f"{figures.moment(row.oldest)} ({waits})"
    parts = tuple(_parts(row))
    name = names(row.status.locale)
    return LocaleView(
        tag=row.status.locale,
        name=name,
        percent=figures.percent(row.status.percent),
        percent_words=figures.percent(row.status.percent_words),
        percent_published=figures.percent(row.status.percent_published),
        parts=parts,
        described=f"{name}: {', '.join(part.label for part in parts) or 'nothing to count yet'}",
        outstanding=_amount(row.outstanding),
        oldest=oldest,
        to_do=tuple((verb, f"{count:,} to {verb}") for verb, count in row.status.verbs),
        pages=tuple((state, f"{count:,} {labels.of(state).text}") for state, count in row.status.pages),
        in_hand=_amount(row.status.in_hand) if row.status.in_hand.segments else "",
        checks=tuple(
            (kind, figures.plural(count, kind.removesuffix("s")))
            for kind, count in (("warnings", row.status.warnings), ("notes", row.status.notes))
            if count
        ),
        truth=_TRUTH.get(row.status.truth, row.status.truth),
        file=file(row.status.locale),
    )


def _amount(tally: Tally) -> str:
    if not tally.segments:
        return "nothing"
    return f"{figures.plural(tally.words, 'word')} in {figures.plural(tally.segments, 'segment')}"


def _parts(row: figures.LocaleFigures) -> Iterator[BarPart]:
    total = sum(tally.words for _, tally in row.bands) or 1
    x = 0.0
    for band, tally in row.bands:
        width = 1000 * tally.words / total
        yield BarPart(
            band, round(x, 2), round(width, 2), f"{figures.plural(tally.words, 'word')} {band.label}"
        )
        x += width


@dataclass(frozen=True, slots=True)
class Cell:
    """The state of a page in a locale; `href` leads to its entry, and is empty where nothing is to do."""

    state: PageState | Publication
    href: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A page with a cell a locale; None where the page is not in the status."""

    title: str
    key: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """How pages stand in every locale."""

    rows: tuple[MatrixRow, ...]
    """One for each page that needs work in some locale, the first to do first, and no more than are asked for."""
    wanted: int
    """How many pages need work in some locale."""
    others: int
    """How many need nothing in any."""


NO_MATRIX = Matrix((), 0, 0)


def matrix(status: Status, setting: ViewSetting, *, limit: int | None = None) -> Matrix:
    """Return the first rows of the matrix, and how many there are."""
    titles: dict[str, str] = {}
    wanted, keys = set[str](), set[str]()
    for page in rows_of(status.pages):
        keys.add(page.key)
        if page.wants:
            wanted.add(page.key)
            if page.key in titles or limit is None or len(titles) < limit:
                titles.setdefault(page.key, page.title or page.key)
    cells: dict[str, dict[str, Cell]] = {key: {} for key in titles}
    for page in rows_of(status.pages):
        if page.key in cells:
            href = setting.entry_link(page) if page.wants else ""
            cells[page.key][page.locale] = Cell(standing(page), href)
    tags = [locale.locale for locale in status.locales]
    rows = tuple(MatrixRow(titles[key], key, tuple(map(row.get, tags))) for key, row in cells.items())
    return Matrix(rows, len(wanted), len(keys - wanted))


def left_out(matrix: Matrix) -> str:
    """Return sentences that count the pages that the matrix leaves out."""
    told = []
    if matrix.wanted > len(matrix.rows):
        told.append(
            f"These are the first {len(matrix.rows):,} of {figures.plural(matrix.wanted, 'page')}; the others stand"
            " on the pages of their locales."
        )
    if count := matrix.others:
        told.append(
            f"{figures.plural(count, 'page')} {'needs' if count == 1 else 'need'} nothing in any locale."
        )
    return " ".join(told)


def uncounted(status: Status, names: Callable[[str], str]) -> tuple[str, ...]:
    """Return sentences on what no percentage counts, each with the reason."""
    sentences = [
        f"{names(locale.locale)}: {text}" for locale in status.locales for text in _uncounted(locale)
    ]
    if locked := sum(finding.code == FindingCode.LOCKED_POST for finding in status.findings):
        sentences.append(f"{figures.plural(locked, 'post')} behind a password: not read.")
    return tuple(sentences)


def _uncounted(locale: LocaleStatus) -> Iterator[str]:
    if count := locale.not_wanted.segments:
        words = figures.plural(locale.not_wanted.words, "word")
        yield f"{figures.plural(count, 'segment')} ({words}) not wanted, by [scope.{locale.locale}] in calque.toml."
    if pages := dict(locale.pages).get(PageState.UNMEASURED):
        yield f"{figures.plural(pages, 'page')} not measured; the findings say why."
    if pages := locale.unadopted:
        live = f"{figures.plural(pages, 'page')} live in the right language"
        yield f"{live}, with a catalog that is still empty; a sync adopts what is there."
    if not locale.pages:
        yield "no page yet."


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one code."""

    severity: Severity
    label: str
    """What people call it."""
    code: str
    count: str
    shown: tuple[tuple[str, str, str], ...]
    """A row each: its place, the place's URL or nothing, and the message."""
    rest: str


_FINDINGS = 50
"""Findings shown a code."""


def findings(status: Status) -> tuple[FindingGroup, ...]:
    """Return the findings by severity and code, in the order in which each code comes up."""
    return tuple(
        FindingGroup(
            severity=kind.severity,
            label=kind.label,
            code=kind.code,
            count=figures.plural(len(kind.findings), "finding"),
            shown=tuple((one.place, web(one.place), one.message) for one in kind.findings[:_FINDINGS]),
            rest=f"{len(kind.findings) - _FINDINGS:,} more: calque status --format markdown lists them."
            if len(kind.findings) > _FINDINGS
            else "",
        )
        for kind in kinds(status)
    )
