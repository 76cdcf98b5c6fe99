"""Whether a live page is enough like its source that texts are taken from it."""

from pathlib import Path

import pytest

from calque.adoption.likeness import is_like
from calque.html import split
from calque.model import Post, Site, SiteLocale, SplitPost

SITE = Site("s", Path(), "https://looms.example", "en", (SiteLocale("fr", prefix="fr"),))


def page(*texts: str) -> SplitPost:
    html = "".join(f"<p>{text}</p>" for text in texts)
    post = Post("post", "posts", 1, "https://looms.example/warp/", "warp", "publish", (), None)
    return SplitPost(post, (split(html, field="content"),))


LONG = (
    "Wind the 40 threads of the warp onto the back beam before you thread a single heddle of the loom.",
    "A lease stick holds them.",
    "Beat softly at first, since the cloth draws in by a tenth, and measure the width after each hand of weaving.",
    "Cut it off.",
    "Wash it by hand in warm water and dry it flat, away from the sun and from the stove.",
)
LONG_FR = (
    "Enroulez les 40 fils de la chaîne sur l'ensouple avant d'enfiler une seule lisse du métier.",
    "Une baguette les tient.",
    "Tassez d'abord doucement, car la toile rétrécit d'un dixième, et mesurez la largeur après chaque main de tissage.",
    "Coupez-la.",
    "Lavez-la à la main à l'eau tiède et séchez-la à plat, loin du soleil et du poêle.",
)
OTHER = (
    "Ouvert.",
    "Le marché se tient le samedi sur la place, sauf en août, et les 12 étals sont tirés au sort à sept heures.",
    "Inscrivez-vous.",
    "Chaque marchand apporte sa table et sa balance, et remporte ce qui reste le soir avant dix-neuf heures.",
    "Merci.",
)


@pytest.mark.parametrize("weak", [True, False])
def test_a_translation_is_like_its_source(weak: bool) -> None:  # noqa: FBT001 — a table's column
    assert is_like(page(*LONG), page(*LONG_FR), SITE, weak=weak)


def test_another_page_of_as_many_paragraphs_is_not() -> None:
    """Where somebody states the pair, it takes more to doubt it."""
    assert not is_like(page(*LONG), page(*OTHER), SITE, weak=True)
    assert is_like(page(*LONG), page(*OTHER), SITE, weak=False)
    assert not is_like(page(*LONG), page(*OTHER, *OTHER, *OTHER), SITE, weak=False)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_short_page_is_like_it_where_little_speaks_against_it(count: int) -> None:
    assert is_like(page(*LONG[:count]), page(*LONG_FR[:count]), SITE, weak=True)
    assert is_like(page("Wind the warp."), page("Enroulez la chaîne."), SITE, weak=True)
