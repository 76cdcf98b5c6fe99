"""Where a text stands, in plain words, and the glossary's terms in it."""

import pytest

from calque.checks import Glossary, parse_glossary
from calque.handoffs.context import plain_facts, term_facts


@pytest.mark.parametrize(
    ("comment", "context", "said"),
    [
        ("in ul > li\nunder: Rules", None, "list item\nunder: Rules"),
        ("in ol > li > ul > li > a", None, "list item"),
        ("in div > h2", None, "heading"),
        (
            "in figure > img\npage: https://example.org/",
            "attr:alt",
            "image description\npage: https://example.org/",
        ),
        ("page: https://example.org/", "title", "title of the page\npage: https://example.org/"),
        ("in div", None, "in div"),
        ("in div", "attr:data-label", "in div"),
        ("", None, ""),
    ],
)
def test_where_a_text_stands_is_said_in_plain_words(comment: str, context: str | None, said: str) -> None:
    assert plain_facts(comment, context) == said


def test_terms_of_the_glossary_are_named() -> None:
    terms = parse_glossary("term,fr\nlibrary card,carte de lecteur\nshelf,rayon\n", place="terms.csv")
    found = [*term_facts('Bring your <a id="1">library card</a>.', Glossary(terms, "fr"))]
    assert found == ["term: library card → carte de lecteur"]
