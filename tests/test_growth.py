"""What a text costs grows with its length: steps of patterns and calls of functions are counted, never seconds."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.align.texts import _URL, digest_texts
from calque.checks import CheckSetting, Glossary, parse_glossary
from calque.checks.links import _MAIL, links, unlocalised_link
from calque.checks.markup import _PERCENT
from calque.checks.numbers import numbers
from calque.checks.pair import _NO_PROSE, Pair, masked
from calque.checks.terms import forbidden_term, glossary_term
from calque.handoffs.heirs import HeirIndex
from calque.html import split, without_markup
from calque.html.bare import _TAG
from calque.injected.edges import _top_elements
from calque.injected.recurring import _OPENING
from calque.language.votes import _WITHIN_EDGES
from calque.locales import PageHead
from calque.model import Field, Post, Segment, SegmentKind, Site, SiteLocale
from calque.pipeline.ingest.locate import locate as locate_posts
from calque.pipeline.init.signs import Shown
from calque.pipeline.init.tongues import find_tongues
from calque.po import read_catalog
from calque.po.known import Known
from calque.po.near import TextIndex
from calque.po.recovery import recover
from calque.po.tokens import _ISOLATED
from calque.sources.html_pages import _SEPARATOR, read_page
from calque.sources.marked_languages import _CODE, split_languages
from calque.sources.wordpress.discovery import _LINK
from operations import growth
from regex_steps import end_of_match, steps_of

PATTERNS = {
    "addresses": _URL,
    "mail addresses": _MAIL,
    "conversions": _PERCENT,
    "what is no prose": _NO_PROSE,
    "tags": _TAG,
    "start tags with a class": _OPENING,
    "names of files": _ISOLATED,
    "separators of titles": _SEPARATOR,
    "links of headers": _LINK,
    "words within signs": _WITHIN_EDGES,
    "code beside marks": _CODE,
}
BEGUN = ["%", "<", "<div ", "<div class='", "<x>;", "\u2068", "a@", "www.", "`"]
REPEATED = [
    "茶",
    "a",
    "0",
    " ",
    ".",
    "-",
    "'0",
    "<",
    "<div ",
    "<div class='",
    "<x>; ",
    "\u2068",
    "@a",
    "%0",
    "`",
    " -",
]


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_takes_steps_in_proportion_to_its_text(pattern: re.Pattern[str]) -> None:
    """Four times the text, four times the steps, whatever is begun and never ended in it."""
    for begun in ("", *BEGUN):
        for repeated in REPEATED:
            for ended in ("", "a"):
                few, many = (steps_of(pattern, begun + repeated * size + ended) for size in (30, 120))
                assert many < 5.5 * few, f"{begun!r} and {repeated!r} again and again, then {ended!r}"


@pytest.mark.parametrize(
    ("pattern", "begun", "repeated"),
    [
        (r"\S+@\S+\.\w+", "", "茶"),
        (r"<[^>]*>", "", "<"),
        (r"%[0-9]*\d*d", "%", "0"),
        (r"^\W+|\W+$", "a", "-"),
        (r"(?:a|b)*?c", "", "a"),
    ],
)
def test_a_pattern_that_is_not_in_proportion_is_seen(pattern: str, begun: str, repeated: str) -> None:
    few, many = (steps_of(re.compile(pattern), begun + repeated * size + "a") for size in (4, 16))
    assert many > 7 * few


@given(
    st.sampled_from([*PATTERNS.values()]),
    st.lists(st.sampled_from([*BEGUN, *REPEATED, "d", ">", "'", "\u2069:7", ".org", "/x", "\n"]), max_size=8),
)
def test_the_matcher_that_counts_finds_what_python_finds(pattern: re.Pattern[str], parts: list[str]) -> None:
    text = "".join(parts)
    for place in range(len(text) + 1):
        found = pattern.match(text, place)
        assert end_of_match(pattern, text, place) == (found.end() if found else -1)


def text(unit: str) -> Callable[[int], Callable[[], object]]:
    return lambda size: lambda: digest_texts([Segment(SegmentKind.TEXT, unit * size, 0, 1, path="p")])


def check(
    function: Callable[[Pair], Iterable[str]], source: str, target: str, *, terms: bool = False
) -> Callable[[int], Callable[[], object]]:
    """Check a pair of texts that hold so many numbers, hosts or words, all of them different."""

    def make(size: int) -> Callable[[], object]:
        named = range(1000, 1000 + size)
        texts = [" ".join(one.format(number) for number in named) for one in (source, target)]
        rows = "".join(f"term{number},wort{number},falsch{number}\n" for number in named) if terms else ""
        glossary = Glossary(parse_glossary(f"term,de,de forbidden\n{rows}", place="terms.csv"), "de")
        return lambda: list(function(Pair(*texts, CheckSetting("en", "de", glossary=glossary))))

    return make


def catalog(size: int, *, said: bool) -> bytes:
    rows = "".join(
        f'\nmsgctxt "{number}"\nmsgid "Bring {number} cups of tea"\nmsgstr "{number if said else ""}"\n'
        for number in range(size)
    )
    return f'msgid ""\nmsgstr "Language: fr\\n"\n{rows}'.encode()


def recovered(size: int) -> Callable[[], object]:
    there = read_catalog(catalog(size, said=False).replace(b"cups", b"mugs"), place="fr.po")
    kept = read_catalog(catalog(size, said=True), place="fr.po").blocks[1:]
    return lambda: recover(there, kept)


def duplicates(size: int) -> Callable[[], object]:
    row = '\nmsgid "Tea"\nmsgstr "{}"\n'
    given = 'msgid ""\nmsgstr "Language: fr\\n"\n' + "".join(row.format(number) for number in range(size))
    return lambda: Known.of(read_catalog(given.encode(), place="fr.po"))


def stated(size: int) -> Callable[[], object]:
    """Ask what calque.toml says of each of many posts, in as many rows."""
    rows = {f"/notes/{number}/*": "fr" for number in range(size)}
    pairs = {f"posts/{number}": {"fr": f"posts/{number}0"} for number in range(size)}
    site = Site("example", Path(), "https://example.org", "en", (), languages=rows, pairs=pairs)
    link = "https://example.org/notes/{}/a/".format
    posts = [Post("post", "posts", one, link(one), "a", "publish", (), None) for one in range(size)]
    return lambda: locate_posts(site, [(post, None) for post in posts])


def linked(size: int) -> Callable[[], object]:
    """Check the links of a text on a site with as many rows of languages."""
    rows = {f"/notes/{number}/*": "fr" for number in range(size)}
    site = Site("example", Path(), "https://example.org", "en", (SiteLocale("fr"),), languages=rows)
    target = " ".join(f"https://example.org/notes/{number}/a/" for number in range(size))
    return lambda: list(unlocalised_link(Pair(target, target, CheckSetting("en", "fr", site))))


def parts_of_a_site(size: int) -> Callable[[], object]:
    """Look for the languages of a site that links to many hosts."""
    link = "https://h{0}.example/p{0}/".format
    posts = [Post("post", "posts", one, link(one), "a", "publish", (), None) for one in range(size)]
    posts += [
        Post("post", "posts", size, "https://example.org/fr/a/", "a", "publish", (), None, language="fr")
    ]
    shown = [Shown(one, PageHead(one.language or "en")) for one in posts]
    return lambda: find_tongues(shown, "https://example.org", source="en")


def marked(unit: str) -> Callable[[int], Callable[[], object]]:
    """Part a post with many marks or elements of code."""
    site = Site("example", Path(), "https://example.org", "en", (SiteLocale("fr"),))

    def make(size: int) -> Callable[[], object]:
        text = "[:en]Tea[:fr]Thé[:]" + "".join(unit.format(number) for number in range(size))
        post = Post("post", "posts", 1, "", "a", "publish", (Field("title", text),), None)
        return lambda: list(split_languages(post, site))

    return make


def edges(html: str) -> Callable[[int], Callable[[], object]]:
    kinds = frozenset({("div", frozenset({"share"}))})

    def make(size: int) -> Callable[[], object]:
        document = split(html * size + "</div>" * size * ("</div>" not in html))
        return lambda: list(_top_elements(document, kinds))

    return make


def heirs(size: int) -> Callable[[], object]:
    """Look for what each text of a file became, in a catalog that has each in other words and empty."""
    blocks = read_catalog(catalog(size, said=False).replace(b"cups", b"mugs"), place="fr.po").blocks
    answers = [block.fields for block in read_catalog(catalog(size, said=True), place="fr.po").blocks[1:]]
    index = HeirIndex(blocks, frozenset())
    return lambda: [index.heir(answer, {answer.key}) for answer in answers]


def found_near(size: int) -> Callable[[], object]:
    """Ask for each of many texts that have one word in common."""
    index = TextIndex(texts := [f"tea {'!' * (number % 40)}" for number in range(size)])
    return lambda: [index.near(one) for one in texts]


@pytest.mark.parametrize(
    "make",
    [
        text("茶を入れる前に急須を温めます"),
        text("a@b."),
        text("desk@sample.example "),
        lambda size: lambda: without_markup("<!--" * size),
        lambda size: lambda: without_markup("<p><!-- a -->b" * size),
        lambda size: lambda: masked("<code>a" * size),
        lambda size: lambda: masked("<code>a</code> 50% " * size),
        check(numbers, "{} cups", "{}1 Tassen"),
        check(links, "https://x{}.example/a", "https://y{}.example/a"),
        check(glossary_term, "term{}", "wort{}", terms=True),
        check(glossary_term, "term{}", "anderes{}", terms=True),
        check(forbidden_term, "term{}", "falsch{}", terms=True),
        duplicates,
        stated,
        linked,
        parts_of_a_site,
        marked("[:fr]a"),
        marked("<pre>"),
        marked("<pre></pre><code>"),
        lambda size: lambda: read_page("<main><h1>Tea" * size),
        lambda size: lambda: read_page(f"<title>Tea{' - Pot' * size}</title><h1>Cup</h1>"),
        lambda size: lambda: read_page("<body><title>Tea</title></body>" * size),
        edges('<div class="share"><a href="/tea">Tea</a></div><p>Pot</p>'),
        edges('<div class="share"><a href="/tea">Tea</a> <p>Pot</p>'),
    ],
    ids=[
        "texts without spaces",
        "words that are nearly addresses",
        "addresses",
        "comments that never end",
        "comments",
        "code that never ends",
        "code",
        "numbers",
        "hosts",
        "terms that are used",
        "terms that are not used",
        "forbidden words",
        "duplicates",
        "rows of languages",
        "links beside rows of languages",
        "parts of a site",
        "marks of languages",
        "code beside marks that never ends",
        "code beside marks",
        "headings in each other",
        "separators of a title",
        "titles in bodies",
        "blocks of links",
        "blocks in each other",
    ],
)
def test_what_is_done_grows_with_what_is_given(make: Callable[[int], Callable[[], object]]) -> None:
    """Four times the text: four times the calls and a little, not sixteen times."""
    assert growth(make, 100) < 5


@pytest.mark.parametrize(
    "make",
    [recovered, heirs, found_near],
    ids=["texts taken back", "texts that answers are for", "texts with one word in common"],
)
def test_what_is_looked_at_for_one_of_thousands_of_texts_has_an_end(
    make: Callable[[int], Callable[[], object]],
) -> None:
    assert growth(make, 2_500, 2) < 2.5
