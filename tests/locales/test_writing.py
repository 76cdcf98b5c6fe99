"""Scripts without spaces between words: one table, one way of counting, the same for everybody who counts."""

import ast
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calque.html import count_words, split
from calque.locales.writing import (
    LETTER,
    LETTERS,
    UNSPACED,
    UNSPACED_LANGUAGES,
    set_apart,
    word_pieces,
    words_in,
)
from calque.po.similarity import word_count
from calque.states.changes import changed_words
from calque.worddiff import cut_words

SOURCE = Path(__file__).parent.parent.parent / "src" / "calque"

SENTENCES = {
    # Of one sentence: a market opens on Saturday mornings and closes before noon.
    "th": "ตลาดนัดเปิดทุกวันเสาร์ตอนเช้าและปิดก่อนเที่ยง",
    "lo": "ຕະຫຼາດເປີດທຸກວັນເສົາຕອນເຊົ້າແລະປິດກ່ອນທ່ຽງ",
    "km": "ផ្សារបើករៀងរាល់ព្រឹកថ្ងៃសៅរ៍ហើយបិទមុនថ្ងៃត្រង់",
    "my": "ဈေးကိုစနေနေ့မနက်တိုင်းဖွင့်ပြီးမွန်းမတည့်မီပိတ်သည်",
    "bo": "ཁྲོམ་ནི་གཟའ་སྤེན་པའི་ཞོགས་པར་སྒོ་ཕྱེ་ནས་ཉིན་གུང་གོང་ལ་སྒོ་རྒྱག",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SENTENCES["th"], 7),
        (SENTENCES["lo"], 6),
        (SENTENCES["km"], 6),
        (SENTENCES["my"], 5),
        (SENTENCES["bo"], 7),
        ("市は土曜日の朝に開きます", 12),
        ("集市每周六早晨开放", 9),
        ("시장은 토요일 아침마다 열립니다", 4),
        ("सोमवार को दुकान बंद", 4),
    ],
    ids=["th", "lo", "km", "my", "bo", "ja", "zh", "ko", "hi"],
)
def test_a_sentence_has_as_many_words_as_its_script_says(text: str, expected: int) -> None:
    assert words_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("วัน", 1),
        ("ๆ", 1),
        ("วัน เดือน ปี", 3),
        ("วัน—เดือน", 2),
        ("วัน\u200bเดือน\u200bปี", 3),  # a zero width space shows where a word ends
        ("“วัน”", 1),
        ("(วัน)", 1),
        ("วัน - ปี", 3),  # as in `day - year`
        ("๒๕๖๙", 1),
        ("ปี 2569", 2),
        ("ราคา100บาท", 3),
        ("ใช้ WordPress", 2),
        ("WordPressไทย", 2),
        ("วันไหน日本", 3),
        ("ថ្ងៃ ។", 1),
        ("ສະບາຍດີ, world!", 2),
    ],
)
def test_words_of_mixed_texts(text: str, expected: int) -> None:
    assert words_in(text) == expected


@pytest.mark.parametrize(
    ("bare", "marked"), [("กาน", "ก้าน"), ("か", "か\u3099"), ("葛", "葛\U000e0100"), ("ကန", "ကိန်း")]
)
def test_marks_above_and_below_are_no_letters(bare: str, marked: str) -> None:
    assert words_in(marked * 9) == words_in(bare * 9)


def test_spaces_stand_for_what_is_set_apart() -> None:
    assert set_apart("read ยินดีต้อนรับ now") == ("read   now", 2)
    assert set_apart("Don’t panic") == ("Don’t panic", 0)


def test_a_letter_keeps_its_marks_and_what_is_stacked_below_it() -> None:
    assert re.findall(LETTER, "ที่ឡើងស្វាမ္မာが") == ["ที่", "ឡើ", "ង", "ស្វា", "မ္မာ", "が"]
    assert cut_words("ไปที่ A") == ["ไ", "ป", "ที่", " ", "A"]


def test_a_changed_word_is_not_counted_letter_by_letter() -> None:
    old = SENTENCES["th"]
    assert changed_words(old, old.replace("และปิด", "และหยุด")) == 1
    assert (
        changed_words(old, old.replace("เสาร์", "อาทิตย์")) == 2
    )  # a letter of the old name stands in the new one
    assert changed_words(old, "") == words_in(old)


LETTER_LISTS = {
    script.code: [
        chr(code)
        for first, last in script.ranges
        for code in range(first, min(last, first + 200) + 1)
        if unicodedata.category(chr(code)) in ("Lo", "Mn", "Mc")
    ]
    for script in UNSPACED
}
RUNS = st.sampled_from(sorted(LETTER_LISTS)).flatmap(
    lambda code: st.text(st.sampled_from(LETTER_LISTS[code]), min_size=1, max_size=40)
)
"""Texts of one script without spaces."""
TEXTS = st.lists(RUNS | st.sampled_from(["word", "7", "Ünïcode"]), max_size=6).map(
    lambda words: " ".join(["A", *words])
)


@given(TEXTS)
def test_everybody_who_counts_words_comes_to_the_same_number(text: str) -> None:
    expected = words_in(text)
    assert count_words(text) == expected
    assert [segment.words for segment in split(f"<p>{text}</p>", field="content").segments] == [expected]
    assert word_count(text) == expected
    assert changed_words("", text) == expected


@given(RUNS, RUNS)
def test_more_text_never_has_fewer_words(one: str, other: str) -> None:
    assert words_in(one) <= words_in(one + other)
    assert words_in(f"{one} {other}") == words_in(one) + words_in(other)


@given(st.text() | TEXTS)
def test_the_count_does_not_hang_on_how_letters_are_composed(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert words_in(composed) == words_in(decomposed)


@given(st.text() | TEXTS)
def test_a_text_without_these_scripts_is_counted_by_its_spaces(text: str) -> None:
    assume(not re.search(f"[{LETTERS}]", text) and "\u2013" not in text and "\u2014" not in text)
    assume(not re.search(r"[^\S \n\u00a0]", text))
    assert words_in(text) == len(text.split())


def test_no_other_module_has_a_list_of_these_scripts_or_languages() -> None:
    letter = re.compile(f"[{LETTERS}]-[{LETTERS}]")
    listed = []
    for path in sorted(SOURCE.rglob("*.py")):
        if path == SOURCE / "locales" / "writing.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), node.value)
                if letter.search(text) or {"th", "lo", "km"} <= set(text.split()):
                    listed.append(f"{path.name}:{node.lineno}")
            elif isinstance(node, ast.Set | ast.Tuple | ast.List):
                values = {one.value for one in node.elts if isinstance(one, ast.Constant)}
                if {"th", "lo", "km"} <= values:
                    listed.append(f"{path.name}:{node.lineno}")
    assert listed == []


def test_the_table_holds_each_character_and_each_language_once() -> None:
    ranges = sorted(pair for script in UNSPACED for pair in script.ranges)
    assert all(first <= last for first, last in ranges)
    assert all(one[1] < other[0] for one, other in pairwise(ranges))
    assert len(UNSPACED_LANGUAGES) == sum(len(script.languages) for script in UNSPACED)
    assert not {"ko", "hi", "vi", "en"} & UNSPACED_LANGUAGES


@given(st.text(st.sampled_from("ab -–\u00a0\n日本ที่กខျ္ကが\u3099"), max_size=20))
def test_pieces_are_what_stands_between_spaces_and_each_letter_of_an_unspaced_script(text: str) -> None:
    pieces = word_pieces(text)
    assert "".join(pieces) == "".join(text.split())
    if not re.search(f"[{LETTERS}]", text):
        assert pieces == text.split()
    assert all(len(re.findall(LETTER, piece)) <= 1 for piece in pieces)
