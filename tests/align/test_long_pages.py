"""Pages of thousands of texts: aligned as short ones are, and at a cost that grows with them."""

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.align import align
from calque.align.chains import Move
from calque.align.passes import align_texts
from calque.align.texts import AlignableText, digest_texts
from calque.model import Segment, SegmentKind
from operations import growth

Row = tuple[int, str, str]
"""The number of a text of the source, its element, the words."""
WHOLE = 10**9
LETTERS = "abcdefghijklmnopqrstuvw"


def drawn(seed: int, size: int, *, edits: int, longest: int = 30) -> tuple[list[Row], list[Row]]:
    """Draw a page and its translation: one word in ten stays as it is, and texts go, come, move, part and join."""
    chance = random.Random(seed)  # noqa: S311 — drawn, not secret
    words = ["".join(chance.choices(LETTERS, k=chance.randrange(2, 9))) for _ in range(300)]
    foreign = {
        word: word if chance.random() < 0.1 else "".join(chance.choices(LETTERS, k=len(word) + 1))
        for word in words
    }
    texts = [chance.choices(words, k=chance.randrange(1, longest)) for _ in range(size)]
    elements = [chance.choice(["p", "p", "h2", "ul > li"]) for _ in range(size)]
    source = [(i, elements[i], " ".join(text) + ".") for i, text in enumerate(texts)]
    target = [
        (i, elements[i], " ".join(map(foreign.__getitem__, text)) + ".") for i, text in enumerate(texts)
    ]
    for _ in range(edits):
        _change(source, target, chance)
    return source, target


def _change(source: list[Row], target: list[Row], chance: random.Random) -> None:
    change = chance.choice(["go", "come", "move", "split", "join", "block"])
    place = chance.randrange(len(target))
    number, element, text = target[place]
    middle = text.find(" ", len(text) // 2)
    if change == "come" and len(source) > 1:
        del source[chance.randrange(len(source))]
    elif change == "move":
        target.insert(chance.randrange(len(target)), target.pop(place))
    elif change == "split" and middle > 0:
        target[place : place + 1] = [(number, element, text[:middle]), (-1, element, text[middle + 1 :])]
    elif change == "join" and place + 1 < len(target):
        target[place] = (number, element, f"{text} {target.pop(place + 1)[2]}")
    elif change in ("go", "block") and len(target) > 1:
        del target[place : min(place + (1 if change == "go" else 20), place + len(target) - 1)]


def segments(rows: Sequence[Row]) -> list[Segment]:
    return [Segment(SegmentKind.TEXT, text, 0, len(text), path=element) for _, element, text in rows]


def texts(pages: tuple[list[Row], list[Row]]) -> tuple[Sequence[AlignableText], Sequence[AlignableText]]:
    return digest_texts(segments(pages[0])), digest_texts(segments(pages[1]))


def told(moves: Sequence[Move]) -> list[tuple[int, int, tuple[int, int], float]]:
    return [(move.source, move.target, move.step, round(move.likelihood, 4)) for move in moves]


@given(st.integers(0, 10**9), st.integers(2, 70), st.integers(0, 12), st.sampled_from([4, 30]))
def test_a_page_led_through_by_guides_aligns_as_one_that_is_looked_at_as_a_whole(
    seed: int, size: int, edits: int, longest: int
) -> None:
    pages = texts(drawn(seed, size, edits=edits, longest=longest))
    whole = align_texts(*pages, set(), cells=WHOLE).chain
    assert told(align_texts(*pages, set(), cells=0).chain) == told(whole)


def test_a_long_page_with_many_changes_finds_nearly_every_pair() -> None:
    source, target = drawn(7, 800, edits=40)
    places = {number: position for position, (number, _, _) in enumerate(target)}
    groups = align(segments(source), segments(target))
    sure = {group.source[0]: group.target[0] for group in groups if group.is_pair and group.confidence >= 0.9}
    right = [one for one, other in sure.items() if places.get(source[one][0]) == other]
    there = [number for number, _, _ in source if number in places]
    assert len(right) > 0.99 * len(sure)
    assert len(right) > 0.9 * len(there)


def alike(size: int) -> tuple[list[Row], list[Row]]:
    """Return pages on which every text is like every other."""
    return [(0, "p", "Buy it now")] * size, [(0, "p", "Achetez")] * (size * 3 // 4)


@pytest.mark.parametrize(
    "pages",
    [lambda size: drawn(1, size, edits=size // 10), lambda size: drawn(1, size, edits=0, longest=3), alike],
    ids=["with changes", "of short texts", "of one text"],
)
def test_what_aligning_costs_grows_with_the_page(
    pages: Callable[[int], tuple[list[Row], list[Row]]],
) -> None:
    """Twice the texts: twice the calls and a little, not four times."""

    def make(size: int) -> Callable[[], object]:
        given = texts(pages(size))
        return lambda: align_texts(*given, set(), cells=500)

    assert growth(make, 200, 2) < 2.6


def test_a_text_of_the_translation_alone_stays_behind_what_it_follows() -> None:
    source, target = drawn(5, 12, edits=0)
    target.insert(8, (-1, "h2", "Zzz"))
    groups = align(segments(source), segments(target))
    assert [group.target for group in groups] == [(number,) for number in range(13)]
    assert [group.source for group in groups] == [
        *((n,) for n in range(8)),
        (),
        *((n,) for n in range(8, 12)),
    ]
