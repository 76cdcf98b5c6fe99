"""How the reports bear a large site: CPU seconds and bytes of each format.

    python bench/reports.py [--pages 5000] [--out DIRECTORY] [--browser]

Two sites in six locales are made up, from words drawn with a fixed seed: `mixed`, where one page in
three wants somebody, and `empty`, where nothing is translated yet. `--out` keeps the HTML pages, to
be opened in a browser. `--browser` opens them in headless Chromium, five times each, and prints medians in
milliseconds of what a reader waits for: the first paint, and from a choice in the filter, or a word typed (the first
and the next), until the rows are drawn.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from calque.model import (
    LocaleStatus,
    PageState,
    PageStatus,
    Publication,
    SegmentState,
    Status,
    Tally,
    UnitStatus,
)
from calque.reports import csv, html, markdown
from calque.reports import json as status_json

LOCALES = ("fr", "de", "pt-BR", "ar", "ja", "es")
MEASURED = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
LATIN = [
    "the",
    "of",
    "a",
    "town",
    "library",
    "garden",
    "market",
    "river",
    "paper",
    "evening",
    "open",
    "members",
    "bring",
    "weekly",
    "light",
    "stone",
]
ARABIC = [
    "المكتبة",
    "في",
    "المدينة",
    "من",
    "السوق",
    "إلى",
    "الحديقة",
    "على",
    "النهر",
    "مع",
    "الأعضاء",
    "كل",
    "يوم",
]


def main() -> None:
    """Measure both sites."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    for name, shares in (("mixed", MIXED), ("empty", {PageState.NO_TRANSLATION: 1})):
        site = build(options.pages, shares)
        outstanding = sum(len(page.units) for page in site.pages)
        print(
            f"{name}: {len(site.pages):,} pages in {len(LOCALES)} locales, {outstanding:,} segments outstanding"
        )
        page = measure("html", lambda site=site: html.render_page(site))
        measure("markdown", lambda site=site: markdown.render_status(site))
        measure("csv", lambda site=site: "".join(csv.csv_parts(site)))
        data = measure("json", lambda site=site: json.dumps(status_json.to_json(site), ensure_ascii=False))
        measure("json read", lambda data=data: status_json.from_json(json.loads(data)) and data)
        with tempfile.TemporaryDirectory() as folder:
            out = options.out or Path(folder)
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{name}.html").write_text(page, encoding="utf-8")
            if options.browser:
                measure_in_browser(out / f"{name}.html")


def measure(name: str, render: Callable[[], str]) -> str:
    """Render once and print what it took."""
    start = time.process_time()
    text = render()
    seconds = time.process_time() - start
    print(f"  {name:<10}{seconds:7.2f} s {len(text.encode()) / 1e6:9.2f} MB")
    return text


PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
FILTER = """
new Promise((done) => {{
  const field = document.querySelector("[name={name}]");
  field.value = {value!r};
  const start = performance.now();
  new MutationObserver((_, watch) => {{
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
  }}).observe(document.querySelector("#entries"), {{ childList: true }});
  field.dispatchEvent(new Event("input", {{ bubbles: true }}));
}})
"""
WAITS = {
    "first paint": PAINT,
    "a locale": FILTER.format(name="locale", value="ar"),
    "a state": FILTER.format(name="state", value="no_translation"),
    "first word": FILTER.format(name="text", value="garden river"),
    "next word": FILTER.format(name="text", value="garden river stone"),
}


def measure_in_browser(page: Path) -> None:
    """Print how long a reader waits; what is typed is looked up 150 ms after the last key, which is included."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
    from chromium import chromium  # noqa: PLC0415 — from the tests, and only with --browser

    times: dict[str, list[float]] = {name: [] for name in WAITS}
    with chromium() as browser:
        for _ in range(5):
            with browser.tab() as tab:
                tab.size(1280).open(page.resolve())
                for name, script in WAITS.items():
                    times[name].append(tab.run(script))
    for name, found in times.items():
        print(f"  {name:<12}{statistics.median(found):8.0f} ms in the browser")


MIXED = {
    PageState.CURRENT: 62,
    PageState.STALE: 12,
    PageState.NO_TRANSLATION: 12,
    PageState.PARTIAL: 6,
    PageState.UNTRANSLATED_COPY: 4,
    PageState.NEEDS_REVIEW: 2,
}
SEGMENTS = {
    PageState.STALE: (SegmentState.STALE, 3),
    PageState.NO_TRANSLATION: (SegmentState.MISSING, 20),
    PageState.PARTIAL: (SegmentState.MISSING, 6),
    PageState.UNTRANSLATED_COPY: (SegmentState.COPY, 20),
    PageState.NEEDS_REVIEW: (SegmentState.NEEDS_REVIEW, 4),
}


def build(pages: int, shares: dict[PageState, int]) -> Status:
    """Return a site whose pages are in the states given, by their shares."""
    rng = random.Random(20261122)
    made = []
    for number in range(pages):
        texts = [sentence(rng, LATIN, 30) for _ in range(20)]
        title = sentence(rng, LATIN, 6).capitalize()
        for locale in LOCALES:
            state = rng.choices(list(shares), list(shares.values()))[0]
            made.append(make_page(rng, number, locale, title, texts, state))
    made.sort(key=lambda page: -page.priority)
    locales = tuple(add_up(locale, [page for page in made if page.locale == locale]) for locale in LOCALES)
    return Status("A large site", "en", MEASURED, pages * (1 + len(LOCALES)), locales, tuple(made), ())


def sentence(rng: random.Random, words: list[str], most: int) -> str:
    """Return some words, at most so many."""
    return " ".join(rng.choices(words, k=rng.randint(3, most)))


def make_page(
    rng: random.Random, number: int, locale: str, title: str, texts: list[str], state: PageState
) -> PageStatus:
    """Return a page in a locale with its segments outstanding."""
    segment, count = SEGMENTS.get(state, (SegmentState.TRANSLATED, 0))
    since = MEASURED - timedelta(days=rng.randint(0, 400)) if count else None
    units = tuple(make_unit(rng, number, line, locale, segment, texts[line], since) for line in range(count))
    words = sum(unit.words for unit in units)
    slug = "-".join(title.lower().split())
    live = state is not PageState.NO_TRANSLATION
    total = Tally(20, sum(len(text.split()) for text in texts))
    left = sum(len(text.split()) for text in texts[:count])
    counts = {segment: Tally(count, left), SegmentState.TRANSLATED: Tally(20 - count, total.words - left)}
    return PageStatus(
        locale=locale,
        key=f"posts/{number}",
        title=title,
        state=state,
        flags=(),
        source_url=f"https://example.org/2026/{slug}-{number}/",
        url=f"https://example.org/{locale}/2026/{slug}-{number}/" if live else "",
        edit_url=f"https://example.org/wp-admin/post.php?post={number}&action=edit" if live else "",
        publication=Publication.PUBLISHED if state is PageState.CURRENT else Publication.UNKNOWN,
        on_site="published" if live else "never published",
        pairing="confirmed",
        pairing_reason="Polylang names it",
        declared=locale,
        observed=locale[:2],
        evidence=(),
        catalog=f"locales/{locale.replace('-', '_')}/LC_MESSAGES/posts/{number}-{slug[:40]}.po",
        total=total,
        counts=tuple((one, counts[one]) for one in SegmentState if one in counts and counts[one].segments),
        percent=100 * (20 - count) // 20,
        percent_words=100 * (total.words - left) // total.words,
        since=since,
        bounded=False,
        priority=float(words),
        units=units,
    )


def make_unit(
    rng: random.Random,
    number: int,
    line: int,
    locale: str,
    state: SegmentState,
    text: str,
    since: datetime | None,
) -> UnitStatus:
    """Return a segment outstanding."""
    stale = state is SegmentState.STALE
    target = "" if state is SegmentState.MISSING else sentence(rng, ARABIC if locale == "ar" else LATIN, 30)
    return UnitStatus(
        state=state,
        flags=(state,),
        source=text,
        target=text if state is SegmentState.COPY else target,
        context=None,
        confirmed=text.replace("the", "this", 1) if stale else None,
        change=None,
        words=2 if stale else len(text.split()),
        since=since,
        bounded=False,
        reference=f"posts/{number}:content#{line:06x}",
        line=10 + 4 * line,
    )


def add_up(locale: str, pages: list[PageStatus]) -> LocaleStatus:
    """Return the sum of a locale's pages."""
    counts = {
        state: sum((tally for page in pages for one, tally in page.counts if one is state), Tally())
        for state in SegmentState
    }
    total = sum(counts.values(), Tally())
    done = counts[SegmentState.TRANSLATED]
    return LocaleStatus(
        locale=locale,
        truth="po",
        pages=tuple(
            (state, count) for state in PageState if (count := sum(page.state is state for page in pages))
        ),
        total=total,
        counts=tuple((state, tally) for state, tally in counts.items() if tally.segments),
        percent=100 * done.segments // total.segments,
        percent_words=100 * done.words // total.words,
        since=min(
            (page.since for page in pages if page.state is PageState.STALE and page.since), default=None
        ),
        not_wanted=Tally(),
        unadopted=0,
    )


if __name__ == "__main__":
    sys.exit(main())
