"""Which of a live page and its catalog went on: a table of what is known, and what follows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.html import split
from calque.model import (
    Document,
    Field,
    Page,
    Post,
    Publication,
    PublicationBase,
    Segment,
    SegmentKind,
    SplitPost,
)
from calque.states.publication import PublicationVerdict, judge_publication

P = Publication
ENGLISH = ("Opening hours", "We open at nine.", "The stove is warm.")
FRENCH = ("Horaires", "Nous ouvrons à neuf heures.", "Le poêle est chaud.")
EDITED = ("Horaires", "Nous ouvrons vers neuf heures.", "Le poêle est chaud.")
TARGETS = dict(zip((("title", ENGLISH[0]), (None, ENGLISH[1]), (None, ENGLISH[2])), FRENCH, strict=True))


def post(texts: tuple[str, ...], *, excerpt: str = "", raw: bool = False, **more: object) -> SplitPost:
    """Return a post that is split: a title, and a paragraph a text."""
    title = Segment(SegmentKind.TEXT, texts[0], 0, len(texts[0]), context="title")
    content = split("".join(f"<p>{text}</p>" for text in texts[1:]), field="content", raw=raw)
    documents = [Document("title", texts[0], (title,)), content]
    if excerpt:
        documents.append(Document("excerpt", excerpt, (replace(title, text=excerpt, context="excerpt"),)))
    given_ = {
        "type": "post",
        "collection": "posts",
        "id": 8,
        "link": "",
        "slug": "x",
        "status": "publish",
    } | more
    fields = tuple(Field(one.field, one.html) for one in documents)
    return SplitPost(Post(fields=fields, modified=None, **given_), tuple(documents))


def judged(
    live: SplitPost | None,
    *,
    targets: dict[tuple[str | None, str], str] | None = None,
    source: SplitPost | None = None,
    base: PublicationBase | None = None,
    past: tuple[str, ...] = (),
    foreign: tuple[str, ...] = (),
    newer: tuple[str, ...] = (),
    is_ordered: bool = True,
) -> PublicationVerdict:
    source = source or post(ENGLISH)
    given_ = TARGETS if targets is None else targets
    return judge_publication(
        Page(live.post, "fr") if live else None,
        source,
        live,
        given_,
        complete=len(given_) == len(source.segments),
        foreign=foreign,
        past=past,
        base=base,
        is_newer=lambda key: key[1] in newer,
        is_ordered=is_ordered,
    )


AGREED = judged(post(FRENCH)).base
"""As a sync left it when the page said what the catalog gives."""
COPY = judged(post(ENGLISH)).base
"""As a sync left it when a copy of the source stood there, and the catalog was as it is."""
NEW = TARGETS | {(None, ENGLISH[1]): "Nous ouvrons à dix heures."}
"""The catalog went on."""


def test_a_page_that_says_what_the_catalog_gives_is_published() -> None:
    for base in (None, AGREED, COPY, PublicationBase("", "")):
        assert judged(post(FRENCH), base=base).state is P.PUBLISHED


@pytest.mark.parametrize(
    ("live", "targets", "base", "state"),
    [
        pytest.param(FRENCH, NEW, AGREED, P.TO_PUBLISH, id="the catalog went on"),
        pytest.param(EDITED, TARGETS, AGREED, P.AHEAD, id="the page went on"),
        pytest.param(EDITED, NEW, AGREED, P.CONFLICT, id="both went on"),
        pytest.param(ENGLISH, TARGETS, None, P.TO_PUBLISH, id="a copy, never seen"),
        pytest.param(ENGLISH, TARGETS, COPY, P.TO_PUBLISH, id="a copy, seen"),
        pytest.param(ENGLISH, NEW, AGREED, P.TO_PUBLISH, id="a copy put over a translation"),
        pytest.param(EDITED, TARGETS, None, P.UNKNOWN, id="a text that nobody knows, never seen"),
        pytest.param(EDITED, TARGETS, PublicationBase("", ""), P.UNKNOWN, id="the page is new"),
        pytest.param(FRENCH[:2], TARGETS, AGREED, P.AHEAD, id="a paragraph was taken from the page"),
        pytest.param(FRENCH[:2], TARGETS, None, P.TO_PUBLISH, id="a page without a paragraph, never seen"),
        pytest.param(EDITED, {}, None, P.UNKNOWN, id="nothing is translated"),
        pytest.param(("", ""), TARGETS, AGREED, P.UNKNOWN, id="an empty page"),
    ],
)
def test_which_of_the_two_went_on(
    live: tuple[str, ...],
    targets: dict[tuple[str | None, str], str],
    base: PublicationBase | None,
    state: Publication,
) -> None:
    page = post(live)
    if not any(live):
        page = replace(page, documents=())
    assert judged(page, targets=targets, base=base).state is state


def test_the_base_moves_where_the_two_agree_and_else_stays() -> None:
    first = judged(post(EDITED))
    assert (first.state, first.passing) == (P.UNKNOWN, True)
    second = judged(post(EDITED), base=first.base)
    assert (second.state, second.passing, second.base) == (P.TO_PUBLISH, False, first.base)
    for night in range(3):
        ahead = judged(post(EDITED), base=AGREED)
        assert (night, ahead.state, ahead.base) == (night, P.AHEAD, AGREED)
    assert judged(post(FRENCH), base=COPY).base == AGREED


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("trash", P.NOT_PUBLISHED),
        ("hidden", P.NOT_PUBLISHED),
        ("draft", P.DRAFTED),
        ("future", P.DRAFTED),
        ("pending", P.DRAFTED),
        ("private", P.DRAFTED),
    ],
)
def test_what_visitors_cannot_read_is_not_published(status: str, state: Publication) -> None:
    verdict = judged(post(FRENCH, status=status), base=AGREED)
    assert (verdict.state, verdict.base) == (state, AGREED)


def test_no_page_at_all_is_not_published() -> None:
    assert judged(None).state is P.NOT_PUBLISHED


def test_a_page_behind_a_password_is_unknown() -> None:
    assert judged(post(FRENCH, locked=True), base=AGREED).state is P.UNKNOWN


def test_a_text_of_the_source_or_of_earlier_translations_is_nobodys_edit() -> None:
    once = ("Horaires", "Nous ouvrions à huit heures.", "Le poêle est chaud.")
    assert judged(post(once)).state is P.UNKNOWN
    assert judged(post(once), past=(once[1],)).state is P.TO_PUBLISH
    wrong = ("Horaires", "Abrimos a las nueve.", "Le poêle est chaud.")
    assert judged(post(wrong), foreign=(wrong[1],)).state is P.TO_PUBLISH


def test_a_page_that_was_saved_before_the_source_was_edited_did_not_go_on_since() -> None:
    """So a stale sentence that was mended in the catalog is to be published without a ledger, too."""
    assert judged(post(FRENCH), targets=NEW, newer=(ENGLISH[1],)).state is P.TO_PUBLISH
    assert judged(post(FRENCH), targets=NEW, newer=(ENGLISH[2],)).state is P.UNKNOWN
    assert judged(post(EDITED), targets=TARGETS, newer=(ENGLISH[1],), base=AGREED).state is P.AHEAD


def test_what_the_page_alone_has_is_no_difference() -> None:
    more = (*FRENCH[:2], "Traduit par Mina.", *FRENCH[2:])
    assert judged(post(more)).state is P.PUBLISHED


def test_what_left_the_source_has_to_leave_the_page() -> None:
    old = "Nous fermons à midi."
    verdict = judged(post((*FRENCH, old)), past=(old,), base=AGREED)
    assert (verdict.state, verdict.reason) == (P.TO_PUBLISH, "1 text is on the live page still")


def test_another_order_is_a_difference() -> None:
    verdict = judged(post((FRENCH[0], FRENCH[2], FRENCH[1])), base=None)
    assert (verdict.state, verdict.reason) == (P.TO_PUBLISH, "the live page has its texts in another order")


def test_another_order_is_none_on_a_page_that_is_written_on_the_site() -> None:
    assert judged(post((FRENCH[0], FRENCH[2], FRENCH[1])), base=None, is_ordered=False).state is P.PUBLISHED
    assert judged(post((FRENCH[0], FRENCH[2])), base=None, is_ordered=False).state is P.TO_PUBLISH


def test_an_excerpt_counts_where_the_site_serves_it() -> None:
    source = post(ENGLISH, excerpt="In short.")
    targets = {**TARGETS, ("excerpt", "In short."): "En bref."}
    assert judged(post(FRENCH), source=source, targets=targets).state is P.PUBLISHED
    assert judged(post(FRENCH, excerpt="En bref."), source=source, targets=targets).state is P.PUBLISHED
    assert judged(post(FRENCH, excerpt="En court."), source=source, targets=targets).state is P.UNKNOWN


def test_texts_that_are_stored_and_not_rendered_are_compared_where_both_are_stored() -> None:
    block = '<!-- wp:search {"label":"Find"} /-->'
    source = replace(
        post(ENGLISH),
        documents=(
            *post(ENGLISH).documents[:1],
            split(f"{block}<p>{ENGLISH[1]}</p><p>{ENGLISH[2]}</p>", field="content", raw=True),
        ),
    )
    key = next(one for one in source.segments if one.kind is SegmentKind.BLOCK)
    targets = {**TARGETS, (key.context, key.text): "Trouver"}
    assert judged(post(FRENCH), source=source, targets=targets).state is P.PUBLISHED
    assert judged(post(FRENCH, raw=True), source=source, targets=targets).state is P.TO_PUBLISH


def test_a_partly_translated_page_is_compared_by_what_is_translated() -> None:
    part = {key: text for key, text in TARGETS.items() if key[1] != ENGLISH[2]}
    assert judged(post((FRENCH[0], FRENCH[1], ENGLISH[2])), targets=part).state is P.PUBLISHED
    assert judged(post(ENGLISH), targets=part).state is P.TO_PUBLISH


PAGES = st.sampled_from([FRENCH, EDITED, ENGLISH, (FRENCH[0], ENGLISH[1], FRENCH[2])])
CATALOGS = st.sampled_from([TARGETS, NEW])


@given(days=st.lists(st.tuples(PAGES, CATALOGS), min_size=1, max_size=8))
def test_nobodys_edit_is_ever_to_be_published_over(
    days: list[tuple[tuple[str, ...], dict[tuple[str | None, str], str]]],
) -> None:
    """Whatever the nights before: an edit that came to a page which calque had seen without it is never lost in one."""
    base: PublicationBase | None = None
    for live, targets in days:
        verdict = judged(post(live), targets=targets, base=base)
        if live == EDITED and base is not None and base.live != LOOKED[EDITED]:
            assert verdict.state in (P.AHEAD, P.CONFLICT)
        assert (verdict.state is P.PUBLISHED) is (tuple(targets.values()) == live)
        assert base is None or verdict.base in (
            base,
            replace(base, live=LOOKED[live], catalog=verdict.base.catalog),
        )
        base = verdict.base


LOOKED = {
    live: judged(post(live)).base.live
    for live in (FRENCH, EDITED, ENGLISH, (FRENCH[0], ENGLISH[1], FRENCH[2]))
}
