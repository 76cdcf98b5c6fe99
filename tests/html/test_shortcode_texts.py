"""The attributes of shortcodes that a site names are texts, and no translation leaves its value."""

import pytest

from calque.html import join, split
from calque.html.attributes import attribute_value
from calque.html.shortcodes import BRACKET, shortcode_attributes
from calque.model import Rules, SegmentKind

RULES = Rules(shortcodes=("tip",), shortcode_attributes={"tip": ("text",)})


@pytest.mark.parametrize("source", ['"An old mill"', "'An old mill'", "Mill"])
@pytest.mark.parametrize(
    "target",
    [
        "Un moulin",
        'Un "vieux" moulin',
        "L'eau",
        "[vieux] moulin",
        "a]b",
        "<b>x</b>",
        "a=\"b\" c='d'",
        "Q & A &amp; B",
        " ",
    ],
)
def test_translation_stays_one_value(source: str, target: str) -> None:
    html = f"<p>See [tip icon=x text={source} href='/x'] there</p>"
    document = split(html, rules=RULES)
    index, segment = next(
        (index, one) for index, one in enumerate(document.segments) if one.kind is SegmentKind.SHORTCODE
    )
    written = join(document, {index: target.replace("<", "&lt;")})
    brackets = list(BRACKET.finditer(written))
    assert [match["name"] for match in brackets] == ["tip"]
    found = {
        name: (start, end, quotes) for name, start, end, quotes in shortcode_attributes(written, brackets[0])
    }
    assert list(found) == ["icon", "text", "href"]
    wanted = target.replace("&amp;", "&") if target.strip() else segment.text
    assert attribute_value(written, *found["text"]) == wanted


def test_shortcode_in_a_text_is_translated_with_it() -> None:
    html = '<p>With [tip text="An explanation"]a word[/tip] in it</p>'
    document = split(html, rules=RULES)
    targets = {0: 'Avec <x id="1"/>un mot<x id="2"/> dedans', 1: "Une [explication]"}
    assert join(document, targets) == (
        '<p>Avec [tip text="Une &#91;explication&#93;"]un mot[/tip] dedans</p>'
    )
