"""Source pages in another language: what is sure, what is worth a note, and what is left alone."""

import pytest

from calque.language import Certainty, observe_source

FRENCH = (
    "Le marché du samedi se tient sur la grande place, et les marchands dressent leurs tables avant le lever du jour.",
    "Quand il pleut, nous nous retrouvons sous les arcades, où il y a aussi du café pour ceux qui ont froid.",
)
ENGLISH = (
    "The Saturday market is held on the main square, and the traders put up their tables before the sun rises.",
    "When it rains we meet under the arcades, where there is also some coffee for those who are cold.",
)
SLOVENIAN = (
    "Sobotna tržnica je na glavnem trgu, kjer prodajalci postavijo svoje mize že pred sončnim vzhodom.",
    "Če dežuje, se dobimo pod arkadami, kjer je tudi kava za vse, ki jih zebe.",
)
JAPANESE = (
    "土曜日の市場は中央広場で開かれ、商人たちは日の出前に机を並べます。",
    "雨の日はアーケードの下に集まります。",
)
GREEK = (
    "Η αγορά του Σαββάτου γίνεται στην κεντρική πλατεία, και οι έμποροι στήνουν τους πάγκους πριν την αυγή.",
)


@pytest.mark.parametrize(
    ("texts", "language"),
    [(FRENCH, "fr"), (SLOVENIAN, "sl"), (JAPANESE, "ja"), (GREEK, "el")],
    ids=["fr", "sl", "ja", "el"],
)
def test_a_page_in_any_profiled_language_is_told_from_its_source_s(
    texts: tuple[str, ...], language: str
) -> None:
    found = observe_source(texts, "en", named=[language])
    assert found is not None
    assert (found.language, found.certainty) == (language, Certainty.SURE)
    assert observe_source(texts, language, candidates=["en"]) is None


@pytest.mark.parametrize(
    "texts",
    [
        ENGLISH,
        (*ENGLISH, "As they say there: « Quand il pleut, nous nous retrouvons sous les arcades. »"),
        (
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor ut labore et dolore.",
        ),
        ("2024", "—", "https://example.org/fr/"),
        (),
        ("git switch main && make install PREFIX=/usr/local && systemctl --user enable backup.timer",),
        ("La Place",),
    ],
    ids=["own", "a quotation", "filler", "no letters", "nothing", "commands", "a name"],
)
def test_a_page_that_is_not_surely_another_language_s_is_left_alone(texts: tuple[str, ...]) -> None:
    assert observe_source(texts, "en", candidates=["fr", "de"]) is None


NAMES = (
    "Pablo García de la Torre, Lucía Fernández y Pérez, Juan Carlos de la Fuente, María del Mar López",
    "Ana Ruiz y Castillo, José de las Heras, Teresa del Campo y Vega, Pedro de los Ríos",
)


@pytest.mark.parametrize(
    "texts", [("Quand il pleut, nous nous retrouvons sous les arcades.",), NAMES], ids=["few words", "names"]
)
def test_what_is_too_little_or_too_mixed_to_be_sure_is_worth_a_note(texts: tuple[str, ...]) -> None:
    found = observe_source(texts, "en", candidates=["fr", "es"])
    assert found is None or found.certainty is Certainty.LIKELY


def test_half_a_page_in_another_language_is_noted() -> None:
    found = observe_source((*ENGLISH, *FRENCH), "en", candidates=["fr"])
    assert found is not None
    assert (found.language, found.certainty) == ("fr", Certainty.LIKELY)


def test_an_address_that_says_the_same_makes_a_short_page_sure() -> None:
    text = ("Im Sommer ist der Markt auch am Mittwoch geöffnet, aber ohne Musik.",)
    alone = observe_source(text, "en", candidates=["de"])
    named = observe_source(text, "en", candidates=["de"], named=["de"])
    assert alone is not None
    assert named is not None
    assert (alone.certainty, named.certainty) == (Certainty.LIKELY, Certainty.SURE)


def test_of_a_source_without_a_profile_nothing_is_said() -> None:
    assert observe_source(FRENCH, "gl", candidates=["fr"]) is None
