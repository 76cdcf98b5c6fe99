"""What a live page claims to be, and what its texts say: the case that calque starts from."""

from collections.abc import Callable

import pytest

from calque.model import PageState, PageStatus, SegmentState

PageOf = Callable[..., PageStatus]

ENGLISH = (
    "The reading room opens its doors every morning, and nobody has to say what they came for.",
    "Most people come for the newspapers, some for the warmth, and a few because the chairs are deep.",
    "Whoever wants to borrow a book needs a card, which costs nothing and lasts for three years.",
    "On rainy afternoons the children build towers out of the books that nobody else would like to read.",
)
FRENCH = (
    "La salle de lecture ouvre ses portes chaque matin, et personne n'a besoin de dire pourquoi il vient.",
    "La plupart viennent pour les journaux, certains pour la chaleur, et quelques-uns pour les fauteuils profonds.",
    "Pour emprunter un livre, il faut une carte qui ne coûte rien et qui reste valable pendant trois ans.",
    "Les après-midi de pluie, les enfants bâtissent des tours avec les livres que personne ne veut lire.",
)
SPANISH = (
    "La sala de lectura abre sus puertas cada mañana, y nadie tiene que decir a qué ha venido hoy.",
    "La mayoría viene por los periódicos, algunos por el calor y unos pocos porque los sillones son hondos.",
    "Quien quiera llevarse un libro necesita un carné, que no cuesta nada y dura tres años enteros.",
    "En las tardes de lluvia los niños levantan torres con los libros que nadie más quiere leer.",
)
TITLE = "Why the reading room is never empty"
TITLE_FR = "Pourquoi la salle de lecture n'est jamais vide"


def html(paragraphs: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def test_an_english_page_under_fr_alone_is_in_the_wrong_language(workspace, page_of: PageOf) -> None:
    """The URL says French, every sentence is English, and there is no source to compare with."""
    workspace.post(7, html(ENGLISH), locale="fr", title=TITLE)
    outcome = workspace.sync()
    page = page_of(outcome, "posts/7")
    assert page.state is PageState.WRONG_LANGUAGE
    assert (page.declared, page.observed, page.pairing, page.on_site) == (
        "fr",
        "en",
        "unpaired",
        "published",
    )
    assert (page.percent, page.total.segments) == (0, 5)
    assert page.evidence[:2] == (
        "5 of 5 texts observed as English under /fr/",
        "100% of the words judged are not in the page's language",
    )
    assert outcome.status.locales[0].percent == 0


@pytest.fixture
def copied(workspace):
    """An English post, and the same English text under /fr/."""
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why")
    workspace.post(8, html(ENGLISH), title=TITLE, slug="why", locale="fr")
    return workspace


def test_a_copy_of_its_source_is_an_untranslated_copy(copied, page_of: PageOf) -> None:
    page = page_of(copied.sync(), "posts/7")
    assert page.state is PageState.UNTRANSLATED_COPY
    assert page.pairing == "confirmed"
    assert [text.state for text in page.live] == [SegmentState.COPY] * 5


def test_a_copy_stays_a_copy_when_its_source_moves_on(copied, page_of: PageOf) -> None:
    copied.sync()
    edited = (ENGLISH[0].replace("morning", "evening"), *ENGLISH[1:])
    copied.post(7, html(edited), title=TITLE, slug="why", modified_gmt="2026-05-01T10:00:00")
    page = page_of(copied.sync(), "posts/7")
    assert page.state is PageState.UNTRANSLATED_COPY
    assert [text.state for text in page.live] == [SegmentState.COPY] * 5
    assert page.flags == ("stale",)


def test_the_same_id_under_a_prefix_pairs(workspace, page_of: PageOf) -> None:
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why")
    workspace.post(7, html(FRENCH), title=TITLE_FR, slug="pourquoi", locale="fr")
    page = page_of(workspace.sync(), "posts/7")
    assert (page.pairing, page.pairing_reason) == ("confirmed", "the same id under /fr/")


def test_the_same_id_on_two_sites_of_a_network_does_not_pair(workspace) -> None:
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why")
    workspace.post(
        7, html(FRENCH), title=TITLE_FR, slug="pourquoi", locale="fr", date_gmt="2026-02-03T04:05:06"
    )
    outcome = workspace.sync()
    assert sorted((page.key, page.pairing) for page in outcome.status.pages) == [
        ("posts/7", ""),
        ("posts/7", "unpaired"),
    ]


def test_plugin_fields_pair_whatever_the_slug(workspace, page_of: PageOf) -> None:
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why", lang="en", translations={"en": 7, "fr": 8})
    workspace.post(8, html(FRENCH), title=TITLE_FR, slug="pourquoi", locale="fr", lang="fr")
    page = page_of(workspace.sync(), "posts/7")
    assert (page.state, page.pairing) == (PageState.UNADOPTED, "confirmed")
    assert page.percent is None


def test_the_map_in_calque_toml_goes_before_all(workspace, page_of: PageOf) -> None:
    workspace.configure(
        (workspace.root / "calque.toml").read_text() + '[pairs]\n"posts/7" = { fr = "posts/9" }\n'
    )
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why")
    workspace.post(8, html(FRENCH), title=TITLE_FR, slug="why", locale="fr")
    workspace.post(9, html(FRENCH), title=TITLE_FR, slug="pourquoi", locale="fr")
    outcome = workspace.sync()
    assert page_of(outcome, "posts/7").url.endswith("/pourquoi/")
    assert [finding.code for finding in outcome.status.findings] == ["paired_twice"]


def test_half_of_each_language_is_mixed(workspace, page_of: PageOf) -> None:
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why")
    workspace.post(8, html(FRENCH[:2] + ENGLISH[2:]), title=TITLE_FR, slug="why", locale="fr")
    page = page_of(workspace.sync(), "posts/7")
    assert page.state is PageState.MIXED_LANGUAGE
    assert [(text.state, text.text) for text in page.live] == [
        (SegmentState.COPY, text) for text in ENGLISH[2:]
    ]


def test_on_a_mixed_page_without_a_source_what_cannot_be_told_is_no_fault(workspace, page_of: PageOf) -> None:
    names = ("Colette Laurent", "Photo : OK", "PostgreSQL, PHP 8.3", "LinkedIn")
    workspace.post(7, html(FRENCH[:3] + ENGLISH[3:] + names), title=TITLE_FR, locale="fr")
    page = page_of(workspace.sync(), "posts/7")
    assert page.state is PageState.MIXED_LANGUAGE
    assert [(unit.state, unit.target) for unit in page.units] == [
        (SegmentState.WRONG_LANGUAGE, text) for text in ENGLISH[3:]
    ]
    assert page.total.segments == 1 + len(FRENCH[:3] + ENGLISH[3:])


def test_spanish_under_fr_is_the_wrong_language(workspace, page_of: PageOf) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + '[locales.es]\nprefix = "es"\n')
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why")
    workspace.post(8, html(SPANISH), title="Por qué la sala nunca está vacía", slug="why", locale="fr")
    page = page_of(workspace.sync(), "posts/7")
    assert page.state is PageState.WRONG_LANGUAGE
    assert page.observed == "es"


def test_a_page_older_than_its_source_may_be_stale_and_says_no_date_it_does_not_know(
    workspace, page_of: PageOf
) -> None:
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why", modified_gmt="2026-04-01T10:00:00")
    workspace.post(
        8, html(FRENCH), title=TITLE_FR, slug="why", locale="fr", modified_gmt="2026-03-01T10:00:00"
    )
    page = page_of(workspace.sync(), "posts/7")
    assert (page.state, page.flags) == (PageState.UNADOPTED, ("possibly_stale",))
    assert (page.since is None) or page.bounded


def test_a_source_of_which_only_the_date_moved_makes_nothing_stale(workspace, page_of: PageOf) -> None:
    """Somebody saved it again, with another category; its texts are those that were translated."""
    workspace.configure((workspace.root / "calque.toml").read_text().replace('truth = "po"\n', ""))
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why", modified_gmt="2026-02-01T10:00:00")
    workspace.post(
        8, html(FRENCH), title=TITLE_FR, slug="why", locale="fr", modified_gmt="2026-03-01T10:00:00"
    )
    assert page_of(workspace.sync(), "posts/7").flags == ()
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why", modified_gmt="2026-05-01T10:00:00")
    assert page_of(workspace.sync("2026-06-02"), "posts/7").flags == ()
    again = (ENGLISH[0].replace("morning", "evening"), *ENGLISH[1:])
    workspace.post(7, html(again), title=TITLE, slug="why", modified_gmt="2026-06-02T10:00:00")
    assert page_of(workspace.sync("2026-06-03"), "posts/7").flags == ("stale",)


def test_a_page_whose_source_is_gone_is_an_orphan(workspace, page_of: PageOf) -> None:
    workspace.post(6, html(ENGLISH), title=TITLE, slug="stays")
    workspace.post(7, html(ENGLISH), title=TITLE, slug="why")
    workspace.post(8, html(FRENCH), title=TITLE_FR, slug="why", locale="fr", translations={"en": 7})
    workspace.sync()
    (workspace.root / "posts" / "en-7.json").unlink()
    workspace.sync()
    page = page_of(workspace.sync(), "posts/7")
    assert (page.state, page.percent) == (PageState.ORPHAN, None)


def test_a_short_name_equal_to_its_source_is_a_translation(workspace, page_of: PageOf) -> None:
    workspace.post(7, "<p>Contact</p><p>2024</p>", title=TITLE)
    workspace.sync()
    workspace.translate(7, {TITLE: TITLE_FR, "Contact": "Contact"})
    page = page_of(workspace.sync(), "posts/7")
    assert (page.state, page.total.segments) == (PageState.CURRENT, 2)


def test_a_target_equal_to_its_source_is_a_copy(workspace, page_of: PageOf) -> None:
    workspace.post(7, html(ENGLISH), title=TITLE)
    workspace.sync()
    workspace.translate(
        7, {TITLE: TITLE_FR, ENGLISH[0]: ENGLISH[0], ENGLISH[1]: SPANISH[1], ENGLISH[2]: FRENCH[2]}
    )
    page = page_of(workspace.sync(), "posts/7")
    states = {unit.source: unit.state for unit in page.units}
    assert states[ENGLISH[0]] is SegmentState.COPY
    assert states[ENGLISH[3]] is SegmentState.MISSING
    assert ENGLISH[2] not in states


def test_a_target_that_breaks_the_markup_is_invalid(workspace, page_of: PageOf) -> None:
    text = (
        'Ask for it <a href="/desk/">at the desk by the entrance</a>, where somebody always has time for you.'
    )
    workspace.post(7, f"<p>{text}</p>", title=TITLE)
    workspace.sync()
    source = text.replace('href="/desk/"', 'id="1"')
    workspace.translate(
        7, {TITLE: TITLE_FR, source: "Demandez-le au comptoir de l'entrée, où quelqu'un a du temps."}
    )
    page = page_of(workspace.sync(), "posts/7")
    assert page.state is PageState.INVALID
    assert page.units[0].reason


def test_an_excerpt_cut_from_the_content_is_no_segment(workspace, page_of: PageOf) -> None:
    cut = {"rendered": f"<p>{ENGLISH[0][:60]} [&hellip;]</p>"}
    workspace.post(7, html(ENGLISH), title=TITLE, excerpt=cut)
    workspace.post(9, html(ENGLISH), title=TITLE, excerpt={"rendered": "<p>Come in out of the rain.</p>"})
    outcome = workspace.sync()
    assert page_of(outcome, "posts/7").total.segments == 5
    assert page_of(outcome, "posts/9").total.segments == 6


def linked(host: str, text: str) -> str:
    return f'<p>{text} <a href="https://{host}/x">{host}</a></p>'.replace(f">{host}<", ">ici<")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("old.example.org", "new.example.net", 1),
        ("old.example.org", "old.example.org", 0),
        ("en.wikipedia.org", "fr.wikipedia.org", 0),
    ],
)
def test_a_link_whose_host_changed_is_flagged_until_the_live_page_follows(
    workspace, page_of: PageOf, before: str, after: str, found: int
) -> None:
    workspace.post(1, html(ENGLISH) + linked(before, "More is written here:"), title=TITLE)
    workspace.post(1, html(FRENCH) + linked(before, "On en lit plus par"), locale="fr", title=TITLE_FR)
    workspace.configure((workspace.root / "calque.toml").read_text().replace('truth = "po"\n', ""))
    workspace.sync()
    workspace.post(1, html(ENGLISH) + linked(after, "More is written here:"), title=TITLE)
    page = page_of(workspace.sync(), "posts/1")
    assert page.state is PageState.CURRENT
    assert [flaw.code for flaw in page.flaws] == ["drift"] * found
    workspace.post(1, html(FRENCH) + linked(after, "On en lit plus par"), locale="fr", title=TITLE_FR)
    assert page_of(workspace.sync(), "posts/1").flaws == ()


class TestChangedSlugs:
    """A pair that only the paths show, and then do not."""

    @pytest.fixture
    def paired(self, workspace):
        workspace.configure((workspace.root / "calque.toml").read_text().replace('truth = "po"\n', ""))
        workspace.post(7, html(ENGLISH), title=TITLE, slug="why")
        workspace.post(8, html(FRENCH), title=TITLE_FR, slug="why", locale="fr")
        workspace.sync("2026-06-01")
        return workspace

    @pytest.mark.parametrize("number", [7, 8], ids=["the source's", "the translation's"])
    def test_the_pair_is_kept_and_told(self, paired, page_of: PageOf, number: int) -> None:
        before = paired.files()
        locale, texts, title = ("", ENGLISH, TITLE) if number == 7 else ("fr", FRENCH, TITLE_FR)
        paired.post(number, html(texts), title=title, slug="another", locale=locale)
        for day in ("2026-06-02", "2026-06-03"):
            outcome = paired.sync(day)
            page = page_of(outcome, "posts/7")
            assert (page.state, page.pairing) == (PageState.CURRENT, "confirmed")
            assert page.pairing_reason == "as at the last sync, before an address changed"
            assert [one.code for one in outcome.status.findings] == ["pair_kept"]
        assert paired.files().keys() == before.keys()

    def test_a_page_that_has_the_path_now_takes_its_place(self, paired, page_of: PageOf) -> None:
        paired.post(8, html(FRENCH), title=TITLE_FR, slug="avant", locale="fr")
        paired.post(9, html(FRENCH), title=TITLE_FR, slug="why", locale="fr")
        for day in ("2026-06-02", "2026-06-03"):
            outcome = paired.sync(day)
            assert page_of(outcome, "posts/7").url.endswith("/fr/why/")
            assert [one.code for one in outcome.status.findings] == ["paired_twice"]
            (paired.root / ".calque" / "cache.sqlite").unlink()  # what is told hangs on nothing that is kept

    def test_a_source_that_becomes_a_page_at_another_address_keeps_its_pair(
        self, paired, page_of: PageOf
    ) -> None:
        (paired.root / "posts/en-7.json").unlink()
        links = {"self": [{"href": "https://example.org/wp-json/wp/v2/pages/7"}]}
        paired.post(7, html(ENGLISH), title=TITLE, slug="another", type="page", _links=links)
        for day in ("2026-06-02", "2026-06-03"):
            outcome = paired.sync(day, accept=["vanished"])
            assert page_of(outcome, "pages/7").url.endswith("/fr/why/")
            assert "pair_kept" in [one.code for one in outcome.status.findings]

    def test_a_pair_that_somebody_states_otherwise_is_not_kept(self, paired, page_of: PageOf) -> None:
        paired.post(9, html(ENGLISH), title=TITLE, slug="other")
        paired.post(8, html(FRENCH), title=TITLE_FR, slug="avant", locale="fr", translations={"en": 9})
        outcome = paired.sync("2026-06-02")
        assert page_of(outcome, "posts/9").url.endswith("/fr/avant/")
        assert page_of(outcome, "posts/7").url == ""

    def test_an_orphan_stays_one_whatever_its_path(self, paired, page_of: PageOf) -> None:
        (paired.root / "posts/en-7.json").unlink()
        for day in ("2026-06-02", "2026-06-03", "2026-06-04"):
            outcome = paired.sync(day, accept=["vanished"])
            assert "pair_kept" not in [one.code for one in outcome.status.findings] or day == "2026-06-02"
        assert page_of(outcome, "posts/7").state is PageState.ORPHAN
