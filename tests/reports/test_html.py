"""The HTML page: what stands in it, that it needs nothing else, and that nothing breaks out of it."""

import base64
import dataclasses
import hashlib
import json
import re
from collections import Counter
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from calque.locales import locale_name
from calque.model import LiveText, PageState, Publication, SegmentState, Severity, Status
from calque.reports import figures
from calque.reports.html import render_page


def page_of(status: Status, **options: Any) -> BeautifulSoup:
    """Return the page as it is shown, without its templates: some versions of soupsieve look into them."""
    page = BeautifulSoup(render_page(status, **options), "html.parser")
    for template in page.select("template"):
        template.decompose()
    return page


def data_of(page: BeautifulSoup) -> dict[str, Any]:
    """Return what the page's script reads."""
    data: dict[str, Any] = json.loads(page.select_one("#data").string)
    return data


def text_of(page: BeautifulSoup, selector: str) -> list[str]:
    """Return the texts of the elements selected, without needless white space."""
    return [" ".join(node.get_text(" ", strip=True).split()) for node in page.select(selector)]


@pytest.fixture
def page(status: Status) -> BeautifulSoup:
    """Return the page of the status that most tests render."""
    return page_of(status)


def test_the_page_opens_with_where_the_locales_stand_and_what_is_to_do(page: BeautifulSoup) -> None:
    assert [heading["id"] for heading in page.select("h2")][:5] == [
        "standing-h",
        "things-h",
        "in-hand-h",
        "since-h",
        "locales-h",
    ]
    names = text_of(page, ".locale h3")
    rows = page.select(".standing li")
    assert [row.a.string in name for row, name in zip(rows, names, strict=True)] == [True] * len(names)
    for row, percent in zip(rows, page.select(".locale .percent"), strict=True):
        figures = [one.string for one in percent.select("strong")]
        assert [one.string for one in row.select("strong")] == [figures[0], figures[-1]]


def test_what_changed_is_told_page_by_page(page: BeautifulSoup) -> None:
    first = "Since Friday: 2 new, 2 fixed, 1 to publish, 1 worse, 1 better. 1 locale began: Japanese."
    assert page.select_one("#since-h").string == first
    assert text_of(page, ".turn h3") == [
        "2 new 23 words more to do",
        "1 worse 1 word more to do",
        "1 better 76 words fewer to do",
        "1 to publish 84 words fewer to do",
        "2 fixed 32 words fewer to do",
    ]
    rows = page.select(".turn li")
    assert text_of(rows[0], "p") == ["Opening hours published, now stale, 16 words", "French"]
    assert rows[0].select_one("a")["href"] == "#at=fr/posts/1"
    assert text_of(rows[4], "p")[0] == "The winter fair untranslated copy, now to publish"
    assert rows[5].select_one("a")["href"] == "https://example.org/fr/post-7/"
    assert text_of(rows[6], "p") == ["Summer fair stale, now no longer there", "German"]
    assert not rows[6].select("a")


def test_the_first_report_says_so(status: Status) -> None:
    page = page_of(dataclasses.replace(status, comparison=None))
    assert page.select_one("#since-h").string == "The first report"
    assert not page.select(".turn, select[name=turn]")


def test_what_became_of_one_page_in_many_locales_is_one_row(status: Status) -> None:
    first = status.comparison.pages[0]
    both = (first, dataclasses.replace(first, locale="de"))
    page = page_of(dataclasses.replace(status, comparison=dataclasses.replace(status.comparison, pages=both)))
    assert text_of(page, ".turn li p") == [
        "Opening hours published, now stale, 16 words in each of 2 languages",
        "French German",
    ]


def test_who_has_what_until_when(page: BeautifulSoup) -> None:
    assert text_of(page, ".hands li p") == [
        "marie : 2 of 90 words left, in French",
        "due 20 November 2026, overdue by 2 days, handed out on 10 November 2026 fr-marie-2026-11-10",
        "Somebody : 60 of 60 words left, in German",
        "no deadline, handed out on 20 November 2026 de-2026-11-20",
    ]
    assert page.select_one(".hands svg.bar")["aria-label"] == "88 of 90 words done"
    assert "#i-alert" in [node["href"] for node in page.select(".hands use")]


def test_the_burn_down_is_drawn_and_told(page: BeautifulSoup) -> None:
    assert text_of(page, ".burn figcaption") == ["625 words left to do, 445 fewer than on 13 October 2026."]
    chart = page.select_one("svg.chart")
    assert chart.select_one("desc").string == (
        "All locales: 1,070 words left on 13 October 2026, 625 on 22 November 2026; at most 1,070, at least 625"
    )
    points = [tuple(map(float, point.split(","))) for point in chart.select_one("polyline")["points"].split()]
    assert len(points) == 4
    assert points == sorted(points)
    assert all(0 <= value <= 1000 for point in points for value in point)
    assert text_of(page, ".pace tbody tr")[0] == "French 172 228 fewer 9 days (12 pages)"
    assert text_of(page, ".figures tbody tr")[-1] == "22 November 2026 625 172 161 154 138 0"


def test_the_burn_down_ends_with_what_the_queue_holds(status: Status) -> None:
    left = figures.left(status).words
    assert f"{left:,} words left to do" in text_of(page_of(status), ".burn figcaption")[0]


def test_without_a_second_day_there_is_no_chart(status: Status) -> None:
    page = page_of(dataclasses.replace(status, runs=status.runs[-1:]))
    assert not page.select(".chart, .spark")
    assert text_of(page, "#progress .lead") == [
        "The chart of the words left begins with the second day on which a sync runs."
    ]


def test_who_has_a_thing_in_some_of_its_locales_is_told_with_those(status: Status) -> None:
    first = status.pages[0]
    german = dataclasses.replace(
        first, locale="de", units=tuple(dataclasses.replace(unit, handoff="") for unit in first.units)
    )
    (under,) = text_of(page_of(dataclasses.replace(status, pages=(first, german))), ".things .under")
    assert "in hand: marie (French) French German" in under


def test_ten_things_to_do_come_next(page: BeautifulSoup, status: Status) -> None:
    assert page.select("h2")[1].string == "Ten things to do"
    things = text_of(page, ".things > li > p:first-child")
    assert len(things) == 10
    assert things[0] == "Translate Opening hours into French (16 words)"
    under = text_of(page, ".things .under")
    assert "in hand: marie" in under[0]
    assert sum("in hand" in one for one in under) == len(
        [thing for thing in figures.things_to_do(status) if thing.holders(status)]
    )
    assert things[4] == (
        "Translate A garden on the roof into French, German, Portuguese (Brazil) and Arabic"
        " (131 words in each of 4 languages)"
    )


def test_the_summary_says_how_much_and_since_when(page: BeautifulSoup) -> None:
    (text,) = text_of(page, "#things .lead")
    assert text == (
        "19 pages in 4 locales: 11 to translate, 4 to check, 1 to publish, 3 to decide."
        " The texts to work on have 625 words in 21 segments. The oldest has waited 203 days."
    )


def test_each_locale_has_a_bar_that_says_in_words_what_it_shows(page: BeautifulSoup) -> None:
    bars = page.select(".locale svg.bar")
    assert [bar["role"] for bar in bars] == ["img"] * 5
    assert bars[0]["aria-label"] == (
        "French: 266 words published, 84 words translated, 16 words stale, 95 words copy or wrong language,"
        " 145 words missing"
    )
    assert bars[4]["aria-label"] == "Japanese: nothing to count yet"
    parts = bars[0].select("rect[x]")
    assert sum(float(part["width"]) for part in parts) == pytest.approx(1000, abs=0.1)
    assert text_of(page, ".locale .percent")[0] == "69% of segments translated, 57% of words; 52% published"


def test_the_worklist_shows_what_changed_and_where(page: BeautifulSoup) -> None:
    first = page.select_one(".entry")
    row = first.select_one(".row")
    assert [node.get_text() for node in row.select("del, ins")] == ["18", "17", "seven", "eight"]
    assert (
        row.select_one(".row-facts").string
        == "2 words, major change, since 3 May 2026 (203 days), in hand with marie"
    )
    assert row.select_one("a.po").string == "locales/fr/LC_MESSAGES/post-1.po:45"
    assert row.select_one("a.po")["href"] == "locales/fr/LC_MESSAGES/post-1.po"
    assert [(link.string, link["href"]) for link in first.select(".links a")] == [
        ("Live page", "https://example.org/fr/post-1/"),
        ("Source page", "https://example.org/post-1/"),
        ("Edit", "https://example.org/wp-admin/post.php?post=1001&action=edit"),
        ("PO file", "locales/fr/LC_MESSAGES/post-1.po"),
    ]


def test_the_preview_is_the_first_change_without_tags(page: BeautifulSoup) -> None:
    preview = page.select_one(".entry .preview")
    assert preview.get_text() == "Opening hours are 9 to 1817 on weekdays, and the café stays open until …"


def test_a_link_to_a_po_entry_is_the_callers_to_choose(status: Status) -> None:
    page = page_of(status, catalog_link=lambda path, line: f"https://code.example/{path}#L{line}")
    row = page.select_one(".row a.po")
    assert row["href"] == "https://code.example/locales/fr/LC_MESSAGES/post-1.po#L45"


def test_texts_stand_in_their_language_and_direction(page: BeautifulSoup) -> None:
    arabic = page.select(".entry")[1]
    source, target = arabic.select(".row .text")
    assert (source["lang"], source["dir"]) == ("en", "ltr")
    assert (target["lang"], target["dir"]) == ("ar", "rtl")
    assert data_of(page)["directions"] == {"ar": "rtl"}


def test_a_live_text_stands_in_the_language_observed(status: Status) -> None:
    live = LiveText(SegmentState.WRONG_LANGUAGE, "خبر من المدينة", "ar", 3)
    first = dataclasses.replace(status.pages[3], units=(), live=(live,))
    row = page_of(dataclasses.replace(status, pages=(first,))).select_one(".row")
    assert row.select_one(".caption").string == "On the live page, in Arabic"
    assert (row.select_one(".text")["lang"], row.select_one(".text")["dir"]) == ("ar", "rtl")


def test_a_live_text_that_is_not_surely_wrong_is_shown_as_a_warning(status: Status) -> None:
    live = LiveText(SegmentState.WRONG_LANGUAGE, "خبر من المدينة", "ar", 3, Severity.WARNING)
    first = dataclasses.replace(status.pages[3], units=(), live=(live,))
    row = page_of(dataclasses.replace(status, pages=(first,))).select_one(".row")
    assert row.select_one(".caption").string == "On the live page, in Arabic"
    assert text_of(row, ".flaws li") == ["warning likely, not certain wrong-language"]


def test_live_texts_come_first_where_they_make_the_pages_state(status: Status) -> None:
    live = (LiveText(SegmentState.COPY, "How we write", "en", 3),)
    copied, stale = status.pages[2], status.pages[0]
    pages = (dataclasses.replace(copied, live=live), dataclasses.replace(stale, live=live))
    first, second = page_of(dataclasses.replace(status, pages=pages)).select(".entry")
    assert first.select(".caption")[0].string == "On the live page, in English"
    assert second.select(".caption")[-1].string == "On the live page, in English"


def test_what_a_page_declares_is_said_where_it_reads_otherwise(page: BeautifulSoup) -> None:
    facts = [text_of(entry, ".facts li") for entry in page.select(".entry")]
    assert "Declared as French, reads as Spanish" in facts[3]
    assert not [fact for fact in facts[8] if fact.startswith("Declared")]


def test_the_matrix_has_an_icon_and_a_text_in_each_cell(page: BeautifulSoup) -> None:
    rows = page.select("#matrix tr")
    assert text_of(rows[0], "th, td") == ["Opening hours", "stale", "mixed language", "partial", "–", "–"]
    assert [node["href"] for node in rows[0].select("use")] == ["#i-clock", "#i-language", "#i-half"]
    assert [link["href"] for link in rows[0].select("a")] == [
        "#at=fr/posts/1",
        "#at=de/posts/1",
        "#at=pt-BR/posts/1",
    ]


def test_pages_that_need_nothing_are_counted_and_not_listed(status: Status) -> None:
    settled = dataclasses.replace(status.pages[-1], key="posts/77")
    page = page_of(dataclasses.replace(status, pages=(*status.pages, settled)))
    assert text_of(page, "#pages > .count") == ["1 page needs nothing in any locale."]


def test_what_was_not_counted_is_said_with_its_reason(page: BeautifulSoup) -> None:
    assert text_of(page, "#uncounted li") == [
        "French: 6 segments (88 words) not wanted, by [scope.fr] in calque.toml.",
        "German: 6 segments (88 words) not wanted, by [scope.de] in calque.toml.",
        "German: 1 page not measured; the findings say why.",
        "Arabic: 1 page live in the right language, with a catalog that is still empty; a sync adopts what is there.",
        "Japanese: no page yet.",
        "1 post behind a password: not read.",
    ]


def test_errors_among_the_findings_stand_open(page: BeautifulSoup) -> None:
    groups = page.select(".finding")
    assert [group.select_one(".code").string for group in groups] == [
        "unreadable_catalog",
        "locale_conflict",
        "locked_post",
    ]
    assert [group.has_attr("open") for group in groups] == [True, False, False]


def test_a_flood_of_findings_is_cut_short(status: Status) -> None:
    page = page_of(dataclasses.replace(status, findings=status.findings[:1] * 60))
    assert text_of(page, ".finding .amount") == ["60 findings"]
    assert len(page.select(".finding li")) == 50
    assert text_of(page, ".finding .rest") == ["10 more: calque status --format markdown lists them."]


def test_a_site_without_anything_has_a_page(nothing: Status) -> None:
    page = page_of(nothing)
    assert text_of(page, "#things") == ["Nothing to do Nothing is outstanding."]
    assert text_of(page, "#worklist > .lead") == ["Nothing is outstanding."]
    assert not page.select("#matrix, .entry")


# What the page needs, and what it lets in


def test_the_policy_names_the_style_and_the_script_and_nothing_else(page: BeautifulSoup) -> None:
    policy = page.select_one('meta[http-equiv="Content-Security-Policy"]')["content"]
    hashes = [
        base64.b64encode(hashlib.sha256(node.string.encode()).digest()).decode()
        for node in (page.select_one("style"), page.select("script")[-1])
    ]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}';"
        " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def test_the_page_loads_nothing(page: BeautifulSoup) -> None:
    assert not page.select("link, img, iframe, object, embed, audio, video, base, [src], [srcset], [style]")
    assert not re.search(r"url\(|@import", page.select_one("style").string)
    assert not re.search(r"fetch|XMLHttpRequest|import\(|innerHTML|eval", page.select("script")[-1].string)
    assert len(page.select("script")) == 2


def test_nothing_hostile_becomes_markup(page: BeautifulSoup) -> None:
    assert not page.select("svg[onload], [onerror], i, u, b")
    assert not [link for link in page.select("a[href]") if link["href"].startswith("javascript:")]
    titles = [node.string for node in page.select(".entry .title")]
    assert any(title.startswith("</script><script>alert(1)</script><img src=x") for title in titles)


def test_every_link_goes_to_the_web_to_a_catalog_or_into_the_page(page: BeautifulSoup) -> None:
    for link in page.select("a[href]"):
        assert re.match(r"https?://|#|locales/", link["href"])


def test_every_name_referred_to_is_there_once(page: BeautifulSoup) -> None:
    ids = Counter(node["id"] for node in page.select("[id]"))
    assert max(ids.values()) == 1
    for link in page.select('a[href^="#"], use'):
        assert link["href"].removeprefix("#") in ids
    for node in page.select("[aria-labelledby]"):
        assert set(node["aria-labelledby"].split()) <= set(ids)


def test_the_script_knows_every_entry_and_every_cell(status: Status, page: BeautifulSoup) -> None:
    data = data_of(page)
    assert [entry["id"] for entry in data["entries"] if not entry.get("quiet")] == [
        f"at={one.locale}/{one.key}" for one in figures.queue(status)
    ]
    assert [row["key"] for row in data["matrix"]][:2] == ["posts/1", "posts/2"]
    assert set(data["pageStates"]) == {*PageState, *Publication}
    assert set(data["segmentStates"]) == set(SegmentState)


def test_the_same_status_gives_the_same_page(status: Status) -> None:
    assert render_page(status) == render_page(dataclasses.replace(status))


def test_names_and_directions_are_the_callers_to_choose(status: Status) -> None:
    page = page_of(status, names=lambda tag: f"«{locale_name(tag)}»", rtl=lambda tag: tag == "fr")
    assert text_of(page, ".locale h3")[0] == "«French» fr"
    assert data_of(page)["directions"] == {"fr": "rtl"}


def test_beyond_the_budget_segments_are_counted_and_not_shown(status: Status) -> None:
    data = data_of(page_of(status, budget=1_500))
    assert "rows" in data["entries"][0]
    assert "rows" not in data["entries"][-5]
    assert data["entries"][4]["rest"] == "2 more segments in the PO file."
    assert data["entries"][4]["amount"] == "Translate (131 words)"


def test_many_segments_of_one_page_are_cut_short(status: Status) -> None:
    first = dataclasses.replace(status.pages[0], units=status.pages[0].units * 40)
    page = page_of(dataclasses.replace(status, pages=(first,)))
    assert len(page.select(".entry .row")) == 25
    assert text_of(page, ".entry .rest") == ["55 more segments in the PO file."]


def test_of_many_pages_the_first_stand_there_and_the_page_says_so(status: Status) -> None:
    pages = tuple(dataclasses.replace(status.pages[0], key=f"posts/{number}") for number in range(200))
    page = page_of(dataclasses.replace(status, pages=pages))
    assert len(page.select(".entry")) == 40
    assert len(page.select("#matrix tr")) == 40
    assert text_of(page, "noscript")[0].startswith("These are the first 40 of 200 pages")
    assert len(data_of(page)["entries"]) == 200


@given(data=st.data())
def test_any_status_has_a_page_of_sound_markup(
    data: st.DataObject, statuses: st.SearchStrategy[Status]
) -> None:
    status = data.draw(statuses)
    text = render_page(status, rtl=lambda tag: tag > "a")
    text.encode()
    page = BeautifulSoup(text, "html.parser")
    assert len(page.select("script")) == 2
    assert len(page.select("#entries > .entry")) == len(list(figures.queue(status)))
    assert not [node for node in page.select("*") for name in node.attrs if name.startswith("on")]


def test_lone_surrogates_do_not_stop_the_page(status: Status) -> None:
    render_page(dataclasses.replace(status, site="a\ud800b")).encode()


def test_what_the_checks_say_stands_beside_the_text_it_is_about(status: Status) -> None:
    only = dataclasses.replace(
        status, pages=tuple(page for page in status.pages if page.key == "posts/6" and page.locale == "de")
    )
    first = page_of(only).select_one(".entry .row")
    assert [node.get_text(" ") for node in first.select(".flaws li")] == [
        'error the link <a id="1"> is lost markup'
    ]
    assert first.select_one(".note") is None, "the reason is said once"


def test_a_page_with_warnings_and_nothing_to_do_is_no_work(status: Status) -> None:
    page = page_of(status)
    data = json.loads(page.select_one("#data").string)
    (quiet,) = (entry for entry in data["entries"] if entry.get("quiet"))
    assert quiet["id"] == "at=fr/posts/7"
    assert (quiet["warnings"], quiet["notes"], quiet["words"]) == (1, 2, 0)
    assert len(quiet["rows"]) == 1, "a warning is shown"
    assert len(quiet["folded"]) == 1, "what has notes alone is folded"
    assert quiet["noted"] == "1 text with notes"
    assert page.select_one("#count").string == f"{sum('quiet' not in one for one in data['entries'])} pages"
    assert page.find(id="at=fr/posts/7") is None


def test_a_locale_says_quietly_what_the_checks_say_of_it(status: Status) -> None:
    french, german, *_ = page_of(status).select(".locale")
    said = french.find("dt", string="Checks").find_next_sibling("dd")
    assert said.get_text() == "1 warning, 2 notes"
    assert [node["data-filter"] for node in said.select("span")] == [
        "locale=fr&checks=warnings",
        "locale=fr&checks=notes",
    ]
    assert german.find("dt", string="Checks") is None, "an error is a segment to do"


def test_a_page_that_was_never_published_says_nothing_of_pairs_and_no_state_twice(status: Status) -> None:
    first = dataclasses.replace(status.pages[0], pairing="", pairing_reason="", flags=("conflict", "stale"))
    facts = text_of(page_of(dataclasses.replace(status, pages=(first,))), ".entry .facts li")
    assert not [fact for fact in facts if fact.startswith("Pairing")]
    assert "Also conflict" in facts, "that it is stale is its state already"


def test_what_waits_since_today_is_not_waiting_today(status: Status) -> None:
    first = dataclasses.replace(status.pages[0], since=status.measured)
    said = text_of(page_of(dataclasses.replace(status, pages=(first,))), ".things .under")
    assert "since today" in said[0]


def test_what_waits_since_today_or_earlier_is_not_said_to_have_waited(status: Status) -> None:
    first = dataclasses.replace(status.pages[0], since=status.measured, bounded=True)
    assert (
        "has waited" not in text_of(page_of(dataclasses.replace(status, pages=(first,))), "#things .lead")[0]
    )


@pytest.mark.parametrize("inside", ["", "w01", "w02026-05-03", "n0", "h99", "x"])
@pytest.mark.parametrize("marks", [1, 2])
def test_the_marks_of_slots_in_a_foreign_text_break_nothing(status: Status, inside: str, marks: int) -> None:
    between = "\ufdd0".join(["", *[inside] * (marks - 1), ""])
    title = f"Opening{between}hours"
    first = dataclasses.replace(status.pages[0], title=title)
    page = page_of(dataclasses.replace(status, pages=(first, *status.pages[1:])))
    entries = data_of(page)["entries"]
    assert entries[0]["title"].startswith("Opening")
    assert entries[0]["title"].endswith("hours")
    assert len(page.select("#entries > .entry")) == len(list(figures.queue(status)))
    assert "\ufdd0" not in json.dumps(entries, ensure_ascii=False)
