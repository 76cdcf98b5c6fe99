"""What plugins put into every rendered text is told from what editors wrote."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.injected.edges import edge_blocks
from calque.injected.recurring import Others, find_candidates, find_injected, without
from calque.injected.shapes import census_of, form_of
from calque.model import Field, FieldFormat, Post, Rules, SplitPost
from calque.pipeline.ingest.facts import facts_of
from calque.pipeline.ingest.split import split_post

TOPICS = ("Bread", "Ink", "Wool", "Glass", "Rope", "Paper", "Salt", "Honey")
SHARE = (
    '<div class="shareish shareish-on"><div class="inner"><h3 class="shareish-title">Share this:</h3><ul>'
    '<li><a href="https://a.example/?u={}">Tweet</a></li>'
    '<li><a href="https://b.example/{}" title="Send it">Mail</a></li>'
    "<li><a href='#'><span>{} shares</span></a></li></ul></div></div>"
)
CONTENTS = (
    '<div id="toc_1" class="tocky"><p class="tocky-title">Contents</p><nav><ul class="tocky-list">'
    '<li><a href="#h1">The {0} of old</a></li><li><a href="#h2">The {0} of today</a></li></ul></nav></div>'
)
RELATED = "<section class='relatedly'><h3>Related</h3><a href=\"/x/\">About {}</a><a href='/y/'>About {}</a></section>"


def left(
    bodies: list[str], *, locale: str = "en", form: FieldFormat = FieldFormat.RENDERED, kind: str = "post"
):
    """Return the body texts of each post, and the findings."""
    splits = []
    for number, (topic, body) in enumerate(zip(TOPICS, bodies, strict=False), start=1):
        splits.append(split_of(number, topic, body, form, kind))
    rows = [facts_of(split.post, split, Rules()).rendered(locale) for split in splits]
    signatures = find_candidates(census_of(rows))
    injected = find_injected(rows, [edge_blocks(split, signatures) for split in splits], signatures)
    found = [without(split, injected.taken.get(index, frozenset())) for index, split in enumerate(splits)]
    return [
        [one.text for one in split.segments if one.context != "title"] for split in found
    ], injected.findings


def split_of(
    number: int, topic: str, text: str, form: FieldFormat = FieldFormat.RENDERED, kind: str = "post"
) -> SplitPost:
    fields = (Field("title", f"About {topic}"), Field("content", text, form))
    post = Post(kind, "posts", number, f"https://example.org/{number}/", "", "publish", fields, None)
    return split_post(post, Rules())


def body(topic: str) -> str:
    return (
        f"<p>All about {topic}, and what it is good for.</p><h2>More of {topic}</h2><p>Ask for {topic}.</p>"
    )


def texts(topic: str) -> list[str]:
    return [f"All about {topic}, and what it is good for.", f"More of {topic}", f"Ask for {topic}."]


def share(topic: str) -> str:
    return SHARE.format(topic, topic, len(topic) * 7)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda topic: body(topic) + share(topic),
        lambda topic: share(topic) + body(topic),
        lambda topic: f'<div class="entry-content">{body(topic)}{share(topic)}</div>\n',
        lambda topic: CONTENTS.format(topic) + body(topic),
        lambda topic: CONTENTS.format(topic) + body(topic) + share(topic),
        lambda topic: (
            body(topic) + '<p class="[&>a]:mt-4 sharing"><a href="/t">Tweet</a> | <a href="/m">Mail</a></p>'
        ),
        lambda topic: body(topic) + '<p class="sharing"><a href="/t">Tweet</a> | <a href="/m">Mail</a></p>',
        lambda topic: body(topic) + RELATED.format(TOPICS[0], TOPICS[len(topic) % 8]) + share(topic),
    ],
    ids=[
        "end",
        "beginning",
        "in a wrapper",
        "contents",
        "contents and share",
        "in a class with a sign",
        "in a line",
        "related and share",
    ],
)
def test_what_a_plugin_adds_to_each_post_is_no_text(wrap: Callable[[str], str]) -> None:
    found, findings = left([wrap(topic) for topic in TOPICS])
    assert found == [texts(topic) for topic in TOPICS]
    assert {finding.code for finding in findings} == {"injected"}


def test_each_kind_is_named_once() -> None:
    _, (finding,) = left([body(topic) + share(topic) for topic in TOPICS])
    assert finding.place == '<div class="shareish shareish-on">'
    assert "stands at the end of 8 of 8 posts" in finding.message
    assert "'Share this:', 'Tweet'" in finding.message


@pytest.mark.parametrize(
    "wrap",
    [
        lambda topic: body(topic) + "<p>No advice of ours replaces a lawyer.</p>",
        lambda topic: (
            body(topic)
            + '<div class="disclaimer"><p>No advice of ours <a href="/l">replaces</a> a lawyer.</p></div>'
        ),
        lambda topic: (
            body(topic)
            + f'<ul class="sources"><li><a href="https://e.example/{topic}">{topic} at large</a></li></ul>'
        ),
        lambda topic: f'<div class="intro"><p>{topic} is what this is about.</p></div>' + body(topic),
        lambda topic: body(topic) + '<div class="wp-block-buttons"><a href="/buy">Buy it</a></div>',
        lambda topic: body(topic) + '<div><a href="/buy">Buy it</a></div>',
        lambda topic: body(topic) + share(topic) + f"<p>The last word on {topic}.</p>",
    ],
    ids=["paragraph", "disclaimer", "sources", "intro", "block of the editor", "no class", "in the middle"],
)
def test_what_editors_wrote_stays(wrap: Callable[[str], str]) -> None:
    bodies = [wrap(topic) for topic in TOPICS]
    found, findings = left(bodies)
    assert findings == ()
    assert all(len(one) > 3 for one in found)


@pytest.mark.parametrize(("with_it", "without"), [(4, 0), (5, 2), (6, 2)])
def test_what_few_posts_have_stays(with_it: int, without: int) -> None:
    bodies = [body(topic) + (share(topic) if place < with_it else "") for place, topic in enumerate(TOPICS)]
    found, _ = left(bodies[: with_it + without])
    assert len(found[0]) > 3


def test_a_post_without_it_loses_nothing() -> None:
    bodies = [body(topic) + share(topic) for topic in TOPICS[:-1]] + [body(TOPICS[-1])]
    found, (finding,) = left(bodies)
    assert found == [texts(topic) for topic in TOPICS]
    assert "7 of 8 posts" in finding.message


def test_raw_markup_holds_nothing_that_plugins_add() -> None:
    found, findings = left([body(topic) + share(topic) for topic in TOPICS], form=FieldFormat.RAW)
    assert (len(found[0]), findings) == (8, ())


def test_a_post_that_is_nothing_else_stays() -> None:
    found, _ = left([share(topic) for topic in TOPICS])
    assert len(found[0]) > 3


def test_tags_that_do_not_close_are_no_block() -> None:
    found, _ = left([body(topic) + '<div class="sharing"><a href="#">Tweet' for topic in TOPICS])
    assert len(found[0]) == 4


def test_a_share_button_makes_no_segment_and_nothing_stale(workspace) -> None:
    """Acceptance 35 of tracking: the button comes, counts, and goes; the translations stay as they are."""
    for number, topic in enumerate(TOPICS, start=1):
        workspace.post(number, body(topic), title=f"About {topic}")
    workspace.sync()
    workspace.translate(1, {"Ask for Bread.": "Demandez du pain."})
    before = workspace.files()
    for count in (3, 14):
        for number, topic in enumerate(TOPICS, start=1):
            workspace.post(number, body(topic) + SHARE.format(topic, topic, count), title=f"About {topic}")
        outcome = workspace.sync()
        assert workspace.files() == before
        assert [finding.code for finding in outcome.status.findings] == ["injected"]


def test_injected_texts_are_translated_where_the_site_says_so(workspace) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + "[html]\ninjected = true\n")
    for number, topic in enumerate(TOPICS, start=1):
        workspace.post(number, body(topic) + share(topic), title=f"About {topic}")
    workspace.sync()
    assert 'msgid "Share this:"' in workspace.catalog(1).read_text()


_PIECES = ("".format, share, CONTENTS.format, lambda topic: RELATED.format(topic, TOPICS[0]))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), min_size=4, max_size=12))
def test_pages_beside_the_others_are_told_what_all_are_told(posts: list[tuple[int, int, bool]]) -> None:
    """Each post has two of the blocks; whichever are looked at, what is said is said of all."""
    topics = [TOPICS[number % len(TOPICS)] for number in range(len(posts))]
    splits = [
        split_of(number, topic, _PIECES[one](topic) + body(topic) + _PIECES[other](topic))
        for number, (topic, (one, other, _)) in enumerate(zip(topics, posts, strict=True))
    ]
    bare = [facts_of(split.post, split, Rules()).rendered("en") for split in splits]
    signatures = find_candidates(census_of(bare))
    edges = [edge_blocks(split, signatures) for split in splits]
    rows = [replace(row, edges=tuple(map(form_of, own))) for row, own in zip(bare, edges, strict=True)]
    whole = find_injected(rows, edges, signatures)
    chosen = [place for place, (_, _, is_chosen) in enumerate(posts) if is_chosen]
    rest = [place for place in range(len(posts)) if place not in chosen]
    census = census_of(rows[place] for place in rest)
    first = {replace(rows[place], title=""): ("", place) for place in reversed(rest)}
    titles = {rows[place].title for place in rest}
    others = Others(census, first, titles.__contains__, lambda place: edges[place[1]])
    part = find_injected(
        [rows[place] for place in chosen],
        [edges[place] for place in chosen],
        signatures,
        others,
        [("", place) for place in chosen],
    )
    assert (part.findings, part.recurring) == (whole.findings, whole.recurring)
    assert {chosen[index]: spans for index, spans in part.taken.items()} == {
        place: spans for place, spans in whole.taken.items() if place in chosen
    }
