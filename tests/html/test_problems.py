"""A translation brings nothing of its own into the page, and what it tries is named with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.html import check_markup, check_text, join, pseudolocalise, rerender, split, write
from calque.html.markup import ANY_TAG
from calque.html.structure import structure
from calque.model import Document, Severity
from compared_html import brought, nodes

PAGE = (
    '<p>See <a href="/x" title="Two words">it</a> and <strong>all</strong> [gallery ids="1"]<br> or [this]</p>'
    '<p title=Hi>Hello</p><!-- wp:search {"label":"Find"} /--><textarea>Text</textarea>'
)
WORDS = """
    < > / & " ' = ; [ ] -- --> <!-- </ <b> </b> <strong> </strong> </a> <br/> <script> <p> </p> </textarea>
    &lt; &gt; &amp; &quot; &#91; &#60; [gallery] [this] [/this] {} }
""".split()
SPACED = ('<a id="1">', '<x id="2"/>', "<!-- wp:html -->", "a onclick=x", " ", "\n", "\n\n")
CHARACTERS = ("\u202e", "\u202c", "\0", "\\", "\\u0022")
PIECES = st.sampled_from((*WORDS, *SPACED, *CHARACTERS))
TARGETS = st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join)


def read(hostile) -> tuple[Document, int, str]:
    """Return a case's page, the index of the segment that is translated, and the translation."""
    source, _, target = hostile.input.partition("\n>>>\n")
    document = hostile.split(source)
    role = hostile.options.get("segment")
    index = next(i for i, segment in enumerate(document.segments) if role is None or segment.context == role)
    return document, index, target


def found(hostile) -> list[str]:
    document, index, target = read(hostile)
    problems = [
        f"{one.code}@{one.offset}{' warning' if one.severity is Severity.WARNING else ''}"
        for one in check_markup(document.segments[index], target)
    ]
    return problems + ["unwritable" for _ in write(document, {index: target}).left]


def tags(text: str) -> list[str]:
    return [tag.replace(" />", "/>") for tag in ANY_TAG.findall(text)]


def test_hostile_translation_is_named_with_its_places(hostile) -> None:
    assert found(hostile) == list(hostile.expected)


def test_hostile_translation_brings_nothing_into_the_page(hostile) -> None:
    """Elements, attributes and comments are the source's; only a bare tag may go, come twice or move."""
    document, index, target = read(hostile)
    written = join(document, {index: target})
    if any("warning" not in problem for problem in hostile.expected):
        assert written == document.html
    elif hostile.expected in {(), ("embed@0 warning",)} and tags(target) == tags(
        document.segments[index].text
    ):
        assert structure(written, words=False) == structure(document.html, words=False)
    else:
        before, after = (
            {(one.name, one.attributes) for one in structure(page)} for page in (document.html, written)
        )
        assert after <= before


def test_hostile_translation_brings_nothing_where_all_other_texts_are_written_anew(hostile) -> None:
    document, index, target = read(hostile)
    texts = {place: one.text for place, one in enumerate(document.segments)}
    assert brought(document.html, join(document, {**texts, index: target})) == ""


def test_page_with_a_hostile_translation_can_be_written_anew(hostile) -> None:
    document, index, target = read(hostile)
    written = join(document, {index: target})
    assert nodes(rerender(hostile.split(written))) == nodes(written)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            '<p>Red <b translate="no">or <<i translate="yes">blue</i></b> hats</p>',
            'Rouge <x id="1"/>script y <i id="2">bleu</i><x id="3"/> z',
        ),
        (
            '<p>Red <b translate="no">or &am<i translate="yes">blue</i></b> hats</p>',
            'Rouge <x id="1"/>p;lt; <i id="2">bleu</i><x id="3"/> z',
        ),
        ("<p><svg>a <<b>Red</b> or blue", "script <b>Rouge</b> ou bleu"),
    ],
)
def test_words_become_no_part_of_what_stands_before_them(source: str, target: str) -> None:
    """A sign that is text before a tag would be the beginning of one before a word."""
    document = split(source)
    assert check_markup(document.segments[0], target) == ()
    assert brought(source, join(document, {0: target})) == ""


def test_hostile_translation_brings_no_segment_and_no_shortcode(hostile) -> None:
    """Split anew, the page has no more texts than before, and none is taken for something else.

    Of the cases none drops all words between links or badges: what is left would be a row, and a text each.
    """
    document, index, target = read(hostile)
    again = hostile.split(join(document, {index: target}))
    assert len(again.segments) <= len(document.segments)
    opaque = [one.opening for segment in document.segments for one in segment.placeholders if one.name == "x"]
    assert all(one.opening in opaque for new in again.segments for one in new.placeholders if one.name == "x")


@given(st.lists(TARGETS, min_size=5, max_size=5))
def test_no_translation_brings_anything_into_the_page(targets: list[str]) -> None:
    document = split(PAGE)
    written = join(document, dict(enumerate(targets)))
    before, after = structure(PAGE, words=False), structure(written, words=False)
    allowed = {(one.name, one.attributes) for one in before}
    assert {(one.name, one.attributes) for one in after} <= allowed
    numbered = [one.name for one in before if one.attributes or one.name == "#comment"]
    assert [one.name for one in after if one.attributes or one.name == "#comment"] == numbered
    assert written.count("[gallery") == 1
    assert written.count("<!-- wp:") == 1


@given(TARGETS)
def test_places_are_in_the_target(target: str) -> None:
    for segment in split(PAGE).segments:
        offsets = [problem.offset for problem in check_markup(segment, target)]
        assert offsets == sorted(offsets)
        assert all(0 <= offset <= len(target) for offset in offsets)


@given(TARGETS)
def test_text_is_right_for_itself(html: str) -> None:
    """Whatever a source holds, its own text and its pseudo-localisation are right translations of it."""
    for segment in split(html).segments:
        assert check_markup(segment, segment.text) == ()
        problems = check_markup(segment, pseudolocalise(segment.text))
        assert [problem for problem in problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("Salut <b>toi</b>", "<b> is not in the source text"),
        ('Salut <a id="2">toi</a>', '<a id="2"> is not in the source text'),
        ("Salut", '<a id="1"> of the source is missing'),
        ('<a id="1">a</a> <a id="1">b</a>', '<a id="1"> stands more than once'),
        ('<a id="1">a', '<a id="1"> is not closed'),
        ('<a id="1">a</a></i>', "</i> closes nothing"),
        ('<a id="1"><i>a</a></i>', "</a> stands before </i>"),
        ('<a id="1">a</a> <a href="/">', '<a href="/"> is not a tag of the source text'),
        ('<a id="1">a</a id="1">', 'write </a> for </a id="1">'),
        ('<a id="1">a</a> [gallery]', "[gallery] is not in the source text"),
        ('<a id="1">a</a> \x07', "the character U+0007 cannot stand here"),
        ('<a id="1">a</a> \u202e', "the override U+202E is not in the source text"),
        ('<a id="1">a</a> \u2067', "U+2067 is never ended by U+2069"),
    ],
)
def test_message_says_what_is_wrong(target: str, message: str) -> None:
    assert message in [problem.message for problem in check_text('Hi <a id="1">you</a>', target)]


def test_shortcodes_that_the_site_names_are_errors() -> None:
    assert check_text("a", "[contact]") == ()
    (problem,) = check_text("a", "b [contact]", shortcodes=("contact",))
    assert (problem.code, problem.offset) == ("shortcode", 2)


def test_texts_of_the_source_may_be_used_again() -> None:
    source = 'a [b] \x07 \u202ec\u202c &amp; [x a="1"]'
    assert check_text(source, f"{source} [b]") == ()


def test_references_are_as_good_as_characters() -> None:
    assert check_text("a", "&eacute; &#233; &amp; &nbsp; &foo; & ; &lt;b&gt;") == ()
    (problem,) = check_text("a", "x &#x7; y")
    assert (problem.code, problem.offset) == ("control", 2)
