"""Likeness, predecessors by position and by words, and the word diff."""

import pytest

from calque.po import Block, merge, read_catalog
from calque.po.entries import NOTHING
from calque.po.match import Kin, Source, SourceIndex
from calque.po.near import TextIndex
from calque.po.similarity import likeness, shared_words, stripped, word_count, words_of
from calque.worddiff import word_diff

HEADER = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


def suggested(old: list[str], new: list[str]) -> dict[str, str | None]:
    """Source text → predecessor, for what a merge suggests; old texts are all translated."""
    catalog = "".join(
        f'#: {line.partition("|")[0]}\nmsgid "{line.partition("|")[2]}"\nmsgstr "T"\n\n' for line in old
    )
    template = "".join(
        f'#: {line.partition("|")[0]}\nmsgid "{line.partition("|")[2]}"\nmsgstr ""\n\n' for line in new
    )
    result = merge(
        read_catalog((HEADER + catalog).encode(), place="fr.po"),
        read_catalog((HEADER + template).encode(), place="t.pot"),
        locale="fr",
        language="fr",
    )
    return {change.source: change.predecessor for change in result.changes if change.score is not None}


def test_placeholders_do_not_count() -> None:
    assert stripped('Read <a id="1">this</a> <x id="2"/>now<br/>') == "Read this now"
    assert stripped("2 < 3 and <- here") == "2 < 3 and <- here"


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("the same", "the same", 1, 1),
        ("We open at nine.", "We open at ten.", 0.7, 0.95),
        ("Save", "Safe", 0, 0),
        ("Literals", "literal", 0.6, 0.9),
        ("We lend books to all.", "Dogs must stay outside.", 0, 0.5),
        ("図書館は九時に開きます", "図書館は十時に開きます", 0.7, 0.95),
        ("``%d``", "``%x``", 0, 0),
    ],
)
def test_likeness(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(one, other) <= most
    assert likeness(one, other) == likeness(other, one)


def test_words_are_counted_where_none_are_written_apart() -> None:
    assert word_count("Three short words") == 3
    assert word_count("図書館は九時に開きます") == 11  # as everywhere: each character is one
    assert "図書" in words_of("図書館")


def test_the_text_in_the_same_place_wins_over_a_slightly_closer_one() -> None:
    old = [
        "p:1|Before it all",
        "p:2|The shop opens at nine on all days",
        "p:3|Between",
        "p:4|The shop opens at ten on all weekdays",
    ]
    new = [
        "p:1|Before it all",
        "p:2|The shop opens at ten on all days",
        "p:3|Between",
        "p:4|The shop opens at ten on all weekdays",
    ]
    assert suggested(old, new) == {"The shop opens at ten on all days": "The shop opens at nine on all days"}


def test_a_paragraph_that_moved_and_changed_is_found() -> None:
    old = [
        "p:1|First of all a greeting",
        "p:2|The shop opens at nine on all days",
        "p:3|Last of all a farewell",
    ]
    new = [
        "p:1|First of all a greeting",
        "p:3|Last of all a farewell",
        "p:9|The shop opens at ten on all days",
    ]
    assert suggested(old, new) == {"The shop opens at ten on all days": "The shop opens at nine on all days"}


def test_a_small_part_of_a_split_text_is_no_use() -> None:
    whole = "We lend games and tools to all. Bring your card when you come. " + " ".join(
        f"w{n}" for n in range(30)
    )
    assert suggested([f"p:1|{whole}"], ["p:1|Bring your card when you come."]) == {}


def test_an_equal_text_of_the_same_post_comes_first() -> None:
    old = ["p/1:a|The shop opens at nine", "p/2:b|The shop closes at nine"]
    new = ["p/2:b|The shop, opens at nine"]
    assert suggested(old, new) == {"The shop, opens at nine": "The shop opens at nine"}


def source(text: str, place: str, kin: Kin = Kin.GONE) -> Source:
    """A translated text that stood at a place."""
    fields = NOTHING._replace(
        msgid=text, msgstr=f"{place} {kin.name}", occurrences=((f"{place}:content", ""),)
    )
    return Source.of(Block(fields), kin)


@pytest.mark.parametrize("text", ["The shop opens at nine", "The shop opens at ten"], ids=["equal", "alike"])
def test_of_sources_that_are_as_alike_the_closest_kin_wins_then_the_same_place(text: str) -> None:
    """In whatever order the catalogs were read."""
    near, far = (source("The shop opens at nine", place) for place in ("posts/1", "posts/2"))
    closer = source("The shop opens at nine", "posts/3")
    live = [source("The shop opens at nine", place, Kin.LIVE) for place in ("posts/1", "posts/2")]
    for sources, place, expected in (
        ([far, near], "posts/1", near),
        ([near, far], "posts/1", near),
        ([near, far], "posts/2", far),
        (live, "posts/2", live[1]),
        ([*live, closer], "posts/2", closer),
        ([closer, *live], "posts/2", closer),
    ):
        found = SourceIndex(sources).best(text, place)
        assert found is not None
        assert found[0] is expected


SENTENCE = "The shop in the old mill opens every morning at nine"


@pytest.mark.parametrize(
    ("old", "new", "is_suggested"),
    [
        (SENTENCE, "The mill opens its doors every summer at noon", True),
        (SENTENCE, "The shop in town closes at six", False),
        (SENTENCE, "An old mill stands in the park of the castle", False),
        ("Open now", "Open today", True),
        ("Open now", "Open late", False),
        ("Open every day now", "Open late some days", True),
        ("Buy a ticket", "Buy bread", False),
    ],
    ids=[
        "0.57",
        "0.55",
        "0.45",
        "0.61 of a short text",
        "0.56 of a short text",
        "0.56 of four words",
        "0.45 of a short text",
    ],
)
def test_a_text_elsewhere_is_suggested_where_it_is_alike_enough(
    old: str,
    new: str,
    is_suggested: bool,  # noqa: FBT001 — a table's column
) -> None:
    """In short texts a word is much, so they have to be more alike."""
    found = SourceIndex([source(old, "posts/1")]).best(new, "posts/2")
    assert (found is not None) is is_suggested


@pytest.mark.parametrize("text", ["— · —", "%", "1\u202f000 €", '<x id="1"/> …'])
def test_an_equal_text_without_a_word_is_found(text: str) -> None:
    found = SourceIndex([source("The old mill", "posts/1"), source(text, "posts/2")]).best(text, "posts/3")
    assert found is not None
    assert (found[0].place, found[1]) == ("posts/2", 1.0)


def test_what_has_no_translation_gives_no_suggestion() -> None:
    empty = Source.of(Block(NOTHING._replace(msgid=SENTENCE)), Kin.LIVE)
    assert SourceIndex([empty]).best(SENTENCE, "posts/1") is None


def test_the_likest_of_many_that_share_as_many_words_is_found() -> None:
    """More of them than are compared exactly: those of the nearest length are."""
    ends = ["and " * (3 + number) for number in range(100)]
    others = [source(f"The shop opens at nine {end}more", "posts/1") for end in ends]
    wanted = source("The shop opens at nine now", "posts/2")
    for sources in ([*others, wanted], [wanted, *others]):
        found = SourceIndex(sources).best("The shop opens at nine too", "posts/3")
        assert found is not None
        assert found[0] is wanted


def test_a_text_that_shares_more_words_is_compared_before_many_of_the_same_length() -> None:
    text = "The shop at the mill opens at nine on every morning"
    others = [
        source(f"At {number:02} the mill and nine more of us go shopping.", "posts/1")
        for number in range(100)
    ]
    wanted = source(f"{text} but not on the first of May", "posts/2")
    for sources in ([*others, wanted], [wanted, *others]):
        found = SourceIndex(sources).best(text, "posts/3")
        assert found is not None
        assert found[0] is wanted


def test_a_text_is_looked_for_by_all_its_words_and_not_by_the_rarest_alone() -> None:
    near = source("The shop opens at nine now", "posts/1")
    others = [source(f"The shop at the mill opens at {hour}", "posts/1") for hour in ("nine", "ten")]
    rare = source("A zebra grazes behind the old barn of our neighbour", "posts/1")
    found = SourceIndex([rare, *others, near]).best("The zebra shop opens at nine", "posts/2")
    assert found is not None
    assert found[0] is near


def test_ten_thousand_texts_are_searched_by_their_words() -> None:
    """Each text differs from its neighbours in one word; the right one is found by the rare word."""
    old = [f"p:1|The lesson on item{number} begins at nine and ends at noon" for number in range(3_000)]
    new = ["p:1|The lesson on item1234 begins at nine and ends at one"]
    assert suggested(old, new) == {new[0][4:]: old[1234][4:]}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("the old word", "the new word", "the [-old-] {+new+} word"),
        ("a b", "a b c", "a b {+c+}"),
        ("a b c", "b c", "[-a-] b c"),
        ("a", "b", "[-a-] {+b+}"),
        ("same", "same", "same"),
        ("two\nlines", "two lines here", "two lines {+here+}"),
        (
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
            "0 2 3 4 5 6 7 8 9 10 11 12 13 14 15 0",
            "[-1-] {+0+} 2 3 4 5 6 7 … 10 11 12 13 14 15 [-16-] {+0+}",
        ),
        ("1 2 3 4 5 6 7 8 x", "1 2 3 4 5 6 7 8 y", "… 3 4 5 6 7 8 [-x-] {+y+}"),
        ("x 1 2 3 4 5 6 7 8", "y 1 2 3 4 5 6 7 8", "[-x-] {+y+} 1 2 3 4 5 6 …"),
    ],
)
def test_a_word_diff_shows_what_changed_and_a_few_words_around(old: str, new: str, expected: str) -> None:
    assert word_diff(old, new) == expected


LONG = " ".join(f"sentence {number} of a long text" for number in range(1_000))


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        (LONG, 1, 1),
        (LONG.replace("sentence 500 ", "phrase 500 "), 0.98, 0.999),
        (LONG.replace(" of a long text", " in some brief book"), 0.0, 0.5),
        (" ".join(reversed(LONG.split())), 0.0, 0.5),
    ],
    ids=["the same", "one word", "other words", "the words backwards"],
)
def test_two_very_long_texts_are_compared_by_their_runs_of_words(
    other: str, least: float, most: float
) -> None:
    assert len(LONG) ** 2 > 100_000_000
    assert least <= likeness(LONG, other) <= most


def test_words_of_long_texts_are_shared_in_any_order() -> None:
    words = [str(number) for number in range(10_100)]
    assert shared_words(words, words[::-1]) == 10_100
    assert shared_words(words[:100], words[:100][::-1]) == 1


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (
            "We open every morning at nine. The stove is lit an hour before. Bring the whole family along.",
            "Bring the whole family along.",
        ),
        (
            "当館は毎朝九時に開館いたします。ストーブは一時間前に火を入れます。ご家族もお連れください。",
            "ご家族もお連れください。",
        ),
        (
            "เราเปิดทุกวันเวลาเก้าโมงเช้าและจุดเตาไฟก่อนหนึ่งชั่วโมงกรุณาพาครอบครัวมาด้วย",
            "กรุณาพาครอบครัวมาด้วย",
        ),
    ],
    ids=["with spaces", "Japanese", "Thai"],
)
def test_a_part_of_a_split_text_is_found_in_every_script(whole: str, part: str) -> None:
    rest = "Zzz yyy xxx www vvv."
    old, new = ["a|Aaa.", f"a|{whole}", "a|Bbb."], ["a|Aaa.", f"a|{rest}", f"a|{part}", "a|Bbb."]
    assert suggested(old, new).get(part) == whole


def test_a_text_that_was_taken_out_of_an_index_is_found_no_more() -> None:
    texts = [f"tea for {number}" for number in range(5)]
    index, fresh = TextIndex(texts), TextIndex(texts[1:])
    index.remove(0)
    assert [number - 1 for number in index.near("tea for two")] == list(fresh.near("tea for two"))
    assert index.near("0") == []
