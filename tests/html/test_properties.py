"""The laws of splitting: identity, re-rendering, pseudo-localisation, and time in proportion to length."""

import re
import time
from collections.abc import Iterator

import pytest
import turbohtml
from hypothesis import example, given
from hypothesis import strategies as st

from calque.html import join, pseudolocalise, rerender, split
from calque.html.structure import structure
from calque.model import Document, Rules

TAGS = (
    "p div ul li table tr td h2 pre textarea title select option button blockquote"
    " a b i strong span code nobr ruby rt noscript svg math foreignObject template object script style iframe x o:p"
).split()
OPENINGS = (
    '<a href="/x">',
    '<a title="T t" href="/x">',
    "<p title=Hi>",
    "<img alt='D&amp;g \"q\"'>",
    "<img alt=Dog>",
    '<span class="notranslate">',
    "<span translate=yes>",
    '<p translate="no">',
    '<span its-loc-note="n">',
    '<input type=submit value="Go!">',
    "<textarea placeholder=P>",
    "<iframe title=F>",
    '<body class="x">',
    "<br>",
    "<br />",
    "</br>",
    "<hr>",
    "<B>",
    "<title/>",
    "<image>",
    "<plaintext>",
)
OTHERS = (
    *(
        "<!--",
        "-->",
        "<!--more-->",
        "<!--more Go on-->",
        "<!x>",
        "<?x>",
        "<![CDATA[",
        "]]>",
        "</>",
        "<",
        ">",
        "</",
        "<b",
    ),
    '<!-- wp:search {"label":"Find \\u0022it\\u0022"} /-->',
    '<!-- wp:more {"customText":"A \\u003cb\\u003eb\\u003c/b\\u003e"} -->',
    "<!-- /wp:more -->",
    *("[gallery]", "[x]", "[/x]", '[caption id="a"]', "[", "]"),
    *(
        "&amp;",
        "&lt;b&gt;",
        "&copy",
        "&nbsp;",
        "&#13;",
        "&#10;",
        "&#x80;",
        "&",
        "1 < 2",
        "http://x.y",
        "2024",
    ),
    *("a", "b c", "Hi", "é", "日本", "\U0001f600", ".", "! ", "\u202e", "\ud800", "\0", "\x0b"),
    *(" ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\f", "\u00a0", '"', "'", "="),
)
PIECES = [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + [*OPENINGS, *OTHERS]
PAGES = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
RULES = st.builds(
    Rules,
    include=st.sampled_from(((), ("div", "p"))),
    exclude=st.sampled_from(((), (".x", "li"))),
    inline=st.sampled_from(((), ("div",))),
    opaque=st.sampled_from(((), ("b", "img"))),
    shortcodes=st.sampled_from(((), ("x",))),
    sentence=st.booleans(),
    numbers=st.booleans(),
)


@given(html=st.text(), raw=st.booleans(), rules=RULES)
def test_any_text_comes_back(html: str, raw: bool, rules: Rules) -> None:  # noqa: FBT001  # Hypothesis names them
    assert join(split(html, raw=raw, rules=rules)) == html


@given(html=PAGES, raw=st.booleans(), rules=RULES)
def test_any_page_comes_back(html: str, raw: bool, rules: Rules) -> None:  # noqa: FBT001  # the same
    assert join(split(html, raw=raw, rules=rules)) == html


@given(PAGES)
def test_page_whose_links_stay_comes_back(html: str) -> None:
    document = split(html)
    assert join(document, relink=lambda _: None) == html
    targets = {index: segment.text for index, segment in enumerate(document.segments)}
    assert join(document, targets, relink=lambda address: address) == rerender(document)


@given(html=PAGES, raw=st.booleans(), rules=RULES)
def test_spans_are_in_order_and_in_one_another_or_apart(html: str, raw: bool, rules: Rules) -> None:  # noqa: FBT001
    around = 0
    last = -1
    for segment in split(html, raw=raw, rules=rules).segments:
        assert last < segment.start < segment.end <= len(html)
        assert segment.start >= around or segment.end <= around
        last, around = segment.start, max(around, segment.end)


@given(html=PAGES, raw=st.booleans(), rules=RULES)
@example(html="<table>a<svg></b>b", raw=False, rules=Rules())
@example(html="<pre>&#13;\nb</pre>", raw=False, rules=Rules())
def test_page_written_anew_is_the_same_to_a_browser(html: str, raw: bool, rules: Rules) -> None:  # noqa: FBT001
    assert structure(rerender(split(html, raw=raw, rules=rules))) == structure(html)


@given(html=PAGES, raw=st.booleans(), rules=RULES)
def test_pseudo_localised_page_keeps_its_structure(html: str, raw: bool, rules: Rules) -> None:  # noqa: FBT001
    document = split(html, raw=raw, rules=rules)
    assert structure(pseudo(document), words=False) == structure(html, words=False)


@given(PAGES)
def test_pseudo_localised_page_has_no_letter_left(html: str) -> None:
    assert "".join(left(pseudo(split(html)))) == ""


@given(PAGES)
def test_texts_of_a_page_written_anew_are_the_same(html: str) -> None:
    document = split(html.replace("&#", ""))
    texts = [segment.text for segment in document.segments]
    assert [segment.text for segment in split(rerender(document)).segments] == texts


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<b>",
            "[",
            "<!--",
            '<a b="',
            "<a b='",
            "</b>",
            "<b></i>",
            "<div>",
            "<p>",
            "<li>",
            "<",
            "</>",
            "\0",
            "&",
            "&#",
            "[",
        ),
        *(
            "<svg>",
            "<svg><title/></svg>",
            "<svg></b>",
            "<math><mi>",
            "<noscript>",
            "<textarea>",
            "</textarea ",
            "<title>",
        ),
        *(
            "[a",
            "[/a",
            "[/a]",
            "[[a]",
            "[/a]]",
            "[code]",
            "[[code]",
            "[code]<[/code]",
            '[a b="',
            "<!-- wp:x {",
            "<!--more ",
            "<!-- wp:search {",
            " ",
            "\n",
            "\n ",
            "a. ",
            "1",
            "1<",
        ),
        *(
            "<a title=x>y</a>",
            "<b translate=no>",
            "<i translate=yes>",
            "<object>",
            "<span its-loc-note=n>",
            "日本",
            "\ud800",
        ),
        *(
            "<td>",
            "</td",
            "<table>",
            "<code>",
            "<pre>",
            "a<br>",
            "[x]<b>y</b>",
            "<p title=x>",
            "x &amp; ",
            "{",
            "\\",
            "<a ",
        ),
    ],
    ids=repr,
)
def test_time_goes_with_length(piece: str) -> None:
    """A hundred thousand code points in a second; what is quadratic takes many."""
    html = piece * (100_000 // len(piece))
    started = time.process_time()
    for source in (html, f"<p>x {html} y", f"[/code]]{html}"):
        document = split(source, raw="\n" in piece, rules=Rules(sentence="." in piece))
        assert join(document) == source
        rerender(document)
    assert time.process_time() - started < 4


def pseudo(document: Document) -> str:
    targets = {index: pseudolocalise(segment.text) for index, segment in enumerate(document.segments)}
    return join(document, targets)


DEAD = frozenset(
    "script style svg math template object iframe noembed noframes xmp plaintext code frameset".split()
)
NO_TEXT = re.compile(r"\[/?(?:gallery|x|caption)\b[^\[\]]*\]|(?:\w*://|www)\S*|&#\w+;?")


def left(html: str) -> Iterator[str]:
    """Yield the letters that a reader sees and nobody translated, by the tree that a browser makes."""
    waiting: list[tuple[turbohtml.Node, bool]] = [(turbohtml.parse(html, positions=False), True)]
    while waiting:
        node, on = waiting.pop()
        if isinstance(node, turbohtml.Element):
            told = node.attrs.get("translate")
            on = told == "yes" or (
                on and told != "no" and "notranslate" not in (node.attrs.get("class") or "")
            )
            if node.tag in DEAD:
                continue
        elif isinstance(node, turbohtml.Text) and on:
            yield from re.findall("[A-Za-z]", NO_TEXT.sub("", node.data))
        waiting += ((child, on) for child in node.children)
