"""Every figure is the same figure in every format: sites are made up, rendered in all of them, and compared."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from calque.handoffs.wishes import Wish, pick_units
from calque.model import (
    PageState,
    PageStatus,
    Publication,
    RunRecord,
    SegmentState,
    Severity,
    Status,
    Tally,
    Truth,
    UnitFlaw,
    UnitStatus,
)
from calque.reports.badge import render_badges
from calque.reports.comparison import TURN
from calque.reports.csv import csv_parts
from calque.reports.digest import digest_to_json, render_digest
from calque.reports.files import report_files
from calque.reports.flaws import counted
from calque.reports.html import render_page
from calque.reports.json import to_json
from calque.reports.markdown import render_status
from calque.reports.overview import overview_rows
from calque.reports.terminal import render_table
from calque.reports.worklist import render_worklist
from calque.states.outstanding import needs_work, outstanding
from calque.states.progress import record_of, with_progress
from calque.states.sums import Sums, measure_locale, page_sums

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
TAGS = ("fr", "pt-BR", "ar")
OPEN = [state for state in SegmentState if state not in (SegmentState.TRANSLATED, SegmentState.OBSOLETE)]
AT_WORK = [PageState.STALE, PageState.PARTIAL, PageState.FUZZY, PageState.UNTRANSLATED_COPY]

SAID = [Severity.WARNING, Severity.NOTE]

units = st.builds(
    lambda state, words, days, bounded: UnitStatus(
        state=state,
        flags=(state,),
        source="word " * words,
        target="",
        context=None,
        confirmed=None,
        change=None,
        words=words,
        since=None if days is None else NOW - timedelta(days=days),
        bounded=bounded,
        reference="",
        line=0,
    ),
    st.sampled_from(OPEN),
    st.integers(1, 2_000),
    st.none() | st.integers(0, 400),
    st.booleans(),
)


@st.composite
def pages_of(draw: st.DrawFn, number: int, tag: str) -> PageStatus:
    """Return a page whose figures follow from its units and what is done of it."""
    own = tuple(
        replace(one, source=f"{number} {place} {one.source}")  # no text stands twice: rows of pages add up
        for place, one in enumerate(draw(st.lists(units, max_size=3)))
    )
    done = Tally(draw(st.integers(0, 5)), draw(st.integers(0, 900)))
    tallies = {SegmentState.TRANSLATED: done} if done.segments else {}
    for one in own:
        tallies[one.state] = tallies.get(one.state, Tally()) + Tally(1, one.words)
    since = min((one.since for one in own if one.since), default=None)
    return PageStatus(
        locale=tag,
        key=f"posts/{number}",
        title=f"Post {number}",
        state=draw(st.sampled_from(AT_WORK)) if own else PageState.CURRENT,
        flags=(),
        source_url=f"https://example.org/{number}/",
        url=f"https://example.org/{tag}/{number}/",
        edit_url="",
        publication=draw(st.sampled_from(Publication)),
        on_site="published",
        pairing="confirmed",
        pairing_reason="",
        declared=tag,
        observed=tag,
        evidence=(),
        catalog=f"locales/{tag}/{number}.po",
        total=sum(tallies.values(), Tally()),
        counts=tuple((state, tallies[state]) for state in SegmentState if state in tallies),
        percent=50,
        percent_words=50,
        since=since,
        bounded=any(one.bounded for one in own if one.since == since),
        priority=0.0,
        units=own,
        flaws=tuple(
            UnitFlaw("numbers", severity, "2 became 3", f"posts/{number}:content#{line}", line, "2", "3")
            for line, severity in enumerate(draw(st.lists(st.sampled_from(SAID), max_size=3)), 1)
        ),
    )


@st.composite
def sites(draw: st.DrawFn) -> Status:
    """Return a site that came on from an earlier run, or is measured for the first time."""
    here = [(number, tag) for tag in TAGS for number in range(3) if draw(st.booleans())]
    pages = tuple(draw(pages_of(number, tag)) for number, tag in here)
    locales = tuple(
        measure_locale(
            tag,
            Truth.PO,
            sum((page_sums(page) for page in pages if page.locale == tag), Sums()),
            outstanding(page for page in pages if page.locale == tag),
        )
        for tag in TAGS
    )
    handed = draw(st.integers(0, 3_000))
    locales = (replace(locales[0], in_hand=Tally(int(handed > 0), handed)), *locales[1:])
    earlier = tuple(record_of(draw(pages_of(number, tag))) for number, tag in here if draw(st.booleans()))
    run = RunRecord(
        NOW - timedelta(days=3), earlier, tuple((tag, draw(st.integers(0, 100))) for tag in TAGS[:2])
    )
    status = Status("example", "en", NOW, len(here), locales, pages, ())
    return with_progress(status, [run] if draw(st.booleans()) else [])


def number(text: str) -> int:
    return int(text.replace(",", ""))


def share(value: int | None) -> str:
    return "n/a" if value is None else f"{value}%"


@settings(max_examples=40)
@given(status=sites())
def test_every_format_shows_the_same_figures(status: Status) -> None:
    document = json.loads(json.dumps(to_json(status)))
    rows = {row["locale"]: row for row in document["locales"]}
    words = dict.fromkeys(TAGS, 0)
    for page in document["pages"]:
        words[page["locale"]] += sum(unit["words"] for unit in page["units"])
    stale = {tag: row["counts"].get("stale", {"segments": 0})["segments"] for tag, row in rows.items()}

    assert by_table(status) == {
        tag: (share(row["percent"]), share(row["percent_words"]), words[tag]) for tag, row in rows.items()
    }
    assert by_markdown(status) == by_table(status)
    html = BeautifulSoup(render_page(status), "html.parser")
    assert by_html(html) == by_table(status)
    assert by_badges(status) == {tag: (share(row["percent"]), stale[tag]) for tag, row in rows.items()}
    table = {row["Language"]: row for row in overview_rows(status, {})}
    assert {
        tag: (row["Translated"], row["Words to do"], row.get("Stale", "") or "0")
        for tag, row in table.items()
    } == {tag: (share(row["percent"]), f"{words[tag]:,}", f"{stale[tag]:,}") for tag, row in rows.items()}
    listed = Counter()
    for row in csv.DictReader(io.StringIO("".join(csv_parts(status)))):
        listed[row["locale"]] += int(row["words"])
    assert +listed == Counter({tag: count for tag, count in words.items() if count})
    agree_on_what_is_to_be_published(document, html, status)
    agree_on_the_queue(document, html, status, sum(words.values()))
    agree_on_what_changed(document, html, status, words)
    agree_on_the_checks(document, html, status)
    agree_on_several_pages(html, status)


def agree_on_several_pages(html: BeautifulSoup, status: Status) -> None:
    """What the report says on one page it says on an overview and a page for each locale."""
    texts = {one.name: "".join(one.parts) for one in report_files(status, "report.html", limit=1)}
    if not any(needs_work(page) or page.flaws for page in status.pages):
        assert list(texts) == ["report.html"]
        return
    pages = {name: BeautifulSoup(text, "html.parser") for name, text in texts.items()}
    overview = pages.pop("report.html")
    said = [
        entry for page in pages.values() for entry in json.loads(page.select_one("#data").string)["entries"]
    ]
    told = {entry["id"]: figures_of(entry) for entry in said}
    assert len(told) == len(said)
    entries = json.loads(html.select_one("#data").string)["entries"]
    assert told == {entry["id"]: figures_of(entry) for entry in entries}
    assert by_html(overview) == by_html(html)
    sections = "#since h2, .turn h3, #things > .lead, .burn, .pace, #uncounted"
    assert [node.get_text() for node in overview.select(sections)] == [
        node.get_text() for node in html.select(sections)
    ]
    counts = re.findall(
        r"([\d,]+) pages?, ([\d,]+) words?",
        " ".join(node.get_text() for node in overview.select(".files .says")),
    )
    assert sum(number(pages) for pages, _ in counts) == number(html.select_one("#count").string.split()[0])
    assert sum(number(words) for _, words in counts) == outstanding(status.pages).words


def figures_of(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what an entry says beside its texts."""
    return {name: value for name, value in entry.items() if name not in ("rows", "folded", "noted", "rest")}


def by_table(status: Status) -> dict[str, tuple[str, str, int]]:
    """Return a locale's percentages and words to do, as the terminal shows them."""
    console = Console(file=io.StringIO(), width=120)
    console.print(render_table(status))
    lines = console.file.getvalue().splitlines()
    found = {}
    for tag in TAGS:
        line = next(line for line in lines if line.startswith(f" {tag} "))
        cells = re.findall(r"(\d+%|n/a)\s+(\d+%|n/a)\s+([\d,]+)", line)[0]
        found[tag] = (cells[0], cells[1], number(cells[2]))
    return found


def by_markdown(status: Status) -> dict[str, tuple[str, str, int]]:
    found = re.findall(
        r"^\| \S+ \(`(\S+)`\) \| (\S+) \| (\S+) \| \S+ \| ([\d,]+) words?",
        render_status(status),
        re.MULTILINE,
    )
    return {tag: (segments, of_words, number(left)) for tag, segments, of_words, left in found}


def by_html(page: BeautifulSoup) -> dict[str, tuple[str, str, int]]:
    found = {}
    for node in page.select(".locale"):
        segments, of_words, _ = (one.string for one in node.select(".percent strong"))
        left = node.select_one("dd").get_text()
        found[node.select_one(".tag").string] = (
            segments,
            of_words,
            number(left.split()[0]) if left != "nothing" else 0,
        )
    return found


def by_badges(status: Status) -> dict[str, tuple[str, int]]:
    texts = [
        node.text or ""
        for node in ET.fromstring(render_badges(status)).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314  our own
    ]
    found = {}
    for tag, text in zip(texts[::2], texts[1::2], strict=True):
        late = re.search(r", ([\d,]+) stale", text)
        found[tag] = (text.partition(" ")[0].rstrip(","), number(late[1]) if late else 0)
    return found


def agree_on_the_queue(document: dict[str, Any], html: BeautifulSoup, status: Status, words: int) -> None:
    """The pages that have work to do, and their words: worklist, HTML, its data, and the end of the burn-down."""
    wanted = [page for page in document["pages"] if page["verb"]]
    told = f"{len(wanted):,} page{'' if len(wanted) == 1 else 's'}"
    assert html.select_one("#count").string == told
    data = json.loads(html.select_one("#data").string)
    assert sum(entry["words"] for entry in data["entries"]) == words
    counted = re.search(
        r"Outstanding: ([\d,]+) translations? of [\d,]+ pages?, [\d,]+ segments?, ([\d,]+) words?",
        render_worklist(status),
    )
    assert counted is not None
    assert (number(counted[1]), number(counted[2])) == (len(wanted), words)
    last = document["runs"][-1]
    assert sum(row["words"] for row in last["locales"]) == words
    if chart := html.select_one(".burn figcaption"):
        assert number(chart.get_text().split()[0]) == words


def agree_on_what_is_to_be_published(document: dict[str, Any], html: BeautifulSoup, status: Status) -> None:
    """Pages by what is to be done, and what is published: status, CSV, HTML and its data, badge, table, digest."""
    verbs = {tag: Counter[str]() for tag in TAGS}
    for page in document["pages"]:
        verbs[page["locale"]].update([page["verb"]] if page["verb"] else [])
    assert {row["locale"]: Counter(row["verbs"]) for row in document["locales"]} == verbs
    listed = {
        (row["locale"], row["page"], row["verb"])
        for row in csv.DictReader(io.StringIO("".join(csv_parts(status))))
    }
    assert listed == {
        (page["locale"], page["key"], page["verb"]) for page in document["pages"] if page["verb"]
    }
    data = json.loads(html.select_one("#data").string)
    in_data = {tag: Counter[str]() for tag in TAGS}
    for entry in data["entries"]:
        in_data[entry["locale"]].update([entry["verb"]] if "verb" in entry else [])
    assert in_data == verbs
    to_publish = {tag: count["publish"] for tag, count in verbs.items()}
    assert {row["locale"]: row["to_publish"] for row in digest_to_json(status)["locales"]} == to_publish
    rows = {row["Language"]: row for row in overview_rows(status, {})}
    assert {tag: number(rows[tag].get("To publish", "") or "0") for tag in TAGS} == to_publish
    badges = ET.fromstring(render_badges(status)).get("aria-label") or ""  # noqa: S314  our own
    told = re.findall(r"(?:^|; )([\w-]+): [^;]*?([\d,]+) to publish", badges)
    assert {tag: number(count) for tag, count in told} == {
        tag: count for tag, count in to_publish.items() if count
    }
    shares = {row["locale"]: share(row["percent_published"]) for row in document["locales"]}
    assert {tag: rows[tag].get("Published", "") for tag in TAGS} == shares
    assert {
        node.select_one(".tag").string: node.select(".percent strong")[2].string
        for node in html.select(".locale")
    } == shares
    by_digest = re.findall(
        r"^\| (\S+) \| [^|]+ \| (\S+) \| [^|]+ \| ([\d,]+) \|$", render_digest(status), re.MULTILINE
    )
    assert {tag: (published, number(count)) for tag, published, count in by_digest} == {
        tag: (shares[tag], to_publish[tag]) for tag in TAGS
    }
    handed = [pick for tag in TAGS for pick in pick_units(status, tag, Wish())]
    assert all(page.units for pick in handed for page in pick.pages)
    assert {page.key for pick in handed for page in pick.pages} == {
        page["key"] for page in document["pages"] if page["units"]
    }
    assert not any(page["units"] for page in document["pages"] if page["verb"] == "publish")


def agree_on_what_changed(
    document: dict[str, Any], html: BeautifulSoup, status: Status, words: dict[str, int]
) -> None:
    """What became of the pages: status, digest as JSON and as Markdown, and the head of the page."""
    pages = document["comparison"]["pages"] if document["comparison"] else []
    count = Counter(page["turn"] for page in pages)
    digest = json.loads(json.dumps(digest_to_json(status)))
    assert {turn: found for turn, found in digest["counts"].items() if found} == count
    assert {row["locale"]: row["words"] for row in digest["locales"]} == words
    heads = dict(re.findall(r"^## (\w+)[^:]*: ([\d,]+) page", render_digest(status), re.MULTILINE))
    assert {turn.lower(): number(found) for turn, found in heads.items()} == count
    shown = (one.get_text().split(maxsplit=1) for one in html.select(".turn h3 .state"))
    names = {label: turn for turn, label in TURN.items()}
    assert {names[label]: number(found) for found, label in shown} == count
    if pages:
        assert digest["summary"] == html.select_one("#since-h").string


def agree_on_the_checks(document: dict[str, Any], html: BeautifulSoup, status: Status) -> None:
    """What the checks say of each locale: status, table, HTML and its data, terminal, Markdown; nowhere is it work."""
    said = {row["locale"]: (row["warnings"], row["notes"]) for row in document["locales"]}
    of_pages = {tag: Counter[str]() for tag in TAGS}
    for page in document["pages"]:
        of_pages[page["locale"]].update(flaw["severity"] for flaw in page["flaws"])
    assert said == {tag: (count["warning"], count["note"]) for tag, count in of_pages.items()}
    data = json.loads(html.select_one("#data").string)
    in_data = {tag: Counter[str]() for tag in TAGS}
    for entry in data["entries"]:
        in_data[entry["locale"]].update(
            {kind: entry[kind] for kind in ("warnings", "notes") if kind in entry}
        )
    assert {tag: (count["warnings"], count["notes"]) for tag, count in in_data.items()} == said
    told = {tag: " ".join(counted(*count).split()) for tag, count in said.items()}
    heads = {
        node.select_one(".tag").string: node.find("dt", string="Checks") for node in html.select(".locale")
    }
    assert {
        tag: head.find_next_sibling("dd").get_text() if head else "" for tag, head in heads.items()
    } == told
    console = Console(file=io.StringIO(), width=200)
    console.print(render_table(status))
    shown = dict(re.findall(r"^(\S+) .*; the checks say (.+?) *$", console.file.getvalue(), re.MULTILINE))
    assert shown == {tag: text for tag, text in told.items() if text}
    sentence = re.search(r"^The checks say of translated texts: (.+)\.$", render_status(status), re.MULTILINE)
    rows = dict(row.split(" ", 1) for row in sentence[1].split("; ")) if sentence else {}
    assert rows == shown
