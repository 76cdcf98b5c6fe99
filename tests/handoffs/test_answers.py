"""Answers find their places, and whatever comes back, no word is lost: a law over any catalogs and files."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from calque.handoffs.answers import Desk, Returned
from calque.po import AnswerKind, Block, Catalog, Prefer
from calque.po.entries import NOTHING, Fields

SOURCES = st.sampled_from(
    ["open", "closed", "the old house", "the new house", "the very new house by the river"]
)
TARGETS = st.sampled_from(["", "", "ouvert", "fermé", "la vieille maison", "la maison neuve", "open"])
NOTES = st.sampled_from(["", "", "a note", "calque: memory 0.83", "calque: conflict with marie: fermé"])


@st.composite
def entries(draw: st.DrawFn, posts: list[int]) -> Fields:
    target = draw(TARGETS)
    fuzzy = bool(target) and draw(st.booleans())
    obsolete = bool(target) and draw(st.integers(0, 4)) == 0
    return NOTHING._replace(
        tcomment=draw(NOTES),
        occurrences=() if obsolete else tuple((f"posts/{post}:content#0", "") for post in posts),
        flags=("fuzzy",) if fuzzy else (),
        previous_msgid=draw(st.none() | SOURCES) if fuzzy else None,
        msgctxt=draw(st.sampled_from([None, None, "title"])),
        msgid=draw(SOURCES),
        msgstr=target,
        obsolete=obsolete,
    )


@st.composite
def catalogs(draw: st.DrawFn, posts: list[int]) -> Catalog:
    rows: dict[tuple[str | None, str], Fields] = {}
    for row in draw(st.lists(entries(posts), max_size=5)):
        rows.setdefault(row.key, row)
    header = NOTHING._replace(msgstr=f"Language: fr\nX-Calque-Post: posts/{posts[0]}\n")
    return Catalog().with_blocks([Block(header), *map(Block, rows.values())])


def bare(catalog: Catalog) -> Catalog:
    return Catalog().with_blocks([block for block in catalog.blocks if not block.is_header])


def desk_of(files: Mapping[str, Catalog]) -> Desk:
    return Desk(
        files, is_copy=lambda target, source: target == source, was_there=lambda _name, _fields: False
    )


def said(*files: Catalog) -> set[str]:
    return {
        text
        for file in files
        for block in file.blocks
        if not block.is_header
        for text in block.fields.targets
    }


def notes(*files: Catalog) -> set[str]:
    lines = {line for file in files for block in file.blocks for line in block.fields.tcomment.split("\n")}
    return {line for line in lines if not line.startswith("calque: ")}


@given(
    one=catalogs([1]),
    other=catalogs([2]),
    back=catalogs([1, 2]),
    handed=st.none() | catalogs([1, 2]),
    prefer=st.sampled_from(Prefer),
)
def test_no_word_is_lost_whatever_comes_back(
    one: Catalog, other: Catalog, back: Catalog, handed: Catalog | None, prefer: Prefer
) -> None:
    desk = desk_of({"one": one, "other": other})
    taken = desk.take(Returned(bare(back), "marie", handed, prefer=prefer))
    spare = {text for rows in desk.spare.values() for fields in rows for text in fields.targets}
    after = {"one": one, "other": other} | dict(desk.result())
    kept = said(*after.values()) | spare
    assert said(one, other) - {""} <= kept
    assert notes(one, other) <= notes(*after.values())
    assert sum(taken.counts.values()) == len(bare(back).blocks)
    for name, before in (("one", one), ("other", other)):
        filled = [block.fields for block in after[name].blocks]
        for block, now in zip(before.blocks, filled, strict=False):
            assert (now.key, now.occurrences) == (block.fields.key, block.fields.occurrences)
            assert bool(now.msgstr) >= bool(block.fields.msgstr)


@given(one=catalogs([1]), back=catalogs([1]), handed=st.none() | catalogs([1]))
def test_taking_a_file_twice_is_taking_it_once(one: Catalog, back: Catalog, handed: Catalog | None) -> None:
    first = desk_of({"one": one})
    first.take(Returned(bare(back), "marie", handed))
    after = {"one": one} | dict(first.result())
    second = desk_of(after)
    second.take(Returned(bare(back), "marie", handed))
    assert said(*({"one": after["one"]} | dict(second.result())).values()) == said(after["one"])


def test_a_copy_of_the_source_is_no_answer() -> None:
    empty = NOTHING._replace(msgid="open", occurrences=(("posts/1:content#0", ""),))
    desk = desk_of({"one": Catalog().with_blocks([Block(empty)])})
    back = Catalog().with_blocks([Block(empty._replace(msgstr="open"))])
    assert desk.take(Returned(back, "marie")).counts == {AnswerKind.COPIED: 1}
    assert desk.result() == {}
