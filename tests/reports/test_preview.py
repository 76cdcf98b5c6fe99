"""A preview shows source and translation side by side, and nothing of a post or a catalog gets into it as markup."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from calque.html import split
from calque.model import Change, Field, Post, Rules, SegmentState, SplitPost, UnitStatus
from calque.pipeline.ingest.split import split_post
from calque.reports.preview import Preview, render_previews
from calque.reports.preview_text import shown_text

HTML = """<h2>Hours</h2>
<p>Open <strong>daily</strong> until <a href="/x">eight</a>.</p>
<ul><li>Bring a <em>card</em></li></ul>
<p><img src="a.png" alt="The door"></p>
<p>Closed on Monday.</p>"""
ALLOWED = frozenset(
    "html head meta title style body main nav ul li section h1 h2 p a div strong bdi span code ins del br wbr em i b u"
    " small sub sup mark q abbr cite kbd samp var dfn s bdo".split()
)
ATTRIBUTES = frozenset(
    "lang id class dir title href rel charset content name http-equiv aria-hidden aria-label aria-labelledby".split()
)


def post(html: str = HTML) -> SplitPost:
    made = Post("post", "posts", 1, "https://example.org/a/", "a", "publish", (Field("content", html),), None)
    return split_post(made, Rules())


def unit(source: str, target: str, state: SegmentState, line: int, **more: Any) -> UnitStatus:
    values: dict[str, Any] = {
        "flags": (state,),
        "context": None,
        "confirmed": source if target else None,
        "change": None,
        "words": 1,
        "since": None,
        "bounded": False,
        "reference": "",
    }
    return UnitStatus(state=state, source=source, target=target, line=line, **(values | more))


UNITS = (
    unit("Hours", "Horaires", SegmentState.TRANSLATED, 10),
    unit(
        'Open <strong>daily</strong> until <a id="1">eight</a>.',
        'Ouvert <strong>tous les jours</strong> jusqu’à <a id="1">sept heures</a>.',
        SegmentState.STALE,
        20,
        confirmed='Open <strong>daily</strong> until <a id="1">seven</a>.',
        change=Change.MINOR,
    ),
    unit(
        "Bring a <em>card</em>",
        "<em>Carte</em> <script>x</script>",
        SegmentState.INVALID,
        30,
        reason="<script> is new",
    ),
    unit("Closed on Monday.", "", SegmentState.MISSING, 40),
)


def page(**more: Any) -> BeautifulSoup:
    values: dict[str, Any] = {
        "locale": "fr",
        "source": "en",
        "split": post(),
        "units": {(one.context, one.source): one for one in UNITS},
        "catalog": "locales/fr/LC_MESSAGES/post-1-a.po",
        "questions": {(None, "Closed on Monday."): "Public holidays, too?\n— Marie"},
    }
    return BeautifulSoup(render_previews([Preview(**(values | more))]), "html.parser")


def words(node: Any) -> str:
    return " ".join(node.get_text(" ", strip=True).split())


def test_each_text_stands_beside_its_translation_at_the_line_of_its_entry() -> None:
    row = page().select_one("#L10")
    assert [words(one) for one in row.select(".pair > p")] == ["Hours", "Horaires"]
    assert [one["lang"] for one in row.select(".pair > p")] == ["en", "fr"]
    assert row.select_one(".pair > p")["class"] == ["heading", "two"]


def test_a_stale_text_shows_what_changed_in_its_source() -> None:
    row = page().select_one("#L20")
    assert (words(row.select_one("del")), words(row.select_one("ins"))) == ("seven", "eight")
    assert "stale" in words(row.select_one(".mark"))


def test_an_invalid_text_says_why_and_does_nothing() -> None:
    row = page().select_one("#L30")
    assert words(row.select_one(".reason")) == "<script> is new"
    assert row.select("script") == []
    assert "<script>x</script>" in words(row.select(".pair > p")[1])


def test_a_missing_text_says_so_and_a_question_stands_beside_its_text() -> None:
    row = page().select_one("#L40")
    assert words(row.select_one(".nothing")) == "No translation yet"
    assert [words(one) for one in row.select(".question")] == [
        "Translator: Public holidays, too?",
        "Translator: — Marie",
    ]


def test_what_is_to_do_is_linked_from_the_top() -> None:
    links = {link["href"]: words(link) for link in page().select(".facts a[href^='#']")}
    assert links == {"#L20": "stale, line 20", "#L30": "invalid, line 30", "#L40": "missing, line 40"}


def test_a_translation_from_right_to_left_says_so() -> None:
    cells = page(locale="ar").select("#L10 .pair > p")
    assert [one["dir"] for one in cells] == ["ltr", "rtl"]


def test_it_needs_no_network_and_no_script() -> None:
    html = str(page())
    assert "default-src 'none'" in html
    assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|@import", html)


def test_several_pages_have_no_anchor_twice() -> None:
    one = Preview("fr", "en", post(), {(None, "Hours"): UNITS[0]}, "a.po")
    html = BeautifulSoup(render_previews([one, one], heading="fr-marie"), "html.parser")
    anchors = [node["id"] for node in html.select("[id]")]
    assert len(anchors) == len(set(anchors))
    assert words(html.select_one("h1")) == "fr-marie"


HOSTILE = st.lists(
    st.sampled_from(
        [
            *(
                '<a id="1">',
                "</a>",
                "<b>",
                "</b>",
                '<x id="2"/>',
                "<br/>",
                "<script>",
                "</script>",
                "&lt;",
                "&#60;",
            ),
            *(
                '<img src=x onerror="go()">',
                "</p>",
                "</div>",
                "<!--",
                "-->",
                '"',
                "'",
                "&",
                "<style>",
                "javascript:",
            ),
            *("word ", "<svg onload=go()>", "<em>", "</em>", '<strong class="x">', "<", ">"),
        ]
    )
).map("".join)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_nothing_in_a_text_becomes_an_element_of_its_own(target: str, confirmed: str, question: str) -> None:
    source = 'A <b>b</b> <a id="1">c</a> <x id="2"/>'
    one = unit(source, target, SegmentState.STALE, 5, confirmed=confirmed, reason=question)
    made = post('<p>A <b>b</b> <a href="/c">c</a> <!-- x --></p>')
    key = (None, made.segments[0].text)
    html = BeautifulSoup(
        render_previews([Preview("fr", "en", made, {key: one}, "a.po", {key: question})]), "html.parser"
    )
    assert {node.name for node in html.find_all()} <= ALLOWED
    assert {name for node in html.find_all() for name in node.attrs} <= ATTRIBUTES
    assert len(html.select("main > section > div.row")) == 1
    assert all(link["href"].startswith(("#", "https://example.org/")) for link in html.select("a[href]"))


@given(st.text(alphabet="ab<>/&; \"'=1id"))
def test_a_shown_text_is_well_nested(text: str) -> None:
    document = split("<p>A <b>b</b> <a href='/x'>c</a></p>")
    shown = str(shown_text(text, document.segments[0].placeholders))
    open_: list[str] = []
    for slash, name in re.findall(r"<(/?)([a-z]+)[^<>]*>", shown):
        if name in ("br", "wbr"):
            continue
        if slash:
            assert open_.pop() == name
        else:
            open_.append(name)
    assert open_ == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A &amp; <b>b</b>", "A &amp; <b>b</b>"),
        ("x</b>", "x&lt;/b&gt;"),
        ("A<br/>B", "A<br>B"),
        ("<b>open", "<b>open</b>"),
        ("&lt;i&gt;", "&lt;i&gt;"),
        ("<script>x", "&lt;script&gt;x"),
    ],
)
def test_the_form_of_a_shown_text(text: str, wanted: str) -> None:
    assert shown_text(text) == wanted
