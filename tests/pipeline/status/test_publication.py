"""Translated and published told apart, over nights: what is on the site beside what the catalogs give."""

from collections.abc import Callable

import pytest

from calque.cli import main
from calque.model import PageState, PageStatus, Publication, Turn, Verb
from calque.states.verbs import is_done, verb_of

PageOf = Callable[..., PageStatus]
P = Publication

SITE = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
"""
ENGLISH = (
    "The reading room opens its doors every morning, and nobody has to say what they came for.",
    "Most of the 40 chairs are taken by noon, because the stove is warm and the newspapers are new.",
    "Whoever wants to borrow a book needs a card, which costs nothing and lasts for 3 years.",
)
FRENCH = (
    "La salle de lecture ouvre ses portes chaque matin, et personne n'a besoin de dire pourquoi il vient.",
    "La plupart des 40 chaises sont prises dès midi, car le poêle est chaud et les journaux sont neufs.",
    "Pour emprunter un livre, il faut une carte qui ne coûte rien et qui reste valable pendant 3 ans.",
)
TITLE, TITLE_FR = "Why the reading room is never empty", "Pourquoi la salle de lecture n'est jamais vide"
NEW = ENGLISH[0].replace("every morning", "every afternoon")
NEW_FR = FRENCH[0].replace("chaque matin", "chaque après-midi")
EDITED_FR = FRENCH[2].replace("qui ne coûte rien", "gratuite")
ANSWERS = {TITLE: TITLE_FR, **dict(zip(ENGLISH, FRENCH, strict=True))}


def html(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


class Nights:
    """A post with a page in French, and the syncs of some nights."""

    def __init__(self, workspace, page_of: PageOf, config: str) -> None:
        self.workspace = workspace
        self._page_of = page_of
        self._day = 0
        workspace.configure(config)
        self.source(*ENGLISH)

    def source(self, *texts: str) -> None:
        self.workspace.post(7, html(*texts), title=TITLE, slug="why", modified_gmt=self._moment())

    def live(self, *texts: str, title: str = TITLE_FR, **more: object) -> None:
        self.workspace.post(
            8, html(*texts), title=title, slug="why", locale="fr", modified_gmt=self._moment(), **more
        )

    def night(self) -> PageStatus:
        self._day += 1
        self.outcome = self.workspace.sync(f"2026-06-{self._day:02}")
        return self._page_of(self.outcome, "posts/7")

    def turns(self) -> list[tuple[Turn, Publication | None]]:
        made = self.outcome.status.comparison
        return [(page.turn, page.publication) for page in made.pages] if made else []

    def _moment(self) -> str:
        return f"2026-06-{self._day or 1:02}T10:00:00"


@pytest.fixture(params=["site", "po"])
def nights(request, workspace, page_of: PageOf) -> Nights:
    """Whichever is the truth, what visitors read is looked at."""
    return Nights(workspace, page_of, f'{SITE}truth = "{request.param}"\n')


def test_a_stale_sentence_that_is_mended_in_the_catalog_is_to_be_published_and_then_done(
    nights: Nights,
) -> None:
    """The first story: "1 fixed" said so while the live page still had the old sentence."""
    nights.live(*FRENCH)
    nights.night()
    nights.workspace.translate(7, ANSWERS)
    assert is_done(nights.night())
    nights.source(NEW, *ENGLISH[1:])
    page = nights.night()
    assert (page.state, verb_of(page)) == (PageState.STALE, Verb.TRANSLATE)
    nights.workspace.translate(7, {NEW: NEW_FR})
    page = nights.night()
    assert (page.state, page.publication, verb_of(page)) == (PageState.CURRENT, P.TO_PUBLISH, Verb.PUBLISH)
    assert page.publication_reason == "1 of 4 texts is not on the live page"
    assert (page.ready.day, page.ready_bounded) == (4, False)
    assert nights.turns() == [(Turn.TRANSLATED, P.TO_PUBLISH)]
    (locale,) = nights.outcome.status.locales
    assert (locale.percent, locale.percent_published) == (100, 75), "visitors read three of its four texts"
    page = nights.night()
    assert (page.publication, page.ready.day) == (P.TO_PUBLISH, 4)
    nights.live(NEW_FR, *FRENCH[1:])
    page = nights.night()
    assert (page.publication, page.ready, verb_of(page)) == (P.PUBLISHED, None, None)
    assert nights.turns() == [(Turn.FIXED, P.PUBLISHED)]


def test_a_copy_whose_texts_are_all_translated_is_to_be_published_and_no_more_translated(
    nights: Nights,
) -> None:
    """The second story: the report asked to translate 135 words that a hand-off did not find."""
    nights.live(*ENGLISH, title=TITLE)
    page = nights.night()
    assert (page.state, verb_of(page)) == (PageState.UNTRANSLATED_COPY, Verb.TRANSLATE)
    nights.workspace.translate(7, ANSWERS)
    page = nights.night()
    assert (page.state, page.publication, verb_of(page)) == (PageState.CURRENT, P.TO_PUBLISH, Verb.PUBLISH)
    assert page.evidence[0].startswith("4 of 4 texts")
    (locale,) = nights.outcome.status.locales
    assert (locale.percent, locale.percent_published, locale.outstanding.words) == (100, 0, 0)
    assert locale.verbs == ((Verb.PUBLISH, 1),)
    nights.live(*FRENCH)
    assert is_done(nights.night())
    (locale,) = nights.outcome.status.locales
    assert (locale.percent_published, locale.verbs) == (100, ())


def test_the_typography_of_the_site_is_no_difference(nights: Nights) -> None:
    nights.live(*ENGLISH, title=TITLE)
    nights.night()
    nights.workspace.translate(7, ANSWERS)
    nights.night()
    curly = [text.replace("'", "&#8217;") for text in FRENCH]
    nights.live(*curly, title=TITLE_FR.replace("'", "&#8217;"))
    assert nights.night().publication is P.PUBLISHED


def po(workspace, page_of: PageOf) -> Nights:
    nights = Nights(workspace, page_of, f'{SITE}truth = "po"\n')
    nights.live(*FRENCH)
    nights.night()
    nights.workspace.translate(7, ANSWERS)
    assert nights.night().publication is P.PUBLISHED
    return nights


def test_an_edit_on_the_site_is_ahead_every_night_until_somebody_decides(workspace, page_of: PageOf) -> None:
    nights = po(workspace, page_of)
    nights.live(*FRENCH[:2], EDITED_FR)
    for _ in range(3):
        page = nights.night()
        assert (page.publication, verb_of(page)) == (P.AHEAD, Verb.DECIDE)
    nights.workspace.translate(7, {ENGLISH[2]: EDITED_FR})
    assert is_done(nights.night())


def test_edits_on_both_sides_are_a_conflict_every_night(workspace, page_of: PageOf) -> None:
    nights = po(workspace, page_of)
    nights.live(*FRENCH[:2], EDITED_FR)
    nights.workspace.translate(7, {ENGLISH[0]: NEW_FR})
    for _ in range(3):
        page = nights.night()
        assert (page.publication, verb_of(page)) == (P.CONFLICT, Verb.DECIDE)


def test_a_lost_ledger_is_said_once_and_known_again_at_the_next_look(workspace, page_of: PageOf) -> None:
    nights = po(workspace, page_of)
    nights.workspace.translate(7, {ENGLISH[0]: NEW_FR})
    assert nights.night().publication is P.TO_PUBLISH
    (workspace.root / ".calque" / "ledger.sqlite").unlink()
    page = nights.night()
    assert (page.publication, verb_of(page)) == (P.UNKNOWN, None)
    (said,) = (one for one in nights.outcome.status.findings if one.code == "first_look")
    assert said.message.startswith("1 live page differs from its catalog")
    page = nights.night()
    assert (page.publication, page.ready_bounded) == (P.TO_PUBLISH, False)
    assert "first_look" not in {one.code for one in nights.outcome.status.findings}


def test_a_page_that_waited_before_the_first_look_is_ready_since_then_or_earlier(nights: Nights) -> None:
    nights.live(*ENGLISH, title=TITLE)
    folder = nights.workspace.root
    nights.night()
    nights.workspace.translate(7, ANSWERS)
    (folder / ".calque" / "ledger.sqlite").unlink()
    page = nights.night()
    assert (page.publication, page.ready.day, page.ready_bounded) == (P.TO_PUBLISH, 2, True)


def test_a_draft_on_the_site_is_drafted(nights: Nights) -> None:
    nights.night()
    nights.workspace.translate(7, ANSWERS)
    page = nights.night()
    assert (page.state, page.publication, verb_of(page)) == (PageState.CURRENT, P.NOT_PUBLISHED, Verb.PUBLISH)
    nights.live(*FRENCH, status="draft")
    page = nights.night()
    assert (page.publication, page.on_site, verb_of(page)) == (P.DRAFTED, "draft", Verb.PUBLISH)
    nights.live(*FRENCH)
    assert is_done(nights.night())


def test_without_a_live_page_a_page_of_po_files_is_done_when_it_is_built(workspace, page_of: PageOf) -> None:
    nights = Nights(workspace, page_of, f'{SITE}truth = "po"\n')
    nights.night()
    workspace.translate(7, ANSWERS)
    assert not is_done(nights.night())
    build(workspace)
    page = nights.night()
    assert (page.built, page.publication, is_done(page), verb_of(page)) == (True, P.NOT_PUBLISHED, True, None)
    workspace.translate(7, {ENGLISH[0]: NEW_FR})
    page = nights.night()
    assert (page.built, verb_of(page)) == (False, Verb.PUBLISH)


def build(workspace) -> None:
    with pytest.raises(SystemExit) as end:
        main(["build", "--config", str(workspace.root / "calque.toml")])
    assert not end.value.code


@pytest.mark.parametrize("text", ["", "[]", '{"pages": [{}]}', '{"pages": 3}', "no json"])
def test_a_manifest_that_cannot_be_read_builds_nothing(workspace, page_of: PageOf, text: str) -> None:
    (workspace.root / "build").mkdir()
    (workspace.root / "build" / "manifest.json").write_text(text)
    nights = Nights(workspace, page_of, f'{SITE}truth = "po"\n')
    assert not nights.night().built


SEED = (
    "Stepping into a therapy session\u2014whether in person or online\u2014is more than just sharing thoughts.",
    "It&#8217;s common to enter therapy accompanied by an active <strong>inner critic</strong>.",
    "A common question in therapy is: <strong>\u201cWhat should I do?\u201d</strong> Yet nobody gives directives.",
)
SEED_FR = {
    "How the Therapeutic Relationship Heals": "Comment la relation thérapeutique soigne",
    "Stepping into a therapy session\u2014whether in person or online\u2014is more than just sharing thoughts.": (
        "Entrer dans une séance de thérapie\u2014en personne ou en ligne\u2014c'est plus que partager ses pensées."
    ),
    "It\u2019s common to enter therapy accompanied by an active <strong>inner critic</strong>.": (
        "Il est courant d'entrer en thérapie accompagné d'un <strong>critique intérieur</strong> actif."
    ),
    "A common question in therapy is: <strong>\u201cWhat should I do?\u201d</strong> Yet nobody gives directives.": (
        'Une question courante est : <strong>"Que dois-je faire ?"</strong> Mais personne ne donne de directives.'
    ),
}


def test_a_page_under_fr_that_was_english_throughout_is_done_once_it_is_french(
    workspace, page_of: PageOf
) -> None:
    """A page such as the project began with: its link under /fr/, all of its text English."""
    workspace.configure(SITE)
    title = next(iter(SEED_FR))
    workspace.post(5, html(*SEED), title=title, slug="heals")
    workspace.post(6, html(*SEED), title=title, slug="heals", locale="fr")
    page = page_of(workspace.sync("2026-06-01"), "posts/5")
    assert (page.state, page.total.segments) == (PageState.UNTRANSLATED_COPY, 4)
    workspace.translate(5, SEED_FR)
    page = page_of(workspace.sync("2026-06-02"), "posts/5")
    assert (page.state, page.publication, verb_of(page)) == (PageState.CURRENT, P.TO_PUBLISH, Verb.PUBLISH)
    texts = [text.replace("'", "&#8217;").replace('"', "&nbsp;&raquo;") for text in SEED_FR.values()]
    texts[3] = texts[3].replace("&nbsp;&raquo;Que", "&laquo;&nbsp;Que")
    workspace.post(6, html(*texts[1:]), title=texts[0], slug="heals", locale="fr")
    page = page_of(workspace.sync("2026-06-03"), "posts/5")
    assert (page.publication, is_done(page)) == (P.PUBLISHED, True)
