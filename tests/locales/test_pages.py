"""Heads of whole pages, and sitemaps."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.errors import SourceError
from calque.locales import PageHead, read_head, read_sitemap

PAGE = """<!DOCTYPE html>
<html class="no-js" lang="fr-FR">
<head>
  <meta http-equiv="Content-Language" content="fr">
  <link rel='alternate' hreflang="x-default" href="https://ex.com/a/">
  <link href="https://ex.com/fr/a/?x=1&amp;y=2" hreflang="fr" rel="nofollow alternate" />
  <link rel="alternate" type="application/rss+xml" href="https://ex.com/feed/">
  <link rel="canonical" href="https://ex.com/fr/a/">
  <!-- <link rel="alternate" hreflang="de" href="https://ex.com/de/a/"> -->
  <script>document.write('<link rel="alternate" hreflang="it" href="https://ex.com/it/a/">')</script>
</head>
<body><p lang="en">Hello</p></body></html>"""


def test_what_a_head_declares() -> None:
    assert read_head(PAGE) == PageHead(
        lang="fr-FR",
        canonical="https://ex.com/fr/a/",
        alternates=(("x-default", "https://ex.com/a/"), ("fr", "https://ex.com/fr/a/?x=1&y=2")),
        content_language="fr",
    )


def test_capitals_and_xhtml_are_read() -> None:
    assert read_head('<HTML XML:LANG="de"><LINK REL="Alternate" HREFLANG="de" HREF="/de/">') == PageHead(
        lang="de", alternates=(("de", "/de/"),)
    )


@pytest.mark.parametrize(
    ("written", "refresh"),
    [("<noscript>{}</noscript>", ""), ("<noscript/>{}", "0; url=/"), ("<noscript>", ""), ("{}", "0; url=/")],
)
def test_what_noscript_holds_says_nothing_of_the_page(written: str, refresh: str) -> None:
    """As XHTML it may be empty, without an end tag."""
    page = (
        written.format('<meta http-equiv="refresh" content="0; url=/">') + '<link rel="canonical" href="/a/">'
    )
    assert read_head(page) == PageHead(canonical="/a/", refresh=refresh)


def test_a_page_that_declares_nothing() -> None:
    assert read_head("<p>Hello</p>") == PageHead()


@given(st.text(st.sampled_from("<>!-/\"'= htmlinkeascrp")))
def test_any_text_is_read_as_a_page(text: str) -> None:
    read_head(text)


@pytest.mark.parametrize(
    "piece", ['<link a="', "<link a='", "<link ", "<!--", "<script", "<![foo <p>", '<html lang="']
)
def test_time_is_linear_in_broken_pages(piece: str) -> None:
    start = process_time()
    read_head(piece * 20_000)
    assert process_time() - start < 2


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc> https://ex.com/a/ </loc>
    <xhtml:link rel="alternate" hreflang="en" href="https://ex.com/a/"/>
    <xhtml:link rel="alternate" hreflang="fr" href="https://ex.com/fr/a/?x=1&amp;y=2"/>
  </url>
  <url><loc>https://ex.com/b/</loc></url>
</urlset>"""


def test_pages_and_alternates_of_a_sitemap() -> None:
    first, second = read_sitemap(SITEMAP).pages
    assert first.url == "https://ex.com/a/"
    assert first.alternates == (("en", "https://ex.com/a/"), ("fr", "https://ex.com/fr/a/?x=1&y=2"))
    assert (second.url, second.alternates) == ("https://ex.com/b/", ())


def test_sitemaps_of_an_index() -> None:
    index = "<sitemapindex><sitemap><loc>https://ex.com/posts.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(index).maps == ("https://ex.com/posts.xml",)


def test_a_sitemap_that_is_html_is_refused() -> None:
    with pytest.raises(SourceError, match=r"sitemap\.xml: not a sitemap"):
        read_sitemap("<html><p>Not found", "sitemap.xml")


def test_entities_are_refused() -> None:
    with pytest.raises(SourceError, match="document type"):
        read_sitemap('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
