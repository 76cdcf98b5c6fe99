"""A status with every state, several scripts, and texts that try to break out of a report."""

import dataclasses
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import strategies as st

from calque.model import (
    Change,
    Comparison,
    Finding,
    Handoff,
    LocaleBefore,
    LocaleStatus,
    LocaleWords,
    Pace,
    PageState,
    PageStatus,
    PageTurn,
    Publication,
    Run,
    SegmentState,
    Severity,
    Status,
    Tally,
    Truth,
    Turn,
    UnitFlaw,
    UnitStatus,
)
from calque.states.outstanding import outstanding
from calque.states.sums import Sums, measure_locale, page_sums

MEASURED = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=\"alert('2')\">&amp;`${3}`]]><!--"
"""A title that somebody gave a post."""


def ago(days: float) -> datetime:
    """Return the moment so many days before the measurement."""
    return MEASURED - timedelta(days=days)


def unit(state: SegmentState, source: str, target: str = "", **more: object) -> UnitStatus:
    """Return a row of the worklist with the values that most rows have."""
    values: dict[str, object] = {
        "flags": (state,),
        "context": None,
        "confirmed": None,
        "change": None,
        "words": len(source.split()),
        "since": None,
        "bounded": False,
        "reference": "posts/1:content#3f9c1e",
        "line": 12,
    } | more
    return UnitStatus(state=state, source=source, target=target, **values)


def page(
    locale: str, number: int, title: str, state: PageState, units: tuple[UnitStatus, ...] = (), **more: object
) -> PageStatus:
    """Return a page whose figures follow from its units and from `done`, the segments translated."""
    done = int(str(more.pop("done", 0)))
    tallies: dict[SegmentState, Tally] = {}
    for one in units:
        words = len(one.source.split())
        tallies[one.state] = tallies.get(one.state, Tally()) + Tally(1, words)
    if done:
        tallies[SegmentState.TRANSLATED] = Tally(done, done * 14)
    total = sum(tallies.values(), Tally())
    moments = [one.since for one in units if one.since]
    since = min(moments, default=None)
    translated = tallies.get(SegmentState.TRANSLATED, Tally())
    slug = f"post-{number}"
    values: dict[str, object] = {
        "key": f"posts/{number}",
        "flags": (),
        "source_url": f"https://example.org/{slug}/",
        "url": "" if state is PageState.NO_TRANSLATION else f"https://example.org/{locale.lower()}/{slug}/",
        "edit_url": f"https://example.org/wp-admin/post.php?post={number + 1000}&action=edit",
        "publication": Publication.NOT_PUBLISHED
        if state is PageState.NO_TRANSLATION
        else Publication.PUBLISHED,
        "on_site": "never published" if state is PageState.NO_TRANSLATION else "published",
        "pairing": "confirmed",
        "pairing_reason": "Polylang names it",
        "declared": locale,
        "observed": locale.partition("-")[0],
        "evidence": (),
        "catalog": f"locales/{locale.replace('-', '_')}/LC_MESSAGES/{slug}.po",
        "total": total,
        "counts": tuple((one, tallies[one]) for one in SegmentState if one in tallies),
        "percent": 100 * translated.segments // total.segments if total.segments else None,
        "percent_words": 100 * translated.words // total.words if total.words else None,
        "since": since,
        "bounded": any(one.bounded for one in units if one.since == since) if since else False,
        "priority": float(sum(one.words for one in units)),
    } | more
    return PageStatus(locale=locale, title=title, state=state, units=units, **values)


def locale(tag: str, pages: list[PageStatus], **more: object) -> LocaleStatus:
    """Return the sum of a locale's pages."""
    own = [one for one in pages if one.locale == tag]
    counts: dict[SegmentState, Tally] = {}
    for one in own:
        for state, tally in one.counts:
            counts[state] = counts.get(state, Tally()) + tally
    total = sum(counts.values(), Tally())
    translated = counts.get(SegmentState.TRANSLATED, Tally())
    stale = [u.since for one in own for u in one.units if u.state is SegmentState.STALE and u.since]
    added = measure_locale(tag, Truth.PO, sum(map(page_sums, own), Sums()), outstanding(own))
    values: dict[str, object] = {
        "truth": "po",
        **{
            name: getattr(added, name) for name in ("published", "percent_published", "publications", "verbs")
        },
        "pages": tuple(
            (state, found) for state in PageState if (found := sum(one.state is state for one in own))
        ),
        "total": total,
        "counts": tuple((state, counts[state]) for state in SegmentState if state in counts),
        "percent": 100 * translated.segments // total.segments if total.segments else None,
        "percent_words": 100 * translated.words // total.words if total.words else None,
        "since": min(stale, default=None),
        "not_wanted": Tally(),
        "warnings": sum(flaw.severity is Severity.WARNING for one in own for flaw in one.flaws),
        "notes": sum(flaw.severity is Severity.NOTE for one in own for flaw in one.flaws),
        "unadopted": sum(one.state is PageState.UNADOPTED for one in own),
        "outstanding": outstanding(own),
        "bounded": any(
            u.bounded for one in own for u in one.units if u.since and u.since == min(stale, default=None)
        ),
    } | more
    return LocaleStatus(locale=tag, **values)


STALE = unit(
    SegmentState.STALE,
    'Opening hours are <strong>9 to 17</strong> on weekdays, and <a id="1">the café</a> stays open until eight.',
    "Les horaires sont de <strong>9 h à 18 h</strong> en semaine,"
    ' et <a id="1">le café</a> reste ouvert jusqu\N{RIGHT SINGLE QUOTATION MARK}à vingt heures.',
    confirmed="Opening hours are <strong>9 to 18</strong> on weekdays,"
    ' and <a id="1">the café</a> stays open until seven.',
    change=Change.MAJOR,
    words=2,
    since=ago(203),
    line=45,
    handoff="fr-marie-2026-11-10",
)
ARABIC = unit(
    SegmentState.STALE,
    "The library lends bicycles to every member, free of charge, for up to three days.",
    "تُعير المكتبة الدراجات لكل عضو مجانًا لمدة تصل إلى يومين.",
    confirmed="The library lends bicycles to every member for up to two days.",
    change=Change.MAJOR,
    words=4,
    since=ago(41),
    bounded=True,
    line=31,
)
MISSING = unit(
    SegmentState.MISSING,
    "Bring a cup of your own, and the first coffee is on the house.",
    since=ago(12),
    line=52,
)
TITLE = unit(SegmentState.MISSING, "A garden on the roof", context="title", since=ago(3), line=9)
LONG = unit(
    SegmentState.MISSING,
    " ".join(["The roof of the old depot carries forty beds of vegetables, herbs and flowers."] * 9),
    since=ago(3),
    line=14,
)
COPY = unit(
    SegmentState.COPY,
    "How we write for everybody: short words, plain sentences, one idea at a time.",
    "How we write for everybody: short words, plain sentences, one idea at a time.",
)
SPANISH = unit(
    SegmentState.WRONG_LANGUAGE,
    "Every Thursday the workshop repairs what people bring: lamps, toasters, chairs.",
    "Todos los jueves el taller repara lo que la gente trae: lámparas, tostadoras, sillas.",
    reason="observed as Spanish under /fr/",
)
REVIEW = unit(
    SegmentState.NEEDS_REVIEW,
    "Read the rules of the house.",
    "Leia as regras da casa.",
    reason="from memory, 94%",
)
FUZZY = unit(SegmentState.FUZZY, "Ask at the desk.", "Frag am Tresen.")
INVALID = unit(
    SegmentState.INVALID,
    'Write to <a id="1">the editors</a>.',
    "Schreib an die Redaktion.",
    reason='the link <a id="1"> is lost',
)
CONFLICT = unit(
    SegmentState.CONFLICT,
    "The market moves to the station square.",
    "Der Markt zieht auf den Bahnhofsplatz um.",
    reason="changed on the site and in the PO file",
    flags=(SegmentState.CONFLICT, SegmentState.STALE),
)
OBSOLETE = unit(SegmentState.OBSOLETE, "Closed on Mondays.", "Segunda-feira fechado.")
BREAKING_OUT = unit(
    SegmentState.MISSING,
    HOSTILE,
    reason="<b>reason</b>",
    reference="posts/99:title#<i>",
    context='attr:"><svg onload=alert(4)>',
)


WARNED = UnitFlaw(
    "numbers",
    Severity.WARNING,
    "40 became 14",
    "posts/7:content#aa",
    33,
    "The <strong>40</strong> beds are watered by hand.",
    "Les <strong>14</strong> planches sont arrosées à la main.",
)
NOTED = UnitFlaw(
    "ending-punctuation",
    Severity.NOTE,
    "the source ends with a full stop, the translation with nothing",
    "posts/7:content#bb",
    41,
    "Ask at the desk.",
    "Demandez au comptoir",
)
BROKEN = UnitFlaw(
    "markup",
    Severity.ERROR,
    'the link <a id="1"> is lost',
    INVALID.reference,
    INVALID.line,
    INVALID.source,
    INVALID.target,
)
FLAWED = (
    WARNED,
    dataclasses.replace(WARNED, code="quotes", severity=Severity.NOTE, message="“ has no partner"),
    NOTED,
)


WAITING: dict[str, object] = {
    "publication": Publication.TO_PUBLISH,
    "publication_reason": "6 of 6 texts are not on the live page",
    "ready": ago(12),
}
EDITED_TWICE: dict[str, object] = {
    "publication": Publication.CONFLICT,
    "publication_reason": "1 of 6 texts is not on the live page",
    "ready": ago(3),
    "ready_bounded": True,
}


def build_pages() -> list[PageStatus]:
    """Return pages in each state, the first to do first."""
    copied, spanish = "6 of 6 texts equal the source", "1 of 1 texts observed as Spanish under /fr/"
    mixed, gone = "4 of 10 texts observed as English", "the source answers 404"
    garden = (TITLE, LONG)
    hostile: dict[str, object] = {
        "url": "javascript:alert(5)",
        "catalog": 'locales/ar/"><b>.po',
        "edit_url": "",
        "pairing_reason": "<u>slug</u>",
    }
    return [
        page("fr", 1, "Opening hours", PageState.STALE, (STALE, MISSING), done=14, flags=("conflict",)),
        page("ar", 2, "Borrow a bicycle", PageState.STALE, (ARABIC,), done=9),
        page(
            "fr",
            3,
            "How we write",
            PageState.UNTRANSLATED_COPY,
            (COPY,) * 6,
            evidence=(copied,),
            observed="en",
        ),
        page(
            "fr",
            4,
            "The repair workshop",
            PageState.WRONG_LANGUAGE,
            (SPANISH,),
            observed="es",
            evidence=(spanish,),
        ),
        page("fr", 5, "A garden on the roof", PageState.NO_TRANSLATION, garden),
        page("de", 5, "A garden on the roof", PageState.NO_TRANSLATION, garden),
        page("pt-BR", 5, "A garden on the roof", PageState.NO_TRANSLATION, garden),
        page("ar", 5, "A garden on the roof", PageState.NO_TRANSLATION, garden),
        page("de", 1, "Opening hours", PageState.MIXED_LANGUAGE, (COPY, FUZZY), done=13, evidence=(mixed,)),
        page("de", 6, "The market moves", PageState.INVALID, (INVALID, CONFLICT), done=4, flaws=(BROKEN,)),
        page("pt-BR", 7, "House rules", PageState.NEEDS_REVIEW, (REVIEW,), done=4),
        page("pt-BR", 1, "Opening hours", PageState.PARTIAL, (MISSING,), done=15),
        page("de", 7, "House rules", PageState.FUZZY, (FUZZY,), done=4),
        page("pt-BR", 8, "Carnival 2019", PageState.ORPHAN, (OBSOLETE,), source_url="", evidence=(gone,)),
        page("ar", 99, HOSTILE, PageState.PARTIAL, (BREAKING_OUT,), done=1, **hostile),
        page("ar", 6, "السوق ينتقل إلى ساحة المحطة", PageState.UNADOPTED, flags=("possibly_stale",)),
        page("de", 2, "Borrow a bicycle", PageState.UNMEASURED, evidence=("the PO file cannot be read",)),
        page("fr", 9, "The winter fair", PageState.CURRENT, done=6, **WAITING, evidence=(copied,)),
        page("de", 9, "The winter fair", PageState.CURRENT, done=6, **EDITED_TWICE),
        page("fr", 7, "House rules", PageState.CURRENT, done=5, flaws=FLAWED),
        page("de", 4, "The repair workshop", PageState.CURRENT, done=1),
        page("pt-BR", 2, "Borrow a bicycle", PageState.CURRENT, done=10),
        page("ar", 7, "House rules", PageState.CURRENT, done=5),
    ]


FINDINGS = (
    Finding(
        "unreadable_catalog",
        Severity.ERROR,
        "locales/de/LC_MESSAGES/post-2.po:17",
        "The PO file breaks off inside a string; repair the line, or restore the file with calque recover.",
        "de",
    ),
    Finding(
        "locale_conflict",
        Severity.WARNING,
        "https://example.org/fr/post-4/",
        "The address says fr and Polylang says es.",
        "fr",
    ),
    Finding("locked_post", Severity.NOTE, "posts/9", f"Behind a password, not read. {HOSTILE}"),
)


HANDOFFS = (
    Handoff(
        id="fr-marie-2026-11-10",
        locale="fr",
        to="marie",
        handed=date(2026, 11, 10),
        due=date(2026, 11, 20),
        overdue=True,
        file="locales/handoffs/fr-marie-2026-11-10.po",
        total=Tally(3, 90),
        in_hand=Tally(1, 2),
    ),
    Handoff(
        id="de-2026-11-20",
        locale="de",
        to="",
        handed=date(2026, 11, 20),
        due=None,
        overdue=False,
        file="locales/handoffs/de-2026-11-20.po",
        total=Tally(5, 60),
        in_hand=Tally(5, 60),
    ),
)


def turn(
    kind: Turn,
    locale: str,
    number: int,
    title: str,
    stands: tuple[PageState | None, ...],
    *words: int,
    live: tuple[Publication | None, ...] = (),
) -> PageTurn:
    """Return what became of a page: its states, words and publication states before and after."""
    return PageTurn(kind, locale, f"posts/{number}", title, *stands, *words, *live)


COMPARISON = Comparison(
    since=ago(2.1),
    pages=(
        turn(
            Turn.NEW,
            "fr",
            1,
            "Opening hours",
            (PageState.CURRENT, PageState.STALE),
            0,
            16,
            live=(Publication.PUBLISHED, Publication.PUBLISHED),
        ),
        turn(Turn.NEW, "ar", 99, HOSTILE, (None, PageState.PARTIAL), 0, 7),
        turn(Turn.WORSE, "ar", 2, "Borrow a bicycle", (PageState.PARTIAL, PageState.STALE), 3, 4),
        turn(
            Turn.BETTER,
            "de",
            1,
            "Opening hours",
            (PageState.NO_TRANSLATION, PageState.MIXED_LANGUAGE),
            90,
            14,
        ),
        turn(
            Turn.TRANSLATED,
            "fr",
            9,
            "The winter fair",
            (PageState.UNTRANSLATED_COPY, PageState.CURRENT),
            84,
            0,
            live=(Publication.UNKNOWN, Publication.TO_PUBLISH),
        ),
        turn(
            Turn.FIXED,
            "fr",
            7,
            "House rules",
            (PageState.PARTIAL, PageState.CURRENT),
            30,
            0,
            live=(Publication.UNKNOWN, Publication.PUBLISHED),
        ),
        turn(Turn.FIXED, "de", 55, "Summer fair", (PageState.STALE, None), 2, 0),
    ),
    locales=(
        LocaleBefore("fr", 65, 256),
        LocaleBefore("de", 53, 216),
        LocaleBefore("pt-BR", 70, 150),
        LocaleBefore("ar", None, 134),
    ),
    began=("ja",),
)

RUNS = tuple(
    Run(
        ago(days),
        tuple(
            LocaleWords(tag, words) for tag, words in zip(("fr", "de", "pt-BR", "ar", "ja"), row, strict=True)
        ),
    )
    for days, row in (
        (40.1, (400, 300, 210, 160, 0)),
        (21.1, (310, 280, 190, 150, 0)),
        (2.1, (256, 216, 150, 134, 0)),
        (0, (172, 161, 154, 138, 0)),
    )
)

PACE = (Pace("fr", 12, 9), Pace("de", 1, 1))


def build_status() -> Status:
    """Return a site in five locales with each state of pages and of segments, and every kind of text."""
    pages = build_pages()
    locales = (
        locale("fr", pages, not_wanted=Tally(6, 88), in_hand=Tally(1, 2)),
        locale("de", pages, not_wanted=Tally(6, 88), in_hand=Tally(5, 60)),
        locale("pt-BR", pages),
        locale("ar", pages, truth="site"),
        locale("ja", pages),
    )
    return Status(
        "Quarter Gazette",
        "en",
        MEASURED,
        18,
        locales,
        tuple(pages),
        FINDINGS,
        HANDOFFS,
        COMPARISON,
        RUNS,
        PACE,
    )


@pytest.fixture
def status() -> Status:
    """Return the status that most tests render."""
    return build_status()


@pytest.fixture
def nothing() -> Status:
    """Return the status of a site of which nothing was read yet."""
    return Status("Empty", "en", MEASURED, 0, (), (), ())


@pytest.fixture(scope="session")
def statuses() -> st.SearchStrategy[Status]:
    """Return a strategy for statuses of any values, likely or not, in every field of the model."""
    return values_of(Status)


@cache
def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for the values of a field, by its type hint."""
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        fields = {field.name: values_of(hints[field.name]) for field in dataclasses.fields(hint)}
        return st.builds(hint, **fields)
    if get_origin(hint) in (tuple, Sequence):
        return rows_of(get_args(hint)[0])
    if NoneType in get_args(hint):
        return st.none() | values_of(get_args(hint)[0])
    plain = {
        int: st.integers(0, 10_000),
        float: st.floats(0, 1e9),
        datetime: st.datetimes(timezones=st.just(UTC)),
    }
    return plain[hint] if hint in plain else st.from_type(hint)


def rows_of(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a tuple: of values, or of rows with each state at most once, in their order."""
    if not get_args(hint):
        return st.lists(values_of(hint), max_size=2).map(tuple)
    states, value = get_args(hint)
    tables = st.dictionaries(values_of(states), values_of(value))
    return tables.map(lambda table: tuple((state, table[state]) for state in states if state in table))


@pytest.fixture(scope="session")
def golden() -> Callable[[str, str], None]:
    """Compare a whole report with the one in `tests/cases/reports/`, which a person has read."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parents[1] / "cases" / "reports" / name
        assert text == path.read_text(encoding="utf-8"), (
            f"read it over, and if it is right, write it to {path}"
        )

    return compare
