"""The badges: sound XML, the figures of the status, and colours that can be read."""

import dataclasses
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.model import Status
from calque.reports.badge import render_badges


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314  our own


def test_a_badge_shows_the_tag_and_the_percentage(status: Status) -> None:
    assert texts(render_badges(status.only("fr"))) == ["fr", "69% translated, 1 stale, 1 to publish"]


def test_all_locales_stand_one_below_the_other(status: Status) -> None:
    svg = render_badges(status)
    assert texts(svg)[::2] == ["fr", "de", "pt-BR", "ar", "ja"]
    assert texts(svg)[-1] == "n/a"
    tops = [float(node.get("y", "0")) for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect")]  # noqa: S314  the same
    assert tops == [0, 24, 48, 72, 96]


def test_who_does_not_see_it_hears_the_same(status: Status) -> None:
    root = ET.fromstring(render_badges(status.only("fr")))  # noqa: S314  the same
    assert (root.get("role"), root.get("aria-label")) == ("img", "fr: 69% translated, 1 stale, 1 to publish")


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, as WCAG defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_white_text_can_be_read_on_every_colour(status: Status) -> None:
    colours = set(re.findall(r'fill="(#[0-9a-f]{6})"', render_badges(status)))
    assert len(colours) > 2
    assert min(1.05 / (luminance(colour) + 0.05) for colour in colours) > 4.5


@given(data=st.data())
def test_any_status_has_badges(data: st.DataObject, statuses: st.SearchStrategy[Status]) -> None:
    status = data.draw(statuses)
    svg = render_badges(status)
    if not re.search(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", svg):
        ET.fromstring(svg)  # noqa: S314  the same


@pytest.mark.parametrize("tag", ["<b>", '"', "&"])
def test_a_tag_cannot_break_out(status: Status, tag: str) -> None:
    locale = dataclasses.replace(status.locales[0], locale=tag)
    assert texts(render_badges(dataclasses.replace(status, locales=(locale,))))[0] == tag
