"""A built post has the structure of its source, byte for byte around the texts, and reads as a post again."""

import json

from hypothesis import given
from hypothesis import strategies as st

from calque.building.choice import TextChoice
from calque.building.post import build_post
from calque.building.rest import field_values, rest_json
from calque.html import pseudolocalise
from calque.model import Field, FieldFormat, Post, Rules
from calque.pipeline.ingest.split import split_post
from calque.sources.rest import parse_posts
from random_html import draw_page

FIELDS = ("acf.rows.text", "meta.tagline", "yoast_head_json.title")


def post(*fields: Field) -> Post:
    return Post("post", "posts", 7, "https://example.org/a/", "a", "publish", fields, None)


def choice(targets: dict[tuple[str | None, str], str]) -> TextChoice:
    return TextChoice(targets)


@given(st.randoms(use_true_random=False).map(draw_page))
def test_without_translations_it_is_the_source(html: str) -> None:
    split = split_post(post(Field("content", html, FieldFormat.RAW)), Rules())
    assert build_post(split, choice({})).fields == (Field("content", html, FieldFormat.RAW),)


@given(st.randoms(use_true_random=False).map(draw_page))
def test_what_stands_between_the_texts_is_the_sources(html: str) -> None:
    split = split_post(post(Field("content", html)), Rules())
    targets = {(one.context, one.text): pseudolocalise(one.text) for one in split.segments}
    built = build_post(split, choice(targets))
    again = split_post(post(*built.fields), Rules())
    lost = {one.key for one in built.left}
    if not lost:
        assert [one.path for one in again.segments] == [one.path for one in split.segments]


def test_every_field_is_written_and_none_that_the_site_computes() -> None:
    fields = (
        Field("title", "A day", FieldFormat.RAW),
        Field("content", "<p  class=a>One fine day.</p><!-- x -->", FieldFormat.RAW),
        Field("excerpt", "Short.", FieldFormat.RAW),
        Field("acf.rows.0.text", "First"),
        Field("acf.rows.1.text", "Second"),
        Field("yoast_head_json.title", "Made", read_only=True),
    )
    split = split_post(post(*fields), Rules())
    targets = {
        ("title", "A day"): "Une journée d’été",
        (None, "One fine day."): "Un beau jour.",
        ("excerpt", "Short."): "Court.",
        ("field:acf.rows.text", "Second"): "Deuxième",
    }
    built = build_post(split, choice(targets))
    assert built.slug == "une-journee-d-ete"
    assert field_values(built.fields) == {
        "title": "Une journée d’été",
        "content": "<p  class=a>Un beau jour.</p><!-- x -->",
        "excerpt": "Court.",
        "acf": {"rows": [{"text": "First"}, {"text": "Deuxième"}]},
    }


def test_the_json_of_a_built_post_reads_as_that_post() -> None:
    fields = (Field("title", "A", FieldFormat.RAW), Field("content", "<p>B</p>", FieldFormat.RAW))
    split = split_post(post(*fields), Rules())
    built = build_post(split, choice({("title", "A"): "Á", (None, "B"): "Bé"}))
    data = rest_json(built, split.post, None, locale="fr", link="")
    (read,) = parse_posts(data.decode(), place="x.json", fields=FIELDS)
    assert isinstance(read, Post)
    assert read.fields == built.fields
    assert (read.language, read.slug, read.id) == ("fr", "a", 7)
    assert json.loads(data)["translation_of"] == "posts/7"


def test_a_slug_that_is_translated_is_the_slug() -> None:
    split = split_post(post(Field("title", "A"), Field("slug", "about-us")), Rules())
    built = build_post(split, choice({("field:slug", "about-us"): "À propos"}))
    assert built.slug == "a-propos"
    assert [field.name for field in built.fields] == ["title"]
