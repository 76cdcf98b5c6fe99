"""Whole pages as posts: which of their texts are fields, and where they stand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.model import Post, Site
from calque.sources.files import SourceKind, kind_of, read_posts
from calque.sources.html_pages import join_page, read_page
from calque.sources.page_addresses import PageAddress, page_address

PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>About us – Example</title>
<meta name="description" content="Who we &quot;are&quot;"><meta property="og:title" content='About us'>
<link rel="canonical" href="/about/"><link rel="alternate" hreflang="fr" href="/fr/a-propos/">
<meta property="article:modified_time" content="2026-02-03T10:00:00+01:00"></head>
<body><header><h1>Example</h1><nav><a href="/">Home</a></nav></header>
<main><h1>About <em>us</em></h1><p>We mend old books.</p></main><footer>Ours</footer></body></html>
"""


def fields(html: str, *, whole: bool = False) -> dict[str, str]:
    return {field.name: field.text for field in read_page(html, whole=whole).fields}


def test_a_page_has_a_title_a_content_and_what_search_engines_are_told() -> None:
    assert fields(PAGE) == {
        "title": "About us",
        "content": "<main><h1>About <em>us</em></h1><p>We mend old books.</p></main>",
        "description": "Who we &quot;are&quot;",
    }
    assert read_page(PAGE).modified == datetime(2026, 2, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("<article>A</article><aside>B</aside>", "<article>A</article>"),
        ("<article>A</article><article>B</article>", "<body><article>A</article><article>B</article></body>"),
        ('<div role="main"><div>A</div></div>B', '<div role="main"><div>A</div></div>'),
        ("<template><main>A</main></template><main>B</main>", "<main>B</main>"),
        ("<!-- <main>A</main> --><main>B", "<main>B</body></html>\n"),
        ("A", "<body>A</body>"),
    ],
    ids=["article", "articles", "role", "template", "unclosed", "body"],
)
def test_the_content_is_the_main_part(body: str, content: str) -> None:
    assert fields(f"<html><body>{body}</body></html>\n")["content"] == content


def test_with_rules_of_the_site_the_whole_body_is_read() -> None:
    assert (
        fields("<html><body>A<main>B</main></body></html>", whole=True)["content"]
        == "<body>A<main>B</main></body>"
    )


def test_a_page_without_tags_for_its_head_and_body() -> None:
    html = "<!doctype html><meta name=description content='D d'><title>T</title><p>Text"
    assert fields(html) == {"title": "T", "content": "<p>Text", "description": "D d"}


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("About &amp; us | Example", "About &#38; us", "About &amp; us"),
        ("Example: About", "About", "About"),
        ("About – the house – Example", "About – the house", "About – the house"),
        ("About – Example", "Something else", "About – Example"),
        (" About ", "", "About"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str, heading: str, expected: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><h1>{heading}</h1><p>Text</p></body></html>"
    assert fields(html)["title"] == expected


def test_without_a_title_the_heading_is_it() -> None:
    assert (
        fields("<html><body><main><h1>About <em>us</em></h1></main></body></html>")["title"]
        == "About <em>us</em>"
    )


@pytest.mark.parametrize(
    "written",
    [
        '<meta property="og:updated_time" content="2026-02-03T09:00:00Z">',
        '<time itemprop="dateModified" datetime="2026-02-03T09:00:00">3 February</time>',
        '<time class="entry-date updated" datetime="2026-02-03T10:00:00+01:00">3 February</time>',
        '<meta itemprop="dateModified" content="2026-02-03T09:00:00+00:00">',
    ],
)
def test_the_date_of_a_page_is_what_it_says(written: str) -> None:
    html = f'<html><body><meta name="x" content="2020-01-01">{written}</body></html>'
    assert read_page(html).modified == datetime(2026, 2, 3, 9, tzinfo=UTC)


def test_a_page_that_only_sends_its_reader_on_is_no_post(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text('<meta http-equiv="refresh" content="0; url=/new/"><p>Moved</p>')
    assert list(read_posts(site(tmp_path), "old.html")) == []


def site(folder: Path, *posts: str) -> Site:
    return Site("example", folder, "https://example.org", "en", (), posts=posts or ("*.html",))


def test_a_post_is_known_by_the_place_of_its_file(tmp_path: Path) -> None:
    """Wherever the folder of the site stands, and whatever the time of its files is."""
    for folder in ("public", "other/place"):
        (tmp_path / folder / "fr" / "a b").mkdir(parents=True)
        (tmp_path / folder / "fr" / "a b" / "index.html").write_text("<html><body>Text</body></html>")
    first, second = (
        next(read_posts(site(tmp_path, f"{folder}/**/*.html"), f"{folder}/fr/a b/index.html"))
        for folder in ("public", "other/place")
    )
    assert isinstance(first, Post)
    assert isinstance(second, Post)
    assert (first.key, first.link) == (second.key, second.link)
    assert (first.link, first.slug, first.modified) == ("https://example.org/fr/a%20b/", "a b", None)
    assert 0 < first.id < 2**48


@pytest.mark.parametrize(
    ("name", "canonical", "link"),
    [
        ("index.html", "", "https://e.org/"),
        ("fr/about/index.html", "", "https://e.org/fr/about/"),
        ("fr/about.html", "", "https://e.org/fr/about.html"),
        ("x.html", "https://www.e.org/x", "https://www.e.org/x"),
        ("x/index.html", "http://e.org/x/index.html", "http://e.org/x/"),
        ("x/y.html", "y/", "https://e.org/x/y/"),
        ("cafe\u0301.html", "/caf%C3%A9", "https://e.org/caf%C3%A9"),
        ("e.org/x/index.html", "https://e.org/x/", "https://e.org/x/"),
        ("x/index.html", "https://fr.e.org/x/", "https://fr.e.org/x/"),
        ("fr/x/index.html", "https://fr.e.org/x/", "https://fr.e.org/x/"),
    ],
)
def test_a_canonical_link_spells_the_address_of_a_page(name: str, canonical: str, link: str) -> None:
    assert page_address(name, "https://e.org", canonical, hosts=["fr.e.org"]) == PageAddress(link)


@pytest.mark.parametrize(
    ("name", "canonical", "link", "copy_of"),
    [
        ("fr/x/index.html", "/x/", "https://e.org/fr/x/", "https://e.org/x/"),
        ("x/y.html", "z.html", "https://e.org/x/y.html", "https://e.org/x/z.html"),
        ("x.html", "https://e.org/y", "https://e.org/x.html", "https://e.org/y"),
        ("x.html", "https://other.example/x.html", "https://e.org/x.html", "https://other.example/x.html"),
        ("x.html", "/x.html?page=2", "https://e.org/x.html", "https://e.org/x.html?page=2"),
        ("fr/x/index.html", "https://de.e.org/x/", "https://e.org/fr/x/", "https://de.e.org/x/"),
        ("x.html", "http://[::1", "https://e.org/x.html", ""),
        ("100%25.html", "/100%25.html", "https://e.org/100%2525.html", "https://e.org/100%25.html"),
    ],
)
def test_a_canonical_link_to_another_place_only_says_copy_of(
    name: str, canonical: str, link: str, copy_of: str
) -> None:
    assert page_address(name, "https://e.org", canonical, hosts=["fr.e.org"]) == PageAddress(link, copy_of)


def test_a_file_without_ending_may_be_a_page(tmp_path: Path) -> None:
    (tmp_path / "about").write_text("\ufeff\n<!DOCTYPE HTML><p>A")
    assert kind_of(tmp_path, "about") is SourceKind.PAGE


tags = st.sampled_from(
    "<main> </main> <title> </title> <body> </body> <h1> </h1> <article> <template> </template> <meta a <!-- --> "
    "<meta¶name=description¶content='A¶b'> <meta¶property=og:title¶content=\"x\"> <script> </script> A B".split()
).map(lambda tag: tag.replace("¶", " "))


@given(st.lists(tags, max_size=25).map("".join))
def test_the_parts_of_any_page_stand_apart_and_give_it_again(html: str) -> None:
    page = read_page(html)
    assert join_page(html, page.parts, lambda _name, _start, text: text) == html
    texts = {field.name: field.text for field in page.fields}
    for part in page.parts:
        assert 0 <= part.start <= part.end <= len(html)
        assert part.field in texts or not html[part.start : part.end].strip()
    assert all(one.end <= other.start for one, other in zip(page.parts, page.parts[1:], strict=False))


def test_quotes_in_a_translation_stay_within_their_attribute() -> None:
    html = """<meta name="description" content="Say"><meta property="og:title" content='It'>"""
    page = read_page(html)
    given_back = {"description": 'Dis "oui"', "og:title": 'C\'est "ça"', "content": ""}
    assert join_page(html, page.parts, lambda name, _start, text: given_back[name] or text) == (
        """<meta name="description" content="Dis &quot;oui&quot;"><meta property="og:title" content='C&#39;est "ça"'>"""
    )


def written(html: str, **given: str) -> str:
    """Return a page with the given fields translated, and the rest of it given as `content` to nobody."""
    return join_page(
        html, read_page(html).parts, lambda name, _start, text: given.get(name.replace(":", "_")) or text
    )


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ("content=Shoes name=description", 'content="Des &quot;x&quot; y=z" name=description'),
        ("name=description content= Shoes/", 'name=description content= "Des &quot;x&quot; y=z"'),
        ('name="description" content=" Shoes "', 'name="description" content="Des &quot;x&quot; y=z"'),
        (
            "name=description content='Shoes' content=\"x\"",
            'name=description content=\'Des "x" y=z\' content="x"',
        ),
        ("name=description content content=x", "name=description content content=x"),
        ('name=description content="" content=x', 'name=description content="" content=x'),
    ],
)
def test_a_description_is_written_in_its_own_quotes(meta: str, expected: str) -> None:
    page = "<html><head><meta {}></head><body>A</body></html>"
    assert written(page.format(meta), description='Des "x" y=z') == page.format(expected)


def test_what_is_not_translated_keeps_its_spelling() -> None:
    html = "<meta name=description content=Shoes><title>A</title><p>B"
    assert written(html) == html


def test_what_stands_beside_a_value_in_its_tag_is_no_text() -> None:
    """Else a catalog that holds such a text would write into the tag."""
    html = (
        '<html><head><meta content="Old shoes" name="description"><title lang="a>b">Shoes | Example</title></head>'
        '<body class="x"><main title="a>b">A</main></body></html>'
    )
    given: list[tuple[str, str]] = []
    join_page(html, read_page(html).parts, lambda name, _start, text: given.append((name, text)) or text)
    assert given == [
        ("content", "<html><head>"),
        ("description", "Old shoes"),
        ("content", ""),
        ("title", "Shoes | Example"),
        ("content", '</head><body class="x">'),
        ("content", '<main title="a>b">A</main>'),
        ("content", "</body></html>"),
    ]


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ('<title data-x="a>b">Shoes</title>', "Shoes"),
        ("<title>Shoes > boots</title>", "Shoes > boots"),
        ("<h1 title='a>b'>Old <b>shoes</b></h1>", "Old <b>shoes</b>"),
        ("<title>Shoes | Example</title><h1 title='a>b'>Shoes</h1>", "Shoes"),
    ],
)
def test_a_sign_in_an_attribute_ends_no_tag(html: str, title: str) -> None:
    assert fields(html)["title"] == title


@pytest.fixture
def pages(workspace):
    """A static site: an English page and its French one, which only hreflang pairs."""
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace('posts = ["posts/*.json"]', 'posts = ["public/**/*.html"]'))
    french = (
        PAGE.replace('lang="en"', 'lang="fr"')
        .replace('rel="canonical" href="/about/"', 'rel="canonical" href="/fr/a-propos/"')
        .replace('hreflang="fr" href="/fr/a-propos/"', 'hreflang="en" href="/about/"')
        .replace("We mend old books.", "Nous réparons des livres anciens.")
    )
    for name, html in (("about/index.html", PAGE), ("fr/a-propos/index.html", french)):
        path = workspace.root / "public" / name
        path.parent.mkdir(parents=True)
        path.write_text(html)
    return workspace


def test_a_folder_of_pages_is_a_site(pages) -> None:
    outcome = pages.sync()
    (page,) = outcome.status.pages
    assert (page.pairing, page.source_url, page.url) == (
        "confirmed",
        "https://example.org/about/",
        "https://example.org/fr/a-propos/",
    )
    assert page.title == "About us"
    assert page.edit_url == ""
    assert not outcome.status.findings


def test_a_sitemap_says_when_a_page_was_changed(pages) -> None:
    text = (pages.root / "calque.toml").read_text()
    pages.configure(text.replace("\n[locales.fr]", 'sitemaps = ["map.xml"]\n\n[locales.fr]'))
    (pages.root / "public" / "about" / "index.html").write_text(PAGE.replace("article:modified_time", "x"))
    (pages.root / "map.xml").write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/about/</loc>'
        "<lastmod>2026-03-04</lastmod></url></urlset>"
    )
    pages.sync()
    (template,) = (data for name, data in pages.files().items() if name.startswith("templates/"))
    assert b"POT-Creation-Date: 2026-03-04 00:00+0000" in template


PARAGRAPHS = [
    f"In week {number} the weavers of the workshop finish a cloth of {number + 40} ends and hang it in the yard."
    for number in range(12)
]


def test_a_description_that_is_the_whole_content_is_no_text_of_its_own() -> None:
    body = "".join(
        f"<h2>Cloth {number}</h2><p>By the workshop</p><p>{text}</p>"
        for number, text in enumerate(PARAGRAPHS)
    )
    long = " ".join(f"Cloth {number} {text}" for number, text in enumerate(PARAGRAPHS))
    head = f'<meta name="description" content="{long}"><meta property="og:description" content="{long}">'
    page = read_page(f"<html><head><title>Cloths</title>{head}</head><body><main>{body}</main></body></html>")
    assert [one.name for one in page.fields] == ["title", "content"]


def test_a_description_of_its_own_or_of_usual_length_stays() -> None:
    first = PARAGRAPHS[0]
    own = " ".join(
        f"Loom {number} is to be had from the {number}th of May on, with a bench." for number in range(20)
    )
    for text in (first, own):
        head = f'<meta name="description" content="{text}">'
        page = read_page(f"<html><head>{head}</head><body><main><p>{first}</p></main></body></html>")
        assert [one.name for one in page.fields][-1] == "description"
