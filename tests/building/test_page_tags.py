"""A whole page says the language, the direction and the address of its own locale; every other byte stays."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.building.links import Counterparts
from calque.building.page_tags import PageTarget, in_its_language, in_its_place
from calque.html.tokens import tokenize
from calque.locales import page_identity
from random_html import draw_page, draw_whole_page

LINKS = Counterparts({page_identity("https://example.org/team/"): "https://example.org/fr/equipe/"})
FRENCH = PageTarget("fr", "https://example.org/about/", "https://example.org/fr/about/")
ARABIC = PageTarget("ar", "https://example.org/about/", "https://example.org/ar/about/")


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<html lang="en-US">', '<html lang="fr">'),
        ("<html lang=en dir='rtl'>", "<html lang=\"fr\" dir='ltr'>"),
        ("<HTML class=x>", '<HTML lang="fr" class=x>'),
        ('<html xml:lang="en" lang="en">', '<html xml:lang="fr" lang="fr">'),
        ('<meta property="og:locale" content="en_US">', '<meta property="og:locale" content="fr_FR">'),
        (
            '<meta http-equiv="content-language" content="en">',
            '<meta http-equiv="content-language" content="fr">',
        ),
        ('<link rel="canonical" href="/about/">', '<link rel="canonical" href="/fr/about/">'),
        (
            '<link rel="canonical" href="https://example.org/team/">',
            '<link rel="canonical" href="https://example.org/fr/equipe/">',
        ),
        (
            '<meta property="og:url" content="https://example.org/about/">',
            '<meta property="og:url" content="https://example.org/fr/about/">',
        ),
        ('<meta charset="iso-8859-1">', '<meta charset="utf-8">'),
        ('<a href="/team/">Équipe</a>', '<a href="/fr/equipe/">Équipe</a>'),
        ('<a href="/team/" hreflang="en">English</a>', '<a href="/team/" hreflang="en">English</a>'),
        ('<a href="/about/">English</a>', '<a href="/about/">English</a>'),
        ('<img src="a.png">', '<img src="../../about/a.png">'),
        (
            '<img srcset="a.png 1x, /b.png 2x" src="data:image/png;base64,AAAA">',
            '<img srcset="../../about/a.png 1x, /b.png 2x" src="data:image/png;base64,AAAA">',
        ),
        ('<script src="../x.js"></script>', '<script src="../../x.js"></script>'),
        (
            '<link rel="alternate" hreflang="en" href="/about/">',
            '<link rel="alternate" hreflang="en" href="/about/">',
        ),
        ('<p>lang="en" <!-- <html lang=en> --></p>', '<p>lang="en" <!-- <html lang=en> --></p>'),
    ],
)
def test_a_tag_says_what_holds_of_the_translation(html: str, wanted: str) -> None:
    assert in_its_place(html, FRENCH, LINKS, switcher=["/about/"]) == wanted


def test_a_page_that_runs_from_right_to_left_says_so() -> None:
    assert in_its_place('<html lang="en">', ARABIC, LINKS) == '<html dir="rtl" lang="ar">'
    assert in_its_place("<html>", ARABIC, LINKS) == '<html lang="ar" dir="rtl">'


def test_a_page_in_the_place_of_its_source_keeps_every_relative_address() -> None:
    html = '<html lang="fr"><a href="x.html"><img src="../a.png"></a>'
    beside = PageTarget("fr", "https://example.org/a/b.html", "https://example.org/a/c.html")
    assert in_its_place(html, beside, LINKS) == html


@given(st.randoms(use_true_random=False))
def test_no_tag_and_no_text_of_any_page_is_another(random: Random) -> None:
    html = draw_whole_page(random, draw_page(random))
    written = in_its_place(html, FRENCH, LINKS)
    assert bare_tokens(written) == bare_tokens(html)


def bare_tokens(html: str) -> list[tuple[str, str]]:
    """Return each token: of a start tag its name, of anything else its text."""
    tags = {"block", "open", "void", "break", "dead"}
    return [
        (kind, name if kind in tags else html[start:end])
        for kind, start, end, name, _ in tokenize(html, exact=True)
    ]


def test_a_page_whose_address_nobody_knows_says_its_language_alone() -> None:
    html = (
        '<html lang="en"><meta charset="iso-8859-1"><meta property="og:locale" content="en_GB">'
        '<link rel="canonical" href="/a/"><a href="/team/" lang="fr"><img src="a.png">'
    )
    assert in_its_language(html, "ar") == html.replace(
        '<html lang="en">', '<html dir="rtl" lang="ar">'
    ).replace("en_GB", "ar_EG")
    assert in_its_language("<p>a</p>", "ar") == "<p>a</p>"
