"""Every text of any page can be written anew, and no translation brings anything into it.

The pages are drawn at random, the same each time; `bench/segments_fuzz.py` draws as many as are wanted.
"""

from random import Random

import pytest

from calque.html import join, pseudolocalise, rerender, split, write
from calque.html.markup import TAG
from calque.html.structure import structure
from calque.model import Document
from compared_html import brought, nodes
from random_html import Drawn, draw_targets

BATCHES = range(0, 3_000, 250)


@pytest.fixture(scope="module", params=BATCHES, ids=lambda first: f"{first}-")
def drawn(request: pytest.FixtureRequest) -> list[tuple[int, Document]]:
    numbers = range(request.param, request.param + 250)
    return [(number, Drawn(number).split()) for number in numbers]


def test_drawn_page_comes_back(drawn: list[tuple[int, Document]]) -> None:
    for number, document in drawn:
        assert join(document) == document.html, number


def test_drawn_page_can_be_written_anew_and_is_the_same(drawn: list[tuple[int, Document]]) -> None:
    """Nothing is left as it was: that every text of every page can be written does not come from leaving some."""
    for number, document in drawn:
        written = write(document, {index: one.text for index, one in enumerate(document.segments)})
        assert written.left == (), number
        assert nodes(written.html) == nodes(document.html), number


def test_drawn_page_keeps_its_structure_when_pseudo_localised(drawn: list[tuple[int, Document]]) -> None:
    for number, document in drawn:
        targets = {index: pseudolocalise(one.text) for index, one in enumerate(document.segments)}
        written = write(document, targets)
        assert written.left == (), number
        assert structure(written.html, words=False) == structure(document.html, words=False), number


def test_every_tag_of_a_text_has_its_placeholder_and_no_other_has_one(
    drawn: list[tuple[int, Document]],
) -> None:
    for number, document in drawn:
        for segment in document.segments:
            tags = [tag for tag in TAG.finditer(segment.text) if not tag[1]]
            keys = {(tag[2], int(tag[3]) if tag[3] else None) for tag in tags}
            assert {(one.name, one.id) for one in segment.placeholders} == keys, number


def test_translations_bring_nothing_into_a_drawn_page(drawn: list[tuple[int, Document]]) -> None:
    for number, document in drawn:
        written = join(document, draw_targets(Random(number), document))  # noqa: S311  # no secret
        assert brought(document.html, written) == "", number


def test_a_cdata_section_that_never_ends_is_left_as_it_is() -> None:
    html = "<math><mi>a</mi><![CDATA[b</math> c <!-- --><"
    document = split(html)
    assert rerender(document) == html
    assert document.segments == ()
