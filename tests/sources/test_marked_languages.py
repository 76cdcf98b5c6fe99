"""Texts that hold several languages at once, as qTranslate and WPGlobus store them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.model import Field, Post, Site
from calque.sources.marked_languages import split_languages

ENGLISH = "<p>The kiln is lit on the first Friday of each month, and everyone may bring three pieces to be fired.</p>"
FRENCH = (
    "<p>Le four est allumé le premier vendredi du mois, et chacun peut apporter trois pièces à cuire.</p>"
)
CONFIG = """\
[site]
name = "kiln"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
"""


@pytest.fixture
def site(workspace) -> Site:
    workspace.configure(CONFIG)
    return workspace.site


def post(title: str, content: str, **given: str) -> Post:
    fields = [Field("title", title), Field("content", content), *(Field(*row) for row in given.items())]
    link = "https://example.org/kiln/"
    return Post(
        "post", "posts", 7, link, "kiln", "publish", tuple(field for field in fields if field.text), None
    )


def texts(found: Post) -> dict[str, str]:
    return {field.name: field.text for field in found.fields}


@pytest.mark.parametrize(
    ("title", "content", "plugin"),
    [
        ("[:en]Kiln[:fr]Four[:]", f"[:en]{ENGLISH}[:fr]{FRENCH}[:]", "qTranslate"),
        ("[:fr]Four[:en]Kiln[:]", f"<!--:en-->{ENGLISH}<!--:--><!--:fr-->{FRENCH}<!--:-->", "qTranslate"),
        ("{:en}Kiln{:}{:fr}Four{:}", f"{{:en}}{ENGLISH}{{:}}{{:fr}}{FRENCH}{{:}}", "WPGlobus"),
    ],
)
def test_marks_part_a_post_into_its_languages(site: Site, title: str, content: str, plugin: str) -> None:
    english, french = split_languages(post(title, content), site)
    assert texts(english) == {"title": "Kiln", "content": ENGLISH}
    assert texts(french) == {"title": "Four", "content": FRENCH}
    assert (english.language, french.language) == ("en", "fr")
    assert (english.link, french.link) == ("https://example.org/kiln/", "https://example.org/fr/kiln/")
    assert english.key == french.key
    assert {english.builder, french.builder} == {plugin}


def test_what_stands_outside_of_marks_belongs_to_every_language(site: Site) -> None:
    content = "<h2>[:en]Hours[:fr]Horaires[:]</h2><img src='kiln.jpg'>"
    english, french = split_languages(post("Kiln", content), site)
    assert texts(english) == {"title": "Kiln", "content": "<h2>Hours</h2><img src='kiln.jpg'>"}
    assert texts(french) == {"title": "Kiln", "content": "<h2>Horaires</h2><img src='kiln.jpg'>"}


def test_a_field_without_a_language_is_left_out_of_it(site: Site) -> None:
    english, french = split_languages(post("[:en]Kiln[:]", f"[:en]{ENGLISH}[:fr]{FRENCH}[:]"), site)
    assert "title" in texts(english)
    assert texts(french) == {"content": FRENCH}


@pytest.mark.parametrize(
    "silent",
    [
        '<img src="kiln.jpg" alt="{}">',
        '<figure><img src="kiln.jpg" alt="" title="{}"></figure>',
        '<input type="submit" value="{}">',
    ],
)
def test_a_text_in_an_attribute_alone_is_a_text(site: Site, silent: str) -> None:
    one, other = silent.format("A glowing kiln"), silent.format("Un four ardent")
    english, french = split_languages(post("Kiln", f"[:en]{one}[:fr]{other}[:]"), site)
    assert (texts(english)["content"], texts(french)["content"]) == (one, other)


@pytest.mark.parametrize(
    "nothing",
    ["", " ", '<img src="kiln.jpg" alt="">', "<p></p>", "<p>&nbsp;</p>", "<!-- wp:p --><!-- /wp:p -->"],
)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[:en]{}[:fr]{}[:]",) * 2,
        ("<!--:en-->{}<!--:--><!--:fr-->{}<!--:-->", "{{:en}}{}{{:}}{{:fr}}{}{{:}}"),
    ],
)
def test_a_language_whose_marks_hold_nothing_is_none_of_the_post(
    site: Site, nothing: str, one: str, other: str
) -> None:
    (english,) = split_languages(post(one.format("Kiln", nothing), other.format(ENGLISH, nothing)), site)
    assert texts(english) == {"title": "Kiln", "content": ENGLISH}
    (left,) = split_languages(post(one.format(nothing, "Four"), other.format(nothing, FRENCH)), site)
    assert (left.language, texts(left)) == ("en", {})


def test_a_field_that_is_empty_in_a_language_is_left_out_of_it(site: Site) -> None:
    english, french = split_languages(post("[:en]Kiln[:fr][:]", f"[:en]{ENGLISH}[:fr]{FRENCH}[:]"), site)
    assert "title" in texts(english)
    assert texts(french) == {"content": FRENCH}


def test_languages_that_are_no_locale_of_the_site_are_left_out(site: Site) -> None:
    (english,) = split_languages(post("[:en]Kiln[:de]Ofen[:]", ENGLISH), site)
    assert texts(english) == {"title": "Kiln", "content": ENGLISH}


@pytest.mark.parametrize(
    "text",
    [
        "Read params[:id] and params[:to] first.",
        "A smiling face {:} and another [:] one.",
        "<p>Write <code>[:en]Hello[:fr]Bonjour[:]</code> in the title.</p>",
        "{:ok, value} = call(){:}",
        "[:xx]Nothing[:]",
        "",
    ],
)
def test_what_only_looks_like_a_mark_parts_nothing(site: Site, text: str) -> None:
    given = post("A title", text)
    assert list(split_languages(given, site)) == [given]


def test_a_post_without_the_source_s_language_keeps_no_text(site: Site) -> None:
    (left,) = split_languages(post("[:fr]Four[:]", f"[:fr]{FRENCH}[:]"), site)
    assert (left.fields, left.builder) == ((), "qTranslate")


MARKS = st.sampled_from(
    ("[:en]", "[:fr]", "[:]", "<!--:en-->", "<!--:-->", "{:fr}", "{:}", "A", " b ", "<p>", "[:de]")
)


@given(st.lists(MARKS, max_size=20).map("".join))
def test_no_word_comes_to_be_and_none_stands_twice_in_a_language(text: str) -> None:
    site = Site("s", Path(), "https://example.org", "en", ())
    for found in split_languages(post("x", text), site):
        for field in found.fields:
            assert len(field.text) <= max(1, len(text))


def test_a_site_of_marked_posts_is_tracked_and_never_given_back(workspace) -> None:
    workspace.configure(CONFIG)
    workspace.post(7, f"[:en]{ENGLISH}[:fr]{FRENCH}[:]", title="[:en]Kiln[:fr]Four[:]", slug="kiln")
    workspace.post(8, f"[:fr]{FRENCH}[:]", title="[:fr]Argile[:]", slug="clay")
    outcome = workspace.sync()
    (page,) = outcome.status.pages
    assert (page.state, page.pairing, page.source_url, page.url) == (
        "current",
        "confirmed",
        "https://example.org/kiln/",
        "https://example.org/fr/kiln/",
    )
    findings = {one.place: (one.code, one.severity, one.message) for one in outcome.status.findings}
    assert findings["https://example.org/kiln/"][:2] == ("page_builder", "note")
    code, severity, message = findings["https://example.org/clay/"]
    assert (code, severity) == ("page_builder", "warning")
    assert "nothing of it is exported" in message
    assert not any(b"[:" in data for data in workspace.files().values())
    assert workspace.sync().files == ()
