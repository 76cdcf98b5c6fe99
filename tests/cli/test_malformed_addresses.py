"""Addresses that cannot be read, wherever one may stand: the file is named, and everything else goes on."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

MALFORMED = ("http://[::1", "https://example.org:99999999/x/", "https://a℀b.example.org/x/")
TEXT = "We open the doors at nine in the morning, and close them at six."
WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><item><title>Away</title><link>{url}</link><content:encoded>&lt;p&gt;Far away.&lt;/p&gt;</content:encoded>
<wp:post_id>9</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item></channel></rss>
"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>{loc}</loc><xhtml:link rel="alternate" hreflang="fr" href="{href}"/></url></urlset>
"""
PAGE = """<html lang="en"><head>{head}</head><body><main><p>Some words of a page of its own.</p></main></body></html>"""


@dataclass(frozen=True)
class Place:
    """Where a foreign address stands, and what is said of it."""

    put: Callable[..., None]
    file: str = ""
    """The file that the finding names; empty where there is nothing to say."""
    code: str = ""
    severity: str = ""
    site: str = 'posts = ["posts/*.json"]'
    """Lines of `[site]`."""
    tables: str = ""
    """Further tables of calque.toml."""


def in_link(workspace, url: str) -> None:
    workspace.post(9, "<p>Far away.</p>", link=url)


def in_rest_address(workspace, url: str) -> None:
    workspace.post(9, "<p>Far away.</p>", _links={"self": [{"href": url}]})


def in_text(workspace, url: str) -> None:
    workspace.post(
        9, f'<p>Look <a href="{url}">there</a>, or at {url} for more.</p><img src="{url}" alt="A">'
    )
    workspace.post(10, f'<p>Regardez <a href="{url}">là</a>, ou {url} enfin.</p>', locale="fr", slug="post-9")


def in_export(workspace, url: str) -> None:
    workspace.root.joinpath("posts", "site.xml").write_text(WXR.format(url=url), encoding="utf-8")


def in_loc(workspace, url: str) -> None:
    text = SITEMAP.format(loc=url, href="https://example.org/fr/post-1/")
    workspace.root.joinpath("map.xml").write_text(text, encoding="utf-8")


def in_sitemap_link(workspace, url: str) -> None:
    text = SITEMAP.format(loc="https://example.org/post-1/", href=url)
    workspace.root.joinpath("map.xml").write_text(text, encoding="utf-8")


def in_saved_canonical(workspace, url: str) -> None:
    head = f'<link rel="canonical" href="{url}"><link rel="alternate" hreflang="en" href="/post-1/">'
    workspace.root.joinpath("saved.html").write_text(PAGE.format(head=head), encoding="utf-8")


def in_saved_hreflang(workspace, url: str) -> None:
    head = f'<link rel="canonical" href="/post-1/"><link rel="alternate" hreflang="fr" href="{url}">'
    workspace.root.joinpath("saved.html").write_text(PAGE.format(head=head), encoding="utf-8")


def in_own_canonical(workspace, url: str) -> None:
    head = f'<link rel="canonical" href="{url}">'
    workspace.root.joinpath("posts", "own.html").write_text(PAGE.format(head=head), encoding="utf-8")


def in_own_hreflang(workspace, url: str) -> None:
    head = f'<link rel="alternate" hreflang="fr" href="{url}">'
    workspace.root.joinpath("posts", "own.html").write_text(PAGE.format(head=head), encoding="utf-8")


def in_catalog(workspace, url: str) -> None:
    path = workspace.catalog(1)
    text = path.read_text(encoding="utf-8")
    wanted = f'msgid "{TEXT}"\nmsgstr ""'
    answer = f'# see {url}\n# calque: conflict with {url}: Ouvert\n#: {url}\nmsgid "{TEXT}"\nmsgstr "Ouvert, {url}"'
    assert wanted in text
    path.write_text(text.replace(wanted, answer), encoding="utf-8")


def in_glossary(workspace, url: str) -> None:
    workspace.root.joinpath("terms.csv").write_text(f"term,fr\n{url},{url}\n", encoding="utf-8")
    in_text(workspace, url)


def in_scope(workspace, url: str) -> None:
    path = workspace.root / "calque.toml"
    path.write_text(
        f'{path.read_text(encoding="utf-8")}\n[scope.fr]\nexclude = ["{url}"]\n', encoding="utf-8"
    )


EVERYTHING = 'posts = ["posts/*"]'
MAP = 'posts = ["posts/*.json"]\nsitemaps = ["map.xml"]'
SAVED = 'posts = ["posts/*.json"]\npages = ["saved.html"]'
PLACES = {
    "the link of a post": Place(in_link, "posts/en-9.json:1 (posts/9)", "unreadable_post", "error"),
    "the REST address of a post": Place(
        in_rest_address, "posts/en-9.json:1 (id 9)", "unreadable_post", "error"
    ),
    "a link in a text": Place(in_text),
    "the link of an export": Place(
        in_export, "posts/site.xml, item 1 (posts/9)", "unreadable_post", "error", EVERYTHING
    ),
    "a page of a sitemap": Place(in_loc, "map.xml", "unreadable_document", "warning", site=MAP),
    "a sitemap's link": Place(in_sitemap_link, "map.xml", "unreadable_document", "warning", site=MAP),
    "the canonical link of a saved page": Place(
        in_saved_canonical, "saved.html", "unreadable_document", "warning", site=SAVED
    ),
    "an hreflang link of a saved page": Place(
        in_saved_hreflang, "saved.html", "unreadable_document", "warning", site=SAVED
    ),
    "the canonical link of a page": Place(
        in_own_canonical, "posts/own.html", "unreadable_post", "error", EVERYTHING
    ),
    "an hreflang link of a page": Place(
        in_own_hreflang, "posts/own.html", "unreadable_document", "warning", EVERYTHING
    ),
    "a comment and a translation": Place(in_catalog),
    "a glossary": Place(in_glossary, tables='[checks]\nglossary = "terms.csv"'),
    "what [scope] leaves out": Place(in_scope),
}


@pytest.mark.parametrize("url", MALFORMED, ids=ascii)
@pytest.mark.parametrize("name", PLACES)
def test_the_file_is_named_and_the_rest_goes_on(name: str, url: str, workspace) -> None:
    place = PLACES[name]
    begin(workspace, place.site, place.tables)
    place.put(workspace, url)
    workspace.post(2, "<p>The garden is open, too.</p>")
    findings = workspace.sync().status.findings
    workspace.catalog(1)
    workspace.catalog(2)
    found = [(one.code, one.place, one.severity) for one in findings if url in one.message]
    assert found == ([(place.code, place.file, place.severity)] if place.code else [])


@pytest.mark.parametrize("url", MALFORMED, ids=ascii)
def test_every_command_works_where_such_addresses_stand_everywhere(url: str, workspace, run) -> None:
    site = 'posts = ["posts/*"]\nsitemaps = ["map.xml"]\npages = ["saved.html"]'
    begin(workspace, site, '[checks]\nglossary = "terms.csv"')
    for place in PLACES.values():
        place.put(workspace, url)
    for command in (("sync",), ("status",), ("check",), ("handoff", "--to", "a", "--locale", "fr")):
        done = run(*command)
        assert done.returncode in (0, 1, 3), done.stderr
        assert "fault of calque" not in done.stderr
    workspace.catalog(1)


def begin(workspace, site: str, tables: str) -> None:
    """Sync a site of one post, before any such address is there."""
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(text.replace('posts = ["posts/*.json"]', site) + tables)
    workspace.root.joinpath("terms.csv").write_text("term,fr\n", encoding="utf-8")
    workspace.post(1, f"<p>{TEXT}</p>")
    workspace.sync()


@pytest.mark.parametrize("url", [*MALFORMED, "https://", "http:///x"], ids=ascii)
@pytest.mark.parametrize(
    ("line", "instead", "number"),
    [
        ('url = "https://example.org"', 'url = "{}"', 3),
        ('truth = "po"', '[wordpress]\nroot = "{}"', 10),
    ],
    ids=["the site's", "the REST root's"],
)
def test_the_configuration_names_the_line(
    line: str, instead: str, number: int, url: str, workspace, run
) -> None:
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    assert line in text
    workspace.configure(text.replace(line, instead.format(url)))
    done = run("status")
    assert done.returncode == 2
    assert f"calque.toml:{number}: {url!r} is no URL; write the" in " ".join(done.stderr.split())


@pytest.mark.parametrize("host", ["[::1", "fr.example.org:99999999", "a℀b.example.org"], ids=ascii)
def test_the_configuration_names_the_line_of_a_host(host: str, workspace, run) -> None:
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(text.replace('prefix = "fr"', f'host = "{host}"'))
    done = run("status")
    assert done.returncode == 2
    assert f"calque.toml:8: {host!r} is no host; write it as in fr.example.org" in " ".join(
        done.stderr.split()
    )


def test_the_configuration_shows_no_password_of_an_address_that_cannot_be_read(workspace, run) -> None:
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    for wrong in (
        text.replace("https://example.org", "https://me:pass[word@example.org"),
        f'{text}\n[ledger]\nurl = "postgresql://me:pass[word@host/name"\n',
        f'{text}\n[ledger]\nurl = "postgresql://me:password@host:port/name"\n',
    ):
        workspace.configure(wrong)
        done = run("status")
        assert done.returncode == 2
        assert "calque.toml:" in done.stderr
        assert "pass" not in done.stderr


@pytest.mark.parametrize("url", [*MALFORMED, "https://example.org/\udcff"], ids=ascii)
def test_commands_that_take_an_address_say_that_it_is_none(url: str, workspace, run) -> None:
    workspace.post(1, f"<p>{TEXT}</p>")
    located = run("locate", url)
    assert located.returncode == 0
    assert "outside the site" in located.stdout
    assert "it is no address that can be read" in located.stdout
    confirmed = run("confirm", url)
    assert confirmed.returncode == 3
    assert "no page that translates another has this address" in " ".join(confirmed.stderr.split())
    (workspace.root / "calque.toml").unlink()
    begun = run("init", url)
    assert begun.returncode == 2
    assert "no address of a site; write it as in https://example.org" in " ".join(begun.stderr.split())


@pytest.mark.parametrize("url", MALFORMED, ids=ascii)
def test_a_first_look_at_a_folder_goes_by_the_posts_whose_links_can_be_read(url: str, workspace, run) -> None:
    (workspace.root / "calque.toml").unlink()
    workspace.post(1, f"<p>{TEXT}</p>")
    workspace.post(1, "<p>Nous ouvrons les portes à neuf heures.</p>", locale="fr")
    in_link(workspace, url)
    done = run("init", "posts", "--source", "en")
    assert done.returncode == 0
    assert "its link" in done.stderr
    assert 'url = "https://example.org"' in (workspace.root / "calque.toml").read_text(encoding="utf-8")
