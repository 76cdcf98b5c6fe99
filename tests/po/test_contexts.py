"""A text that stands in several contexts: each of its entries keeps what was translated for its own."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.po import Block, Catalog, EntryChangeKind, Merge, merge, read_catalog, recover
from calque.po.contexts import with_contexts_back
from calque.po.entries import NOTHING, Fields, Key
from calque.po.match import Kin, Source, SourceIndex

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: fr\\n"\n\n'
CONTEXTS = (None, "", "title", "attr:alt", "excerpt", "menu")
WORDS = ("mill", "river", "grinds", "corn", "Tuesday", "miller", "wheel", "turns", "bridge", "flour")


def read(*rows: tuple[str | None, str, str]) -> Catalog:
    """A catalog of (context, text, translation)."""
    entries = (
        ("" if context is None else f'msgctxt "{context}"\n') + f'msgid "{text}"\nmsgstr "{target}"\n\n'
        for context, text, target in rows
    )
    return read_catalog((HEADER + "".join(entries)).encode(), place="fr.po")


def merged(old: Catalog, new: Catalog) -> Merge:
    return merge(old, new, locale="fr", language="fr")


@dataclass(frozen=True)
class Edited:
    """A catalog and a template in which texts were edited alike in each of their contexts."""

    old: Catalog
    template: Catalog
    made_from: dict[Key, Fields]
    """Each edited text of the template, by its key, with the old entry of its context."""


def entry(context: str | None, text: str, post: int, target: str = "") -> Fields:
    return NOTHING._replace(
        msgctxt=context, msgid=text, msgstr=target, occurrences=((f"posts/{post}:content#abc", ""),)
    )


@st.composite
def edited(draw: st.DrawFn) -> Edited:
    """Several texts, no two of which share a word, each in some contexts, among others that nobody edited."""
    old: list[Fields] = []
    new: list[Fields] = []
    made_from: dict[Key, Fields] = {}
    for group in range(draw(st.integers(1, 3))):
        words = [f"{word}{'x' * group}" for word in draw(st.permutations(WORDS))[: draw(st.integers(4, 10))]]
        text, at = " ".join(words), draw(st.integers(0, len(words)))
        later = " ".join([*words[:at], f"quiet{group}", *words[at + draw(st.integers(0, 1)) :]])
        for context in draw(st.lists(st.sampled_from(CONTEXTS), min_size=1, unique=True)):
            post = draw(st.integers(1, 2))
            row = entry(context, text, post, f"T{group} {context!r}")
            old.append(row)
            new.append(entry(context, later, post))
            made_from[context, later] = row
    for number in range(draw(st.integers(0, 4))):
        context, post = draw(st.sampled_from(CONTEXTS)), draw(st.integers(1, 2))
        old.append(entry(context, f"Dogs{number} wait{number} outside{number}", post, f"chiens {number}"))
        new.append(entry(context, f"Dogs{number} wait{number} outside{number}", post))
    hidden = draw(st.integers(0, 5))
    blocks = [
        row._replace(obsolete=True, occurrences=()) if number == hidden and row in made_from.values() else row
        for number, row in enumerate(draw(st.permutations(old)))
    ]
    return Edited(
        Catalog().with_blocks(Block(row) for row in blocks),
        Catalog().with_blocks(Block(row) for row in draw(st.permutations(new))),
        made_from,
    )


@given(edited())
def test_texts_edited_alike_in_several_contexts_keep_the_translation_of_each(case: Edited) -> None:
    result = merged(case.old, case.template)
    said = {block.fields.key: block.fields for block in result.catalog.blocks if not block.is_header}
    for key, old in case.made_from.items():
        now = said[key]
        assert now.msgstr == old.msgstr
        assert (now.previous_msgctxt, now.previous_msgid) == old.key
        assert now.is_fuzzy
    assert not result.catalog.obsolete
    assert {change.kind for change in result.changes} == {EntryChangeKind.STALE}


VERSIONS = (
    "The mill by the old river grinds corn",
    "The mill by the quiet old river grinds corn",
    "The mill by the old river grinds yellow corn",
)


@given(
    st.dictionaries(
        st.sampled_from(CONTEXTS), st.tuples(st.sampled_from(VERSIONS), st.sampled_from(VERSIONS)), min_size=1
    ),
    st.randoms(use_true_random=False),
)
def test_texts_edited_each_in_its_way_keep_the_translation_of_their_context(edits, random) -> None:
    """Also where one says now what another said before, or says still."""
    old = [entry(context, before, 1, f"T {context!r}") for context, (before, _) in edits.items()]
    new = [entry(context, after, 1) for context, (_, after) in edits.items()]
    random.shuffle(new)
    result = merged(
        Catalog().with_blocks(Block(one) for one in old), Catalog().with_blocks(Block(one) for one in new)
    )
    said = {block.fields.msgctxt: block.fields for block in result.catalog.blocks if not block.is_header}
    for context, (before, after) in edits.items():
        assert said[context].msgstr == f"T {context!r}"
        assert said[context].is_fuzzy == (before != after)
    assert not result.catalog.obsolete


OLD, NEW = "The mill by the old river", "The mill by the quiet old river"


def kinds(result: Merge) -> list[tuple[str, str | None, str | None]]:
    return [(change.kind.value, change.context, change.predecessor_context) for change in result.changes]


def test_a_text_without_a_translation_of_its_own_context_takes_none_away_from_another() -> None:
    """The title was never translated: it gets what was made for the body as a memory, and the body stays stale."""
    old = read(("title", OLD, ""), (None, OLD, "Le moulin"))
    result = merged(old, read(("title", NEW, ""), (None, NEW, "")))
    assert kinds(result) == [("memory", "title", None), ("stale", None, None), ("removed", "title", None)]


def test_a_text_edited_in_one_context_only_is_made_from_its_own() -> None:
    old = read((None, OLD, "Le moulin"), ("title", OLD, "Moulin"))
    result = merged(old, read((None, OLD, ""), ("title", NEW, "")))
    assert kinds(result) == [("stale", "title", "title")]


def test_a_text_that_was_another_in_each_context_is_made_from_the_more_alike() -> None:
    """The text of its own context is not alike enough to be its predecessor."""
    old = read(("title", "Our mill grinds by a river", "Notre moulin"), (None, OLD, "Le moulin"))
    result = merged(old, read(("title", NEW, "")))
    assert kinds(result) == [("stale", "title", None), ("obsolete", "title", None)]


def test_a_text_that_another_context_said_before_is_made_from_its_own() -> None:
    """The alternative text says now what the heading said that is gone: another's very words are no predecessor."""
    old = read((None, NEW, "La vieille rivière calme"), ("attr:alt", OLD, "Photo du moulin"))
    result = merged(old, read(("attr:alt", NEW, "")))
    assert kinds(result) == [("stale", "attr:alt", "attr:alt"), ("obsolete", None, None)]
    (now,) = result.catalog.entries
    assert (now.msgstr, now.previous_msgctxt, now.previous_msgid) == ("Photo du moulin", "attr:alt", OLD)


def test_what_stood_between_the_same_neighbours_in_another_context_gives_way_to_its_own_context() -> None:
    """As where an image moved to another paragraph: in the place of its old alt text stands a caption."""
    rows = [("attr:alt", OLD, "Photo"), (None, "First of all", "D'abord"), ("caption", OLD, "Légende")]
    later = [("caption", NEW, ""), (None, "First of all", ""), ("attr:alt", NEW, "")]
    result = merged(read(*rows), read(*later))
    assert kinds(result) == [("stale", "caption", "caption"), ("stale", "attr:alt", "attr:alt")]


def test_more_texts_of_one_wording_than_are_compared_hide_none_of_the_right_context() -> None:
    rows = [(f"c{number}", OLD, f"T{number}") for number in range(100)]
    result = merged(read(*rows), read(*((context, NEW, "") for context, *_ in reversed(rows))))
    assert {one.msgctxt: one.msgstr for one in result.catalog.entries} == {
        context: target for context, _, target in rows
    }


def test_of_sources_that_are_as_alike_one_of_the_same_context_comes_before_a_closer_kin() -> None:
    def source(context: str | None, kin: Kin) -> Source:
        return Source.of(Block(entry(context, OLD, 1, kin.name)), kin)

    gone, live = source(None, Kin.GONE), source("title", Kin.LIVE)
    for text in (OLD, NEW):
        for sources in ([gone, live], [live, gone]):
            index = SourceIndex(sources)
            found = [index.best(text, "posts/1", context) for context in ("title", None, "menu")]
            assert [row and row[0] for row in found] == [live, gone, gone]


def test_what_is_taken_back_goes_to_the_text_of_its_context() -> None:
    catalog = read(("title", NEW, ""), (None, NEW, ""))
    kept = read((None, OLD, "Le moulin"), ("title", OLD, "Moulin")).blocks[1:]
    assert [one.msgstr for one in recover(catalog, kept).catalog.entries] == ["Moulin", "Le moulin"]
    assert [one.msgstr for one in recover(catalog, kept[:1]).catalog.entries] == ["", "Le moulin"]


def row(context: str | None, text: str, *places: str) -> Fields:
    return NOTHING._replace(
        msgctxt=context, msgid=text, msgstr="T", occurrences=tuple((place, "") for place in places)
    )


KNOWN = [
    row("title", OLD, "posts/1:title#1"),
    row(None, OLD, "posts/1:content#1"),
    row("attr:alt", OLD, "posts/1:content#1.2", "posts/2:content#1"),
    row("title", NEW, "posts/1:title#2"),
]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([one._replace(msgctxt=None) for one in KNOWN], [one.msgctxt for one in KNOWN]),
        ([one._replace(msgctxt=None) for one in reversed(KNOWN)], [one.msgctxt for one in reversed(KNOWN)]),
        ([row(None, OLD, "posts/2:content#1")], ["attr:alt"]),
        ([row(None, NEW)], ["title"]),
        ([row(None, OLD)], [None]),
        ([row(None, OLD, "posts/1:title#1", "posts/1:content#1")], [None]),
        ([row(None, "Another text", "posts/1:title#1")], [None]),
        ([row(None, NEW, "posts/1:content#2")], [None]),
        ([row("title", OLD), row(None, NEW, "posts/1:title#2")], ["title", None]),
    ],
    ids=[
        "all of them",
        "in another order",
        "one of two places",
        "no place, one text",
        "no place, several texts",
        "places of several",
        "unknown text",
        "another place of the text",
        "some contexts are left",
    ],
)
def test_contexts_that_a_whole_file_lost_come_back_where_place_and_text_tell_them(
    rows: list[Fields], expected: list[str | None]
) -> None:
    returned = Catalog().with_blocks(Block(one) for one in (NOTHING._replace(msgstr="Language: fr\n"), *rows))
    back = with_contexts_back(returned, KNOWN)
    assert [one.msgctxt for one in back.entries] == expected
    assert (back is returned) == (expected == [one.msgctxt for one in rows])
