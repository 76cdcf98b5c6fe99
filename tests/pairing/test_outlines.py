"""What of a page survives its translation, and what it is worth."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.html import split
from calque.locales import page_identity
from calque.model import Field, Post, Site, SiteLocale, SplitPost
from calque.pairing.likeness import Background
from calque.pairing.outlines import Mark, Outline, outline

HOME = "https://example.org"
SITE = Site(name="example", root=Path(), url=HOME, source="en", locales=(SiteLocale("es", prefix="es"),))
KNOWN = {page_identity(f"{HOME}/card/"): "posts/3", page_identity(f"{HOME}/es/carne/"): "posts/3"}


def outlined(html: str, title: str = "", **fields) -> Outline:
    post = Post(
        "post", "posts", 1, f"{HOME}/es/a/", "a", "publish", (Field("content", html),), None, **fields
    )
    documents = (split(title, field="title", context="title"), split(html, field="content"))
    return outline(SplitPost(post, documents), SITE, KNOWN)


def test_blocks_are_the_title_and_the_path_of_each_text() -> None:
    one = outlined("<h2>Two</h2><ul><li>three <b>and</b> four</li></ul><p>7</p>", "One")
    assert (one.blocks, one.lengths) == (("title", "h2", "ul > li"), (3, 3, 14))


@pytest.mark.parametrize(
    "name",
    [
        "shelf.jpg",
        "shelf-300x200.jpg",
        "shelf-scaled.webp",
        "SHELF-1024x683.JPG?ver=2",
        "shelf-e1700000000000.png",
    ],
)
def test_all_sizes_of_an_image_are_one_file(name: str) -> None:
    html = f'<p><img alt="x" src="/wp-content/uploads/2026/02/{name}"></p>'
    assert outlined(html).marks[Mark.MEDIA] == {"shelf"}


def test_a_linked_document_and_the_featured_image_are_files() -> None:
    one = outlined('<p><a href="https://example.org/wp-content/uploads/form.pdf">form</a></p>', featured=81)
    assert (one.marks[Mark.MEDIA], one.marks[Mark.LINK]) == ({"form", "#81"}, set())


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("https://example.org/card/", {"posts/3"}),
        ("/es/carne#cost", {"posts/3"}),
        ("https://example.org/es/otra/", set()),
        ("http://www.Other.net/x/?a=1&amp;b=2", {"other.net/x?a=1&b=2"}),
        ("mailto:desk@example.org", {"mailto:desk@example.org"}),
        ("#top", set()),
        ("javascript:void(0)", set()),
        ("https://[", set()),
        ("https://a:b/", set()),
    ],
)
def test_a_link_is_the_page_it_leads_to_in_any_language(href: str, link: set[str]) -> None:
    assert outlined(f'<p><a href="{href}">text</a></p>').marks[Mark.LINK] == link


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,250 books and 3.5 days", {"1250", "3", "5"}),
        ("1.250 libros y 3,5 días", {"1250", "3", "5"}),
        ("1\u202f250 livres, 3,5 jours", {"1250", "3", "5"}),
        ("١٢٥٠ كتابًا", {"1250"}),
        ("from 07:30", {"7", "30"}),
    ],
)
def test_numbers_are_compared_whatever_their_notation(text: str, numbers: set[str]) -> None:
    assert outlined(f"<p>{text}</p>").marks[Mark.NUMBER] == numbers


def test_the_second_of_publication_is_a_mark_and_its_day() -> None:
    one = outlined("<p>a text</p>", published=datetime(2026, 3, 20, 10, tzinfo=UTC))
    assert one.marks[Mark.MOMENT] == {"2026-03-20T10:00:00+00:00", "2026-03-20"}


def test_what_every_page_has_is_worth_nothing() -> None:
    pages = [
        outlined(f"<p>Alder Lane, since 1901: {'many ' * number}{number + 50}</p>") for number in range(60)
    ]
    background = Background(pages)
    assert background.bits(Mark.NUMBER, "1901") < 0.1
    assert background.bits(Mark.NUMBER, "77") > 3


def test_likeness_is_told_in_words() -> None:
    html = "<h2>{}</h2><p>{} 1901 and 77</p><p>{} <img src='/a/oak.jpg' alt=''></p>"
    source, target = outlined(html.format("One", "two", "three")), outlined(html.format("Uno", "dos", "tres"))
    likeness = Background([source, target]).compare(source, target)
    assert str(likeness) == "3 of 3 blocks in the same order; in common: 1 file, 2 numbers, 1 word"


def test_a_paragraph_that_is_missing_does_not_shift_the_rest() -> None:
    """All blocks are paragraphs: only their lengths say which of them stand for each other."""
    lengths = (12, 90, 33, 240, 17, 60, 150, 8, 45, 310, 25, 110)
    source = outlined("".join(f"<p>{'x' * length}</p>" for length in lengths))
    target = outlined("".join(f"<p>{'y' * round(length * 1.1)}</p>" for length in lengths[:3] + lengths[4:]))
    likeness = Background([source, target]).compare(source, target)
    assert (likeness.aligned, likeness.blocks) == (11, 12)
    assert likeness.bits > 8


def test_pages_without_a_text_are_compared_too() -> None:
    empty = outlined("")
    likeness = Background([empty]).compare(empty, empty)
    assert (likeness.bits, str(likeness)) == (0, "0 of 0 blocks in the same order")
