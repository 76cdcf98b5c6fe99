"""The progress of the site, from what the ledger keeps of earlier runs.

The status of today is compared with one earlier run, the *reference*; the words left after each run make the
burn-down, and the pages done since make the pace.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calque.model import (
    Comparison,
    LocaleBefore,
    LocaleWords,
    Pace,
    PageRecord,
    PagesOnDemand,
    PageState,
    PageStatus,
    PageTurn,
    Publication,
    Run,
    RunRecord,
    Status,
    Turn,
)
from calque.states.outstanding import needs_work, outstanding
from calque.states.priority import page_rank
from calque.states.verbs import is_waiting

__all__ = ["record_of", "records_of", "since_run_before", "with_progress"]

_Records = Mapping[tuple[str, str], PageRecord]


def with_progress(status: Status, runs: Sequence[RunRecord], *, days: int = 1) -> Status:
    """Add to a status what changed since an earlier run, what each run left to do, and how long work took.

    `runs` are in the order in which they were noted. The earlier run is the last one of the day so many `days`
    ago, or of one before it; where there is none, the first one of all. Without any run nothing changed: the
    status is a baseline.
    """
    runs = _in_order(runs, status.measured)
    reference = _reference(runs, status.measured, days)
    today = records_of(status.pages)
    return replace(
        status,
        comparison=None if reference is None else _compare(status, today, runs[: reference + 1]),
        runs=tuple(_burn_down(status, runs)),
        pace=tuple(_paces(status, today, runs)),
    )


def since_run_before(status: Status, runs: Sequence[RunRecord]) -> Comparison | None:
    """Return what changed since the run before the one that measured a status; None for the first run of all.

    So what a run tells is told by no other, whatever earlier report `with_progress` compares with: runs A, B, C on
    three days give A → B and then B → C, where `[report] since = "7d"` gives A → B and A → C.
    """
    moment = status.measured.replace(microsecond=0)  # as the ledger has it
    own = max((number for number, run in enumerate(runs) if run.measured == moment), default=len(runs))
    earlier = _in_order(runs[:own], status.measured)
    return _compare(status, records_of(status.pages), earlier) if earlier else None


def record_of(page: PageStatus) -> PageRecord:
    """Return the record of a page that later runs compare the page with."""
    left = outstanding([page])
    return PageRecord(
        locale=page.locale,
        key=_identity(page),
        title=page.title,
        state=page.state,
        wants=needs_work(page),
        segments=left.segments,
        words=left.words,
        since=_since(page),
        publication=page.publication,
    )


def _since(page: PageStatus) -> datetime | None:
    """Return since when a page waits, for its texts or to be published; None where that is not known to the day."""
    if is_waiting(page):
        return None if page.ready_bounded else page.ready
    return None if page.bounded else page.since


def records_of(pages: Sequence[PageStatus]) -> Iterable[PageRecord]:
    """Return what is kept of each page, in their order; of pages on disk, without reading them.

    It can be gone through several times.
    """
    return pages.records() if isinstance(pages, PagesOnDemand) else tuple(map(record_of, pages))


_ALONE = " alone"


def _identity(page: PageStatus) -> str:
    """Name the page within its locale; where each locale counts its own ids, one is another page beside a source."""
    alone = not page.source_url and page.state is not PageState.ORPHAN
    return f"{page.key}{_ALONE}" if alone else page.key


def _in_order(runs: Sequence[RunRecord], now: datetime) -> list[RunRecord]:
    """Return the runs in the order in which they were noted, none measured later than the next, nor than `now`.

    A clock that was wrong for a night dates its run in the future: what that run found of each page still holds for
    the runs after it, so it is not left out; it was there before the next run, and that much is known of its date.
    """
    kept: list[RunRecord] = []
    for run in reversed(runs):
        now = min(now, run.measured)
        kept.append(run if run.measured == now else replace(run, measured=now))
    return kept[::-1]


def _reference(runs: Sequence[RunRecord], now: datetime, days: int) -> int | None:
    """Return the number of the run to compare with."""
    if not runs:
        return None
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    until = midnight - timedelta(days=days - 1)
    return max((number for number, run in enumerate(runs) if run.measured < until), default=0)


_Today = Iterable[PageRecord]
"""Each page of the status, in its order; gone through several times, and of a large site never held as a whole."""


def _compare(status: Status, today: _Today, runs: Sequence[RunRecord]) -> Comparison:
    last = runs[-1]
    past = _standing(runs)
    percents = dict(last.percents)
    here = [row.locale for row in status.locales if row.locale in percents]
    words = {**_words(past.values()), **dict(last.words)}
    found = [*_turns(today, past, here), *_gone(today, past, here)]
    order = list(Turn)
    return Comparison(
        since=last.measured,
        pages=tuple(sorted(found, key=lambda page: order.index(page.turn))),
        locales=tuple(LocaleBefore(tag, percents[tag], words.get(tag, 0)) for tag in here),
        began=tuple(row.locale for row in status.locales if row.locale not in percents),
    )


def _standing(runs: Iterable[RunRecord]) -> _Records:
    """Return the record of each page in the last run that had it."""
    return {(record.locale, record.key): record for run in runs for record in run.pages}


def _turns(today: _Today, past: _Records, locales: Sequence[str]) -> Iterator[PageTurn]:
    for after in today:
        if after.locale not in locales:
            continue
        before = past.get((after.locale, after.key))
        turn = None if before == after else _turn(before, after)  # most are what they were
        if turn is not None:
            key = after.key.removesuffix(_ALONE)
            yield PageTurn(
                turn=turn,
                locale=after.locale,
                key=key,
                title=after.title or key,
                before=before.state if before else None,
                after=after.state,
                words_before=before.words if before else 0,
                words=after.words,
                publication_before=before.publication if before else None,
                publication=after.publication,
            )


def _turn(before: PageRecord | None, after: PageRecord) -> Turn | None:
    if before is None or not before.wants:
        return Turn.NEW if after.wants else None
    is_known = after.publication is not Publication.UNKNOWN  # else nobody can say that visitors read it
    if not after.wants and (is_known or after.state is not PageState.CURRENT):
        return Turn.FIXED
    if _is_translated(after) and not _is_translated(before):
        return Turn.TRANSLATED
    if after.state in _UNTOUCHED and before.state is after.state:
        return None  # its source grew or shrank, and nobody has begun with it
    weights = _weight(before), _weight(after)
    if weights[0] == weights[1]:
        return None
    return Turn.WORSE if weights[1] > weights[0] else Turn.BETTER


_UNTOUCHED = frozenset({PageState.NO_TRANSLATION, PageState.UNTRANSLATED_COPY})
"""States of a page of which nothing is translated."""


def _is_translated(record: PageRecord) -> bool:
    return record.state is PageState.CURRENT and not record.segments


def _weight(record: PageRecord) -> tuple[int, int, int]:
    """Return what two records of a page are compared by: words, then segments, then the urgency of its state."""
    return record.words, record.segments, -page_rank(record.state, record.publication) if record.state else 0


def _gone(today: _Today, past: _Records, locales: Sequence[str]) -> Iterator[PageTurn]:
    """Yield the pages that needed work in the earlier run and are not in the status any more.

    One that nobody had begun to translate is no news when it goes.
    """
    news = {
        key: record
        for key, record in past.items()
        if key[0] in locales and record.wants and record.state is not PageState.NO_TRANSLATION
    }
    for record in today if news else ():
        news.pop((record.locale, record.key), None)
    for (locale, key), record in sorted(news.items()):
        name = key.removesuffix(_ALONE)
        yield PageTurn(
            Turn.FIXED,
            locale,
            name,
            record.title or name,
            record.state,
            None,
            record.words,
            words=0,
            publication_before=record.publication,
        )


def _words(records: Iterable[PageRecord]) -> dict[str, int]:
    """Return the words outstanding by locale."""
    words: dict[str, int] = {}
    for record in records:
        words[record.locale] = words.get(record.locale, 0) + record.words
    return words


_POINTS = 366
"""The points of a burn-down at most: a year of days."""


def _burn_down(status: Status, runs: Sequence[RunRecord]) -> list[Run]:
    """Return a point a day, the last run of each, today's measurement last."""
    tags = [row.locale for row in status.locales]
    words: dict[str, int] = {}
    standing: dict[tuple[str, str], int] = {}
    days: dict[object, Run] = {}
    for run in runs:
        for record in run.pages:
            key = (record.locale, record.key)
            words[record.locale] = words.get(record.locale, 0) + record.words - standing.get(key, 0)
            standing[key] = record.words
        days[run.measured.date()] = _point(run.measured, tags, {**words, **dict(run.words)})
    now = {row.locale: row.outstanding.words for row in status.locales}
    days[status.measured.date()] = _point(status.measured, tags, now)
    return list(days.values())[-_POINTS:]


def _point(measured: datetime, tags: Sequence[str], words: Mapping[str, int]) -> Run:
    return Run(measured, tuple(LocaleWords(tag, words.get(tag, 0)) for tag in tags))


_WINDOW = timedelta(days=90)
"""How many days of work the pace counts: older work was done by other people under other conditions."""


def _paces(status: Status, today: _Today, runs: Sequence[RunRecord]) -> Iterator[Pace]:
    """Yield for each locale the median of the days that a page waited, over the pages that were finished recently."""
    waited: dict[str, list[int]] = {}
    since: dict[tuple[str, str], datetime | None] = {}
    for run in runs:
        for record in run.pages:
            key = (record.locale, record.key)
            if record.wants:
                known = [moment for moment in (since.get(key), record.since) if moment]
                since[key] = min(known, default=None)
            else:
                _note_wait(waited, record, since.pop(key, None), run.measured, status.measured)
    for record in today if since else ():
        if not record.wants:
            start = since.get((record.locale, record.key))
            _note_wait(waited, record, start, status.measured, status.measured)
    for row in status.locales:
        if days := sorted(waited.get(row.locale, ())):
            yield Pace(row.locale, len(days), days[len(days) // 2])


def _note_wait(
    waited: dict[str, list[int]], record: PageRecord, start: datetime | None, end: datetime, now: datetime
) -> None:
    """Note how many days a page waited that was found done at some moment."""
    if start and record.state is not None and now - end <= _WINDOW:
        waited.setdefault(record.locale, []).append((end - start).days)
