"""What a live page offers to the catalog of its source."""

from pathlib import Path

import pytest

from calque.adoption.offers import Obstacle, read_offers
from calque.html import split
from calque.model import Site, SiteLocale

SITE = Site("s", Path(), "https://looms.example", "en", (SiteLocale("fr", prefix="fr"),))
SOURCE = split(
    "<h1>Setting Up the Warp</h1><p>Wind the warp onto the back beam before you thread a single heddle.</p>"
    "<p>A lease stick holds the threads in their order, and keeps them from getting lost.</p>"
).segments

FRENCH = (
    "<h1>Monter la chaîne</h1><p>Enroulez la chaîne sur l’ensouple avant d’enfiler la première lisse.</p>"
    "<p>Une baguette d’encroix tient les fils dans leur ordre et les empêche de se perdre.</p>"
)


def test_a_copy_of_the_source_offers_nothing_and_says_so_of_each_text() -> None:
    live = split(
        "<nav><ul><li>Précédent<li>Page suivante</ul></nav><h1>Setting Up the Warp</h1>"
        "<p>Wind the warp onto the back beam before you thread a single heddle.</p>"
        "<p>A lease stick holds the threads in their order, and keeps them from getting lost.</p>"
    ).segments
    past = {segment.text for segment in SOURCE}
    offers = read_offers(SOURCE, live, locale="fr", site=SITE, past=past)
    assert [offer.obstacle for offer in offers.values()] == [Obstacle.COPY] * 3


def test_a_translation_is_offered_text_by_text() -> None:
    live = split(FRENCH).segments
    offers = read_offers(SOURCE, live, locale="fr", site=SITE, past={segment.text for segment in SOURCE})
    assert [offer.live for offer in offers.values()] == [segment.text for segment in live]


@pytest.mark.parametrize("context", ["title", "excerpt", "field:alt_text", "field:acf.lead"])
def test_texts_that_are_alone_in_their_field_are_a_pair_whatever_they_say(context: str) -> None:
    source = split("Learn to weave on a backstrap loom with us", context=context).segments
    live = split("Tissage", context=context).segments
    offers = read_offers((*source, *SOURCE), (*live, *split(FRENCH).segments), locale="fr", site=SITE)
    assert offers[context, source[0].text].target == "Tissage"
    assert offers[context, source[0].text].confidence == 0.99


def test_of_several_texts_in_a_field_none_is_sure_by_that() -> None:
    source = split("<p>Learn to weave</p><p>On a loom</p>", context="field:rows").segments
    live = split("<p>Tissage</p>", context="field:rows").segments
    offers = read_offers((*source, *SOURCE), (*live, *split(FRENCH).segments), locale="fr", site=SITE)
    assert not any(0.98 < offer.confidence < 1 for offer in offers.values() if offer.target == "Tissage")


def test_a_title_that_is_a_copy_is_none() -> None:
    title = split("Learn to weave on a backstrap loom with us", context="title").segments
    offers = read_offers((*title, *SOURCE), (*title, *split(FRENCH).segments), locale="fr", site=SITE)
    assert offers["title", title[0].text].obstacle is Obstacle.COPY
