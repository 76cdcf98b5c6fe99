"""The sums of each locale; single pages can be added to them and subtracted from them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from calque.model import (
    Finding,
    FindingCode,
    LocaleStatus,
    PageState,
    PageStatus,
    Publication,
    SegmentState,
    Severity,
    SplitPost,
    Tally,
    Truth,
    Verb,
)
from calque.states.verbs import is_done, verb_of
from calque.visible import shortened

__all__ = ["Sums", "add_groups", "apart_sums", "measure_locale", "page_findings", "page_sums", "percent"]

Sums = Counter[str]
"""What is counted, by name: `pages stale`, `segments missing`, `words missing`, `since <moment> bounded`,
`flaws warning`, `segments published`, `publication ahead`, `verb publish`."""

_DRIFTS = 5
"""Differences of a page that its finding names."""


def page_sums(page: PageStatus) -> Sums:
    """Return what a page adds to its locale."""
    sums = Sums({f"pages {page.state}": 1})
    _add(sums, "total", page.total)
    for state, tally in page.counts if page.percent is not None else ():
        _add(sums, state, tally)
    if page.state is PageState.STALE and page.since:
        sums[f"since {page.since.isoformat()}{' bounded' if page.bounded else ''}"] += 1
    if page.percent is not None:
        is_whole = page.publication is Publication.PUBLISHED or is_done(page)
        translated = dict(page.counts).get(SegmentState.TRANSLATED, Tally())
        _add(sums, "published", translated if is_whole else page.readable)
    if page.state is PageState.CURRENT:
        sums[f"publication {page.publication}"] += 1
    if not page.is_quiet and (verb := verb_of(page)):
        sums[f"verb {verb}"] += 1
    for flaw in page.flaws:
        sums[f"flaws {flaw.severity}"] += 1
    return sums


def add_groups(
    groups: Iterable[tuple[Iterable[tuple[str, Mapping[str, int]]], Mapping[str, Mapping[str, int]]]],
    sums: dict[str, Sums],
) -> None:
    """Add groups to the sums of the locales: what each page comes to in its locale, and what is counted apart."""
    for pages, apart in groups:
        for locale, counts in (*pages, *apart.items()):
            sums.setdefault(locale, Sums()).update(counts)


def page_findings(page: PageStatus) -> Iterator[Finding]:
    """Say of each unit with two translations how to end the conflict, and of a page in what it drifted."""
    for unit in page.units:
        if unit.state is not SegmentState.CONFLICT:
            continue
        text = shortened(unit.source)
        site = (
            f", or take the page's text with `calque confirm {page.url}`" if page.url in unit.reason else ""
        )
        yield Finding.of(
            FindingCode.CONFLICT,
            place=f"{page.catalog}:{unit.line}" if unit.line else page.catalog,
            message=f"“{text}” has two translations, the other one in the comment `# calque: conflict`; "
            f"make both say the same, or remove that line{site if page.url else ''}",
            locale=page.locale,
        )
    if page.is_quiet:
        yield Finding.of(
            FindingCode.QUIET,
            page.source_url or page.key,
            "it was saved a short while ago, so that what changed in it is no work yet; [scope] quiet says how long",
            page.locale,
        )
    drifted = [flaw for flaw in page.flaws if flaw.code == FindingCode.DRIFT]
    if drifted:
        severest = min((flaw.severity for flaw in drifted), key=[*Severity].index)
        told = "; ".join(flaw.message for flaw in drifted[:_DRIFTS])
        more = f"; and {len(drifted) - _DRIFTS} more" if len(drifted) > _DRIFTS else ""
        yield Finding.of(
            FindingCode.DRIFT, page.url or page.key, f"{told}{more}", page.locale, severity=severest
        )


def apart_sums(split: SplitPost) -> Sums:
    """Return what a post adds to a locale that does not want it."""
    segments = split.segments
    sums = Sums()
    _add(sums, "not wanted", Tally(len(segments), sum(segment.words for segment in segments)))
    return sums


def measure_locale(tag: str, truth: Truth, sums: Sums, work: Tally) -> LocaleStatus:
    """Return a locale's row, from the sums of its pages and of the posts outside its scope.

    `work` is what is outstanding, which no sum of its pages says: a text counts once.
    """
    counts = tuple((state, tally) for state in SegmentState if (tally := _tally(sums, state)) != Tally())
    total = _tally(sums, "total")
    done = dict(counts).get(SegmentState.TRANSLATED, Tally())
    since, bounded = _oldest(name.removeprefix("since ") for name in sums if name.startswith("since "))
    return LocaleStatus(
        locale=tag,
        truth=truth,
        pages=tuple((state, count) for state in PageState if (count := sums[f"pages {state}"])),
        total=total,
        counts=counts,
        percent=percent(done.segments, total.segments),
        percent_words=percent(done.words, total.words),
        since=since,
        not_wanted=_tally(sums, "not wanted"),
        unadopted=sums[f"pages {PageState.UNADOPTED}"],
        outstanding=work,
        bounded=bounded,
        published=(published := _tally(sums, "published")),
        percent_published=percent(published.segments, total.segments),
        publications=tuple((one, count) for one in Publication if (count := sums[f"publication {one}"])),
        verbs=tuple((one, count) for one in Verb if (count := sums[f"verb {one}"])),
        warnings=sums[f"flaws {Severity.WARNING}"],
        notes=sums[f"flaws {Severity.NOTE}"],
    )


def percent(part: int, whole: int) -> int | None:
    """Return the percentage, floored: 199 of 200 → 99; None where there is nothing to count."""
    return part * 100 // whole if whole else None


def _add(sums: Sums, name: str, tally: Tally) -> None:
    if tally.segments:
        sums[f"segments {name}"] += tally.segments
    if tally.words:
        sums[f"words {name}"] += tally.words


def _tally(sums: Sums, name: str) -> Tally:
    return Tally(sums[f"segments {name}"], sums[f"words {name}"])


def _oldest(names: Iterable[str]) -> tuple[datetime | None, bool]:
    """Return the earliest moment, and whether any page has it as a bound only."""
    rows = sorted(
        (datetime.fromisoformat(text), bool(bounded))
        for text, _, bounded in (n.partition(" ") for n in names)
    )
    if not rows:
        return None, False
    return rows[0][0], any(bounded for since, bounded in rows if since == rows[0][0])
