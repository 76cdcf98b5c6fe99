"""The source side observed: pages in another language than the source's, and prefixes that nobody configured."""

import pytest

from calque.errors import ConfigError
from calque.locales.stated import Stated
from calque.model import Severity

ENGLISH = (
    "The Saturday market is held on the main square, and the traders put up their tables before the sun rises.",
    "When it rains we meet under the arcades, where there is also some coffee for those who are cold.",
)
FRENCH = (
    "Le marché du samedi se tient sur la grande place, et les marchands dressent leurs tables avant le lever du jour.",
    "Quand il pleut, nous nous retrouvons sous les arcades, où il y a aussi du café pour ceux qui ont froid.",
)
GERMAN = (
    "Der Markt am Samstag findet auf dem großen Platz statt, und die Händler kommen noch vor Sonnenaufgang.",
    "Wenn es regnet, treffen wir uns unter den Arkaden, wo es auch Kaffee für alle gibt, denen kalt ist.",
)
SLOVENIAN = (
    "Sobotna tržnica je na glavnem trgu, kjer prodajalci postavijo svoje mize že pred sončnim vzhodom.",
    "Če dežuje, se dobimo pod arkadami, kjer je tudi kava za vse, ki jih zebe.",
)
CATALAN = (
    "El mercat de dissabte es fa a la plaça major, i els venedors munten les parades abans que surti el sol.",
    "Quan plou ens trobem sota els porxos, on també hi ha una mica de cafè per a tots els que tenen fred.",
)
JAPANESE = (
    "土曜日の市場は中央広場で開かれ、商人たちは日の出前に机を並べます。",
    "雨の日はアーケードの下に集まります。",
)


PHOTO = '<figure><img src="https://example.org/wp-content/uploads/market-hall.jpg" alt=""></figure>'
LONG_ENGLISH = (
    *ENGLISH,
    "Since 1987 there have been 64 stalls, and the one of Mrs Abernathy-Quist is the oldest of them all.",
    "On 24 December the market closes at 11:30, because nobody wants to be late for the lighting of the tree.",
    "A stall costs 35 euros a day.",
)
LONG_FRENCH = (
    *FRENCH,
    "Depuis 1987, il y a 64 étals, et celui de Mme Abernathy-Quist est le plus ancien de tous.",
    "Le 24 décembre, le marché ferme à 11:30, parce que personne ne veut être en retard pour l'illumination du sapin.",
    "Un étal coûte 35 euros par jour.",
)


def html(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def named(outcome, code: str) -> dict[str, tuple[Severity, str]]:
    return {one.place: (one.severity, one.message) for one in outcome.status.findings if one.code == code}


def exported(workspace) -> set[str]:
    return {name.rpartition("/")[2] for name in workspace.files() if name.startswith("templates/")}


@pytest.fixture
def market(workspace):
    """An English post, and a French one that nothing declares."""
    workspace.post(1, html(ENGLISH), slug="market")
    workspace.post(2, html(FRENCH), slug="marche", title="Le marché")
    return workspace


def test_a_source_page_in_another_language_is_named_and_kept_from_translators(market) -> None:
    outcome = market.sync()
    assert [page.source_url for page in outcome.status.pages] == ["https://example.org/market/"]
    assert len(exported(market)) == 1
    ((place, (severity, message)),) = named(outcome, "source_language").items()
    assert (place, severity) == ("https://example.org/marche/", Severity.WARNING)
    assert "observed as French" in message
    assert '"posts/2" = "fr" under [site.languages]' in message


@pytest.mark.parametrize(
    "name",
    [
        "posts/2",
        "https://example.org/marche/",
        "http://www.example.org/marche",
        "/marche/",
        "/march%65",
        "/marche/*",
        "https://example.org/marche/*",
    ],
)
def test_what_calque_toml_says_of_a_page_holds(market, name: str) -> None:
    text = (market.root / "calque.toml").read_text()
    market.configure(text.replace("\n[locales.fr]", f'\n[site.languages]\n"{name}" = "fr"\n\n[locales.fr]'))
    outcome = market.sync()
    assert not outcome.status.findings
    assert {(page.source_url, page.url) for page in outcome.status.pages} == {
        ("https://example.org/market/", ""),
        ("", "https://example.org/marche/"),
    }
    market.configure(text.replace("\n[locales.fr]", f'\n[site.languages]\n"{name}" = "en"\n\n[locales.fr]'))
    outcome = market.sync()
    assert {page.source_url for page in outcome.status.pages} == {
        "https://example.org/market/",
        "https://example.org/marche/",
    }


@pytest.mark.parametrize(
    ("named", "locale"),
    [
        ({"/*": "fr", "/notes/*": "en"}, "en"),
        ({"/notes/*": "fr", "/notes/tea/*": "en", "/*": "fr"}, "en"),
        ({"/notes/*": "fr", "/notes/tea/pot": "en"}, "en"),
        ({"/notes/tea/pot/": "fr", "posts/2": "en"}, "en"),
        ({"/notes/tea/*": "fr_FR"}, "fr"),
        ({"/notes/tea/*": "EN-us"}, "en"),
        ({"/note/*": "fr", "/notes/te/*": "fr", "/notes/tea%2Fpot/": "fr"}, ""),
    ],
)
def test_of_several_rows_for_a_page_the_nearest_counts(workspace, named: dict[str, str], locale: str) -> None:
    text = (workspace.root / "calque.toml").read_text()
    rows = "".join(f'"{name}" = "{tag}"\n' for name, tag in named.items())
    workspace.configure(text.replace("\n[locales.fr]", f"\n[site.languages]\n{rows}\n[locales.fr]"))
    assert Stated.of(workspace.site).locale("https://example.org/notes/tea/pot/", "posts/2") == locale


@pytest.mark.parametrize(
    ("row", "url", "key", "locale"),
    [
        ("posts/2", "https://example.org/posts/2/", "posts/7", ""),
        ("posts/2", "https://example.org/posts/2/", "posts/2", "fr"),
        ("/posts/2", "https://example.org/posts/2/", "posts/7", "fr"),
        ("example.org/2024", "https://example.org/2024/", "posts/7", "fr"),
        ("/tea/", "https://example.org/tea/?lang=fr", "posts/7", ""),
        ("/tea/?lang=fr", "https://example.org/tea/?lang=fr", "posts/7", "fr"),
        ("/tea/?lang=fr", "https://example.org/tea/", "posts/7", ""),
        ("/tea/*", "https://example.org/tea/?lang=fr", "posts/7", "fr"),
    ],
)
def test_a_row_names_a_post_by_its_key_or_by_its_address_and_query(
    workspace, row: str, url: str, key: str, locale: str
) -> None:
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("\n[locales.fr]", f'\n[site.languages]\n"{row}" = "fr"\n\n[locales.fr]'))
    assert Stated.of(workspace.site).locale(url, key) == locale
    assert list(Stated.of(workspace.site).rows(url, key)) == ([row] if locale else [])


def test_a_row_that_names_no_post_is_a_note(market) -> None:
    text = (market.root / "calque.toml").read_text()
    rows = '"posts/2" = "fr"\n"/marche/*" = "fr"\n"/marche/" = "fr"\n"posts/22" = "fr"\n"/marches/*" = "fr"\n'
    market.configure(text.replace("\n[locales.fr]", f"\n[site.languages]\n{rows}\n[locales.fr]"))
    assert set(named(market.sync(), "idle_language")) == {"posts/22", "/marches/*"}


def test_a_language_that_is_no_locale_of_the_site_is_refused(market) -> None:
    text = (market.root / "calque.toml").read_text()
    market.configure(text.replace("\n[locales.fr]", '\n[site.languages]\n"posts/2" = "de"\n\n[locales.fr]'))
    with pytest.raises(ConfigError, match="de is no locale of this site"):
        _ = market.site


def test_catalogs_of_a_page_that_comes_to_be_in_another_language_stay(workspace) -> None:
    workspace.post(1, html(ENGLISH), slug="market")
    workspace.post(2, html(ENGLISH[::-1]), slug="rain")
    workspace.sync()
    before = set(workspace.files())
    workspace.post(2, html(FRENCH), slug="rain")
    for _ in range(3):
        outcome = workspace.sync(accept=["texts_vanished", "mass_change"])
    assert set(workspace.files()) == before
    assert list(named(outcome, "source_language")) == ["https://example.org/rain/"]
    workspace.post(2, html(ENGLISH[::-1]), slug="rain")
    outcome = workspace.sync(accept=["texts_vanished", "mass_change"])
    assert not outcome.status.findings
    assert {page.source_url for page in outcome.status.pages} == {
        "https://example.org/market/",
        "https://example.org/rain/",
    }


def test_a_page_that_is_only_likely_in_another_language_is_noted_and_given_out(workspace) -> None:
    workspace.post(1, html((*ENGLISH, *FRENCH)), slug="market")
    outcome = workspace.sync()
    ((severity, message),) = named(outcome, "source_language").values()
    assert severity is Severity.NOTE
    assert "that is not sure" in message
    assert [page.source_url for page in outcome.status.pages] == ["https://example.org/market/"]


HALF = (*LONG_ENGLISH[:2], *LONG_FRENCH[2:])


def test_a_translation_that_nobody_finished_is_kept_from_translators(workspace) -> None:
    """Its other half is word for word that of its source."""
    workspace.post(1, PHOTO + html(LONG_ENGLISH), slug="market")
    workspace.post(2, PHOTO + html(HALF), slug="marche", title="Le marché")
    for _ in range(2):
        outcome = workspace.sync()
        assert {page.source_url for page in outcome.status.pages} == {"https://example.org/market/"}
        ((place, (severity, message)),) = named(outcome, "source_language").items()
        assert (place, severity) == ("https://example.org/marche/", Severity.WARNING)
        assert "observed as French" in message


@pytest.mark.parametrize(
    "texts",
    [
        (*LONG_ENGLISH, *LONG_FRENCH),
        (*HALF, "Bring your own bag."),
        HALF[::-1],
        (*LONG_ENGLISH[:2], "We have moved the stalls.", *LONG_FRENCH[3:]),
    ],
    ids=["in both languages", "longer", "in another order", "edited in the source's language"],
)
def test_a_page_that_quotes_another_one_is_given_out(workspace, texts: tuple[str, ...]) -> None:
    workspace.post(1, html(LONG_ENGLISH), slug="market")
    workspace.post(2, html(texts), slug="marche", title="Le marché")
    outcome = workspace.sync()
    assert {severity for severity, _ in named(outcome, "source_language").values()} <= {Severity.NOTE}
    assert len({page.source_url for page in outcome.status.pages}) == 2


def test_texts_that_many_pages_have_speak_for_no_page(workspace) -> None:
    """Lessons of a school begin and end alike, and what stands between may be in the language that is taught."""
    for number in range(1, 4):
        workspace.post(
            number, html((*LONG_ENGLISH[:2], f"Lesson {number} is for all who begin.", *LONG_ENGLISH[3:]))
        )
    workspace.post(4, html((*LONG_ENGLISH[:2], *LONG_FRENCH[2:])))
    assert len({page.source_url for page in workspace.sync().status.pages}) == 4


@pytest.mark.parametrize(
    ("prefix", "texts", "line"),
    [
        ("de", GERMAN, 'write prefix = "de" under [locales.de]'),
        ("si", SLOVENIAN, 'write prefix = "si" under [locales.sl]'),
        ("jp", JAPANESE, 'write prefix = "jp" under [locales.ja]'),
        ("at", GERMAN, 'write prefix = "at" under [locales.de-AT]'),
        ("ch", GERMAN, 'write prefix = "ch" under [locales.de-CH]'),
        ("ca", CATALAN, 'write prefix = "ca" under [locales.ca]'),
        ("ca", FRENCH, 'write prefix = "ca" under [locales.fr-CA]'),
        ("french", FRENCH, 'write prefix = "french" in place of "fr" under [locales.fr]'),
        ("deutsch", GERMAN, 'write prefix = "deutsch" under [locales.de]'),
    ],
)
def test_a_prefix_of_another_language_is_named_once_with_the_line_that_configures_it(
    workspace, prefix: str, texts: tuple[str, ...], line: str
) -> None:
    workspace.post(1, html(ENGLISH), slug="market")
    for number in range(2, 6):
        workspace.post(number, html(texts), slug=f"m{number}", locale=prefix)
    outcome = workspace.sync()
    ((_, message),) = named(outcome, "unconfigured_locale").values()
    assert line in message
    assert "4 of 4 pages" in message
    assert len(exported(workspace)) == 1
    assert {page.source_url for page in outcome.status.pages} == {"https://example.org/market/"}


def test_a_category_in_the_source_s_language_is_no_locale(workspace) -> None:
    for number, prefix in enumerate(("", "it", "hr", "news"), start=1):
        workspace.post(number, html(ENGLISH), slug=f"m{number}", locale=prefix)
    assert not {
        message
        for _, message in named(workspace.sync(), "unconfigured_locale").values()
        if "observed" in message
    }


def test_catalogs_of_a_page_whose_locale_comes_into_doubt_wait(workspace) -> None:
    """As long as no locale lives on the site, /hr/ is a category; as soon as one does, it may be Croatian."""
    text = (workspace.root / "calque.toml").read_text()
    workspace.post(1, html(ENGLISH), slug="market", locale="hr")
    workspace.sync()
    before = set(workspace.files())
    assert before
    workspace.configure(text.replace('truth = "po"\n', ""))
    for _ in range(3):
        outcome = workspace.sync()
    assert set(workspace.files()) == before
    ((_, message),) = named(outcome, "unconfigured_locale").values()
    assert '"/hr/*" = "en" under [site.languages]' in message
    workspace.configure(
        workspace.root.joinpath("calque.toml").read_text() + '\n[site.languages]\n"/hr/*" = "en"\n'
    )
    assert not workspace.sync().status.findings
    assert set(workspace.files()) == before


def test_a_page_in_a_locale_s_language_is_offered_as_a_translation(workspace) -> None:
    workspace.post(1, PHOTO + html(LONG_ENGLISH), slug="market")
    workspace.post(2, PHOTO + html(LONG_FRENCH), slug="marche", title="Le marché")
    ((_, message),) = named(workspace.sync(), "pair_proposed").values()
    line = '"posts/1" = { fr = "posts/2" }'
    assert line in message
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(f"{text}\n[pairs]\n{line}\n")
    outcome = workspace.sync()
    assert not outcome.status.findings
    (page,) = outcome.status.pages
    assert (page.pairing, page.source_url, page.url) == (
        "confirmed",
        "https://example.org/market/",
        "https://example.org/marche/",
    )


def test_a_site_in_another_language_than_it_says_is_one_finding(workspace) -> None:
    workspace.post(1, html(ENGLISH), slug="market")
    for number in range(2, 16):
        workspace.post(number, html(GERMAN), slug=f"markt-{number}", title=f"Der Markt Nummer {number}")
    ((place, (_, message)),) = named(workspace.sync(), "source_language").items()
    assert place == "https://example.org"
    assert "14 of 15 source pages are observed as German" in message
    assert 'write source = "de" under [site]' in message
