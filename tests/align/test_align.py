"""Which text of a translated page translates which of its source."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.align import AlignedGroup, align
from calque.align.passes import align_texts
from calque.align.texts import digest_texts
from calque.model import Placeholder, Segment, SegmentKind

ENGLISH = (
    "Our reading room",
    "The room has 24 chairs and a stove that was built in 1908 by the Morel brothers.",
    "Opening hours",
    "We open at 9 on weekdays. On Saturdays we open at 10 and close when the last reader has gone home.",
    "Bring your card.",
    "Write to desk@sample.example if you cannot come.",
)
FRENCH = (
    "Notre salle de lecture",
    "La salle compte 24 chaises et un poêle construit en 1908 par les frères Morel.",
    "Horaires d'ouverture",
    "Nous ouvrons à 9 heures en semaine. Le samedi, nous ouvrons à 10 heures et fermons après le dernier lecteur.",
    "Apportez votre carte.",
    "Écrivez à desk@sample.example si vous ne pouvez pas venir.",
)


def page(texts, *, paths: str = "hphppp") -> list[Segment]:
    names = {"h": "h2", "p": "p", "l": "ul > li"}
    return [
        Segment(SegmentKind.TEXT, text, 0, len(text), path=names[paths[i % len(paths)]])
        for i, text in enumerate(texts)
    ]


def pairs(groups: tuple[AlignedGroup, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(group.source, group.target) for group in groups]


def test_a_page_translated_text_by_text_aligns_fully() -> None:
    groups = align(page(ENGLISH), page(FRENCH))
    assert pairs(groups) == [((number,), (number,)) for number in range(6)]
    assert min(group.confidence for group in groups) > 0.9


def test_a_paragraph_that_is_missing_leaves_its_source_alone() -> None:
    groups = align(page(ENGLISH), page(FRENCH[:3] + FRENCH[4:], paths="hphpp"))
    assert ((3,), ()) in pairs(groups)
    assert [group.is_pair for group in groups] == [True, True, True, False, True, True]


def test_a_split_paragraph_is_one_group_and_no_pair() -> None:
    first, second = FRENCH[3].split(". ", 1)
    groups = align(page(ENGLISH), page((*FRENCH[:3], first + ".", second, *FRENCH[4:]), paths="hphpppp"))
    assert ((3,), (3, 4)) in pairs(groups)


def test_two_joined_paragraphs_are_no_sure_pair() -> None:
    joined = (*FRENCH[:4], f"{FRENCH[4]} {FRENCH[5]}")
    groups = align(page(ENGLISH), page(joined, paths="hphpp"))
    sure = {group.source for group in groups if group.is_pair and group.confidence > 0.9}
    assert not sure & {(4,), (5,)}


def test_a_moved_paragraph_is_found_by_what_it_keeps() -> None:
    moved = (FRENCH[0], *FRENCH[2:], FRENCH[1])
    groups = align(page(ENGLISH), page(moved, paths="hhpppp"))
    (group,) = (group for group in groups if group.source == (1,))
    assert group.target == (5,)


def test_a_title_never_translates_a_paragraph() -> None:
    title = Segment(SegmentKind.TEXT, "About us", 0, 8, context="title")
    body = Segment(SegmentKind.TEXT, "Chi siamo", 0, 9, path="p")
    assert pairs(align([title], [body])) == [((), (0,)), ((0,), ())]


def test_a_link_tells_two_texts_of_one_length_apart() -> None:
    def linked(text: str, address: str) -> Segment:
        tag = Placeholder("a", 1, f'<a href="{address}">', "</a>")
        return Segment(SegmentKind.TEXT, f'<a id="1">{text}</a>', 0, 1, path="p", placeholders=(tag,))

    source = [
        linked("The first", "/one.pdf"),
        linked("The other", "/two.pdf"),
        linked("The third", "/six.pdf"),
    ]
    target = [linked("Der zweite", "/two.pdf"), linked("Der dritte", "/six.pdf")]
    assert [pair for pair in pairs(align(source, target)) if all(pair)] == [((1,), (0,)), ((2,), (1,))]


def test_what_is_known_decides_between_texts_that_look_alike() -> None:
    source, target = page(["Red", "Tan", "Sky"], paths="l"), page(["Ocre", "Ciel"], paths="l")
    unsure = [group for group in align(source, target) if group.is_pair and group.confidence >= 0.9]
    groups = align(source, target, known={("Tan", "Ocre"), ("Sky", "Ciel")})
    assert unsure == []
    assert pairs(groups) == [((0,), ()), ((1,), (0,)), ((2,), (1,))]
    assert groups[1].confidence > 0.9


@pytest.mark.parametrize("sides", [(0, 0), (3, 0), (0, 3)], ids=["both", "target", "source"])
def test_an_empty_page_leaves_the_other_alone(sides: tuple[int, int]) -> None:
    groups = align(page(ENGLISH[: sides[0]]), page(FRENCH[: sides[1]]))
    assert len(groups) == sum(sides)
    assert not any(group.is_pair for group in groups)


words = st.text("abcdefgh 123.?", min_size=1, max_size=60).map(str.strip).filter(bool)
pages = st.lists(st.tuples(words, st.sampled_from("hpl")), min_size=1, max_size=14).map(
    lambda rows: [page([text], paths=kind)[0] for text, kind in rows]
)


@given(pages, pages)
def test_every_text_stands_in_one_group_and_groups_never_cross_but_for_moved_pairs(
    source: list[Segment], target: list[Segment]
) -> None:
    groups = align(source, target)
    assert sorted(one for group in groups for one in group.source) == list(range(len(source)))
    assert sorted(other for group in groups for other in group.target) == list(range(len(target)))
    assert all(0 <= group.confidence <= 1 for group in groups)
    assert {(len(group.source), len(group.target)) for group in groups} <= {
        (1, 1),
        (1, 0),
        (0, 1),
        (1, 2),
        (2, 1),
    }
    moves = align_texts(digest_texts(source), digest_texts(target), ()).chain
    starts = {(move.source, move.target) for move in moves if all(move.step)}
    chain = [
        group
        for group in groups
        if group.source and group.target and (group.source[0], group.target[0]) in starts
    ]
    assert all(one.target[-1] < other.target[0] for one, other in pairwise(chain))


@given(pages, pages)
def test_the_same_pages_align_the_same_way(source: list[Segment], target: list[Segment]) -> None:
    assert align(source, target) == align(list(source), list(target))


@given(pages)
def test_a_page_aligns_with_itself(source: list[Segment]) -> None:
    assert pairs(align(source, source)) == [((number,), (number,)) for number in range(len(source))]


@given(st.lists(words, min_size=1, max_size=14, unique=True), st.data())
def test_known_pairs_in_order_align_whatever_their_words(texts: list[str], data: st.DataObject) -> None:
    others = data.draw(st.permutations(texts))
    known = set(zip(texts, others, strict=True))
    groups = align(page(texts, paths="p"), page(others, paths="p"), known=known)
    assert pairs(groups) == [((number,), (number,)) for number in range(len(texts))]
    assert all(group.confidence == 1 for group in groups)
