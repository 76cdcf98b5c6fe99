"""What a live page offers to the catalog of its source."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calque.adoption.adopted import Counterpart, adopt_catalog
from calque.adoption.offers import Obstacle, read_offers
from calque.html import split
from calque.model import Document, Page, Post, Segment, Site, SiteLocale, SplitPost
from calque.po import Block, Catalog, is_fuzzy
from calque.po.entries import NOTHING

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


def test_a_short_page_in_another_language_offers_not_even_what_cannot_be_observed() -> None:
    """Two German sentences below /fr/ are too few words to name the page by; its title is no French one for that."""
    german = (
        "<h1>Das Aufbaumen</h1><p>Man wickelt die Kette auf den hinteren Baum, bevor man einfädelt.</p>"
        "<p>Ein Kreuzstab hält die Fäden in ihrer Reihenfolge.</p>"
    )
    live = split(german).segments
    site = replace(SITE, locales=(SiteLocale("de", prefix="de"), *SITE.locales))
    offers = read_offers(SOURCE, live, locale="fr", site=site)
    assert [offer.obstacle for offer in offers.values()] == [Obstacle.WRONG_LANGUAGE] * 3
    among_french = split(
        german.replace(
            "Man wickelt", "Enroulez la chaîne sur l’ensouple avant d’enfiler. Man wickelt"
        ).replace("Ein Kreuzstab hält die Fäden in ihrer Reihenfolge", FRENCH[-100:-6])
    ).segments
    offers = read_offers(SOURCE, among_french, locale="fr", site=site)
    assert next(iter(offers.values())).target == "Das Aufbaumen"


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


HEADING = "The mill by the old river"
SAID = {
    "title": "Moulin (titre court)",
    "excerpt": "Un moulin à visiter",
    None: "Le moulin au bord de la vieille rivière",
    "attr:alt": "Photo du moulin et de la rivière",
    "attr:aria-label": "Aller au moulin de la rivière",
}
BODY = {
    None: "<h2>{}</h2>",
    "attr:alt": '<p><img src="/mill.jpg" alt="{}"></p>',
    "attr:aria-label": '<nav aria-label="{}"></nav>',
}


def pages(order: list[str | None], said: dict[str | None, str]) -> tuple[Segment, ...]:
    """The segments of a page, the texts of its contexts in this order before its paragraphs."""
    fields = [one for one in ("title", "excerpt") if one in order]
    texts = [split(said[field], field=field, context=field).segments for field in fields]
    body = "".join(BODY[one].format(said[one]) for one in order if one in BODY)
    return (*(one for field in texts for one in field), *split(body + said["paragraphs"]).segments)


@settings(max_examples=30)
@given(
    contexts=st.lists(st.sampled_from([*SAID]), min_size=2, unique=True),
    turned=st.booleans(),
)
def test_a_text_that_stands_in_several_contexts_is_offered_what_the_page_says_in_each(
    *, contexts: list[str | None], turned: bool
) -> None:
    """Also where the page has them in another order, as a theme that shows the image first."""
    english = "<p>Wind the warp onto the back beam before you thread a single heddle.</p>"
    source = pages(contexts, {**dict.fromkeys(contexts, HEADING), "paragraphs": english})
    french = "<p>Enroulez la chaîne sur l’ensouple avant d’enfiler la première lisse.</p>"
    live = pages(contexts[::-1] if turned else contexts, {**SAID, "paragraphs": french})
    offers = read_offers(source, live, locale="fr", site=SITE)
    for context in contexts:
        offer = offers[context, HEADING]
        assert offer.target in {"", SAID[context]}
        if context in {"title", "excerpt"} or not turned:
            assert offer.target, context


EDITED = "The mill by the quiet old river"
POST = Post("post", "posts", 1, "https://looms.example/1", "mill", "publish", (), None)


def whole(post: Post, segments: tuple[Segment, ...]) -> SplitPost:
    return SplitPost(post, (Document("content", "", segments),))


@settings(max_examples=30)
@given(st.lists(st.sampled_from([*SAID]), min_size=1, unique=True), st.randoms(use_true_random=False))
def test_a_text_edited_in_several_contexts_is_stale_by_what_the_page_says_in_each(
    contexts: list[str | None], chance: Random
) -> None:
    """The page was saved before the edit; the catalog of today may have the contexts in any order."""
    english = "<p>Wind the warp onto the back beam before you thread a single heddle.</p>"
    french = "<p>Enroulez la chaîne sur l’ensouple avant d’enfiler la première lisse.</p>"
    then = pages(contexts, {**dict.fromkeys(contexts, HEADING), "paragraphs": english})
    live = pages(contexts, {**SAID, "paragraphs": french})
    blocks = [
        Block(NOTHING._replace(msgctxt=context, msgid=EDITED))
        for context in chance.sample(contexts, len(contexts))
    ]
    page, post = (replace(POST, id=number, link=f"https://looms.example/{number}") for number in (2, 1))
    counterpart = Counterpart(Page(page, "fr"), whole(page, live), then, whole(post, then))
    adopted = adopt_catalog(Catalog().with_blocks(blocks), counterpart, locale="fr", site=SITE).catalog
    for entry in adopted.entries:
        assert entry.msgstr == SAID[entry.msgctxt]
        assert (entry.previous_msgctxt, entry.previous_msgid) == (entry.msgctxt, HEADING)
        assert is_fuzzy(entry)
