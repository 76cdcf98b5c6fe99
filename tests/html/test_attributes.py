"""An attribute is read with its quotes, and written so that its tag stays what it was."""

from html.parser import HTMLParser

import pytest
import turbohtml
from hypothesis import example, given
from hypothesis import strategies as st

from calque.html import check_markup, join, rerender, split
from calque.html.attributes import attribute_value, attributes, find_attribute
from calque.html.markup import decode
from calque.html.tokens import tokenize
from calque.model import Quotes, Severity

SPACES = (" ", "\t", "\n", "\r", "\r\n", "\f", "  ", " \n ")
"""What HTML takes for white space."""
OTHER_SPACES = ("\u00a0", "\u3000", "\u2009", "\x0b", "\x1c", "\x85", "\ufeff", "&#32;", "&#10;", "&nbsp;")
"""What it does not."""
HOSTILE = (
    *(
        "x onerror=alert(1) y",
        '" onclick="x',
        "' onclick='x",
        "`",
        ">",
        "/>",
        "< b",
        "&lt;script&gt;",
        "-->",
        "\\",
        "=",
    ),
    *(
        '"',
        "'",
        "&quot;",
        "&#34;",
        "&#39;",
        "&apos;",
        "&",
        "&amp;",
        "&copy",
        "&copy;",
        "[gallery]",
        "[x]",
        "</p>",
        "a",
        "é",
    ),
)
WORDS = st.sampled_from((*HOSTILE, *SPACES, *OTHER_SPACES, "Dog", "two words"))
TARGETS = st.lists(WORDS, min_size=1, max_size=6).map("".join)
TAGS = (
    "<img src=x {}>",
    "<img {} src='x'>",
    "<img {}/>",
    "<p>A <img {}> b</p>",
    "<p>A <em>b <a href=/x {}>c</a></em> d</p>",
    "<p><a {} href=/x>c</a></p>",
    "<p {}>A</p>",
    "<iframe {}></iframe>",
    "<table><tr><th {} abbr=A>b</th></table>",
    "<textarea {}>V</textarea>",
    '<p>A <b {}>b</b> <b translate="no">c</b> <b>d</b></p>',
    "<noscript><img {}></noscript>",
    '<svg {}></svg><img alt="Dog">',
    "<p>A <b>b <i {}>c</b> d</i></p>",
)


@st.composite
def written_attributes(draw: st.DrawFn) -> str:
    """An attribute that says something, in any quotes and with any white space in it and around it."""
    name = draw(st.sampled_from(("alt", "title", "TITLE", "placeholder", "aria-label")))
    equals = draw(st.sampled_from(("=", " = ", "=\n")))
    quotes = draw(st.sampled_from(('"', "'", "")))
    words = st.lists(WORDS, min_size=1, max_size=4).map("".join)
    if quotes:
        value = draw(words).replace(quotes, "")
    else:
        value = "".join(char for char in draw(words) if char not in " \t\r\n\f>").lstrip("\"'")
    second = draw(st.sampled_from(("", "", f' {name}="twice"', " data-x", " data-x='1 < 2'")))
    return f"{name}{equals}{quotes}{value or 'Dog'}{quotes}{second}"


class Reader(HTMLParser):
    """The tags of a page as Python's own parser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[str | None] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.values += (value for _, value in attrs)


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a page as a browser reads them."""
    found = turbohtml.parse(html, positions=False).iter_elements()
    return [(one.tag, {name: str(value or "") for name, value in one.attrs.items()}) for one in found]


def _as_browsers_do(html: str, elements: list[tuple[str, dict[str, str]]]) -> bool:
    """Tell whether html.parser finds the attributes that a browser does; of `alt=="x="y` it makes two."""
    found = {(name, frozenset(attributes)) for name, attributes in Reader(html).tags}
    return found <= {(name, frozenset(values)) for name, values in elements}


@given(st.sampled_from(TAGS), written_attributes(), TARGETS)
@example("<img {}>", 'alt=="onclick="x', "x onerror=alert(1) y")
@example("<p>{}<img {}> sleeps</p>", 'alt=" Dog"', "Chien onerror=alert(1) src=x")
@example("<img {}>", 'alt="\nDog "', "x onerror=alert(1) y")
@example("<img {}>", "alt='\"Dog\"'", "x")
@example("<img {}>", "alt=Dog/", "a b")
@example("<img {}>", 'alt="" alt="Dog"', "x")
def test_translation_adds_no_attribute(tag: str, attribute: str, target: str) -> None:
    """Whatever the quotes, the white space and the translation, it is one value that changes, and to what it says."""
    html = tag.format(*[attribute] * tag.count("{}"))
    document = split(html)
    for index, segment in enumerate(document.segments):
        if not (segment.context or "").startswith("attr:"):
            continue
        written = join(document, {index: target})
        before, after = elements(html), elements(written)
        if _as_browsers_do(html, before):
            assert Reader(written).tags == Reader(html).tags
        assert [(name, list(values)) for name, values in after] == [
            (name, list(values)) for name, values in before
        ]
        changed = [
            (name, new)
            for (_, values), (_, others) in zip(before, after, strict=True)
            for name, old, new in zip(values, values.values(), others.values(), strict=True)
            if old != new
        ]
        if any(one.severity is Severity.ERROR for one in check_markup(segment, target)) or not target.strip():
            assert written == html
            continue
        said = decode(target).split()
        assert changed or said == decode(segment.text).split()
        for name, new in changed:
            assert f"attr:{name}" == segment.context
            assert new.split() == said


@given(st.sampled_from(TAGS), written_attributes())
def test_attribute_written_anew_reads_the_same(tag: str, attribute: str) -> None:
    html = tag.format(attribute)
    written = rerender(split(html))
    assert [(name, spaced(values)) for name, values in elements(written)] == [
        (name, spaced(values)) for name, values in elements(html)
    ]
    assert rerender(split(written)) == written


def spaced(values: dict[str, str]) -> dict[str, list[str]]:
    return {name: value.split() for name, value in values.items()}


PIECES = (*"aB=\"'<>/& \t\n\f\r\0é`", "\u00a0", "href", "= ", "&amp;", "&copy", "title", '"x"', "'y z'", "=x")


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_attributes_are_those_of_a_browser(inside: str) -> None:
    """Their names and values are the tokenizer's, and the quotes stand where they are said to."""
    html = f"<a {inside}>"
    (kind, _, end, _, _), *_ = tokenize(html, exact=True)
    if kind != "open":
        return
    token = next(turbohtml.tokenize(html))
    found: dict[str, str] = {}
    for name, start, to, quotes in attributes(html, 0, end):
        assert html[start - len(quotes) : start] == html[to : to + len(quotes)] == quotes
        found.setdefault(name.replace("\0", "\ufffd"), attribute_value(html, start, to, quotes))
    assert list(found.items()) == [(name, value or "") for name, value in token.attrs or ()]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<a b="c">', (6, 7, Quotes.DOUBLE)),
        ("<a b='\"c\"'>", (6, 9, Quotes.SINGLE)),
        ("<a b=c/>", (5, 7, Quotes.NONE)),
        ("<a b = c>", (7, 8, Quotes.NONE)),
        ('<a b="">', (6, 6, Quotes.DOUBLE)),
        ('<a x="y"b>', (9, 9, Quotes.NONE)),
        ("<a b>", (4, 4, Quotes.NONE)),
        ("<a B=1 b='2'>", (5, 6, Quotes.NONE)),
        ("<a c>", None),
    ],
)
def test_attribute_is_found_with_its_quotes(tag: str, expected: tuple[int, int, Quotes] | None) -> None:
    found = find_attribute(tag, 0, len(tag), "b")
    assert (found and found[1:]) == expected


@pytest.mark.parametrize(
    "form", ['title="{}"', "title='{}'", 'title=" {}"', "title='\n{} '", "title={}", "title\n=\t{}"]
)
def test_hostile_translation_stays_in_its_attribute(hostile, form: str) -> None:
    """What is tried in any place is tried in an attribute, however it is written."""
    target = hostile.input.partition("\n>>>\n")[2]
    html = f"<p>A <b {form.format('Dog')} id=x>b</b> c</p>"
    document = split(html)
    index = next(place for place, one in enumerate(document.segments) if one.context)
    targets = {place: one.text for place, one in enumerate(document.segments)}
    written = join(document, {**targets, index: target})
    assert Reader(written).tags == Reader(html).tags
    assert [name for name, _ in elements(written)] == [name for name, _ in elements(html)]
    assert [list(values) for _, values in elements(written)] == [list(values) for _, values in elements(html)]
