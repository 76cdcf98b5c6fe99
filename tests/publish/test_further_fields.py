"""The fields of `[site] fields` on the site: written once, over nobody's edit, and taken back."""

import pytest

from wordpress_circle import FRENCH, JOUR, SOIR

BUILT = f"<p>{JOUR}</p>\n<p>{SOIR}</p>"
LINE = "A quiet place beside the river."
LIGNE = "Un lieu calme au bord de la rivière."
OTHER = "Un lieu tranquille au bord de la rivière."
ODILE = "Odile a écrit cette phrase elle-même."


@pytest.fixture
def source(circle):
    path = circle.workspace.root / "calque.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('source = "en"', 'source = "en"\nfields = ["meta.tagline"]'), encoding="utf-8"
    )
    return circle.source(meta={"tagline": LINE})


@pytest.fixture
def live(circle, source):
    """The French page: translated but for the tagline, whose translation is ready."""
    made = circle.pair(source, BUILT, meta={"tagline": LINE})
    circle.sync()
    circle.translate(source.id, {**FRENCH, LINE: LIGNE})
    return made


def test_a_new_page_gets_them_and_a_second_run_sends_nothing(circle, source) -> None:
    circle.sync()
    circle.translate(source.id, {**FRENCH, LINE: LIGNE})
    circle.publish("draft")
    assert [one.meta["tagline"] for one in circle.french] == [LIGNE]
    writes = list(circle.site.writes)
    again = circle.publish("draft")
    assert (again.pages, again.unchanged, circle.site.writes) == ((), 1, writes)


def test_a_field_alone_is_taken_back(circle, live) -> None:
    run = circle.publish("live").run
    assert live.meta["tagline"] == LIGNE
    circle.undo(run)
    assert live.meta["tagline"] == LINE


def test_what_an_editor_wrote_into_a_field_since_is_not_written_over(circle, source, live, codes) -> None:
    circle.publish("live")
    circle.sync()
    circle.site.edit(live.id, meta={"tagline": ODILE})
    circle.translate(source.id, {LINE: OTHER})
    assert codes(circle.publish("live")) == ["edited_on_site"]
    circle.sync()
    circle.publish("live")
    assert live.meta["tagline"] == ODILE


def test_what_an_editor_wrote_into_a_field_since_is_not_taken_back(circle, live, codes) -> None:
    run = circle.publish("live").run
    circle.site.edit(live.id, meta={"tagline": ODILE})
    assert codes(circle.undo(run)) == ["edited_on_site"]
    assert live.meta["tagline"] == ODILE


def test_a_field_that_a_sync_took_over_is_no_change(circle, live) -> None:
    circle.publish("live")
    circle.sync()
    circle.site.edit(live.id, meta={"tagline": ODILE})
    circle.sync()
    assert circle.publish("diff").pages == ()


def test_a_field_alone_makes_no_draft_beside_a_public_page(circle, live) -> None:
    (skipped,) = circle.publish("draft").skipped
    assert skipped.why == "meta.tagline: not part of a draft of a public page, written with --live"
    assert (live.autosaves, circle.site.writes) == ([], [])
