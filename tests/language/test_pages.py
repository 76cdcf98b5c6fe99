"""The verdict of a page: the vote of its texts."""

from calque.language import Certainty, Judgement, Verdict, judge, judge_page
from calque.model import PageState

ENGLISH = (
    "Opening Hours of the Library",
    "The library is open every day except Monday, from nine in the morning until six in the evening.",
    "Children may take five books home, and keep them for a whole month.",
    "Where to Find Us",
    "You will find the reading room on the second floor, behind the old staircase.",
    "Ask at the desk if you need help with the catalogue.",
)
FRENCH = (
    "Heures d’ouverture de la bibliothèque",
    "La bibliothèque est ouverte tous les jours sauf le lundi, de neuf heures à dix-huit heures.",
    "Les enfants peuvent emporter cinq livres et les garder pendant un mois entier.",
    "Où nous trouver",
    "La salle de lecture se trouve au deuxième étage, derrière le vieil escalier.",
    "Adressez-vous à l’accueil si vous avez besoin d’aide avec le catalogue.",
)
SPANISH = (
    "La biblioteca abre todos los días menos el lunes, desde las nueve de la mañana hasta las seis de la tarde.",
    "Los niños pueden llevarse cinco libros a casa y quedarse con ellos durante un mes entero.",
    "La sala de lectura está en el segundo piso, detrás de la escalera vieja, junto al archivo municipal.",
)


CONTACT = (
    "CONTACT US",
    "Customer service by mail:",
    "Telephone:",
    "Address: Calle de Alcalá 45, Madrid - España",
    "Horario de atención al público por las tardes:",
)


def judged(
    texts: tuple[str, ...], sources: tuple[str | None, ...] | None = None
) -> list[tuple[Judgement, int]]:
    rows = zip(texts, sources or [None] * len(texts), strict=True)
    return [
        (
            judge(text, source, source_locale="en", target_locale="fr", candidates=["en", "fr"]),
            len(text.split()),
        )
        for text, source in rows
    ]


def test_english_page_under_a_french_prefix() -> None:
    page = judge_page(judged(ENGLISH), place="under /fr/")
    assert page.state is PageState.WRONG_LANGUAGE
    assert page.evidence == ("6 of 6 texts observed as English under /fr/",)
    assert dict(page.shares) == {Verdict.SOURCE_LANGUAGE: 1.0}


def test_page_that_copies_its_source() -> None:
    page = judge_page(judged(ENGLISH, ENGLISH), place="under /fr/")
    assert page.state is PageState.UNTRANSLATED_COPY
    assert page.evidence == (
        "6 of 6 texts observed as English under /fr/",
        "6 of 6 texts are copies of the source",
    )


def test_page_in_its_language() -> None:
    page = judge_page(judged(FRENCH, ENGLISH))
    assert page.state is None
    assert "observed as French" in page.evidence[0]


def test_half_translated_page_is_mixed() -> None:
    page = judge_page(judged(FRENCH[:3] + ENGLISH[3:], ENGLISH))
    assert page.state is PageState.MIXED_LANGUAGE
    assert [judgement.verdict for judgement in page.judgements].count(Verdict.COPY) == 3
    assert 0.15 <= dict(page.shares)[Verdict.COPY] < 0.8


def test_page_in_a_third_language() -> None:
    page = judge_page(judged(SPANISH))
    assert page.state is PageState.WRONG_LANGUAGE
    assert page.evidence == ("3 of 3 texts observed as Spanish",)


def test_one_foreign_quote_is_no_mixed_page() -> None:
    page = judge_page(judged((*FRENCH, "To be or not to be, that is the question.")))
    assert page.state is None


def test_names_and_numbers_do_not_vote() -> None:
    rows = judged((*FRENCH, "Ada Lovelace", "2024"), (*ENGLISH, "Ada Lovelace", "2024"))
    page = judge_page(rows)
    assert page.state is None
    assert page.evidence == ("6 of 6 texts observed as French",)


def test_empty_page_is_undetermined() -> None:
    page = judge_page([])
    assert (page.state, page.evidence) == (None, ())


def test_context_raises_a_short_text_to_a_warning() -> None:
    page = judge_page(judged((*ENGLISH, "Our rooms")))
    assert page.judgements[-1].is_wrong
    assert page.judgements[-1].reason == "context"
    assert page.judgements[-1].certainty is Certainty.LIKELY
    assert not judge("Our rooms", None, source_locale="en", target_locale="fr").is_wrong


NAMES = ("Internet Engineering Task Force", "Open Source SDK Generators")


def test_names_among_copied_sentences_are_copies_too_in_all_likelihood() -> None:
    page = judge_page(judged((*ENGLISH, *NAMES, "LinkedIn"), (*ENGLISH, *NAMES, "LinkedIn")))
    assert [one.verdict for one in page.judgements[6:]] == [Verdict.COPY, Verdict.COPY, Verdict.NEUTRAL]
    assert {(one.certainty, one.reason) for one in page.judgements[6:8]} == {(Certainty.LIKELY, "context")}


def test_names_among_copied_sentences_do_not_vote() -> None:
    page = judge_page(judged((*ENGLISH[4:], *NAMES, *NAMES), (None, None, *NAMES, *NAMES)))
    assert page.state is PageState.WRONG_LANGUAGE
    assert page.evidence == ("2 of 2 texts observed as English",)
    assert dict(page.shares) == {Verdict.SOURCE_LANGUAGE: 1.0}


def test_names_in_a_page_that_is_copied_by_half_are_copies_too_in_all_likelihood() -> None:
    page = judge_page(judged((*ENGLISH[:3], *FRENCH[3:], *NAMES, "Our rooms"), (*ENGLISH, *NAMES, None)))
    assert [one.verdict for one in page.judgements[6:]] == [Verdict.COPY, Verdict.COPY, Verdict.UNDETERMINED]


def test_names_in_a_translated_page_may_stand() -> None:
    page = judge_page(judged((*FRENCH, *NAMES), (*ENGLISH, *NAMES)))
    assert [one.verdict for one in page.judgements[6:]] == [Verdict.NEUTRAL, Verdict.NEUTRAL]


def test_context_never_clears_a_text() -> None:
    page = judge_page(judged((*FRENCH, ENGLISH[4])))
    assert page.judgements[-1].verdict is Verdict.SOURCE_LANGUAGE
    assert page.judgements[-1].certainty is Certainty.SURE


def test_context_of_a_mixed_page_raises_nothing() -> None:
    page = judge_page(judged((*ENGLISH[:3], *FRENCH[:3], "Our rooms")))
    assert page.judgements[-1].verdict is Verdict.UNDETERMINED


GAELIC = (
    "Uairean fosglaidh an leabharlainn",
    "Tha an leabharlann fosgailte gach latha ach Diluain, bho naoi uairean sa mhadainn gu sia uairean feasgar.",
    "Faodaidh clann còig leabhraichean a thoirt dhachaigh agus an cumail fad mìos slàn.",
    "Tha an seòmar-leughaidh air an dàrna làr, air cùl na seann staidhre.",
)


def judged_as_gaelic(texts: tuple[str, ...]) -> list[tuple[Judgement, int]]:
    return [
        (
            judge(text, None, source_locale="en", target_locale="gd", candidates=["en", "gd"]),
            len(text.split()),
        )
        for text in texts
    ]


def test_page_without_a_profile_is_not_judged_by_the_one_sentence_left_in_english() -> None:
    page = judge_page(judged_as_gaelic((*GAELIC * 3, ENGLISH[5])))
    assert page.state is None


def test_page_without_a_profile_that_is_in_english_is_found() -> None:
    page = judge_page(judged_as_gaelic(ENGLISH))
    assert page.state is PageState.WRONG_LANGUAGE
    assert "observed as English" in page.evidence[0]


def test_page_without_a_profile_that_is_half_in_english_is_mixed() -> None:
    assert judge_page(judged_as_gaelic(GAELIC + ENGLISH[:3])).state is PageState.MIXED_LANGUAGE


def test_a_short_page_is_not_judged_by_an_address() -> None:
    rows = [
        (
            judge(text, None, source_locale="es", target_locale="en", candidates=["es", "en"]),
            len(text.split()),
        )
        for text in CONTACT
    ]
    assert judge_page(rows).state is None


def test_a_few_words_left_in_the_source_language_do_not_decide_a_short_page() -> None:
    assert judge_page(judged((ENGLISH[4], "Contact", "2024"))).state is None
    assert judge_page(judged((ENGLISH[4], *FRENCH[3:4]))).state is None
    assert judge_page(judged(ENGLISH[1:5])).state is PageState.WRONG_LANGUAGE


def test_a_short_page_that_is_wholly_in_the_source_language_is_in_the_wrong_one() -> None:
    assert (
        judge_page(judged((ENGLISH[1], "Ada Lovelace"), (None, "Ada Lovelace"))).state
        is PageState.WRONG_LANGUAGE
    )
    assert judge_page(judged((ENGLISH[1], "Ada Lovelace"))).state is None


def test_a_short_page_that_equals_its_source_is_a_copy() -> None:
    page = judge_page(judged((ENGLISH[4], "Ada Lovelace"), (ENGLISH[4], "Ada Lovelace")))
    assert page.state is PageState.UNTRANSLATED_COPY


def test_a_page_with_nine_of_ten_texts_copied_is_a_copy_however_long_the_tenth_is() -> None:
    copied = ("Ask at the desk if you need help.",) * 9
    edited = " ".join((*ENGLISH, *ENGLISH))
    page = judge_page(judged((*copied, edited), (*copied, None)))
    assert dict(page.shares)[Verdict.COPY] < 0.8
    assert page.state is PageState.UNTRANSLATED_COPY
    page = judge_page(judged((*copied[:6], *(edited,) * 4), (*copied[:6], *(None,) * 4)))
    assert page.state is PageState.WRONG_LANGUAGE


NAVIGATION = (
    "Aller au contenu principal",
    "Pages de documentation",
    "Page précédente",
    "Dernière mise à jour",
)


def test_words_of_the_theme_around_a_copied_page_have_no_vote() -> None:
    rows = judged((*NAVIGATION, *ENGLISH), (*NAVIGATION, *ENGLISH))
    frame = [True] * len(NAVIGATION) + [False] * len(ENGLISH)
    page = judge_page(rows, frame=frame, place="under /fr/")
    assert page.state is PageState.UNTRANSLATED_COPY
    assert page.evidence == (
        "6 of 6 texts observed as English under /fr/",
        "6 of 6 texts are copies of the source",
    )
    assert [one.verdict for one in page.judgements[: len(NAVIGATION)]] == [one.verdict for one, _ in rows[:4]]


def test_an_english_menu_around_a_translated_page_has_no_vote() -> None:
    rows = judged((*ENGLISH, *FRENCH))
    page = judge_page(rows, frame=[True] * len(ENGLISH) + [False] * len(FRENCH))
    assert page.state is None
    assert "observed as French" in page.evidence[0]
    assert all(one.is_wrong for one in page.judgements[:3])


def test_the_menu_decides_where_the_texts_of_the_page_itself_say_nothing() -> None:
    rows = judged(("Ada Lovelace", *ENGLISH))
    assert judge_page(rows, frame=[False] + [True] * len(ENGLISH)).state is PageState.WRONG_LANGUAGE
    assert judge_page(rows, frame=[True] * len(rows)).state is PageState.WRONG_LANGUAGE


def test_the_menu_has_a_vote_beside_a_page_of_few_words_and_none_beside_one_of_many() -> None:
    """Two sentences in English within long menus and footers in French do not make the page an English one."""
    few, many = (ENGLISH[2], ENGLISH[5]), ENGLISH[1:5]
    for own, state in ((few, PageState.MIXED_LANGUAGE), (many, PageState.WRONG_LANGUAGE)):
        frame = [False] * len(own) + [True] * len(FRENCH)
        assert judge_page(judged((*own, *FRENCH)), frame=frame).state is state
    frame = [False] * len(few) + [True] * len(FRENCH)
    copied = judged((*few, *FRENCH), (*few, *[None] * len(FRENCH)))
    assert judge_page(copied, frame=frame).state is PageState.UNTRANSLATED_COPY
    frame = [False] * len(few) + [True] * 2
    assert judge_page(judged((*few, *FRENCH[3:5])), frame=frame).state is PageState.WRONG_LANGUAGE


def test_a_page_in_its_language_that_equals_its_source_is_no_untranslated_copy() -> None:
    whole = (*FRENCH, ENGLISH[3])
    page = judge_page(judged(whole, whole))
    assert page.state is None
    assert "observed as French" in page.evidence[0]
