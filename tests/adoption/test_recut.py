"""Translations carried from one cut of a text to another."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.adoption.recut import recut_catalog
from calque.adoption.recut_spans import is_same_text
from calque.html import split
from calque.model import Rules, Segment
from calque.po import Block, Catalog, is_fuzzy, no_loss, origin_of
from calque.po.entries import NOTHING, new_entry
from calque.po.units import entries_by_key


def catalog(*rows: tuple[str, str], **fields: object) -> Catalog:
    return Catalog().with_blocks(
        Block(new_entry(NOTHING._replace(msgid=source, msgstr=target, **fields))) for source, target in rows
    )


def cut(html: str, *, sentence: bool = True) -> tuple[Segment, ...]:
    return split(f"<p>{html}</p>", field="content", rules=Rules(sentence=sentence)).segments


def test_a_link_keeps_its_text_when_it_is_numbered_anew() -> None:
    source, target = 'One <a id="2">two</a>, <b>three</b>.', 'Un <a id="2">deux</a>, <b>trois</b>.'
    after = cut('One <a href="/">two</a>, <b>three</b>.')
    recut = recut_catalog(catalog((source, target)), {"p": ([(None, source)], after)}, locale="fr")
    entry = entries_by_key(recut.catalog)[None, after[0].text]
    assert (entry.msgstr, recut.carried, recut.doubtful) == (target.replace('"2"', '"1"'), 1, 0)


def test_a_stale_text_that_is_only_numbered_anew_stays_stale() -> None:
    source, target = 'One <a id="2">two</a>.', 'Un <a id="2">deux</a>.'
    before = catalog((source, target), flags=("fuzzy",), previous_msgid="One.", tcomment="mine")
    after = cut('One <a href="/">two</a>.')
    entry = entries_by_key(recut_catalog(before, {"p": ([(None, source)], after)}, locale="fr").catalog)[
        None, after[0].text
    ]
    assert (entry.previous_msgid, entry.tcomment, is_fuzzy(entry)) == ("One.", "mine", True)
    assert entry.msgstr == 'Un <a id="1">deux</a>.'


def test_sentences_are_joined_without_a_space_where_the_language_has_none() -> None:
    rows = (("We open at nine.", "我们九点开门。"), ("The garden is open, too.", "花园也开放。"))
    after = cut(" ".join(source for source, _ in rows), sentence=False)
    recut = recut_catalog(
        catalog(*rows), {"p": ([(None, source) for source, _ in rows], after)}, locale="zh-Hans"
    )
    assert entries_by_key(recut.catalog)[None, after[0].text].msgstr == "我们九点开门。花园也开放。"


def test_a_text_that_has_a_translation_in_the_new_cut_keeps_it() -> None:
    whole = "We open at nine. The garden is open, too."
    rows = (
        (whole, "Ouvert à neuf heures. Le jardin aussi."),
        ("We open at nine.", "Nous ouvrons à neuf heures."),
    )
    recut = recut_catalog(catalog(*rows), {"p": ([(None, whole)], cut(whole))}, locale="fr")
    entries = entries_by_key(recut.catalog)
    assert entries[None, "We open at nine."].msgstr == "Nous ouvrons à neuf heures."
    assert entries[None, "The garden is open, too."].msgstr == "Le jardin aussi."


def test_an_edited_text_is_no_new_cut() -> None:
    before = catalog(("We open at nine. The garden is open.", "Ouvert à neuf heures. Le jardin est ouvert."))
    cuts = [(None, "We open at nine. The garden is open.")], cut("We open at ten. The garden is closed.")
    recut = recut_catalog(before, {"p": cuts}, locale="fr")
    assert recut.catalog is before


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "Ask the [desk] for the small brass key.",
            'Ask the <span translate="no">[desk]</span> for the small brass key.',
        ),
        (
            "受付[desk]で小さな真鍮の鍵を借りてください。",
            '受付<span translate="no">[desk]</span>で小さな真鍮の鍵を借りてください。',
        ),
        ("ขอกุญแจทองเหลืองดอกเล็ก[desk]ที่โต๊ะ", 'ขอกุญแจทองเหลืองดอกเล็ก<span translate="no">[desk]</span>ที่โต๊ะ'),
    ],
    ids=["with spaces", "Japanese", "Thai"],
)
def test_a_text_whose_word_went_into_a_placeholder_is_to_be_reviewed_in_every_script(
    source: str, html: str
) -> None:
    after = cut(html, sentence=False)
    assert "[desk]" not in after[0].text
    recut = recut_catalog(
        catalog((source, "Demandez la clé.")), {"p": ([(None, source)], after)}, locale="fr"
    )
    assert (recut.carried, recut.doubtful) == (0, 1)
    assert entries_by_key(recut.catalog)[None, after[0].text].msgstr == "Demandez la clé."


SENTENCE = st.lists(
    st.sampled_from("the old house has two doors and a garden".split()), min_size=2, max_size=8
).map(lambda words: " ".join(words).capitalize() + ".")


@given(st.lists(SENTENCE, min_size=1, max_size=8), st.sets(st.integers(1, 7)), st.sets(st.integers(1, 7)))
def test_nothing_is_lost_and_nothing_is_made_up(sentences: list[str], old: set[int], new: set[int]) -> None:
    """Cut at any sentences before and after: each old translation stands, each new one says words of the old."""

    def parts(cuts: set[int]) -> list[str]:
        places = sorted({0, len(sentences), *(place for place in cuts if place < len(sentences))})
        return [" ".join(sentences[first:last]) for first, last in pairwise(places)]

    sources = list(dict.fromkeys(parts(old)))
    before = catalog(*((source, source.upper()) for source in sources))
    after = tuple({one.text: one for part in parts(new) for one in cut(part, sentence=False)}.values())
    keys = [(None, source) for source in sources]
    recut = recut_catalog(before, {"p": (keys, after)}, locale="fr")
    assert no_loss([before], [recut.catalog]) == ()
    entries = entries_by_key(recut.catalog)
    for segment in after if is_same_text(keys, after) else ():
        entry = entries[None, segment.text]
        assert {*entry.msgstr.split()} <= {*" ".join(sentences).upper().split()}
        assert is_fuzzy(entry) == (origin_of(entry) is not None)


ROW = (
    '<a id="1">See it</a> <a id="2">Write <b>to us</b></a> '
    '<a id="3"><span id="4">News</span> <i id="5">(3 new)</i></a>'
)
ROW_HTML = (
    '<a href="/1">See it</a> <a href="/2">Write <b>to us</b></a> '
    '<a href="/3"><span class="x">News</span> <i class="y">(3 new)</i></a>'
)
THIRD_FR = '<a id="3"><span id="4">Nouvelles</span> <i id="5">(3)</i></a>'
ROW_NOW = ["See it", "Write <b>to us</b>", '<span id="1">News</span> <i id="2">(3 new)</i>']


def row_recut(target: str, **fields: object) -> tuple[int, int, dict[str, str]]:
    after = cut(ROW_HTML, sentence=False)
    assert [one.text for one in after] == ROW_NOW
    recut = recut_catalog(catalog((ROW, target), **fields), {"p": ([(None, ROW)], after)}, locale="fr")
    assert entries_by_key(recut.catalog)[None, ROW].msgstr == target
    entries = entries_by_key(recut.catalog)
    return recut.carried, recut.doubtful, {text: entries[None, text].msgstr for text in ROW_NOW}


def test_a_row_that_is_cut_into_its_elements_hands_each_its_translation() -> None:
    target = f'<a id="1">Voir</a> <a id="2">Nous <b>écrire</b></a> {THIRD_FR}'
    carried, doubtful, texts = row_recut(target)
    assert (carried, doubtful) == (3, 0)
    assert list(texts.values()) == [
        "Voir",
        "Nous <b>écrire</b>",
        '<span id="1">Nouvelles</span> <i id="2">(3)</i>',
    ]


def test_a_row_in_another_order_is_to_be_reviewed() -> None:
    target = f'<a id="2">Nous <b>écrire</b></a> <a id="1">Voir</a> {THIRD_FR}'
    assert row_recut(target)[:2] == (0, 3)


def test_a_row_whose_translation_says_more_is_to_be_reviewed() -> None:
    target = ROW.replace("</a> <a", "</a> ou <a")
    carried, doubtful, texts = row_recut(target)
    assert (carried, doubtful) == (0, 3)
    assert all(texts.values())


def test_a_row_that_was_to_be_reviewed_still_is() -> None:
    assert row_recut(ROW.replace("See it", "Voir"), flags=("fuzzy",))[:2] == (0, 3)


def test_badges_keep_their_translations() -> None:
    source, target = (
        '<span id="1">Oak</span> <span id="2">Elm</span>',
        '<span id="1">Chêne</span> <span id="2">Orme</span>',
    )
    after = cut('<span class="b">Oak</span> <span class="b">Elm</span>', sentence=False)
    recut = recut_catalog(catalog((source, target)), {"p": ([(None, source)], after)}, locale="fr")
    entries = entries_by_key(recut.catalog)
    assert [entries[None, text].msgstr for text in ("Oak", "Elm")] == ["Chêne", "Orme"]
    assert (recut.carried, recut.doubtful) == (2, 0)


def test_lines_around_a_caption_keep_their_translations() -> None:
    source = 'The mill.\n<x id="1"/><img id="2"/> A <i id="3">wheel</i><x id="4"/>\nIt is old.'
    target = 'Le moulin.\n<x id="1"/><img id="2"/> Une <i id="3">roue</i>. Là !<x id="4"/>\nIl est vieux.'
    html = 'The mill.\n[caption id="a"]<img src="m.jpg"> A <i class="w">wheel</i>[/caption]\nIt is old.'
    after = split(html, raw=True).segments
    recut = recut_catalog(catalog((source, target)), {"p": ([(None, source)], after)}, locale="fr")
    entries = entries_by_key(recut.catalog)
    assert [entries[None, one.text].msgstr for one in after] == [
        "Le moulin.",
        'Une <i id="1">roue</i>. Là !',
        "Il est vieux.",
    ]
    assert (recut.carried, recut.doubtful) == (3, 0)


def keyed(*rows: tuple[str | None, str, str]) -> Catalog:
    return Catalog().with_blocks(
        Block(new_entry(NOTHING._replace(msgctxt=context, msgid=source, msgstr=target)))
        for context, source, target in rows
    )


CAPTION = (
    "<p>See below.</p>[caption]<img src='/a.jpg' alt='A mill'> The mill[/caption]<p>The end.</p>",
    'See below.<x id="1"/><img id="2"/> The mill',
    'Voyez ci-dessous.<x id="1"/><img id="2"/> Le moulin',
)


@pytest.mark.parametrize(
    "further", [(), (("attr:alt", "DSC_0042", "DSC_0042"),)], ids=["the same", "a text less"]
)
def test_a_text_around_an_image_is_cut_though_its_alternative_text_stood_behind_all_of_it(
    further: tuple[tuple[str, str, str], ...],
) -> None:
    """An attribute stands behind the run that it is in, and between the halves that the run is cut into."""
    html, source, target = CAPTION
    rows = [(None, source, target), ("attr:alt", "A mill", "Un moulin"), *further, (None, "The end.", "Fin.")]
    after = split(html, field="content").segments
    recut = recut_catalog(keyed(*rows), {"p": ([row[:2] for row in rows], after)}, locale="fr")
    entries = entries_by_key(recut.catalog)
    assert entries[None, "See below."].msgstr == "Voyez ci-dessous."
    assert entries[None, "The mill"].msgstr == "Le moulin"
    assert (recut.carried, recut.doubtful) == (2, 0)


CONTEXTS = {"title": "titre", None: "corps", "attr:alt": "image", "wp:button#text": "bouton"}
TEXTS = ("A mill.", "It turns. It sings.", "By day. By night. All day.")


@given(
    st.lists(st.tuples(st.sampled_from([*CONTEXTS]), st.sampled_from(TEXTS)), min_size=1, unique=True),
    st.data(),
)
def test_a_text_that_stands_in_several_contexts_is_joined_in_each_for_itself(
    rows: list[tuple[str | None, str]], data: st.DataObject
) -> None:
    """However the texts of the contexts stood among each other in the old cut."""
    pieces = [(context, sentence.text) for context, text in rows for sentence in cut(text)]
    order = data.draw(st.permutations([context for context, _ in pieces]))
    streams = {context: iter([row for row in pieces if row[0] == context]) for context, _ in pieces}
    old = [next(streams[context]) for context in order]
    before = keyed(*((context, text, text.replace(".", f" {CONTEXTS[context]}.")) for context, text in old))
    after = [replace(cut("x")[0], context=context, text=text) for context, text in rows]
    recut = recut_catalog(before, {"p": (old, after)}, locale="fr")
    entries = entries_by_key(recut.catalog)
    for context, text in rows:
        assert entries[context, text].msgstr == text.replace(".", f" {CONTEXTS[context]}.")
    assert recut.doubtful == 0
