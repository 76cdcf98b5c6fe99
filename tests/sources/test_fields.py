"""Further translatable fields, by their paths: custom fields, SEO titles, media, terms."""

import json
from collections.abc import Sequence

import pytest

from calque.errors import SourceError
from calque.html import join, rerender
from calque.model import Field, FieldFormat, Post, Rules
from calque.pipeline.ingest.split import split_post
from calque.sources.fields import read_meta
from calque.sources.rest import parse_posts


def read(*paths: str, **values: object) -> Post:
    row = {"id": 1, "title": {"rendered": "About us"}, "content": {"rendered": "<p>Text</p>"}} | values
    (found,) = parse_posts(json.dumps(row), place="a.json", fields=paths)
    assert isinstance(found, Post), found
    return found


def further(post: Post) -> Sequence[Field]:
    return [field for field in post.fields if field.name not in {"title", "content", "excerpt"}]


def test_a_path_leads_through_objects_and_lists() -> None:
    acf = {"subtitle": "Who", "rows": [{"text": "One"}, {"text": ""}, {"text": "<p>Three</p>"}, {"other": 1}]}
    post = read("acf.subtitle", "acf.rows.text", "acf.none", "acf.rows", acf=acf)
    assert further(post) == [
        Field("acf.subtitle", "Who"),
        Field("acf.rows.0.text", "One"),
        Field("acf.rows.2.text", "<p>Three</p>"),
    ]


def test_the_place_in_a_list_is_no_part_of_a_texts_identity() -> None:
    """A row put in front leaves the other rows their translations."""
    post = read("acf.rows.text", acf={"rows": [{"text": "One"}, {"text": "Two"}]})
    contexts = [(segment.context, segment.text) for segment in split_post(post, Rules()).segments]
    assert contexts[-2:] == [("field:acf.rows.text", "One"), ("field:acf.rows.text", "Two")]
    assert contexts[0] == ("title", "About us")


@pytest.mark.parametrize("value", [7, True, None, [], {}, "", "  ", "\ud800", {"rendered": 3}])
def test_what_is_no_text_is_left_out(value: object) -> None:
    assert further(read("meta.x", meta={"x": value})) == []


def test_raw_counts_before_rendered() -> None:
    post = read("meta.x", meta={"x": {"raw": "<p>A</p>", "rendered": "B"}})
    assert further(post) == [Field("meta.x", "<p>A</p>", FieldFormat.RAW)]


@pytest.mark.parametrize(
    ("title", "is_kept"),
    [
        ("About us &#8211; Example", False),
        ("About us | Example", False),
        ("About us", False),
        ("About us – who we are – Example", True),
        ("About us Example", True),
        ("Everything about us", True),
    ],
)
def test_what_an_seo_plugin_makes_by_its_template_is_no_text(title: str, *, is_kept: bool) -> None:
    head = {"title": title, "og_site_name": "Example"}
    kept = [Field("yoast_head_json.title", title, read_only=True)] if is_kept else []
    assert further(read("yoast_head_json.title", yoast_head_json=head)) == kept


def test_variables_alone_are_no_text() -> None:
    meta = {
        "a": "%%title%% %%page%% %%sep%% %%sitename%%",
        "b": "%title% %sep%",
        "c": "Cheap %%sep%% fast",
        "d": "#post_title",
    }
    assert further(read(*(f"meta.{name}" for name in meta), meta=meta)) == [
        Field("meta.c", "Cheap %%sep%% fast")
    ]


def test_media_are_their_alt_text_and_caption() -> None:
    row = {
        "id": 5,
        "type": "attachment",
        "title": {"rendered": "IMG_0001"},
        "alt_text": "A table of oak",
        "caption": {"rendered": "<p>In the hall</p>"},
        "link": "https://example.org/table/",
    }
    (post,) = parse_posts(json.dumps(row), place="a", fields=("alt_text", "caption"))
    assert isinstance(post, Post)
    assert (post.key, post.fields) == (
        "media/5",
        (Field("alt_text", "A table of oak"), Field("caption", "<p>In the hall</p>")),
    )
    (error,) = parse_posts(json.dumps(row), place="a")
    assert isinstance(error, SourceError)
    assert "no text of those that fields names" in str(error)


def test_terms_are_their_names() -> None:
    row = {"id": 3, "taxonomy": "category", "name": "Guides &amp; Tips", "description": "", "slug": "guides"}
    (post,) = parse_posts(json.dumps(row), place="a", fields=("name", "description"))
    assert isinstance(post, Post)
    assert (post.key, post.fields) == ("categories/3", (Field("name", "Guides &amp; Tips"),))
    (segment,) = split_post(post, Rules()).segments
    assert (segment.context, segment.text) == ("field:name", "Guides &amp; Tips")


def test_the_meta_of_an_export_has_the_same_paths() -> None:
    meta = {
        "tagline": "Ours",
        "_yoast_wpseo_title": "The best",
        "subtitle": "Who",
        "rows_0_text": "One",
        "rows_10_text": "Eleven",
        "rows": "11",
        "hero_title": "Hero",
        "_wp_attachment_image_alt": "Oak",
    }
    paths = (
        "meta.tagline",
        "yoast_head_json.title",
        "acf.subtitle",
        "acf.rows.text",
        "acf.hero.title",
        "alt_text",
    )
    assert list(read_meta(meta, paths)) == [
        Field("meta.tagline", "Ours"),
        Field("yoast_head_json.title", "The best", read_only=True),
        Field("acf.subtitle", "Who"),
        Field("acf.rows.0.text", "One"),
        Field("acf.rows.10.text", "Eleven"),
        Field("acf.hero.title", "Hero"),
        Field("alt_text", "Oak"),
    ]


def test_fields_are_translated_like_any_text(workspace) -> None:
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("\n[locales.fr]", 'fields = ["acf.subtitle"]\n\n[locales.fr]'))
    workspace.post(7, "<p>Hello there.</p>", title="Title of it", acf={"subtitle": "A quiet place"})
    workspace.sync()
    assert 'msgctxt "field:acf.subtitle"\nmsgid "A quiet place"' in workspace.catalog(7).read_text()


NOTES = (
    r'[{"content":"See \u003cem\u003ehere\u003c\/em\u003e \u0026amp; there","id":"a-1"},{"content":"2024"}]'
)
STORED = {"raw": "<!-- wp:paragraph --><p>Text</p><!-- /wp:paragraph --><!-- wp:footnotes /-->"}


def test_footnotes_of_a_stored_text_are_texts() -> None:
    post = read(content=STORED, meta={"footnotes": NOTES})
    assert further(post) == [Field("meta.footnotes", NOTES, FieldFormat.FOOTNOTES)]
    document = split_post(post, Rules()).documents[-1]
    (segment,) = document.segments
    assert (segment.context, segment.text) == ("wp:footnotes#content", "See <em>here</em> &amp; there")
    assert join(document) == NOTES
    assert rerender(document) == NOTES
    written = json.loads(join(document, {0: 'Voir "<em>ici</em>" &amp; --'}))
    assert written == [
        {"content": 'Voir "<em>ici</em>" &amp; --', "id": "a-1"},
        {"content": "2024"},
    ]


def test_footnotes_stand_in_a_rendered_text_itself() -> None:
    assert further(read(meta={"footnotes": NOTES})) == []
    assert further(read(content={"raw": "<p>Text</p>"}, meta={"footnotes": NOTES})) == []


def test_footnotes_that_are_named_are_read_once() -> None:
    assert len(further(read("meta.footnotes", content=STORED, meta={"footnotes": NOTES}))) == 1


@pytest.mark.parametrize(
    "notes",
    [
        "{}",
        "[",
        "no",
        '{"content":"A b"}',
        '[{"content":7},[["x"]]]',
        "[" * 5_000,
        r'[{"content":"\ud800 b"}]',
    ],
)
def test_what_is_no_footnote_is_no_text(notes: str) -> None:
    post = read(content=STORED, meta={"footnotes": notes})
    assert split_post(post, Rules()).documents[-1].segments == ()


def test_footnotes_of_an_export_are_texts() -> None:
    assert list(read_meta({"footnotes": NOTES}, ["meta.footnotes"])) == [
        Field("meta.footnotes", NOTES, FieldFormat.FOOTNOTES)
    ]
