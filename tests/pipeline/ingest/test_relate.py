"""Exports, sitemaps and saved pages: what a workspace says of which page translates which."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from calque.config import read_site
from calque.model import PageState, PageStatus, Severity
from calque.pipeline.ingest.content import pair, read_content
from calque.pipeline.runner import InTurn
from calque.pipeline.status import status

PageOf = Callable[..., PageStatus]

KEYS = 'exports = ["*.xml"]\nsitemaps = ["maps/*.xml"]\npages = ["html/**/*.html"]\n'
ENGLISH = (
    "The reading room opens its doors every morning, and nobody has to say what they came for.",
    "Most people come for the newspapers of the 17 towns around us, some for the warmth.",
    "Whoever wants to borrow a book needs a card, which costs nothing and lasts for three years.",
    "On 24 and 31 December the house stays closed, and books may come back a week later.",
    "There were 1,842 visitors in May.",
    "Ms Okonkwo at the desk knows where everything is, and what was there before.",
)
FRENCH = (
    "La salle de lecture ouvre ses portes chaque matin, et personne n'a besoin de dire pourquoi il vient.",
    "La plupart viennent pour les journaux des 17 villes des environs, certains pour la chaleur.",
    "Pour emprunter un livre, il faut une carte qui ne coûte rien et reste valable pendant trois ans.",
    "Les 24 et 31 décembre, la maison reste fermée, et les livres peuvent revenir une semaine après.",
    "Il y a eu 1 842 visiteurs en mai.",
    "Mme Okonkwo, à l'accueil, sait où tout se trouve, et ce qu'il y avait là auparavant.",
)
PHOTO = '<figure><img src="https://example.org/wp-content/uploads/oak-table.jpg" alt=""></figure>'


def html(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


@pytest.fixture
def apart(workspace):
    """An English post and its French one, which share neither id, path nor slug."""
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("\n[locales.fr]", f"{KEYS}\n[locales.fr]"))
    for folder in ("maps", "html"):
        (workspace.root / folder).mkdir()
    workspace.post(7, html(ENGLISH), title="Why", slug="why")
    workspace.post(8, html(FRENCH), title="Pourquoi", slug="pourquoi", locale="fr")
    return workspace


def sitemap(*urls: tuple[str, ...]) -> str:
    entries = "".join(
        f"<url><loc>{own}</loc>"
        + "".join(
            f'<xhtml:link rel="alternate" hreflang="{"fr" if "/fr/" in url else "en"}" href="{url}"/>'
            for url in row
        )
        + "</url>"
        for row in urls
        for own in row
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        f"{entries}</urlset>"
    )


PAIR = ("https://example.org/why/", "https://example.org/fr/pourquoi/")
EXPORT = (
    '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    "<wp:term><wp:term_taxonomy>language</wp:term_taxonomy><wp:term_slug>gallic</wp:term_slug>"
    '<wp:term_description><![CDATA[a:1:{s:6:"locale";s:5:"fr_FR";}]]></wp:term_description></wp:term>'
    "<wp:term><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_1</wp:term_slug>"
    '<wp:term_description><![CDATA[a:2:{s:6:"gallic";i:8;s:2:"en";i:7;}]]></wp:term_description></wp:term>'
    "</channel></rss>"
)
HEAD = (
    '<!doctype html><html lang="fr-FR"><head><link rel="canonical" href="/fr/pourquoi/">'
    '<link rel="alternate" hreflang="en" href="https://example.org/why/">'
    '<link rel="alternate" hreflang="fr" href="/fr/pourquoi/"></head><body></body></html>'
)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("export.xml", EXPORT, "paired by Polylang in export.xml"),
        ("maps/post.xml", sitemap(PAIR), "hreflang in maps/post.xml"),
        ("html/a/b.html", HEAD, "hreflang in html/a/b.html"),
        ("html/own.html", HEAD.replace('rel="canonical"', 'rel="shortlink"'), "hreflang in html/own.html"),
    ],
    ids=["export", "sitemap", "page", "page that only hreflang names"],
)
def test_a_document_pairs(apart, page_of: PageOf, name: str, text: str, reason: str) -> None:
    (apart.root / name).parent.mkdir(exist_ok=True)
    (apart.root / name).write_text(text)
    page = page_of(apart.sync(), "posts/7")
    assert (page.pairing, page.pairing_reason, page.url) == ("confirmed", reason, PAIR[1])


def test_an_export_says_the_language_of_posts(workspace) -> None:
    """Nothing in the URL of the French post says French; Polylang's own language does."""
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("\n[locales.fr]", 'exports = ["*.xml"]\n\n[locales.fr]'))
    workspace.post(7, html(ENGLISH), slug="why")
    workspace.post(8, html(FRENCH), slug="pourquoi")
    term, _, rest = EXPORT.partition("<wp:term><wp:term_taxonomy>post_translations")
    assert rest
    item = '<item><category domain="language" nicename="gallic">Gallic</category><wp:post_id>8</wp:post_id></item>'
    (workspace.root / "export.xml").write_text(f"{term}{item}</channel></rss>")
    content = read_content(workspace.site, InTurn())
    located = {page.post.key: (page.locale, page.evidence[0]) for page in content.pages}
    assert located == {
        "posts/7": ("en", "no locale in the URL: the default"),
        "posts/8": ("fr", "language field fr_FR"),
    }


def test_posts_that_came_after_an_export_are_told(workspace) -> None:
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("\n[locales.fr]", 'exports = ["*.xml"]\n\n[locales.fr]'))
    term, _, _ = EXPORT.partition("<wp:term><wp:term_taxonomy>post_translations")
    items = "".join(
        f'<item><category domain="language" nicename="gallic"/><wp:post_id>{number}</wp:post_id></item>'
        for number in (7, 8)
    )
    (workspace.root / "export.xml").write_text(f"{term}{items}</channel></rss>")
    for number in (7, 8):
        workspace.post(number, html(ENGLISH), slug=f"page-{number}")
    codes = [one.code for one in read_content(workspace.site, InTurn()).findings]
    assert "old_export" not in codes
    for number in (9, 10):
        workspace.post(number, html(ENGLISH), slug=f"page-{number}")
    workspace.post(11, html(ENGLISH), slug="draft", status="draft")
    (told,) = (one for one in read_content(workspace.site, InTurn()).findings if one.code == "old_export")
    assert (told.place, told.severity) == ("*.xml", Severity.NOTE)
    assert told.message.startswith("https://example.org/page-10/ and 1 more is not in it: ")


def test_a_saved_page_says_its_language(workspace) -> None:
    """The URL says French, `<html lang>` says English."""
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("\n[locales.fr]", 'pages = ["saved/*.html"]\n\n[locales.fr]'))
    workspace.post(8, html(FRENCH), slug="pourquoi", locale="fr")
    (workspace.root / "saved").mkdir()
    (workspace.root / "saved" / "a.html").write_text(HEAD.replace("fr-FR", "en-GB"))
    (page,) = workspace.sync().status.pages
    assert "path prefix /fr/ says fr, html lang en-GB says en" in page.evidence
    assert page.flags == ("locale_conflict",)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("export.xml", b"<rss><channel>", "the export is cut off"),
        (
            "maps/a.xml",
            b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><urlset>&e;</urlset>",
            "document type",
        ),
        ("maps/b.xml", b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_bad_file_is_an_error_and_the_run_goes_on(apart, name: str, data: bytes, message: str) -> None:
    (apart.root / name).write_bytes(data)
    outcome = apart.sync()
    errors = [finding for finding in outcome.status.findings if finding.severity is Severity.ERROR]
    assert any(finding.place.startswith(name) and message in finding.message for finding in errors)
    assert outcome.files


def test_a_document_that_is_missing_does_not_make_posts_vanish(apart) -> None:
    """Nothing is archived because an export is not there, and a post that goes is still seen to go."""
    outcome = apart.sync()
    missing = [
        finding.message for finding in outcome.status.findings if finding.code == "unreadable_document"
    ]
    assert len(missing) == 3
    assert "no file has such a name; mend exports under [site]" in missing
    (apart.root / "posts" / "en-7.json").unlink()
    apart.sync(accept=["vanished"])
    apart.sync(accept=["vanished"])
    assert [name for name in apart.files() if name.startswith("archive/")] != []


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("export.xml", "<rss><channel/></rss>", "it pairs no posts"),
        (
            "maps/a.xml",
            "<sitemapindex><sitemap><loc>https://e.org/b.xml</loc></sitemap></sitemapindex>",
            "b.xml; save",
        ),
        ("maps/a.xml", sitemap((PAIR[0],)).replace("xhtml:link", "xhtml:a"), "no page in another language"),
        ("html/a.html", "<p>Hello</p>", "neither a canonical link nor"),
    ],
)
def test_a_document_that_says_nothing_is_noted(apart, name: str, text: str, message: str) -> None:
    (apart.root / name).write_text(text)
    notes = [finding for finding in apart.sync().status.findings if finding.code == "says_nothing"]
    assert [(note.severity, note.place) for note in notes] == [(Severity.NOTE, name)]
    assert message in notes[0].message


def test_the_kept_status_is_measured_anew_when_a_document_changes(apart) -> None:
    measured = apart.sync().status.measured
    (apart.root / "export.xml").write_text(EXPORT)
    again = status(apart.site, now=lambda: measured)
    assert [page.pairing for page in again.pages if page.key == "posts/7"] == ["confirmed"]


class TestProposed:
    @pytest.fixture
    def alike(self, workspace):
        """Three English posts and a French one, whose structure is that of the first, and nothing else says so."""
        workspace.post(7, PHOTO + html(ENGLISH), title="Why the room is never empty", slug="why")
        workspace.post(5, html(ENGLISH[1:3]), slug="five", date_gmt="2025-01-01T10:00:00")
        workspace.post(6, "<h2>Open</h2>" + html(ENGLISH[:1]), slug="six", date_gmt="2025-02-01T10:00:00")
        workspace.post(
            8, PHOTO + html(FRENCH), title="Pourquoi la salle n'est jamais vide", slug="pourquoi", locale="fr"
        )
        return workspace

    def test_a_proposal_judges_and_adopts_nothing(self, alike, page_of: PageOf) -> None:
        outcome = alike.sync()
        assert page_of(outcome, "posts/7").state is PageState.NO_TRANSLATION
        page = page_of(outcome, "posts/8")
        assert (page.pairing, page.source_url, page.catalog) == ("proposed", "", "")
        assert page.pairing_reason.startswith(
            "perhaps of https://example.org/why/: 7 of 7 blocks in the same order"
        )

    def test_an_editor_accepts_it_by_pasting_the_line(self, alike, page_of: PageOf) -> None:
        findings = alike.sync().status.findings
        (finding,) = (finding for finding in findings if finding.code == "pair_proposed")
        line = finding.message.partition("write ")[2].partition(" under ")[0]
        assert line == '"posts/7" = { fr = "posts/8" }'
        alike.configure((alike.root / "calque.toml").read_text() + f"[pairs]\n{line}\n")
        outcome = alike.sync()
        page = page_of(outcome, "posts/7")
        assert (page.pairing, page.pairing_reason) == ("confirmed", "paired in calque.toml")
        assert not [finding for finding in outcome.status.findings if finding.code == "pair_proposed"]

    def test_a_proposal_does_not_make_the_site_the_truth(self, alike) -> None:
        """A locale's truth is the site where it has paired posts; a guess is none."""
        alike.configure((alike.root / "calque.toml").read_text().replace('truth = "po"\n', ""))
        assert alike.sync().status.locales[0].truth == "po"


def test_the_steps_are_the_same_without_documents(workspace) -> None:
    """What nobody configured costs nothing, not even a step."""
    workspace.post(7, html(ENGLISH), title="Why", slug="why")
    seen: list[str] = []
    read_content(workspace.site, InTurn(lambda name, _done, _total: seen.append(name)))
    assert "relate" not in seen


def test_the_samples_spanish_pages_are_all_found_by_structure() -> None:
    """Nothing on the sample site says which Spanish page translates what; its calque.toml does.

    Post 117 is left out: it is too short to be told by its structure.
    """
    site = read_site(Path(__file__).parents[3] / "calque.toml")
    content = read_content(site, InTurn())
    findings = pair(replace(site, pairs=MappingProxyType({})), content).findings
    proposed = [finding for finding in findings if finding.code == "pair_proposed"]
    lines = [finding.message.partition("write ")[2].partition(" under ")[0] for finding in proposed]
    assert sorted(lines) == sorted(
        f'"{key}" = {{ es = "{row["es"]}" }}' for key, row in site.pairs.items() if key != "posts/117"
    )
