"""The terminal's table and worklist, printed by a real console."""

import dataclasses
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from calque.model import Finding, SegmentState, Severity, Status
from calque.reports import figures
from calque.reports.terminal import render_table, render_worklist

NAMES = {"fr": "French", "de": "German", "pt-BR": "Portuguese (Brazil)", "ar": "Arabic", "ja": "Japanese"}


def printed(
    renderable: RenderableType, *, width: int = 80, colour: bool = False, encoding: str = "utf-8"
) -> str:
    """Return what a console of that width writes."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding)
    Console(
        file=file, width=width, force_terminal=colour, color_system="truecolor" if colour else None
    ).print(renderable)
    file.flush()
    return raw.getvalue().decode(encoding)


def test_the_table_says_how_each_locale_stands(status: Status) -> None:
    lines = printed(render_table(status)).splitlines()
    french = next(line for line in lines if line.startswith(" fr "))
    assert french.split()[2:] == ["69%", "57%", "172", "2", "2026-05-03"]
    arabic = next(line for line in lines if line.startswith(" ar "))
    assert arabic.split()[2:] == ["78%", "58%", "138", "0", "2026-10-12+"]
    japanese = next(line for line in lines if line.startswith(" ja "))
    assert japanese.split() == ["ja", "nothing", "yet", "n/a", "n/a", "0", "0", "none"]


def test_the_states_of_the_pages_stand_below(status: Status) -> None:
    text = " ".join(printed(render_table(status)).split())
    pages = "1 no translation, 1 untranslated copy, 1 wrong language, 1 stale, 2 current"
    assert f"fr {pages}; 52% published; 4 to translate, 1 to publish" in text


def test_who_has_what_and_until_when_stands_below_the_pages(status: Status) -> None:
    text = printed(render_table(status))
    assert "fr  marie has 2 words in hand, due 2026-11-20, overdue" in text
    assert "de  de-2026-11-20 has 60 words in hand" in text


def test_without_handoffs_nothing_is_said_of_them(status: Status) -> None:
    text = printed(render_table(dataclasses.replace(status, handoffs=())))
    assert "In hand" not in text
    arabic = next(line for line in text.splitlines() if line.startswith(" ar "))
    assert arabic.rstrip().endswith("2026-10-12 41+ d")


def test_findings_come_last(status: Status) -> None:
    text = printed(render_table(status))
    assert text.index("ja     no pages") < text.index(
        "error catalogs that cannot be read (unreadable_catalog)\n  locales/de"
    )
    assert "restore the file" in text


@pytest.mark.parametrize("names", [str, NAMES.__getitem__], ids=["tags", "names"])
def test_everything_fits_in_80_columns(status: Status, names: type[str]) -> None:
    for renderable in (render_table(status, names=names), render_worklist(status, limit=None, names=names)):
        assert max(len(line) for line in printed(renderable).splitlines()) <= 80


def test_a_long_name_gives_way_to_the_figures(status: Status) -> None:
    text = printed(render_table(status, names=lambda tag: f"{tag} with a name that no column holds"))
    assert "Words by state   Segments   Words   To do   In hand   Stale since" in text
    row = next(line for line in text.splitlines() if line.startswith(" ar "))
    assert "…   ████████▒·····        78%     58%     138         0   2026-10-12+" in row


def test_no_colour_goes_into_a_pipe(status: Status) -> None:
    assert "\x1b" not in printed(render_table(status)) + printed(render_worklist(status))


def test_a_console_without_utf8_gets_a_bar_of_ascii(status: Status) -> None:
    text = printed(render_table(status), encoding="ascii")
    assert "#" * 6 + "**=!!..." in text


def test_the_worklist_shows_what_changed_in_brackets(status: Status) -> None:
    text = " ".join(printed(render_worklist(status), width=200).split())
    assert "stale, 2 words, 203 days, in hand: marie, line 45 " in text
    assert "9 to [-18-]{+17+}</strong> on weekdays" in text


def test_the_worklist_shows_what_changed_in_colour(status: Status) -> None:
    text = printed(render_worklist(status), width=200, colour=True)
    assert "[-18-]" not in text
    assert "\x1b[9;31m18\x1b[0m\x1b[4;32m17\x1b[0m" in text


def test_the_worklist_says_how_much_it_leaves_out(status: Status) -> None:
    rows = sum(len(page.units) for page in figures.queued(status))
    pages = sum(not page.units for page in figures.queue(status))
    left = f"{rows - 4} more segments and {pages} more pages."
    assert printed(render_worklist(status, limit=4)).count(f"\n{left}\n") == 1
    assert "more segment" not in printed(render_worklist(status, limit=None))


def test_a_site_without_anything_has_a_table_and_no_work(nothing: Status) -> None:
    assert "Empty" in printed(render_table(nothing))
    assert printed(render_worklist(nothing)) == "Nothing is outstanding.\n"


def test_many_notes_of_a_kind_do_not_bury_the_one_error(status: Status) -> None:
    notes = tuple(
        Finding("pair_proposed", Severity.NOTE, f"posts/{number}", "it may translate another page")
        for number in range(11)
    )
    error = status.findings[0]
    text = printed(render_table(dataclasses.replace(status, findings=(*notes, error))))
    told = text[text.index("error ") :]
    assert told.index(error.place) < told.index(
        "note pages that may be translations of others (pair_proposed)"
    )
    assert told.count("it may translate") == 2
    assert "\n  and 9 more\n" in told
    assert "calque status --format markdown" in told


def test_the_worklist_ends_with_what_the_checks_warn_of(status: Status) -> None:
    text = printed(render_worklist(status, limit=2), width=120)
    said = text[text.index("The checks warn of 1 text, translated all the same:") :]
    assert "House rules  fr, locales/fr/LC_MESSAGES/post-7.po:33" in said
    assert "warning: 40 became 14 (numbers)" in said
    assert "Les <strong>14</strong> planches" in said
    assert "full stop" not in said, "notes are left to calque check"


@pytest.mark.parametrize(
    "sign", ["\x1b]0;x\x07", "\x9b31m", "\N{RIGHT-TO-LEFT OVERRIDE}", "[red]", "\x00"], ids=ascii
)
def test_a_title_cannot_command_the_terminal(status: Status, sign: str) -> None:
    first = dataclasses.replace(status.pages[0], title=f"a{sign}b", catalog=f"a{sign}.po")
    finding = dataclasses.replace(status.findings[0], message=f"a{sign}b", place=f"a{sign}")
    hostile = dataclasses.replace(status, site=f"a{sign}b", pages=(first,), findings=(finding,))
    text = printed(render_table(hostile)) + printed(render_worklist(hostile))
    assert not set(text) & (set(sign) - set("[red]0;x31m"))
    assert ("a[red]b" in text) == (sign == "[red]")


@given(data=st.data())
def test_any_status_can_be_printed(data: st.DataObject, statuses: st.SearchStrategy[Status]) -> None:
    status = data.draw(statuses)
    printed(render_table(status))
    printed(render_worklist(status, limit=None), width=40)


def test_what_is_the_same_of_all_texts_of_a_page_stands_once(status: Status) -> None:
    """How long they wait, who has them, and their file."""
    page = next(
        page for page in status.pages if len({unit.since for unit in page.units}) == 1 < len(page.units)
    )
    text = printed(render_worklist(dataclasses.replace(status, pages=(page,)), limit=None), width=300)
    assert text.count(page.catalog) == 1
    waits = figures.waiting(page.units[0].since, status, bounded=page.units[0].bounded)
    assert text.count(f", {waits}\n") == bool(waits)
    assert f"  {page.catalog}\n" in text
    assert f", line {page.units[0].line} " in text


def test_the_worklist_shows_texts_in_some_states_alone(status: Status) -> None:
    only = (SegmentState.STALE,)
    text = printed(render_worklist(status, limit=None, only=only), width=300)
    shown = [unit for page in figures.queued(status) for unit in page.units if unit.state in only]
    assert text.count("\n  stale, ") == len(shown) > 0
    assert "\n  missing, " not in text
    assert "more page" not in text
    nothing = printed(render_worklist(status, only=(SegmentState.TRANSLATED,)))
    assert nothing == "No text is in such a state.\n"


def test_no_line_ends_in_spaces_that_fill_it_up(status: Status) -> None:
    lines = printed(render_worklist(status, limit=None), width=5_000).splitlines()
    assert max(map(len, lines)) < 1_000
