"""Translations go back into the HTML, and only where they are right."""

import json
import re
from dataclasses import replace

import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from calque.html import Left, check_markup, join, rerender, split, write
from calque.html.block_json import decode_json, encode_json
from calque.html.structure import structure
from calque.model import Severity


def translated(source: str, *targets: str, **options) -> str:
    return join(split(source, **options), dict(enumerate(targets)))


@pytest.mark.parametrize(
    ("source", "targets", "expected"),
    [
        pytest.param("<p>A</p>", (), "<p>A</p>", id="nothing"),
        pytest.param("<p>A</p>", ("",), "<p>A</p>", id="empty target"),
        pytest.param("<p>A</p>", (" ",), "<p>A</p>", id="blank target"),
        pytest.param("<p>\n A\n</p>", ("B",), "<p>\n B\n</p>", id="outer space stays"),
        pytest.param("<p>A</p>", ("B\n\n C ",), "<p>B C </p>", id="white space collapses"),
        pytest.param("<pre>A\nB</pre>", ("C\n  D",), "<pre>C\n  D</pre>", id="white space in pre"),
        pytest.param(
            "<p>A</p>",
            ("é & &amp; &eacute; &foo; < >",),
            "<p>é &amp; &amp; &eacute; &amp;foo; &lt; &gt;</p>",
            id="text",
        ),
        pytest.param(
            '<p>A <A HREF="/x">b</A  > <BR>c <!--d--> e</p>',
            ('Z <x id="2"/> <br/><a id="1">y</a>',),
            '<p>Z <!--d--> <BR><A HREF="/x">y</A  ></p>',
            id="tags are the source's",
        ),
        pytest.param(
            "<p>A <b>b</b> c", ("<b>x</b> <b>y</b>",), "<p><b>x</b> <b>y</b>", id="bare tags may repeat"
        ),
        pytest.param("<p>A <b>b</b> c", ("x",), "<p>x", id="bare tags may go"),
        pytest.param(
            '<p title="A">b',
            ("A \"b'> & &amp;",),
            '<p title="A &quot;b\'&gt; &amp; &amp;">b',
            id="double quotes",
        ),
        pytest.param("<p title='A'>b", ("A \"b'>",), "<p title='A \"b&#39;&gt;'>b", id="single quotes"),
        pytest.param("<p title=A>b", ('A "b>',), '<p title="A &quot;b&gt;">b', id="no quotes"),
        pytest.param("<p title = A/>b", ("a b",), '<p title = "a b">b', id="no quotes, a slash"),
        pytest.param(
            'See <a href="/x" title="One" >the <img alt=Dog></a> now',
            ('Voir <a id="1">le <img id="2"/></a>', "Un", "Chien"),
            'Voir <a href="/x" title="Un" >le <img alt="Chien"></a>',
            id="texts in the tags of a text",
        ),
        pytest.param(
            'See <a title="One">x</a> now',
            ("", "Un"),
            'See <a title="Un">x</a> now',
            id="texts in tags alone",
        ),
        pytest.param(
            'See <iframe title="A" src="/"></iframe> <img alt="B" title="C">now',
            ('<img id="2"/> <x id="1"/>', "X", "Y", "Z"),
            '<img alt="Y" title="Z"> <iframe title="X" src="/"></iframe>',
            id="texts in tags that change places",
        ),
        pytest.param(
            "<textarea>A</textarea>", ("a < b</ &amp;",), "<textarea>A</textarea>", id="no tag in a text area"
        ),
        pytest.param(
            "<textarea>A</textarea>", ("a < b &amp;",), "<textarea>a &lt; b &amp;</textarea>", id="text area"
        ),
        pytest.param("<p>A [b] c", ("x [b] [d] [",), "<p>x [b] &#91;d] &#91;", id="new brackets stay text"),
        pytest.param(
            '<p title="[b]">', ("[b] [d]",), '<p title="[b] &#91;d]">', id="new brackets in an attribute"
        ),
        pytest.param("<!--more A-->", ("b -- > c",), "<!--more b &#45;&#45; &gt; c-->", id="more link"),
        pytest.param(
            '<!--more "A <b>B</b>" --><!--more <i>C</i>-->',
            ('"X <b>Y</b> & z"', "Z"),
            '<!--more "X <b>Y</b> &amp; z" --><!--more <i>Z</i>-->',
            id="more link with quotes and tags",
        ),
        pytest.param(
            '<p>A <b translate="no">x &ampam<i translate="yes">y</i> z <</b> b',
            ('A <x id="1"/>p; <i id="2">y</i><x id="3"/>b',),
            '<p>A <b translate="no">x &amp;amp; <i translate="yes">y</i> z <</b>b',
            id="behind what ends like the beginning of something",
        ),
        pytest.param('<img alt=" A">', ("b x=y",), '<img alt=" b x=y">', id="space in double quotes"),
        pytest.param(
            "<img alt='\tA\n'>", ("b 'c'",), "<img alt='\tb &#39;c&#39;\n'>", id="space in single quotes"
        ),
        pytest.param("<img alt='\"A\"'>", ("b",), "<img alt='b'>", id="quotes in quotes"),
        pytest.param("<img alt=\n A\n>", ("b",), '<img alt=\n "b"\n>', id="space before no quotes"),
        pytest.param(
            '<p><b class="x">A</b> b <b>c</b></p>',
            ('<b>X</b> <b id="1">y</b> <b>z</b>',),
            '<p><b>X</b> <b class="x">y</b> <b>z</b></p>',
            id="numbered and bare tags of one name",
        ),
    ],
)
def test_targets_stand_in_the_skeleton(source: str, targets: tuple[str, ...], expected: str) -> None:
    assert translated(source, *targets) == expected


def test_invalid_target_is_not_rendered_and_the_others_are() -> None:
    assert translated("<p>A</p><p>B</p>", "<script>x</script>", "C") == "<p>A</p><p>C</p>"


def test_invalid_target_of_a_text_in_a_tag_is_not_rendered() -> None:
    source = 'A <a title="T t">b</a>'
    assert translated(source, 'X <a id="1">y</a>', "<b>") == 'X <a title="T t">y</a>'


def test_translation_that_would_change_the_elements_is_left_and_the_others_are_written() -> None:
    """The grammar holds, but the start tag would stand behind its end, and all that follows in it."""
    document = split("<p>A <b>b <i>c</b> d</i> e</p><p>F</p>")
    assert document.segments[0].text == 'A <b>b <x id="1"/>c</b> d<x id="2"/> e'
    target = 'X <x id="2"/> <b>y</b> <x id="1"/> z'
    assert not [one for one in check_markup(document.segments[0], target) if one.severity is Severity.ERROR]
    written = write(document, {0: target, 1: "G"})
    assert written.html == "<p>A <b>b <i>c</b> d</i> e</p><p>G</p>"
    assert written.left == (
        Left(0, "with its tags in this order, the page would have other elements than before"),
    )


def test_texts_and_links_in_the_tags_of_what_is_left_are_written() -> None:
    source = '<p>A <b>b <a href="/a" title="T">c</b> d</a> <img alt="I"> e</p>'
    document = split(source)
    written = write(
        document, {0: 'X <x id="2"/> <b>y</b> <x id="1"/> <img id="3"/>', 1: "U", 2: "J"}, relink=LINKS.get
    )
    assert [one.index for one in written.left] == [0]
    assert written.html == '<p>A <b>b <a href="/fr/a" title="U">c</b> d</a> <img alt="J"> e</p>'


def test_tags_that_are_moved_and_change_nothing_are_written() -> None:
    source = '<p>A <b>b <i>c</b> d</i> <img src="e"> f <q>g</q></p>'
    target = '<img id="3"/> X <q>h</q> <b>b <x id="1"/>c</b> d<x id="2"/>'
    written = write(split(source), {0: target})
    assert written.left == ()
    assert written.html == '<p><img src="e"> X <q>h</q> <b>b <i>c</b> d</i></p>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A <b>b</b>", "nothing is known that <b> stands for"),
        ('A <x id="2"/>', 'nothing is known that <x id="2"/> stands for'),
        ("A <i>b", "a tag is not closed"),
        ("A b</i>", "</i> closes nothing"),
    ],
)
def test_segment_whose_text_does_not_fit_its_placeholders_is_left(text: str, reason: str) -> None:
    """No text of `split` is like that; what is given may come from elsewhere, and costs no page."""
    document = split("<p>A <i>b</i> <img src=c> d</p><p>E</p>")
    document = replace(document, segments=(replace(document.segments[0], text=text), *document.segments[1:]))
    written = write(document, {0: text, 1: "F"})
    assert written.html == "<p>A <i>b</i> <img src=c> d</p><p>F</p>"
    assert [(one.index, one.reason) for one in written.left] == [(0, reason)]


def test_raw_text_gets_no_new_paragraphs() -> None:
    assert translated("One\ntwo", "Un\n\ndeux", raw=True) == "Un\ndeux"
    assert translated("One two", "Un\n\ndeux", raw=True) == "Un deux"


def test_carriage_return_stays_one_for_the_browser() -> None:
    document = split("<pre>a&#13;\nb</pre>")
    assert document.segments[0].text == "a\r\nb"
    assert rerender(document) == "<pre>a&#13;\nb</pre>"


LINKS = {"/a": "/fr/a", "/b?c=1&d=2": '/fr/"b"', "/same": "/same"}


@pytest.mark.parametrize(
    ("source", "targets", "expected"),
    [
        ('<p><a href="/a">x</a></p>', {}, '<p><a href="/fr/a">x</a></p>'),
        (
            "<p><a href=/a>x</a> <area href='/b?c=1&amp;d=2'>",
            {},
            '<p><a href="/fr/a">x</a> <area href=\'/fr/"b"\'>',
        ),
        (
            '<a href="/same">x</a><a href="/other">y</a><a href>z</a><a>',
            {},
            '<a href="/same">x</a><a href="/other">y</a><a href>z</a><a>',
        ),
        (
            "<a href=' /a'>x</a><a href= /a>y</a><a href='/a\"'>z</a><a href href=/a>w</a>",
            {},
            "<a href=' /a'>x</a><a href= \"/fr/a\">y</a><a href='/a\"'>z</a><a href href=/a>w</a>",
        ),
        (
            '<link href="/a"><svg><a href="/a"/></svg><!--<a href="/a">-->',
            {},
            '<link href="/a"><svg><a href="/a"/></svg><!--<a href="/a">-->',
        ),
        (
            'See <a href="/a" title="T">x</a> and <a href="/a">y</a> <b translate="no"><a href="/a">z</a></b> on',
            {0: '<x id="3"/> <a id="2">Y</a> et <a id="1">X</a>', 1: "U"},
            '<b translate="no"><a href="/fr/a">z</a></b> <a href="/fr/a">Y</a> et <a href="/fr/a" title="U">X</a>',
        ),
        (
            '<a href="/a">x</a><p>y</p><a href="/a">z</a>',
            {1: "Y"},
            '<a href="/fr/a">x</a><p>Y</p><a href="/fr/a">z</a>',
        ),
    ],
)
def test_links_are_put_in_the_place_of_others(source: str, targets: dict[int, str], expected: str) -> None:
    assert join(split(source), targets, relink=LINKS.get) == expected


@pytest.mark.parametrize(
    ("target", "label"),
    [
        ("Trouver", "Trouver"),
        ('"ça" -- <b>', "Find"),
        ('"ça" -->', '"ça" --&gt;'),
        ("a\\b\n", "a\\b "),
        ("A &amp; B & C", "A &amp; B &amp; C"),
        ("[x]", "&#91;x]"),
    ],
)
def test_block_json_stays_json_in_a_comment(target: str, label: str) -> None:
    written = translated('<!-- wp:search {"id":1,"label":"Find","x":"é"} /--><p>', target)
    comment = re.fullmatch(r"<!-- wp:search (\{.*\}) /--><p>", written, re.DOTALL)
    assert comment
    assert json.loads(comment[1]) == {"id": 1, "label": label, "x": "é"}
    assert next(turbohtml.tokenize(written)).data == written[4:-6]


def test_plain_block_text_is_no_html() -> None:
    written = translated('<!-- wp:search {"placeholder":"A \\u0026 b"} /-->', "C &amp; d & e")
    assert written == '<!-- wp:search {"placeholder":"C \\u0026 d \\u0026 e"} /-->'


def test_block_text_keeps_its_edges_and_tags() -> None:
    source = '<!-- wp:search {"label":" \\u003ca href=\\u0022/x\\u0022\\u003eFind\\u003c/a\\u003e it "} /-->'
    assert translated(source, 'Chercher <a id="1">ici</a>') == (
        '<!-- wp:search {"label":" Chercher \\u003ca href=\\u0022/x\\u0022\\u003eici\\u003c/a\\u003e "} /-->'
    )


@given(st.text())
def test_block_json_comes_back(value: str) -> None:
    written = encode_json(value)
    assert decode_json(written) == value
    assert not set(written) & set('<>&"')
    assert "--" not in written


@given(st.text(st.sampled_from("ab \"'<>&;=/\n`#x"), min_size=1), st.sampled_from(('"', "'", "")))
def test_attribute_says_what_the_target_says(target: str, mark: str) -> None:
    source = f"<p title={mark}A{mark} id=b>"
    written = translated(source, target.replace("&", "&amp;").replace("<", "&lt;"))
    (token,) = turbohtml.tokenize(written)
    wanted = target if target.strip() else "A"
    assert token.attrs == [("title", wanted), ("id", "b")]


def test_a_line_end_at_the_beginning_of_a_pre_is_kept() -> None:
    """A browser drops the first one behind the tag, but not one that is written as a reference."""
    html = "<pre>&#10;&#x0a;A</pre><pre>\nB</pre><textarea>&#10;C</textarea>"
    assert structure(rerender(split(html))) == structure(html)
