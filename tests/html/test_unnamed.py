"""Texts that nobody translates, because nothing names where they stand."""

import pytest

from calque.html import split, sum_up, unnamed_in
from calque.html.unnamed import UnnamedText, reads_like_a_sentence, unnamed_texts
from calque.model import Rules


def found(html: str, *, raw: bool = True, rules: Rules | None = None) -> list[tuple[str, ...]]:
    used = rules or Rules()
    return [tuple(one) for one in unnamed_texts(split(html, raw=raw, rules=used), used)]


def test_attributes_keys_and_attributes_of_shortcodes_are_found() -> None:
    html = (
        '<p data-note="The mill stands still" class="Big Dark Wide" title="A title of it" id="x">x y</p>'
        '<!-- wp:acf/hero {"data":{"intro":"We are open","_intro":"Field of a text","n":1},"className":"A b c"} /-->'
        '<!-- wp:my/cards {"items":[{"label":"One of two"},{"color":"Red"}]} --><!-- /wp:my/cards -->'
        '[tip text="The old mill" href="/x" color="Red"]'
    )
    assert found(html) == [
        ("html", "", "data-note", "The mill stands still"),
        ("blocks", "acf/hero", "data.intro", "We are open"),
        ("blocks", "my/cards", "items.label", "One of two"),
        ("shortcodes", "tip", "text", "The old mill"),
    ]


def test_a_name_with_a_dot_in_it_cannot_be_named_and_is_not_told() -> None:
    assert found('<!-- wp:my/card {"dots.title":"We are open","title":"We are here"} /-->') == [
        ("blocks", "my/card", "title", "We are here")
    ]


EACH = (
    '<p data-note="The mill stands still">x</p>'
    '<!-- wp:acf/hero {"intro":"We are open"} /-->[tip text="An old mill"]'
)


def test_what_is_named_is_not_unnamed() -> None:
    rules = Rules(
        attributes=("data-note",),
        blocks={"acf/hero": ("intro",)},
        shortcode_attributes={"tip": ("text",)},
    )
    assert found(EACH, rules=rules) == []


def test_what_is_said_to_be_no_text_is_none() -> None:
    names = {("html", "", "data-note"), ("blocks", "acf/hero", "intro"), ("shortcodes", "tip", "text")}
    assert found(EACH, rules=Rules(no_texts=frozenset(names))) == []


def test_what_is_not_translated_is_not_looked_at() -> None:
    html = '<div translate="no" data-note="The mill stands still"><p data-note="The mill stands still">x</p></div>'
    assert found(html) == []
    assert found(html.replace('translate="no"', 'class="a"'), rules=Rules(exclude=(".a",))) == []


def test_what_a_block_says_twice_is_translated() -> None:
    html = (
        '<!-- wp:rank-math/faq-block {"questions":[{"title":"Is it open?","content":"Every day"}]} -->'
        "<h3>Is it open?</h3><div>Every day</div><!-- /wp:rank-math/faq-block -->"
    )
    assert found(html) == []


def test_prompts_of_wordpress_itself_are_none() -> None:
    assert (
        found('<!-- wp:paragraph {"placeholder":"Type a few words"} --><p></p><!-- /wp:paragraph -->') == []
    )


@pytest.mark.parametrize(
    ("text", "least", "is_sentence"),
    [
        ("The mill stands still", 3, True),
        ("¿Cómo llegar al molino?", 3, True),
        ("Das Mühlrad, 1820 gebaut, steht still.", 3, True),
        ("水車は昔から止まっています。", 3, True),
        ("Мельница давно стоит", 3, True),
        ("wide dark has-shadow", 3, False),
        ("Arial, Helvetica, Times", 3, False),
        ("The mill", 3, False),
        ("Interior", 1, True),
        ("left", 1, False),
        ("M j, Y g:i", 3, False),
        ("Https://example.org/a b c", 3, False),
        ('{"a": "The mill stands"}', 3, False),
        ("Padding: 1px; margin: 2px", 3, False),
        ("12 34 56", 3, False),
        ("", 1, False),
    ],
)
def test_a_sentence_is_told_from_a_value(text: str, least: int, *, is_sentence: bool) -> None:
    assert reads_like_a_sentence(text, least) is is_sentence


def test_a_text_is_told_with_its_place() -> None:
    (one,) = unnamed_texts(split('[tip text="An old mill"]'), Rules())
    assert one == UnnamedText("shortcodes", "tip", "text", "An old mill")


def test_names_are_told_with_the_lines_that_name_them() -> None:
    rules = Rules(
        blocks={"acf/hero": ("data.title",)},
        no_texts=frozenset({("blocks", "acf/hero", "data.note")}),
    )
    html = (
        '<p data-note="The mill stands still, and has stood so since the war">x</p>'
        '<!-- wp:acf/hero {"data":{"intro":"We are open","title":"Named","note":"A note on it"}} /-->'
        '<!-- wp:acf/hero {"data":{"intro":"We are closed"}} /-->[tip text="The \'old\' mill"]'
    )
    posts = [html, '<!-- wp:acf/hero {"data":{"intro":"We are closed"}} /-->', "<p>x</p>"]
    found = sum_up(unnamed_in([split(one, rules=rules)], rules) for one in posts)
    assert found is not None
    assert [*found.texts] == [
        ("blocks", "acf/hero", "data.intro"),
        ("html", "", "data-note"),
        ("shortcodes", "tip", "text"),
    ]
    assert found.told() == (
        'data.intro of acf/hero ("We are open"), data-note ("The mill stands still, and has stood so…"), '
        "text of tip (\"The 'old' mill\")"
    )
    assert found.lines(rules) == (
        '[blocks] "acf/hero" = ["data.title", "!data.note", "data.intro"]; [html] attributes = ["data-note"]; '
        '[shortcodes] "tip" = ["text"]'
    )
    assert sum_up([unnamed_in([split("<p>x</p>")], rules)]) is None
