"""What is said above a text, in plain words, and when an entry is written for it."""

import pytest

from calque.checks import Glossary, parse_glossary
from calque.po.facts import place_name, place_of, present_facts, says_the_same, unseen_facts


@pytest.mark.parametrize(
    ("path", "context", "said"),
    [
        ("ul > li", None, "list item"),
        ("ol > li > ul > li > a", None, "list item"),
        ("ul > li > p", None, "list item"),
        ("div > h2", None, "heading"),
        ("blockquote > p", None, "quotation"),
        ("div > p", None, "paragraph"),
        ("div", None, ""),
        ("", None, ""),
        ("nav > ul > li", None, "list item, in a menu"),
        ("footer > p", None, "paragraph, in a footer"),
        ("nav", None, ""),
        ("figure > img", "attr:alt", "image description"),
        ("div", "attr:data-label", ""),
        ("", "title", "title of the page"),
        ("", "wp:search#label", ""),
    ],
)
def test_where_a_text_stands_is_said_in_plain_words(path: str, context: str | None, said: str) -> None:
    assert place_name(path, context) == said
    assert place_of(said, context) == said
    assert place_of(f"in {path}\nunder: Rules", context) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nothing odd.", []),
        ("10\u00a0km", ["invisible: no-break space (U+00A0) after “10”"]),
        (
            "Go\u00a0on, co\u00adop\u00adera\u00adte, now!\u00ad",
            [
                (
                    "invisible: no-break space (U+00A0) after “Go”, "
                    "soft hyphen (U+00AD) after “co” and after “op” and after “era” and 1 more"
                )
            ],
        ),
        ("\u200fשלום", ["invisible: right-to-left mark (U+200F) at the start"]),
        ('<a id="1">Page</a>\u00a07', ["invisible: no-break space (U+00A0) after “Page”"]),
    ],
    ids=["none", "one", "several", "start", "tags"],
)
def test_characters_that_an_editor_does_not_show_are_named_where_they_stand(
    text: str, said: list[str]
) -> None:
    assert [*unseen_facts(text)] == said


@pytest.mark.parametrize(
    ("comment", "context", "said"),
    [
        ("in ul > li\nunder: Rules", None, "list item\nunder: Rules"),
        ("in figure > img\npage: https://x.org/", "attr:alt", "image description\npage: https://x.org/"),
        ("page: https://x.org/", "title", "title of the page\npage: https://x.org/"),
        ("in div", None, ""),
        ("", None, ""),
        ("heading\nterm: shelf → rayon\nchanged: [-a-] {+b+}", None, "heading\nchanged: [-a-] {+b+}"),
    ],
)
def test_a_handed_out_file_says_all_in_todays_words(comment: str, context: str | None, said: str) -> None:
    assert present_facts(comment, context, "Shelf") == said
    assert present_facts(said, context, "Shelf") == said


def test_what_is_invisible_stands_before_the_address() -> None:
    said = present_facts(
        "list item\ninvisible: no-break space (U+00A0)\npage: https://x.org/", None, "10\u00a0km"
    )
    assert said == "list item\ninvisible: no-break space (U+00A0) after “10”\npage: https://x.org/"


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ("in ul > li\nunder: Rules", "list item\nunder: Rules", True),
        ("under: Rules", "list item\nunder: Rules", True),
        (
            "in p\ninvisible: soft hyphen (U+00AD)",
            "paragraph\ninvisible: soft hyphen (U+00AD) after “a”",
            True,
        ),
        ("page: x", "image description\nimage: /a.jpg\npage: x", True),
        ("list item\nterm: shelf → rayon\npage: x", "list item\npage: x", True),
        ("list item\npage: x", "list item\npage: x\nchanged: [-a-] {+b+}", True),
        ("list item", "heading", False),
        ("in li", "in p", False),
        ("list item\nunder: Rules", "list item\nunder: Prices", False),
        ("image description\nimage: /a.jpg", "image description\nimage: /b.jpg", False),
        ("list item\nchanged: [-a-] {+b+}", "list item\nchanged: [-a-] {+c+}", False),
        ("list item\nlink 1: /x", "list item\nlink 1: /y", False),
        ("list item\nlink 1: /x", "list item", False),
        ("image description\nimage: /a.jpg", "image description", False),
        ("list item\nchanged: [-a-] {+b+}", "list item", False),
    ],
)
def test_what_is_said_in_other_words_or_not_yet_is_no_reason_to_write(
    before: str, now: str, *, same: bool
) -> None:
    assert says_the_same(before, now) is same


def test_terms_of_the_glossary_are_named() -> None:
    terms = parse_glossary("term,fr\nlibrary card,carte de lecteur\nshelf,rayon\n", place="terms.csv")
    assert [*Glossary(terms, "fr").facts_of("Bring your library card.")] == [
        "library card → carte de lecteur"
    ]
