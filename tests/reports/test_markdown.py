"""The Markdown of status and worklist."""

import dataclasses
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.locales import locale_name
from calque.model import PageState, Status
from calque.reports.markdown import render_status
from calque.reports.worklist import by_source, render_worklist
from calque.states.outstanding import needs_work
from calque.states.rows import rows_of


def test_the_status_is_a_table_with_a_row_a_locale(status: Status) -> None:
    lines = render_status(status).splitlines()
    start = lines.index("| --- | ---: | ---: | ---: | ---: | --- | --- | --- |")
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[start + 1 : start + 6]]
    assert [row[:6] for row in cells] == [
        ["fr (`fr`)", "69%", "57%", "52%", "172 words", "3 May 2026 (203 days)"],
        ["de (`de`)", "80%", "70%", "62%", "161 words", "none"],
        ["pt-BR (`pt-BR`)", "85%", "72%", "85%", "154 words", "none"],
        ["ar (`ar`)", "78%", "58%", "78%", "138 words", "12 October 2026 (at least 41 days)"],
        ["ja (`ja`)", "n/a", "n/a", "n/a", "0 words", "none"],
    ]


def test_the_findings_follow_the_table(status: Status) -> None:
    assert "- **error** `unreadable_catalog` locales/de/LC\\_MESSAGES/post-2.po:17: The PO" in render_status(
        status
    )


def test_the_worklist_links_the_page_and_marks_the_words(status: Status) -> None:
    text = render_worklist(status, names=lambda tag: {"fr": "French"}.get(tag, tag))
    assert (
        "1. **[Opening hours](https://example.org/post-1/)**: 48 words in 3 languages\n"
        "    - [French](https://example.org/fr/post-1/): Translate (16 words), stale, since 3 May 2026"
        in text
    )
    assert (
        "**[How we write](https://example.org/fr/post-3/)**: French, Translate (14 words), untranslated copy\n"
        in text
    )
    assert "Opening hours are 9 to ~~18~~ **17** on weekdays, and the café stays open" in text
    assert "(`locales/fr/LC_MESSAGES/post-1.po:45`)" in text


def test_a_catalog_is_named_once_a_page_and_a_placeholder_by_what_it_is(status: Status) -> None:
    page = next(page for page in status.pages if len(page.units) > 1 and page.catalog)
    first, second = (
        dataclasses.replace(unit, source=source, confirmed=None, line=line)
        for unit, source, line in zip(
            page.units,
            ('See <img id="1"/> and <x id="2"/>.', "Read <strong>on</strong>."),
            (45, 52),
            strict=False,
        )
    )
    shown = dataclasses.replace(status, pages=(dataclasses.replace(page, units=(first, second)),))
    text = render_worklist(shown)
    assert f"See \\[image\\] and \\[code\\]. (`{page.catalog}:45`)" in text
    assert "Read on. (`:52`)" in text


def with_texts(status: Status, *texts: tuple[str, str | None]) -> str:
    """Return the worklist of one page that has these texts, each with the one that was translated."""
    page = next(page for page in status.pages if page.units and page.catalog)
    units = tuple(
        dataclasses.replace(page.units[0], source=source, confirmed=confirmed, line=7)
        for source, confirmed in texts
    )
    return render_worklist(dataclasses.replace(status, pages=(dataclasses.replace(page, units=units),)))


def test_the_tags_of_a_text_are_not_shown_and_what_it_says_of_tags_is(status: Status) -> None:
    text = with_texts(
        status,
        ('One<br/>two <em>and</em> <a id="1">three</a>: write &lt;b&gt; for <strong>bold</strong>.', None),
    )
    assert "One two and three: write &lt;b&gt; for bold. (" in text


def test_where_the_markup_alone_changed_that_is_said(status: Status) -> None:
    text = with_texts(
        status, ("Read <em>on</em>.", "Read <strong>on</strong>."), ("Read it.", "Read <i>it</i>!")
    )
    assert ": Read on. (only its markup changed) (`" in text
    assert ": Read it~~\\!~~ **.** (`" in text


def test_a_text_that_stands_several_times_on_a_page_is_one_line_with_how_often(status: Status) -> None:
    text = with_texts(status, ("Closed", None), ("Open", None), ("Closed", None), ("Closed", None))
    assert len(re.findall(", 3 times: Closed ", text)) == 1
    assert text.count("Closed") == 1
    assert "times: Open" not in text
    lines = render_worklist(status).splitlines()
    (copy,) = [line for line in lines if "copy of the source" in line and ", 6 times: How we write" in line]
    assert copy.endswith("(`locales/fr/LC_MESSAGES/post-3.po:12`)")


def test_it_sums_up_the_translations_and_the_pages(status: Status) -> None:
    assert "Outstanding: 19 translations of 10 pages, 21 segments, 625 words." in render_worklist(status)
    one = dataclasses.replace(status, pages=status.pages[:1])
    assert "Outstanding: 1 translation of 1 page, " in render_worklist(one)


def test_the_whole_worklist_is_as_the_golden_one(status: Status, golden: Callable[[str, str], None]) -> None:
    golden("worklist.md", render_worklist(status, names=locale_name))


def test_a_change_stands_once_with_the_locales_that_lack_it(status: Status) -> None:
    text = render_worklist(status, names=locale_name)
    assert text.count("Bring a cup of your own") == 1
    assert "missing, 14 words in each of French and Portuguese (Brazil): Bring a cup of your own" in text
    assert text.count("**[A garden on the roof]") == 1
    assert "    - missing, 5 words in each: A garden on the roof (" in text


def test_every_page_and_text_is_in_the_worklist_whatever_it_is_grouped_with(status: Status) -> None:
    """Pages without a source are each alone: two locales may count their ids alike."""
    orphan = next(page for page in status.pages if page.state is PageState.ORPHAN)
    other = dataclasses.replace(orphan, locale="fr", title="Another carnival")
    status = dataclasses.replace(status, pages=(*status.pages, other))
    entries = [tuple(status.pages[place] for place in own) for own in by_source(rows_of(status.pages))]
    wanted = [page for page in status.pages if needs_work(page)]
    assert sorted(id(page) for own in entries for page in own) == sorted(map(id, wanted))
    assert "**[Another carnival](" in render_worklist(status)
    assert [len({page.source_url for page in own}) for own in entries] == [1] * len(entries)


def test_the_worklist_says_how_much_it_leaves_out(status: Status) -> None:
    assert render_worklist(status, limit=3).count("\n13 more translations of 7 pages not shown here.\n") == 1
    assert "not shown here" not in render_worklist(status, limit=None)


def test_a_page_of_many_segments_is_cut_short(status: Status) -> None:
    assert "    - 2 more texts\n" in with_texts(status, *((f"Text {number}", None) for number in range(7)))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("a | b", "a \\| b"),
        ("<script>", "&lt;script&gt;"),
        ("[x](javascript:y)", "\\[x\\](javascript:y)"),
        ("`code` *b* _i_ # h", "\\`code\\` \\*b\\* \\_i\\_ \\# h"),
        ("two\nlines\r\n# h", "two lines \\# h"),
        ("back\\slash &amp;", "back\\\\slash &amp;amp;"),
    ],
)
def test_a_title_is_never_read_as_markup(status: Status, title: str, expected: str) -> None:
    page = dataclasses.replace(status.pages[0], title=title, url="")
    text = render_worklist(dataclasses.replace(status, pages=(page,)))
    assert f"1. **[{expected}](https://example.org/post-1/)**" in text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a(b) c/", "(https://example.org/a%28b%29%20c/)"),
        ("https://example.org/é>", "(https://example.org/é%3E)"),
        ("javascript:alert(1)", "1. **Opening hours**"),
    ],
)
def test_an_address_cannot_end_its_link(status: Status, url: str, expected: str) -> None:
    page = dataclasses.replace(status.pages[0], url=url, source_url="")
    assert expected in render_worklist(dataclasses.replace(status, pages=(page,)))


@given(data=st.data())
def test_any_status_has_its_markdown(data: st.DataObject, statuses: st.SearchStrategy[Status]) -> None:
    status = data.draw(statuses)
    text = render_status(status) + render_worklist(status)
    assert "<" not in re.sub(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", "", text)


def test_the_worklist_ends_with_what_the_checks_warn_of(status: Status) -> None:
    said = render_worklist(status).partition("## The checks warn of 1 text, translated all the same\n")[2]
    assert "40 became 14 (`numbers`)" in said
    assert "(`locales/fr/LC_MESSAGES/post-7.po:33`)" in said
    assert "full stop" not in said, "notes are left to calque check"
