"""What of a folder holds posts: whatever else stands beside them, the posts are found, and the rest is named."""

import json
from pathlib import Path

import pytest

from calque.pipeline.init.files import find_holding
from calque.pipeline.init.folder import propose_from_folder

PAGE = """<!doctype html><html lang="{lang}"><head><title>T</title>{head}</head>
<body><main><p>{text}</p></main></body></html>"""
ENGLISH = "We open the doors at nine in the morning and close them when the last visitor has left."
FRENCH = "Nous ouvrons les portes à neuf heures et nous les fermons quand le dernier visiteur est parti."
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Lane</title><item><title>About</title>
<link>https://lane.example/about/</link><pubDate>Mon, 02 Jun 2025 10:00:00 +0000</pubDate></item></channel></rss>"""
BESIDE = {
    "feed.xml": RSS,
    "atom.xml": '<feed xmlns="http://www.w3.org/2005/Atom"><title>Lane</title></feed>',
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/</loc></url></urlset>',
    "opensearch.xml": '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"/>',
    "manifest.json": '{"name": "Lane", "icons": []}',
    "site.json": '{"id": 7, "content": "x"}',
    "search.json": '[{"objectID": "1", "title": "About", "url": "/about/"}]',
    "lunr.json": '[{"id": 1, "link": "/about/", "content": "a"}, {"id": 2, "link": "/fr/about/", "content": "b"}]',
    "_next/data/build/about.json": '{"pageProps": {"id": 3, "content": "x"}, "__N_SSG": true}',
    "broken.json": '{"a": ',
    "empty.xml": "",
    "logs.jsonl": '{"level": "info"}\n{"level": "warn"}\n',
}


def page(folder: Path, name: str, lang: str, text: str, head: str = "") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(lang=lang, text=text, head=head), encoding="utf-8")


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """A static site of two pages."""
    folder = tmp_path / "public"
    for name, lang, text in (("about/index.html", "en", ENGLISH), ("fr/about/index.html", "fr", FRENCH)):
        link = f"https://lane.example/{name.removesuffix('index.html')}"
        page(folder, name, lang, text, f'<link rel="canonical" href="{link}">')
    return folder


def proposed(folder: Path) -> str:
    return propose_from_folder(folder, folder.parent).text


@pytest.mark.parametrize("name", BESIDE)
def test_what_holds_no_posts_hides_no_page(name: str, public: Path) -> None:
    path = public / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BESIDE[name], encoding="utf-8")
    text = proposed(public)
    assert 'posts = ["public/**/*.html"]  # whole pages' in text
    assert 'url = "https://lane.example"\n' in text
    assert 'prefix = "fr"' in text


def test_all_of_it_together_hides_no_page_and_is_named(public: Path) -> None:
    for name, text in BESIDE.items():
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_text(text, encoding="utf-8")
    proposal = propose_from_folder(public, public.parent)
    assert 'posts = ["public/**/*.html"]' in proposal.text
    told = "\n".join(proposal.remarks)
    assert "Left out, since they hold no posts: _next/data/build/about.json and" in told
    assert "Left out, since they hold no posts: atom.xml and 4 more." in told
    assert proposal.errors == ()


def rest(folder: Path, name: str, *numbers: int, prefix: str = "") -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        {
            "id": number,
            "type": "post",
            "link": f"https://lane.example/{prefix}post-{number}/",
            "modified_gmt": "2026-01-01T10:00:00",
            "title": {"rendered": "T"},
            "content": {"rendered": f"<p>{FRENCH if prefix else ENGLISH}</p>"},
        }
        for number in numbers
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")


def test_posts_go_before_their_own_pages(public: Path) -> None:
    rest(public, "wp/en.json", 1, 2)
    rest(public, "wp/fr.json", 3, prefix="fr/")
    proposal = propose_from_folder(public, public.parent)
    assert 'posts = ["public/**/*.json"]  # REST JSON' in proposal.text
    assert "2 more stand in other files (whole pages: **/*.html)" in "\n".join(proposal.remarks)


def test_a_glob_leaves_out_what_holds_no_posts_where_a_folder_tells_them_apart(public: Path) -> None:
    (public / "about/index.html").unlink()
    (public / "fr/about/index.html").unlink()
    rest(public, "wp/posts/en.json", 1, 2)
    rest(public, "wp/pages/fr.json", 3, prefix="fr/")
    (public / "manifest.json").write_text("{}", encoding="utf-8")
    assert find_holding(public).patterns == ("wp/**/*.json",)
    assert 'posts = ["public/wp/**/*.json"]' in proposed(public)


def test_pages_with_two_endings_are_both_named(public: Path) -> None:
    page(public, "old.htm", "en", ENGLISH)
    assert 'posts = ["public/**/*.html", "public/**/*.htm"]' in proposed(public)


def test_an_export_is_found_beside_a_feed(tmp_path: Path) -> None:
    item = """<item><title>One</title><link>https://lane.example/{link}</link>
<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
<wp:post_modified_gmt>2026-01-01 10:00:00</wp:post_modified_gmt></item>"""
    items = item.format(link="one/", text=ENGLISH, number=1) + item.format(
        link="fr/un/", text=FRENCH, number=2
    )
    (tmp_path / "export.xml").write_text(
        '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{items}</channel></rss>',
        encoding="utf-8",
    )
    (tmp_path / "feed.xml").write_text(RSS, encoding="utf-8")
    text = proposed(tmp_path)
    assert "WordPress exports" in text
    assert 'prefix = "fr"' in text


def test_a_copy_that_names_its_original_as_canonical_stays_where_it_is(public: Path) -> None:
    link = '<link rel="canonical" href="https://lane.example/about/">'
    page(public, "fr/about/index.html", "fr", ENGLISH, link)
    proposal = propose_from_folder(public, public.parent)
    assert 'prefix = "fr"' in proposal.text
    assert "texts looked at below /fr/ is in English, not in French" in "\n".join(proposal.remarks)


def test_saved_pages_in_another_language_are_not_asked_to_be_exported(
    public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(public, "fr/about/index.html", "fr", "La bibliothèque ouvre tous les jours sauf le lundi.")
    page(
        public,
        "oeffnung/index.html",
        "",
        "Die Bibliothek ist jeden Tag außer montags von neun Uhr an geöffnet.",
    )
    monkeypatch.chdir(public)
    remarks = "\n".join(propose_from_folder(Path(), Path()).remarks)
    assert (
        "texts looked at without a prefix is in German, and nothing else says so: `calque sync` names"
        in remarks
    )
    assert "Export" not in remarks
    assert remarks.startswith("Found 3 pages in this folder.")


def test_the_home_of_pages_is_told_by_hreflang_alone(tmp_path: Path) -> None:
    links = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="https://lane.example/docs/{place}">'
        for tag, place in (("en", "about/"), ("ja", "jp/about/"))
    )
    page(tmp_path, "about/index.html", "en", ENGLISH, links)
    page(tmp_path, "jp/about/index.html", "ja", "朝九時に扉を開けます。", links)
    text = proposed(tmp_path)
    assert 'url = "https://lane.example/docs"\n' in text
    assert "[locales.ja]" in text
    assert 'prefix = "jp"' in text


def test_the_folder_above_the_pages_gives_the_same(public: Path) -> None:
    assert propose_from_folder(public.parent, public.parent).text == proposed(public)


def test_a_folder_of_a_language_is_no_folder_of_output(tmp_path: Path) -> None:
    page(tmp_path, "fr/about/index.html", "fr", FRENCH)
    assert find_holding(tmp_path).patterns == ("**/*.html",)
