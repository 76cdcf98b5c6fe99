"""Folders of pages as tools write them: what in them is no page, what a site leaves out, and how pages are encoded."""

import pytest

from calque.locales import PageHead
from calque.sources.no_pages import NoPage, read_page_head
from calque.sources.page_texts import decode_page

ENGLISH = "<p>The bakery opens at six, and the first loaves are still warm when the school bus comes by.</p>"
FRENCH = (
    "<p>La boulangerie ouvre à six heures, et les premiers pains sont encore chauds quand passe le car.</p>"
)


@pytest.fixture
def folder(workspace):
    """A folder of HTML pages with an English and a French one."""
    workspace.configure(
        '[site]\nname = "bakery"\nurl = "https://example.org"\nsource = "en"\nposts = ["public/**/*.html"]\n\n'
        '[locales.fr]\nprefix = "fr"\n'
    )
    put(workspace, "bread/index.html", page(ENGLISH))
    put(workspace, "fr/bread/index.html", page(FRENCH, lang="fr"))
    return workspace


def page(body: str, *, lang: str = "en", head: str = "", classes: str = "") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><title>Bread</title>{head}</head>'
        f'<body class="{classes}"><main>{body}</main></body></html>'
    )


def put(workspace, name: str, text: str) -> None:
    path = workspace.root / "public" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


NOINDEX = '<meta name="robots" content="noindex, follow">'
REFRESH = '<meta http-equiv="refresh" content="0; url=https://example.org/bread/">'


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("wp-json/index.html", '{"name": "Bakery", "description": "Warm bread every morning"}', "JSON"),
        ("fr/wp-json/index.html", '\ufeff\n[{"id": 1}]', "JSON"),
        ("feed/index.html", '<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feeds"),
        ("sitemap.html", "<urlset></urlset>", "feeds"),
        ("404.html", page(ENGLISH), "error pages"),
        ("fr/404/index.html", page(FRENCH, lang="fr"), "error pages"),
        ("lost/index.html", page(ENGLISH, classes="error404 wp-theme"), "error pages"),
        ("old/index.html", page("", head=REFRESH), "redirects"),
        ("2024/05/index.html", page(ENGLISH), "archives of dates"),
        ("fr/2024/05/12/page/2/index.html", page(FRENCH, lang="fr"), "archives of dates"),
        ("2024/index.html", page(ENGLISH, classes="archive date"), "archives of dates"),
        ("search/index.html", page(ENGLISH, head=NOINDEX), "search engines"),
    ],
)
def test_what_is_no_page_is_left_out_with_one_note(folder, name: str, text: str, reason: str) -> None:
    folder.sync()
    before = folder.files()
    put(folder, name, text)
    outcome = folder.sync()
    (finding,) = outcome.status.findings
    assert (finding.code, finding.severity, finding.place) == ("no_page", "note", f"public/{name}")
    assert reason in finding.message
    assert folder.files() == before


def test_all_that_is_no_page_is_one_note(folder) -> None:
    for number in range(1, 8):
        put(folder, f"2024/0{number}/index.html", page(ENGLISH))
        put(folder, f"old-{number}/index.html", page("", head=REFRESH))
    (finding,) = folder.sync().status.findings
    assert "14 files" in finding.message
    assert "and 4 more" in finding.message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "2024/index.html",
            page("<p>What we baked in this year, month by month, and what we learnt from it.</p>"),
        ),
        (
            "2024/05/flour/index.html",
            page("<p>In May we tried a new kind of flour from the mill in the valley.</p>"),
        ),
        (
            "json/index.html",
            page("<p>{curly} brackets are how the recipe names what you have to weigh out first.</p>"),
        ),
        (
            "xhtml.html",
            '<?xml version="1.0"?>\n' + page("<p>This page was written by hand a long time ago.</p>"),
        ),
        (
            "errors/404-rolls.html",
            page("<p>We sold four hundred and four rolls on the first day of the fair.</p>"),
        ),
    ],
)
def test_what_only_looks_like_none_is_a_page(folder, name: str, text: str) -> None:
    put(folder, name, text)
    outcome = folder.sync()
    assert not outcome.status.findings
    assert len({one.source_url for one in outcome.status.pages}) == 2


def test_a_hidden_copy_of_a_page_that_is_shown_is_a_page(folder) -> None:
    """Some sites hide their untranslated pages from search engines."""
    put(folder, "cake/index.html", page(ENGLISH.replace("loaves", "cakes")))
    put(folder, "fr/cake/index.html", page(ENGLISH.replace("loaves", "cakes"), lang="fr", head=NOINDEX))
    outcome = folder.sync()
    assert not outcome.status.findings
    assert sorted(one.state for one in outcome.status.pages) == ["current", "untranslated_copy"]


@pytest.mark.parametrize(
    "head",
    [
        f"<noscript>{REFRESH}</noscript>",
        REFRESH.replace('"0;', '"300;'),
        REFRESH.replace('"0;', '"30;').replace("url=", ""),
        '<meta http-equiv="refresh" content="5">',
        '<meta http-equiv="refresh" content="0; url=https://example.org/fr/bread/index.html#top">',
        '<meta http-equiv="Refresh" content="0; URL=./">',
        '<meta http-equiv="refresh" content="0; url=">',
        '<meta http-equiv="refresh" content="soon; url=/bread/">',
        '<meta http-equiv="refresh" content="0; url=?from=menu">',
        '<meta http-equiv="refresh" content="0; url=https://example.org/fr/bread/?v=2#top">',
        '<meta http-equiv="refresh" content="0; url=javascript:history.back()">',
        '<meta http-equiv="refresh" content="0; url=\'JavaScript:void(0)\'">',
        '<meta http-equiv="refresh" content="1; url=mailto:bakery@example.org">',
        '<meta http-equiv="refresh" content="0010; url=/bread/">',
        '<meta http-equiv="refresh" content="06; url=/bread/">',
    ],
)
def test_a_page_that_shows_itself_again_or_can_be_read_keeps_its_translation(folder, head: str) -> None:
    folder.sync()
    put(folder, "fr/bread/index.html", page(FRENCH, lang="fr", head=head))
    outcome = folder.sync()
    assert not outcome.status.findings
    assert [one.state for one in outcome.status.pages] == ["current"]


@pytest.mark.parametrize(
    "content",
    [
        "0; url=/cake/",
        "1.5;URL='/cake/'",
        "5, https://example.org/cake/",
        "0;url = &quot;../cake/&quot;",
        "0; url=/bread",
        "00;url=/cake/",
        "05; url=/cake/",
        "0000000005; /cake/?from=bread",
        ".5; url=/cake/",
    ],
)
def test_every_spelling_of_a_redirect_is_one(folder, content: str) -> None:
    put(folder, "cake/index.html", page(ENGLISH.replace("loaves", "cakes")))
    put(folder, "bread.html", page("<p>Moved</p>", head=f'<meta http-equiv="refresh" content="{content}">'))
    (finding,) = folder.sync().status.findings
    assert (finding.code, finding.place) == ("no_page", "public/bread.html")
    assert "redirects" in finding.message


def test_where_all_is_hidden_nothing_is_left_out(folder) -> None:
    put(folder, "bread/index.html", page(ENGLISH, head=NOINDEX))
    put(folder, "fr/bread/index.html", page(FRENCH, lang="fr", head=NOINDEX))
    outcome = folder.sync()
    assert not outcome.status.findings
    assert [one.state for one in outcome.status.pages] == ["current"]


@pytest.mark.parametrize(
    "pattern", ["public/tags/**", "public/tags/", "public/tags/**/*.html", "public/t*/**", "./public/tags"]
)
def test_what_the_site_excludes_is_not_read(folder, pattern: str) -> None:
    put(folder, "tags/bread/index.html", page(ENGLISH))
    put(folder, "tags/broken.html", "\udcff".encode("utf-8", "surrogatepass").decode("latin-1"))
    text = (folder.root / "calque.toml").read_text()
    folder.configure(text.replace("\n[locales.fr]", f'exclude = ["{pattern}"]\n\n[locales.fr]', 1))
    outcome = folder.sync()
    assert not outcome.status.findings
    assert [one.source_url for one in outcome.status.pages] == ["https://example.org/bread/"]


@pytest.mark.parametrize(
    ("encoding", "declaration", "text"),
    [
        ("iso-8859-1", '<meta charset="iso-8859-1">', FRENCH),
        ("cp1252", "<meta charset=ISO-8859-1>", FRENCH.replace("car", "car – « enfin »")),
        (
            "iso-8859-15",
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">',
            FRENCH + "<p>€</p>",
        ),
        ("shift_jis", '<meta charset="Shift_JIS">', "<p>パン屋は六時に開きます。</p>"),
        ("iso2022_jp", '<meta charset="iso-2022-jp">', "<p>パン屋は六時に開きます。</p>"),
        ("euc_kr", '<meta charset="euc-kr">', "<p>빵집은 여섯 시에 문을 엽니다.</p>"),
        ("gbk", '<meta charset="gb2312">', "<p>面包店六点开门。</p>"),
        ("utf-8", '<meta charset="iso-8859-1">', FRENCH),
        ("utf-8-sig", "", FRENCH),
        ("utf-16", '<meta charset="utf-16">', FRENCH),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(encoding: str, declaration: str, text: str) -> None:
    html = page(text, head=declaration)
    assert decode_page(html.encode(encoding))[0] == html


@pytest.mark.parametrize("declared", ["", "rot13", "utf-7", "nonsense", "idna", "x" * 400])
def test_what_is_in_no_encoding_is_an_error_that_names_the_file(folder, declared: str) -> None:
    data = page(FRENCH, head=f'<meta charset="{declared}">').encode("latin-1")
    (folder.root / "public" / "fr" / "bread" / "index.html").write_bytes(data)
    findings = folder.sync().status.findings
    assert {(one.code, one.place) for one in findings} == {("unreadable_post", "public/fr/bread/index.html")}
    assert "save it as UTF-8" in findings[0].message


def test_a_latin_1_page_is_a_translation_like_any_other(folder) -> None:
    data = page(FRENCH, lang="fr", head='<meta charset="iso-8859-1">').encode("latin-1")
    (folder.root / "public" / "fr" / "bread" / "index.html").write_bytes(data)
    outcome = folder.sync()
    assert not outcome.status.findings
    assert [one.state for one in outcome.status.pages] == ["current"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{", NoPage.JSON),
        ('{"a": 1}', NoPage.JSON),
        ("[<p>", None),
        ("{{ template }}<body>", None),
        ("", None),
        ("<?xml", None),
        ("<?xml version='1.0'?><!-- <html> --><feed/>", NoPage.FEED),
    ],
)
def test_data_is_told_from_pages(text: str, kind: NoPage | None) -> None:
    found = read_page_head(text, "page.html", home="https://example.org")
    assert (found if isinstance(found, NoPage) else None) is kind


def test_a_prefix_before_an_error_page_is_a_locale_s() -> None:
    home, prefixes = "https://example.org", frozenset({"fr"})
    assert read_page_head("", "fr/404.html", home=home, prefixes=prefixes) is NoPage.ERROR
    assert read_page_head("", "area/404.html", home=home, prefixes=prefixes) == PageHead()
