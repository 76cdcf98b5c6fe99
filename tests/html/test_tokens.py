"""Tokens tile the text, and are those of a browser."""

import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from calque.html.tokens import tokenize

WORDS = """
    < > / ! - ? " ' = & ; </ </> <! <!-- --> <![CDATA[ ]]> <p <b> </b> <br/> <SVG> <svg> </svg> <math> </math>
    <title> <title/> </title> <style> </style> <script> </script <script> <textarea> </textarea> <noscript> <NoScript>
    </noscript> <foreignObject> <desc> </p> <plaintext> <xmp> <?x &amp; &lt &#8217;
""".split()
SPACED = ("<a b=c>", '<a b="', '<a b=">', "<a b='>", "<a b", "</textarea ", "<!doctype html>")
CHARACTERS = ("\n", "\r\n", "\r", "\t", "\f", " ", "\0", "\U0001f600", "\ud800", "x", "é")
PIECES = st.sampled_from((*WORDS, *SPACED, *CHARACTERS))
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=16).map("".join)


def shown(html: str) -> list[tuple[str, str]]:
    return [(kind, html[start:end]) for kind, start, end, _, _ in tokenize(html)]


@given(TEXTS)
def test_tokens_tile_the_text(html: str) -> None:
    position = 0
    for _, start, end, _, _ in tokenize(html):
        assert start == position < end
        position = end
    assert position == len(html)


@given(st.text())
def test_tokens_tile_arbitrary_text(html: str) -> None:
    assert "".join(text for _, text in shown(html)) == html


@given(
    TEXTS.filter(
        lambda html: "svg" not in html.lower() and "math" not in html and "script" not in html.lower()
    )
)
def test_tags_are_those_of_the_tokenizer(html: str) -> None:
    """Where nothing has to be put right, the names are turbohtml's own."""
    ours = [(name, kind in {"close", "end"}) for kind, _, _, name, _ in tokenize(html) if name]
    theirs = [(token.tag, token.type == 2) for token in turbohtml.tokenize(html) if token.tag is not None]
    assert ours == theirs


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a</>b", [("text", "a"), ("opaque", "</>"), ("text", "b")]),
        ("<p></>b", [("block", "<p>"), ("opaque", "</>"), ("text", "b")]),
        ("<p></>", [("block", "<p>"), ("opaque", "</>")]),
        ("<p a=</>b", [("block", "<p a=</>"), ("text", "b")]),
        ("a<b c", [("text", "a"), ("opaque", "<b c")]),
        ("<b></b", [("open", "<b>"), ("opaque", "</b")]),
        ('<b c="<p>', [("opaque", '<b c="<p>')]),
        ("a<?php", [("text", "a"), ("opaque", "<?php")]),
        ("a<!-- b", [("text", "a"), ("comment", "<!-- b")]),
        ("1 < 2", [("text", "1 < 2")]),
        ("a\0b", [("text", "a"), ("opaque", "\0"), ("text", "b")]),
        ("<b\r\nc>\rd\r\n", [("open", "<b\r\nc>"), ("text", "\rd\r\n")]),
        ("<!--a\r\nb-->", [("comment", "<!--a\r\nb-->")]),
        ("<script>a<b</script>", [("dead", "<script>"), ("opaque", "a<b"), ("close", "</script>")]),
        ("<textarea>a<b</textarea>", [("block", "<textarea>"), ("plain", "a<b"), ("end", "</textarea>")]),
        ("<textarea>a</textarea ", [("block", "<textarea>"), ("plain", "a"), ("opaque", "</textarea ")]),
        (
            "<title>a</textarea b</title>",
            [("block", "<title>"), ("plain", "a</textarea b"), ("end", "</title>")],
        ),
        (
            "<NoScript><b>c</noscript>",
            [("open", "<NoScript>"), ("open", "<b>"), ("text", "c"), ("close", "</noscript>")],
        ),
        ("<svg><title/></svg><p>", [("opaque", "<svg><title/></svg>"), ("block", "<p>")]),
        ("<svg/>a", [("opaque", "<svg/>"), ("text", "a")]),
        ("<SVG><svg></svg></SVG>a", [("opaque", "<SVG><svg></svg></SVG>"), ("text", "a")]),
        ("<svg><![CDATA[></svg>]]></svg>a", [("opaque", "<svg><![CDATA[></svg>]]></svg>"), ("text", "a")]),
        ('<svg a="</svg>"></svg>a', [("opaque", '<svg a="</svg>"></svg>'), ("text", "a")]),
        ("<svg><!-- </svg> --></svg>a", [("opaque", "<svg><!-- </svg> --></svg>"), ("text", "a")]),
        ("<svg><g>a<p>b", [("opaque", "<svg><g>a"), ("block", "<p>"), ("text", "b")]),
        ("<svg><desc><p>b</desc></svg>c", [("opaque", "<svg><desc><p>b</desc></svg>"), ("text", "c")]),
        ("<i><svg>a</i>b", [("open", "<i>"), ("opaque", "<svg>a"), ("close", "</i>"), ("text", "b")]),
        ("<svg>a</i>b", [("opaque", "<svg>a</i>b")]),
        ("<math><mi>x</math>y", [("opaque", "<math><mi>x</math>"), ("text", "y")]),
        ("<svg><a b", [("opaque", "<svg><a b")]),
        ("<math><![CDATA[a <", [("opaque", "<math><![CDATA[a <")]),
        ("<svg>a &am", [("opaque", "<svg>a &am")]),
        (
            "<math><title><b>x</b></title>",
            [
                ("opaque", "<math><title>"),
                ("open", "<b>"),
                ("text", "x"),
                ("close", "</b>"),
                ("end", "</title>"),
            ],
        ),
        (
            "<math><mtext><b>x</b></mtext></math>y",
            [("opaque", "<math><mtext><b>x</b></mtext></math>"), ("text", "y")],
        ),
        (
            '<math><annotation-xml encoding="Text/HTML"><p>x</p></annotation-xml></math>y',
            [
                ("opaque", '<math><annotation-xml encoding="Text/HTML"><p>x</p></annotation-xml></math>'),
                ("text", "y"),
            ],
        ),
        (
            "<math><annotation-xml><i>x</i>",
            [("opaque", "<math><annotation-xml>"), ("open", "<i>"), ("text", "x"), ("close", "</i>")],
        ),
        (
            "<svg><foreignObject><script>'</svg>'</script></foreignObject></svg>y",
            [
                ("opaque", "<svg><foreignObject><script>'</svg>'</script></foreignObject></svg>"),
                ("text", "y"),
            ],
        ),
        (
            "<svg><desc><svg/><svg><title/></svg><br>x</desc></svg>y",
            [("opaque", "<svg><desc><svg/><svg><title/></svg><br>x</desc></svg>"), ("text", "y")],
        ),
        ("<svg>x <<b>y", [("opaque", "<svg>x "), ("text", "<"), ("open", "<b>"), ("text", "y")]),
        ("<svg>x &am<b>y", [("opaque", "<svg>x "), ("text", "&am"), ("open", "<b>"), ("text", "y")]),
        ("<svg><font size=1>x", [("opaque", "<svg>"), ("open", "<font size=1>"), ("text", "x")]),
        ("<svg><font>x</font></svg>y", [("opaque", "<svg><font>x</font></svg>"), ("text", "y")]),
        ("<div><svg>x</div>y", [("block", "<div>"), ("opaque", "<svg>x"), ("end", "</div>"), ("text", "y")]),
        ("<td><svg>x</td>y", [("block", "<td>"), ("opaque", "<svg>x</td>y")]),
        ("<q><div><svg>x</q>y", [("open", "<q>"), ("block", "<div>"), ("opaque", "<svg>x</q>y")]),
        ("<b><div><svg>x</b>y", [("open", "<b>"), ("block", "<div>"), ("opaque", "<svg>x</b>y")]),
        (
            "<div><b></div><div><svg>x</b>",
            [
                ("block", "<div>"),
                ("open", "<b>"),
                ("end", "</div>"),
                ("block", "<div>"),
                ("opaque", "<svg>x"),
                ("close", "</b>"),
            ],
        ),
        (
            "<div><b></div>a<div><svg>x</b>",
            [
                ("block", "<div>"),
                ("open", "<b>"),
                ("end", "</div>"),
                ("text", "a"),
                ("block", "<div>"),
                ("opaque", "<svg>x</b>"),
            ],
        ),
        (
            "<p>a<p><svg>x</p>y",
            [
                ("block", "<p>"),
                ("text", "a"),
                ("block", "<p>"),
                ("opaque", "<svg>x"),
                ("end", "</p>"),
                ("text", "y"),
            ],
        ),
    ],
)
def test_trap_is_put_right(html: str, expected: list[tuple[str, str]]) -> None:
    assert shown(html) == expected


def test_attributes_are_decoded() -> None:
    (token,) = tokenize("<a B=1 c='&amp;\r\n' d b=2>")
    assert list(token[4]) == [("b", "1"), ("c", "&  "), ("d", "")]
