"""A unit's flaws: plural forms, what an entry switches off, glossaries, and the site's own addresses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from calque.checks import CheckSetting, Glossary, check_unit, parse_glossary, setting_of
from calque.config import parse_site
from calque.errors import ConfigError
from calque.locales.writing import UNSPACED_LANGUAGES
from calque.model import Flaw, Severity, Unit

GLOSSARY = """\
term,case,fr,fr forbidden,de,*
library card,,carte de bibliothèque | carte de lecteur,,Bibliotheksausweis,
e-mail,,courriel,e-mail | mail,E-Mail,
Alder Lane,exact,,,,Alder Lane
"""
CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"

[locales.fr]
prefix = "fr"
"""


@pytest.fixture
def french() -> CheckSetting:
    return CheckSetting("en", "fr", glossary=Glossary(parse_glossary(GLOSSARY, place="terms.csv"), "fr"))


def codes(flaws: tuple[Flaw, ...]) -> list[str]:
    return [flaw.code for flaw in flaws]


def test_a_plural_form_may_agree_with_the_singular_or_the_plural() -> None:
    unit = Unit("One book", None, ("Un livre", "%d livres"), plural="%d books", formats=("c-format",))
    assert check_unit(unit, CheckSetting("en", "fr")) == ()


def test_a_wrong_number_in_one_plural_form_is_told_once() -> None:
    unit = Unit("45 books", None, ("46 livres", "46 livres"), plural="45 books")
    assert check_unit(unit, CheckSetting("en", "fr")) == (Flaw("numbers", Severity.WARNING, "45 became 46"),)


def test_a_term_of_the_glossary_is_found_inflected(french: CheckSetting) -> None:
    unit = Unit("Bring your library cards along.", None, ("Apportez vos cartes de lecteurs.",))
    assert check_unit(unit, french) == ()
    assert codes(check_unit(Unit(unit.source, None, ("Apportez vos papiers.",)), french)) == ["glossary-term"]


@pytest.mark.parametrize("language", sorted(UNSPACED_LANGUAGES))
def test_a_term_is_found_within_a_run_of_letters_where_no_spaces_part_words(language: str) -> None:
    rows = f"term,{language},{language} forbidden\nlibrary,ཁག,གཅ\n"
    setting = CheckSetting(
        "en", language, glossary=Glossary(parse_glossary(rows, place="terms.csv"), language)
    )
    assert codes(check_unit(Unit("The library", None, ("ནཁགམ",)), setting)) == []
    flaws = codes(check_unit(Unit("The library", None, ("ནགཅམ",)), setting))
    assert flaws == ["glossary-term", "forbidden-term"]


@pytest.mark.parametrize(
    ("language", "wanted", "target", "is_used"),
    [
        ("fr", "or", "Le bateau entre au port.", False),
        ("fr", "or", "Une bague en or.", True),
        ("fr", "port", "Nos transports sont rapides.", False),
        ("fr", "port", "Les ports sont fermés.", True),
        ("de", "Ausweis", "Der Bibliotheksausweis ist da.", True),
        ("de", "Ort", "Die Antwort ist da.", False),
        ("ar", "مكتبة", "والمكتبة مفتوحة", True),
        ("ko", "도서관", "도서관에서 만나요", True),
        ("ja", "API", "RAPIDを使う", False),
        ("ja", "API", "APIを使う", True),
        ("zh-Hans", "图书馆", "本图书馆开放", True),
    ],
)
def test_a_term_is_found_as_a_whole_word_of_its_script(
    language: str, wanted: str, target: str, *, is_used: bool
) -> None:
    glossary = Glossary(parse_glossary(f"term,{language}\nlibrary,{wanted}\n", place="terms.csv"), language)
    setting = CheckSetting("en", language, glossary=glossary)
    flaws = codes(check_unit(Unit("The library", None, (target,)), setting))
    assert ("glossary-term" not in flaws) is is_used


def test_an_exact_term_is_no_part_of_a_word() -> None:
    glossary = Glossary(parse_glossary("term,case,fr\nPO,exact,PO\n", place="terms.csv"), "fr")
    setting = CheckSetting("en", "fr", glossary=glossary)
    assert codes(check_unit(Unit("The PO file", None, ("Le fichier POST",)), setting)) == ["glossary-term"]
    assert check_unit(Unit("The PO file", None, ("Le fichier PO",)), setting) == ()


@pytest.mark.parametrize(
    ("language", "forbidden", "target", "is_told"),
    [
        ("ko", "서버", "서버를 켜세요", True),
        ("ko", "서버", "웹서버를 켜세요", False),
        ("ko", "API", "API를 켜세요", True),
        ("ja", "API", "RAPIDを使う", False),
        ("ja", "API", "APIを使う", True),
        ("ar", "مكتبة", "والمكتبة مفتوحة", True),
        ("he", "ספריה", "בספריה שלנו", True),
        ("fr", "or", "Le port est fermé.", False),
    ],
)
def test_a_forbidden_word_is_told_as_a_whole_word_of_its_script(
    language: str, forbidden: str, target: str, *, is_told: bool
) -> None:
    row = f"term,{language} forbidden\nlibrary,{forbidden}\n"
    setting = CheckSetting(
        "en", language, glossary=Glossary(parse_glossary(row, place="terms.csv"), language)
    )
    flaws = codes(check_unit(Unit("The library", None, (target,)), setting))
    assert ("forbidden-term" in flaws) is is_told


def test_a_term_of_a_source_without_spaces_is_found_in_its_run_of_letters() -> None:
    glossary = Glossary(parse_glossary("term,fr\n図書館,bibliothèque\n", place="terms.csv"), "fr")
    setting = CheckSetting("ja", "fr", glossary=glossary)
    assert codes(check_unit(Unit("市の図書館へ", None, ("À la salle de la ville",)), setting)) == [
        "glossary-term"
    ]
    assert codes(check_unit(Unit("市の図書館へ", None, ("À la bibliothèque",)), setting)) == []


def test_a_forbidden_word_is_told_with_the_right_one(french: CheckSetting) -> None:
    (missing, forbidden) = check_unit(Unit("Send an e-mail.", None, ("Envoyez un mail.",)), french)
    assert (missing.code, forbidden.code) == ("glossary-term", "forbidden-term")
    assert forbidden.message == "'mail' is not to be used for 'e-mail'; write 'courriel'"


def test_a_name_stays_as_it_is_in_every_locale(french: CheckSetting) -> None:
    unit = Unit("Come to Alder Lane today.", None, ("Venez allée des Aulnes aujourd'hui.",))
    assert codes(check_unit(unit, french)) == ["glossary-term"]
    assert check_unit(Unit("Come to alder lane today.", None, unit.target), french) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("source,fr\n", "terms.csv:1: no column 'term'"),
        ("term,klingonisch\n", "terms.csv:1: the column 'klingonisch' names no locale"),
        ("term,fr\ncard,carte,x\n", "terms.csv:2: more cells"),
        ("term,fr\n,carte\n", "terms.csv:2: no term"),
        ("term,case,fr\ncard,any,carte\n", "terms.csv:2: case is 'any'"),
    ],
)
def test_a_wrong_glossary_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse_glossary(text, place="terms.csv")


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("Voir https://example.org/about/ sur le site.", ["unlocalised-link"]),
        ("Voir https://example.org/fr/a-propos/ sur le site.", []),
        ("Voir https://example.org/wp-content/uploads/plan.pdf sur le site.", []),
    ],
)
def test_an_own_address_in_the_source_locale_is_found(tmp_path: Path, target: str, found: list[str]) -> None:
    setting = setting_of(parse_site(CONFIG, place="calque.toml", root=tmp_path), "fr")
    unit = Unit("See https://example.org/about/ on the site.", None, (target,))
    assert codes(check_unit(unit, setting)) == found


def test_the_site_says_which_checks_are_left_out_by_locale(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    checks = (
        '[checks]\nignore = ["tags", "links"]\nglossary = "terms.csv"\n[checks.fr]\nignore = ["numbers"]\n'
    )
    site = parse_site(CONFIG + checks, place="calque.toml", root=tmp_path)
    setting = setting_of(site, "fr")
    assert site.checks.ignore == ("links", "tags")
    assert setting.ignored == {"links", "numbers", "tags"}
    assert check_unit(Unit("There are 45 books.", None, ("Il y a 46 livres.",)), setting) == ()
    assert codes(check_unit(Unit("A library card.", None, ("Un papier.",)), setting)) == ["glossary-term"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ignore = ["number"]', r"calque.toml:10: 'number' is no check; the nearest is 'numbers'"),
        ('ignore = ["markup"]', r"calque.toml:10: markup cannot be left out"),
        ('glossary = "none.csv"', r"calque.toml:10: there is no file none.csv"),
        ('glossary = "../terms.csv"', r"calque.toml:10: '../terms.csv' leaves the workspace"),
        ("de = {}", r"calque.toml:10: unknown key 'de' in \[checks\]"),
    ],
)
def test_a_wrong_key_of_checks_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse_site(f"{CONFIG}\n[checks]\n{text}\n", place="calque.toml", root=tmp_path)


@pytest.fixture
def checked(workspace) -> Callable[[str], list[str]]:
    """Translate the one text of a post, sync, and return the flaws and the state that the status has."""

    def check(target: str) -> list[str]:
        workspace.post(1, "<p>Open at 9:30 on <b>Mondays</b>.</p>", title="")
        workspace.sync()
        workspace.translate(1, {"Open at 9:30 on <b>Mondays</b>.": target})
        (page,) = workspace.sync().status.pages
        states = [str(state) for state, _ in page.counts]
        return [*states, *(f"{flaw.severity} {flaw.code}: {flaw.message}" for flaw in page.flaws)]

    return check


def test_a_translation_with_a_warning_is_translated(checked: Callable[[str], list[str]]) -> None:
    assert checked("Ouvert à 9 h 45 le <b>lundi</b>.") == ["translated", "warning numbers: 30 became 45"]


def test_an_error_makes_the_unit_invalid(checked: Callable[[str], list[str]]) -> None:
    assert checked("Ouvert à 9 h 30 le <i>lundi</i>.") == [
        "invalid",
        "error markup: <i> is not in the source text",
        "warning tags: <b> of the source is not used",
    ]
