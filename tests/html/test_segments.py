"""What becomes a segment, and what is known of it."""

import subprocess
import sys
from itertools import pairwise

import pytest

from calque import html
from calque.errors import ConfigError
from calque.html import join, pseudolocalise, rerender, split
from calque.html.structure import structure
from calque.model import Placeholder, Rules, SegmentKind


def texts(source: str, **options) -> list[str]:
    return [segment.text for segment in split(source, **options).segments]


def test_golden_segments(golden) -> None:
    document = golden.split(golden.input)
    shown = [f"{one.context} | {one.text}" if one.context else one.text for one in document.segments]
    assert shown == list(golden.expected)


def test_golden_input_comes_back(golden) -> None:
    assert join(golden.split(golden.input)) == golden.input


def test_golden_input_is_the_same_when_written_anew(golden) -> None:
    written = rerender(golden.split(golden.input))
    assert structure(written) == structure(golden.input)


def test_golden_input_keeps_its_structure_when_pseudo_localised(golden) -> None:
    document = golden.split(golden.input)
    targets = {index: pseudolocalise(one.text) for index, one in enumerate(document.segments)}
    written = join(document, targets)
    assert structure(written, words=False) == structure(golden.input, words=False)
    if "sentence" not in golden.options:  # whose ends the letters tell
        again = [segment.text for segment in golden.split(written).segments]
        assert again == list(targets.values())


def test_inserted_paragraph_changes_no_other_text_and_no_other_path() -> None:
    before = split("<h2>A</h2><ul><li>B</li></ul>")
    after = split("<p>New</p><h2>A</h2><ul><li>B</li></ul>")

    def keys(document):
        return [(segment.context, segment.text, segment.path) for segment in document.segments]

    assert keys(after)[1:] == keys(before)


def test_span_is_the_source_of_the_text() -> None:
    source = "<p> <b>x</b> Hi <a href='/x'>there</a> \n</p>"
    (segment,) = split(source).segments
    assert source[segment.start : segment.end] == "<b>x</b> Hi <a href='/x'>there</a>"


def test_path_names_the_blocks_around() -> None:
    paths = [segment.path for segment in split("<ul><li>a<p>b<li><i>c</i></ul>d").segments]
    assert paths == ["ul > li", "ul > li > p", "ul > li", ""]


def test_path_of_very_deep_nesting_is_cut() -> None:
    (segment,) = split("<div>" * 5_000 + "<p>x").segments
    assert segment.path == " > ".join(["div"] * 11 + ["p"])


def test_heading_is_the_one_above() -> None:
    source = "<p>a<h2>One <i>1</i></h2><p>b<h3>Two</h3><p>c<h3>Three</h3><p>d<h2>Four</h2><p>e"
    headings = [(segment.text, segment.heading) for segment in split(source).segments]
    assert headings == [
        ("a", ""),
        ("One <i>1</i>", ""),
        ("b", "One 1"),
        ("Two", "One 1"),
        ("c", "Two"),
        ("Three", "One 1"),
        ("d", "Three"),
        ("Four", ""),
        ("e", "Four"),
    ]


def test_notes_hold_for_all_that_is_inside() -> None:
    source = (
        '<div its-loc-note="Formal"><p>a<p>b <span its-loc-note="A &amp; B">c</span></div>'
        '<p>d<img alt="e" its-loc-note="Dog"><p><i its-loc-note="f">f</i> <b translate="no">g</b> h'
    )
    notes = {segment.text: segment.notes for segment in split(source).segments}
    assert notes == {
        "a": ("Formal",),
        'b <span id="1">c</span>': ("Formal", "A & B"),
        "d": (),
        "e": ("Dog",),
        '<i id="1">f</i> <x id="2"/> h': ("f",),
    }


def test_placeholders_say_what_they_stand_for() -> None:
    source = (
        '<p>a <a href="/b?c=1&amp;d=2">b</a> <img src="/up/dog.jpg?w=1"> <a name="top">t</a><br>'
        '<span class="x">c</span> <!--more--> [gallery ids="1"] <i translate="no">ACME</i> <b>d <u>e</b></u> f</p>'
    )
    (segment,) = split(source).segments
    meanings = [(one.name, one.id, one.meaning) for one in segment.placeholders]
    assert meanings == [
        ("a", 1, "link to /b?c=1&d=2"),
        ("img", 2, "image dog.jpg?w=1"),
        ("a", 3, "anchor top"),
        ("br", None, "line break"),
        ("span", 4, 'span with class="x"'),
        ("x", 5, "comment more"),
        ("x", 6, 'shortcode [gallery ids="1"]'),
        ("x", 7, "not translated: ACME"),
        ("b", None, ""),
        ("x", 8, "start of u"),
        ("x", 9, "end of u"),
    ]
    assert segment.placeholders[0] == Placeholder(
        "a", 1, '<a href="/b?c=1&amp;d=2">', "</a>", "link to /b?c=1&d=2", source.index("<a href")
    )


def test_words_are_those_of_the_text() -> None:
    words = [(one.text, one.words) for one in split("<p>One <b>two</b><br>three &amp; 四五</p>").segments]
    assert words == [("One <b>two</b><br/>three &amp; 四五", 6)]


def test_context_is_given_to_body_text_alone() -> None:
    segments = split('Hi <img alt="Dog"> you', field="excerpt", context="excerpt").segments
    assert [(one.kind, one.context) for one in segments] == [
        (SegmentKind.TEXT, "excerpt"),
        (SegmentKind.ATTRIBUTE, "attr:alt"),
    ]


def test_document_knows_its_field_and_its_format() -> None:
    document = split("x", field="content", raw=True)
    assert (document.field, document.raw, document.html) == ("content", True, "x")


def test_selector_that_is_none_names_the_rule() -> None:
    with pytest.raises(ConfigError, match=r"exclude.*'p\['"):
        split("<p>x", rules=Rules(exclude=("p[",)))


@pytest.mark.parametrize("selector", ["p[", "x::before", "a:nth-child(x)", "", ":is(" * 5_000])
def test_what_is_no_selector_is_refused_by_the_library_as_in_calque_toml(selector: str) -> None:
    with pytest.raises(ConfigError, match="is no CSS selector"):
        split("<p>x", rules=Rules(opaque=(selector, "p")))


@pytest.mark.parametrize("source", ["", "x", "<![foo <p>", '<a b="', "<", "\0", "\ud800", "<p"])
def test_rules_stand_any_text(source: str) -> None:
    document = split(source, rules=Rules(exclude=(".x",), include=("p",)))
    assert join(document) == source


def test_deep_nesting_is_no_trouble_for_rules() -> None:
    source = "<div class='x'>" * 2_000 + "a"
    assert texts(source, rules=Rules(exclude=("div div.x",))) == []


def test_importing_is_cheap() -> None:
    """Beautiful Soup is loaded when a site has rules, and not before."""
    code = "import sys, calque.html as h; h.split('<p>x</p>'); print('bs4' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_public_names_are_sorted_and_there() -> None:
    assert all(one < other for one, other in pairwise(html.__all__))
    assert all(hasattr(html, name) for name in html.__all__)


def test_words_of_the_theme_are_told_from_those_of_the_page() -> None:
    source = (
        '<nav><ul><li>Docs</ul></nav><article><h1>Warp</h1><p title="Label">Text <img src="a.png" alt="A loom"></p>'
        '<button aria-label="Copy it">Copy</button><footer>Edit</footer></article><input placeholder="Find">'
    )
    frame = [segment.text for segment in split(source).segments if segment.is_frame]
    assert sorted(frame) == sorted(["Docs", "Label", "Copy it", "Copy", "Edit", "Find"])


def test_a_button_in_a_heading_and_the_footer_of_a_quotation_are_words_of_the_page() -> None:
    source = (
        '<h3><button aria-expanded="false" title="Open">When is it <b>open</b>?</button></h3><h2>Warp</h2>'
        "<blockquote><p>It is never too late.</p><footer>A weaver</footer></blockquote>"
        "<nav><h2><button>Menu</button></h2><blockquote><footer>Aside</footer></blockquote></nav>"
        "<footer><h2>Address</h2><blockquote>Quoted</blockquote></footer><button><h4>Send</h4></button>"
    )
    frame = [segment.text for segment in split(source).segments if segment.is_frame]
    assert sorted(frame) == sorted(["Open", "Menu", "Aside", "Address", "Quoted", "Send"])


@pytest.mark.parametrize(
    ("html", "images"),
    [
        ('<p><img src="/mill.jpg?w=3&amp;h=2" alt="A mill"></p>', ["/mill.jpg?w=3&h=2"]),
        ('<img src="data:image/gif;base64,R0" data-src="/late.jpg" alt="A mill">', ["/late.jpg"]),
        ('<img alt="A mill">', [""]),
        ('<a href="/x" title="Pointed at"><img src="/a.png"> Go</a>', ["", ""]),
    ],
)
def test_a_text_of_an_image_knows_its_address(html: str, images: list[str]) -> None:
    assert [one.image for one in split(html).segments] == images


def test_a_name_that_a_label_says_as_well_is_one_text_with_it() -> None:
    document = split('<svg role="img" aria-label="Sales"><title>Sales</title><desc>Up since May</desc></svg>')
    label, name, desc = ((segment.context, segment.text) for segment in document.segments)
    assert label == name == ("attr:aria-label", "Sales")
    assert desc == ("attr:aria-description", "Up since May")
    written = join(document, {0: "Ventes", 1: "Ventes"})
    assert (
        written == '<svg role="img" aria-label="Ventes"><title>Ventes</title><desc>Up since May</desc></svg>'
    )
