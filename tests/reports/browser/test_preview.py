"""A preview as it is used: in the dark, on a phone, from right to left, by everybody."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from calque.model import Field, Post, Rules, SegmentState, UnitStatus
from calque.pipeline.ingest.split import split_post
from calque.reports.preview import Preview, render_previews
from chromium import Tab

pytestmark = pytest.mark.e2e

AXE = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = "axe.run(document, {resultTypes: ['violations']}).then((found) => JSON.stringify(found.violations))"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HTML = """<h2>Opening hours</h2><p>Open <b>daily</b> until <a href="/x">eight</a>.</p><ul><li>Bring a card</li></ul>
<p><img src="a.png" alt="The door of the library"></p><blockquote>Quiet, please.</blockquote><p>Closed on Monday.</p>"""
STATES = (
    SegmentState.TRANSLATED,
    SegmentState.STALE,
    SegmentState.INVALID,
    SegmentState.MISSING,
    SegmentState.CONFLICT,
    SegmentState.COPY,
)


@pytest.fixture
def preview(tab: Tab, tmp_path: Path) -> Any:
    """Return how to open a preview in a locale."""

    def opened(locale: str = "fr", address: str = "") -> Tab:
        post = Post(
            "post", "posts", 1, "https://example.org/a/", "a", "publish", (Field("content", HTML),), None
        )
        split = split_post(post, Rules())
        units = {
            (segment.context, segment.text): UnitStatus(
                state=state,
                flags=(state,),
                source=segment.text,
                target=""
                if state is SegmentState.MISSING
                else "مفتوح يوميًا"
                if locale == "ar"
                else segment.text,
                context=segment.context,
                confirmed=segment.text.replace("eight", "seven"),
                change=None,
                words=2,
                since=None,
                bounded=False,
                reference="",
                line=10 + number,
                reason="a reason" if state is SegmentState.INVALID else "",
            )
            for number, (segment, state) in enumerate(zip(split.segments, STATES * 2, strict=False))
        }
        questions = dict.fromkeys(units, "Is that so?")
        page = tmp_path / "preview.html"
        shown = Preview(locale, "en", split, units, "locales/fr/LC_MESSAGES/post-1-a.po", questions)
        page.write_text(render_previews([shown]), encoding="utf-8")
        return tab.open(page, address)

    return opened


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_nothing_keeps_anybody_out(preview, tab: Tab, width: int, scheme: str, locale: str) -> None:
    tab.size(width).media(prefers_color_scheme=scheme)
    preview(locale).run(f"{AXE}; true")
    found: list[dict[str, Any]] = json.loads(tab.run(RULES))
    assert [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ] == []


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_the_page_never_scrolls_sideways(preview, tab: Tab, width: int, locale: str) -> None:
    tab.size(width)
    assert preview(locale).run(OVERFLOW) == 0


def test_the_line_of_an_entry_is_an_address(preview) -> None:
    shown = preview(address="#L13")
    assert "No translation yet" in shown.run("document.querySelector(':target').textContent")


def test_source_and_translation_stand_side_by_side_and_on_a_phone_one_below_the_other(
    preview, tab: Tab
) -> None:
    tops = "[...document.querySelectorAll('#L10 .pair > p')].map((one) => Math.round(one.getBoundingClientRect().top))"
    one, other = preview().run(tops)
    assert one == other
    tab.size(390)
    one, other = preview().run(tops)
    assert one < other
