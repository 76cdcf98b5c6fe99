"""The observed language: what it is, and that it is the same everywhere."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.errors import ConfigError
from calque.language import observe, profiled_languages, reference
from calque.language.profiles import Model

SENTENCES = {
    "en": "The gardener waters the roses early in the morning, before the sun stands high above the hedge.",
    "fr": "Le jardinier arrose les rosiers tôt le matin, avant que le soleil ne passe au-dessus de la haie.",
    "de": "Der Gärtner gießt die Rosen früh am Morgen, bevor die Sonne hoch über der Hecke steht.",
    "es": "El jardinero riega las rosas por la mañana temprano, antes de que el sol suba por encima del seto.",
    "it": "Il giardiniere annaffia le rose la mattina presto, prima che il sole si alzi sopra la siepe.",
    "pt": "O jardineiro rega as rosas de manhã cedo, antes que o sol suba por cima da cerca do quintal.",
    "nl": "De tuinman geeft de rozen vroeg in de ochtend water, voordat de zon hoog boven de heg staat.",
    "pl": "Ogrodnik podlewa róże wcześnie rano, zanim słońce stanie wysoko nad żywopłotem.",
    "tr": "Bahçıvan, güneş çitin üzerinde yükselmeden önce gülleri sabah erkenden sular.",
    "vi": "Người làm vườn tưới hoa hồng từ sáng sớm, trước khi mặt trời lên cao trên hàng rào.",
    "ru": "Садовник поливает розы рано утром, пока солнце не поднялось высоко над изгородью.",
    "uk": "Садівник поливає троянди рано-вранці, доки сонце не піднялося високо над огорожею.",
    "ar": "يسقي البستاني الورود في الصباح الباكر قبل أن ترتفع الشمس فوق السياج العالي.",
    "ja": "庭師は太陽が生け垣の上に高く昇る前に、朝早くバラに水をやります。",
    "ko": "정원사는 해가 울타리 위로 높이 뜨기 전 이른 아침에 장미에 물을 줍니다.",
    "zh-cn": "园丁在太阳高高升过树篱之前，清晨早早地给玫瑰浇水。",
    "zh-tw": "園丁在太陽高高升過樹籬之前，清晨早早地給玫瑰澆水。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_sentence_among_all_candidates(language: str) -> None:
    seen = observe(SENTENCES[language], list(SENTENCES))
    assert seen.language == language
    assert seen.score > 0.9


@pytest.mark.parametrize("language", SENTENCES)
def test_sentence_among_all_profiles(language: str) -> None:
    assert observe(SENTENCES[language]).language == language


@pytest.mark.parametrize("language", [name for name in SENTENCES if name != "en"])
def test_agrees_with_the_reference(language: str) -> None:
    for text in (SENTENCES[language], SENTENCES["en"]):
        assert observe(text, ["en", language]).language == reference(text, ["en", language])


def test_traditional_chinese_is_never_korean() -> None:
    assert observe(SENTENCES["zh-tw"], ["en", "ko", "zh-tw"]).language == "zh-tw"
    assert observe("園丁", ["ko", "zh-tw"]).language == "zh-tw"


def test_candidates_come_back_as_they_were_given() -> None:
    assert observe(SENTENCES["pt"], ["en", "pt-BR"]).language == "pt-BR"
    assert observe(SENTENCES["zh-tw"], ["en", "zh_TW"]).language == "zh_TW"
    assert observe("Gartneren vanner rosene tidlig om morgenen", ["en", "nb"]).language == "nb"


def test_locales_of_one_language_come_back_as_the_language() -> None:
    assert observe(SENTENCES["pt"], ["en", "pt-BR", "pt-PT"]).language == "pt"


@pytest.mark.parametrize(
    ("text", "candidates", "reason"),
    [
        ("", ["en", "fr"], "no-text"),
        ("2024 – 50 %", ["en", "fr"], "no-text"),
        ("https://example.org/le-jardin", ["en", "fr"], "no-text"),
        ('<a id="1"></a>{name}', ["en", "fr"], "no-text"),
        ("PostgreSQL 16.2", ["en", "fr"], "names"),
        ("Clara Schumann", ["en", "fr"], "names"),
        ("Clara Schumann, Johannes Brahms", ["en", "ru"], "names"),
        (SENTENCES["ru"], ["en", "fr"], "script:Cyrl"),
        ("O xardineiro rega as rosas cedo pola mañá", ["en", "gl"], "no-profile:gl"),
        ("Vrtlar zalijeva ruže rano ujutro", ["en", "sr-Latn", "hr"], "no-profile:sr"),
        ("Baštovan zaliva ruže rano ujutru, pre nego što sunce odskoči.", ["en", "sr"], "no-profile:sr"),
        (SENTENCES["pl"], ["en"], "unlike"),
    ],
)
def test_undetermined_says_why(text: str, candidates: list[str], reason: str) -> None:
    seen = observe(text, candidates)
    assert (seen.language, seen.score, seen.reason) == (None, 0.0, reason)


def test_unknown_candidate_is_refused() -> None:
    with pytest.raises(ConfigError, match="names no locale"):
        observe("Hello", ["english"])


@given(
    st.text(), st.lists(st.sampled_from(["en", "fr", "ru", "ja", "zh-cn", "zh-tw", "gl", "sr"]), unique=True)
)
def test_any_text_is_observed(text: str, candidates: list[str]) -> None:
    seen = observe(text, candidates)
    assert 0.0 <= seen.score <= 1.0
    assert seen.language is None or not candidates or seen.language in candidates
    assert observe(text, candidates[::-1]) == seen


PROGRAM = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from calque.language import judge, observe, reference
texts = json.load(sys.stdin)
def ask(text):
    seen = observe(text, ["en", "fr", "de", "es"])
    found = judge(text, None, source_locale="en", target_locale="fr")
    return [seen.language, seen.score, seen.reason, found.verdict, found.score, reference(text, ["en", "fr"])]
with ThreadPoolExecutor(int(sys.argv[1])) as threads:
    print(json.dumps(list(threads.map(ask, texts))))
"""


def test_same_answers_in_every_process_thread_and_hash_seed() -> None:
    """Cold, so that the eight threads meet while profiles are read."""
    words = sorted({word for text in SENTENCES.values() for word in text.split()})
    texts = json.dumps([*SENTENCES.values(), *words])
    answers = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM, threads],
            input=texts,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed, threads in (("0", "1"), ("1", "8"), ("2", "8"))
    ]
    assert answers[0] == answers[1] == answers[2]


def test_threads_share_models() -> None:
    texts = list(SENTENCES.values()) * 20
    alone = [observe(text, list(SENTENCES)) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda text: observe(text, list(SENTENCES)), texts)) == alone


def test_what_is_kept_is_bounded() -> None:
    kept = Model.read("en")
    some = "abcdefghijklmnop"
    kept.score(
        [f"{one}{two}{three}{four}" for one in some for two in some for three in some for four in some]
    )
    kept.score(list(map(chr, range(0x4E00, 0x9FFF))))
    assert 0 < kept.kept <= 2 * (1 << 15)


def test_profiles_are_langdetect_s() -> None:
    assert {"en", "fr", "zh-cn", "zh-tw", "no"} <= profiled_languages()
    assert not {"nn", "sr", "bs", "ms", "gl", "be", "eu"} & profiled_languages()
