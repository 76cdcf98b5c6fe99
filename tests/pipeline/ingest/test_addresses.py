"""Folders of pages whose canonical links lead elsewhere, as those of copies do: each page keeps its place."""

from collections.abc import Iterable

import pytest

from calque.model import Finding, Severity

ENGLISH = {
    "mill": "<p>The old mill at the river grinds flour for the whole valley from spring until the first frost.</p>"
    "<p>Whoever brings their own grain pays nothing, but has to help with the heavy sacks.</p>",
    "ferry": "<p>The ferry crosses the lake four times a day, and in the summer it also runs after sunset.</p>"
    "<p>Bicycles travel without a ticket when there is enough room for them on the deck.</p>",
}
FRENCH = {
    "mill": "<p>Le vieux moulin au bord de la rivière moud la farine de toute la vallée jusqu'aux premières gelées.</p>"
    "<p>Celui qui apporte son propre grain ne paie rien, mais il doit aider à porter les sacs lourds.</p>",
}
GERMAN = {
    "mill": "<p>Die alte Mühle am Fluss mahlt das Mehl für das ganze Tal, vom Frühling bis zum ersten Frost.</p>"
    "<p>Wer sein eigenes Korn mitbringt, zahlt nichts, muss aber mit den schweren Säcken helfen.</p>",
}


@pytest.fixture
def folder(workspace):
    """A folder of HTML pages with English sources, French and German."""
    workspace.configure(
        '[site]\nname = "valley"\nurl = "https://example.org"\nsource = "en"\nposts = ["public/**/*.html"]\n\n'
        '[locales.fr]\nprefix = "fr"\n\n[locales.de]\nprefix = "de"\n'
    )
    return workspace


def put(workspace, place: str, body: str, *, lang: str = "en", canonical: str = "", head: str = "") -> None:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    path = workspace.root / "public" / place / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!doctype html><html lang="{lang}"><head><title>A page</title>{link}{head}</head>'
        f"<body><main>{body}</main></body></html>",
        encoding="utf-8",
    )


def rows(outcome, locale: str) -> list[tuple[str, str, str]]:
    return sorted(
        (page.source_url, page.url, page.state) for page in outcome.status.pages if page.locale == locale
    )


def named(findings: Iterable[Finding], code: str) -> list[Finding]:
    return [one for one in findings if one.code == code]


@pytest.mark.parametrize("lang", ["en", "fr"], ids=["as the original", "as its folder"])
def test_an_untranslated_copy_that_names_its_original_is_a_copy_in_its_own_place(folder, lang: str) -> None:
    put(folder, "mill", ENGLISH["mill"], canonical="https://example.org/mill/")
    put(folder, "fr/mill", ENGLISH["mill"], lang=lang, canonical="https://example.org/mill/")
    outcome = folder.sync()
    assert rows(outcome, "fr") == [
        ("https://example.org/mill/", "https://example.org/fr/mill/", "untranslated_copy")
    ]
    assert not outcome.status.findings


def test_a_copy_takes_neither_its_source_nor_the_source_s_catalogs_away(folder) -> None:
    """The copy comes to be after the German page was adopted; its html lang says nothing of the original."""
    put(folder, "mill", ENGLISH["mill"], canonical="https://example.org/mill/")
    put(folder, "de/mill", GERMAN["mill"], lang="de", canonical="https://example.org/de/mill/")
    folder.sync()
    before = {name for name in folder.files() if name.startswith("de/")}
    assert before
    put(folder, "fr/mill", ENGLISH["mill"], lang="fr", canonical="https://example.org/mill/")
    for _ in range(3):
        outcome = folder.sync()
    assert {name for name in folder.files() if name.startswith("de/")} == before
    assert not [name for name in folder.files() if name.startswith("archive/")]
    assert rows(outcome, "de") == [("https://example.org/mill/", "https://example.org/de/mill/", "current")]


def test_a_copy_under_another_name_is_paired_by_its_canonical_link(folder) -> None:
    put(folder, "mill", ENGLISH["mill"])
    put(folder, "fr/moulin", ENGLISH["mill"], lang="fr", canonical="/mill/")
    (page,) = [page for page in folder.sync().status.pages if page.locale == "fr"]
    assert (page.state, page.pairing, page.pairing_reason) == (
        "untranslated_copy",
        "confirmed",
        "its canonical link names it",
    )


@pytest.mark.parametrize("goal", ["/", "/mill/"], ids=["home page", "any page"])
def test_one_canonical_link_in_every_page_pairs_nothing_and_is_one_finding(folder, goal: str) -> None:
    put(folder, "", ENGLISH["ferry"], canonical=goal)
    put(folder, "mill", ENGLISH["mill"], canonical=goal)
    for number in range(60):
        put(folder, f"fr/p{number}", FRENCH["mill"], lang="fr", canonical=goal)
    outcome = folder.sync()
    assert {page.pairing for page in outcome.status.pages if page.url} == {"unpaired"}
    (finding,) = named(outcome.status.findings, "canonical_elsewhere")
    assert finding.severity is Severity.WARNING
    assert "which cannot be the original of them all" in finding.message
    assert not named(outcome.status.findings, "duplicate_address")


@pytest.mark.parametrize(
    ("canonicals", "message"),
    [
        (("https://old.example/mill/", "https://old.example/ferry/"), "on old.example, which is no host of"),
        (("/ferry/", "/mill/"), "which names it in turn"),
        (("/", "/"), "which cannot be the original of them all"),
        (("/gone/", "/lost/"), "where no file is"),
        (("/ferry/", ""), "of the same language"),
    ],
    ids=["another host", "a loop", "one for all", "nowhere", "its own language"],
)
def test_a_canonical_link_that_leads_astray_is_one_finding_and_moves_nothing(
    folder, canonicals: tuple[str, str], message: str
) -> None:
    for place in ("mill", "ferry"):
        put(folder, place, ENGLISH[place])
    folder.sync()
    before = folder.files()
    for place, canonical in zip(("mill", "ferry"), canonicals, strict=True):
        put(folder, place, ENGLISH[place], canonical=canonical)
    for _ in range(3):
        outcome = folder.sync()
    (finding,) = outcome.status.findings
    assert (finding.code, message in finding.message) == ("canonical_elsewhere", True)
    assert folder.files() == before


def test_two_posts_with_one_address_are_a_finding(workspace) -> None:
    for number in (7, 8):
        workspace.post(number, ENGLISH["mill"], slug="mill")
    (finding,) = named(workspace.sync().status.findings, "duplicate_address")
    assert finding.place == "https://example.org/mill/"
    assert "posts/7" in finding.message
    assert "posts/8" in finding.message


def test_addresses_that_two_posts_have_each_end_in_few_findings(workspace) -> None:
    for number in range(1, 61):
        workspace.post(number, ENGLISH["mill"], slug=f"mill-{number % 30}")
    findings = named(workspace.sync().status.findings, "duplicate_address")
    assert len(findings) == 21
    assert "this address and 9 more" in findings[-1].message


def test_a_saved_copy_does_not_speak_for_its_original(workspace) -> None:
    """Its canonical link is the original's; its own language is another alternate."""
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("\n[locales.fr]", 'pages = ["saved/*.html"]\n\n[locales.fr]'))
    workspace.post(7, ENGLISH["mill"], slug="mill")
    (workspace.root / "saved").mkdir()
    (workspace.root / "saved" / "a.html").write_text(
        '<html lang="fr"><head><link rel="canonical" href="/mill/"><link rel="alternate" hreflang="en" href="/mill/">'
        '<link rel="alternate" hreflang="fr" href="/fr/mill/"></head></html>'
    )
    outcome = workspace.sync()
    assert [page.source_url for page in outcome.status.pages] == ["https://example.org/mill/"]
    assert not named(outcome.status.findings, "no_locale")


def test_two_saved_pages_of_one_canonical_link_that_disagree_say_nothing(workspace) -> None:
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("\n[locales.fr]", 'pages = ["saved/*.html"]\n\n[locales.fr]'))
    workspace.post(7, ENGLISH["mill"], slug="mill")
    (workspace.root / "saved").mkdir()
    for name, lang in (("a", "fr"), ("b", "en")):
        (workspace.root / "saved" / f"{name}.html").write_text(
            f'<html lang="{lang}"><head><link rel="canonical" href="/mill/"></head></html>'
        )
    assert [page.source_url for page in workspace.sync().status.pages] == ["https://example.org/mill/"]


X_DEFAULT = (
    '<link rel="alternate" hreflang="en" href="https://example.org/en/mill/">'
    '<link rel="alternate" hreflang="fr" href="https://example.org/fr/moulin/">'
    '<link rel="alternate" hreflang="x-default" href="https://example.org/mill/">'
)


def test_a_source_with_and_without_its_prefix_is_one(folder) -> None:
    text = (folder.root / "calque.toml").read_text()
    folder.configure(text.replace("\n[locales.fr]", 'prefix = "en"\n\n[locales.fr]', 1))
    for place in ("mill", "en/mill"):
        put(folder, place, ENGLISH["mill"], canonical="https://example.org/mill/", head=X_DEFAULT)
    put(folder, "fr/moulin", FRENCH["mill"], lang="fr", head=X_DEFAULT)
    outcome = folder.sync()
    assert rows(outcome, "fr") == [
        ("https://example.org/en/mill/", "https://example.org/fr/moulin/", "current")
    ]
    (finding,) = outcome.status.findings
    assert (finding.code, finding.severity) == ("duplicate_address", Severity.NOTE)
    assert "https://example.org/mill/" in finding.place


@pytest.mark.parametrize(
    ("source", "prefix"),
    [("en", "EN"), ("en", "en"), ("en", "en_US"), ("en-US", "en"), ("en-US", "en-us"), ("en-US", "EN_us")],
)
def test_the_source_s_own_tag_is_no_second_source_in_any_spelling(folder, source: str, prefix: str) -> None:
    text = (folder.root / "calque.toml").read_text()
    folder.configure(text.replace('source = "en"', f'source = "{source}"', 1))
    for place in ("mill", f"{prefix}/mill"):
        put(folder, place, ENGLISH["mill"])
    outcome = folder.sync()
    assert [url for url, _, _ in rows(outcome, "fr")] == ["https://example.org/mill/"]
    assert [one.place for one in outcome.status.findings if one.code == "duplicate_address"] == [
        f"https://example.org/{prefix}/mill/"
    ]


@pytest.mark.parametrize(("source", "prefix"), [("en", "en"), ("en-US", "EN_us")])
def test_the_home_page_below_the_source_s_own_tag_is_no_second_source(
    folder, source: str, prefix: str
) -> None:
    text = (folder.root / "calque.toml").read_text()
    folder.configure(text.replace('source = "en"', f'source = "{source}"', 1))
    for place in ("", prefix):
        put(folder, place, ENGLISH["mill"])
    outcome = folder.sync()
    assert [url for url, _, _ in rows(outcome, "fr")] == ["https://example.org/"]
    assert [one.place for one in outcome.status.findings if one.code == "duplicate_address"] == [
        f"https://example.org/{prefix}/"
    ]


def test_a_home_page_below_the_source_s_own_tag_and_of_other_texts_is_a_page(folder) -> None:
    put(folder, "", ENGLISH["mill"])
    put(folder, "en", ENGLISH["ferry"])
    outcome = folder.sync()
    assert len(rows(outcome, "fr")) == 2
    assert not outcome.status.findings


@pytest.mark.parametrize("prefix", ["en-gb", "engine", "en-"])
def test_what_only_begins_like_the_source_s_tag_is_another_place(folder, prefix: str) -> None:
    for place in ("mill", f"{prefix}/mill"):
        put(folder, place, ENGLISH["mill"])
    assert "duplicate_address" not in {one.code for one in folder.sync().status.findings}


def test_two_pages_with_and_without_a_prefix_and_of_other_texts_are_two(folder) -> None:
    put(folder, "mill", ENGLISH["mill"])
    put(folder, "en/mill", ENGLISH["ferry"])
    outcome = folder.sync()
    assert len(rows(outcome, "fr")) == 2
    assert not outcome.status.findings


def test_catalogs_of_a_source_that_comes_to_have_a_second_address_stay(folder) -> None:
    put(folder, "mill", ENGLISH["mill"])
    folder.sync()
    before = set(folder.files())
    put(folder, "en/mill", ENGLISH["mill"])
    for _ in range(3):
        folder.sync()
    assert set(folder.files()) == before


def test_a_circle_of_three_is_a_loop(folder) -> None:
    for place, goal in (("mill", "/ferry/"), ("ferry", "/lake/"), ("lake", "/mill/")):
        put(folder, place, ENGLISH["ferry"], canonical=goal)
    (finding,) = folder.sync().status.findings
    assert "3 pages name" in finding.message
    assert "in turn" in finding.message


class TestSwitchers:
    """Pages that no path and no head pairs, each with links to itself in the other languages."""

    LABELS = (
        ('<a href="{to}" hreflang="fr-FR">FR</a>', '<a href="{to}" hreflang="en">EN</a>'),
        ('<a href="{to}"> Français </a>', '<a href="{to}">English</a>'),
        (
            '<a class="flag" href="{to}"><img src="/f.png" alt="Français"></a>',
            '<a href="{to}" title="English"></a>',
        ),
        ('<A HREF="{to}"><span>French</span></A>', "<a href='{to}'>en</a>"),
    )

    @pytest.mark.parametrize(("to_french", "to_english"), LABELS, ids=["hreflang", "names", "titles", "odd"])
    def test_they_pair_pages(self, folder, to_french: str, to_english: str) -> None:
        for name, other in (("mill", "moulin"), ("ferry", "bac")):
            switch = f"<nav>{to_french.format(to=f'/fr/{other}/')}</nav>"
            put(folder, name, f"{switch}{ENGLISH[name]}")
            back = f"<nav>{to_english.format(to=f'https://example.org/{name}/')}</nav>"
            put(
                folder,
                f"fr/{other}",
                f"{back}{FRENCH['mill'] if name == 'mill' else ENGLISH['ferry']}",
                lang="fr",
            )
        outcome = folder.sync()
        assert [(source, url) for source, url, _ in rows(outcome, "fr")] == [
            ("https://example.org/ferry/", "https://example.org/fr/bac/"),
            ("https://example.org/mill/", "https://example.org/fr/moulin/"),
        ]
        assert {page.pairing_reason for page in outcome.status.pages if page.locale == "fr"} == {
            "the language switcher in public/ferry/index.html",
            "the language switcher in public/fr/moulin/index.html",
        }

    def test_a_switcher_that_leads_home_pairs_nothing(self, folder) -> None:
        put(folder, "mill", f'<a href="/fr/">Français</a>{ENGLISH["mill"]}')
        put(folder, "fr", FRENCH["mill"], lang="fr")
        assert rows(folder.sync(), "fr") == [
            ("", "https://example.org/fr/", "current"),
            ("https://example.org/mill/", "", "no_translation"),
        ]

    def test_a_list_of_pages_in_a_language_is_no_switcher(self, folder) -> None:
        links = "".join(f'<a href="/fr/{name}/" hreflang="fr">page</a>' for name in ("moulin", "bac"))
        put(folder, "mill", f"{links}{ENGLISH['mill']}")
        put(folder, "fr/moulin", FRENCH["mill"], lang="fr")
        put(folder, "fr/bac", FRENCH["mill"].replace("moulin", "bac"), lang="fr")
        assert {url for source, url, _ in rows(folder.sync(), "fr") if source} <= {""}
