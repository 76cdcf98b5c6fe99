"""What a live page offers to the catalog of its source."""

from pathlib import Path

from calque.adoption.offers import Obstacle, read_offers
from calque.html import split
from calque.model import Site, SiteLocale

SITE = Site("s", Path(), "https://looms.example", "en", (SiteLocale("fr", prefix="fr"),))
SOURCE = split(
    "<h1>Setting Up the Warp</h1><p>Wind the warp onto the back beam before you thread a single heddle.</p>"
    "<p>A lease stick holds the threads in their order, and keeps them from getting lost.</p>"
).segments


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
    live = split(
        "<h1>Monter la chaîne</h1><p>Enroulez la chaîne sur l’ensouple avant d’enfiler la première lisse.</p>"
        "<p>Une baguette d’encroix tient les fils dans leur ordre et les empêche de se perdre.</p>"
    ).segments
    offers = read_offers(SOURCE, live, locale="fr", site=SITE, past={segment.text for segment in SOURCE})
    assert [offer.live for offer in offers.values()] == [segment.text for segment in live]
