"""A page whose text is the same in other segments: its translations are carried over, and nothing is stale."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from polib import POEntry

from calque.model import Field, FieldFormat, PageState, PageStatus, Post, SegmentState
from calque.pipeline.catalogs.history import content_digest
from calque.pipeline.status import status
from calque.po import read_catalog

PageOf = Callable[..., PageStatus]

FIRST, SECOND, THIRD = (
    "Whoever wants to borrow a book needs a card.",
    "It costs nothing and lasts for 3 years.",
    'Ask at <a href="/desk/">the desk</a> or <a href="/hall/">in the hall</a>!',
)
ASK = 'Ask at <a id="1">the desk</a> or <a id="2">in the hall</a>!'
PARAGRAPH = f"{FIRST} {SECOND} {THIRD}"
SOURCE = f"{FIRST} {SECOND} {ASK}"
FRENCH = (
    "Pour emprunter un livre, il faut une carte.",
    "Elle ne coûte rien et reste valable 3 ans.",
    'Demandez <a id="2">dans le hall</a> ou <a id="1">au comptoir</a> !',
)
TITLE, TITLE_FR = "The little book of post post-1", "Le petit livre de l'article numéro un"
SENTENCES = "\n[html]\nsentence = true\n"


class Site:
    """A post of one paragraph, translated as a whole, and a rule that cuts it into sentences."""

    def __init__(self, workspace) -> None:
        self.workspace = workspace
        self.config = (workspace.root / "calque.toml").read_text(encoding="utf-8")
        workspace.post(1, f"<p>{PARAGRAPH}</p>")
        workspace.sync("2026-05-01")
        self.translate({TITLE: TITLE_FR, SOURCE: " ".join(FRENCH)})
        workspace.sync("2026-05-02")

    def translate(self, answers: dict[str, str]) -> None:
        self.workspace.translate(1, answers)

    def cut(self, rule: str = SENTENCES) -> None:
        self.workspace.configure(self.config + rule)

    def entries(self) -> dict[str, POEntry]:
        path = self.workspace.catalog(1)
        return {entry.msgid: entry for entry in read_catalog(path.read_bytes(), place=path.name).entries}

    def obsolete(self) -> list[str]:
        path = self.workspace.catalog(1)
        return [entry.msgstr for entry in read_catalog(path.read_bytes(), place=path.name).obsolete]

    def lose_ledger(self) -> None:
        for path in (self.workspace.root / ".calque").glob("*"):
            path.unlink()


@pytest.fixture
def site(workspace) -> Site:
    return Site(workspace)


@pytest.mark.parametrize("with_ledger", ["with a ledger", "without a ledger"])
def test_a_paragraph_cut_into_sentences_takes_its_translation_along(
    site: Site, page_of: PageOf, with_ledger: str
) -> None:
    if with_ledger == "without a ledger":
        site.lose_ledger()
    site.cut()
    outcome = site.workspace.sync("2026-05-03")
    entries = site.entries()
    assert [entries[text].msgstr for text in (FIRST, SECOND, ASK)] == list(FRENCH)
    assert not any(entry.fuzzy for entry in entries.values())
    assert site.obsolete() == [" ".join(FRENCH)]
    page = page_of(outcome, "posts/1")
    assert (page.state, page.percent) == (PageState.CURRENT, 100)
    (finding,) = outcome.status.findings
    assert finding.code == "recut"
    assert "1 post is cut anew" in finding.message
    assert "3 translations were carried over, 0 more" in finding.message
    again = site.workspace.sync("2026-05-04")
    assert (again.files, again.status.findings) == ((), ())


def test_without_a_ledger_an_image_in_the_text_hides_no_new_cut(workspace, page_of: PageOf) -> None:
    config = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    html = f'<p>{FIRST} It is <img src="/c.png" alt="A card"> green. {SECOND}</p>'
    whole = f'{FIRST} It is <img id="1"/> green. {SECOND}'
    workspace.post(1, html)
    workspace.sync("2026-05-01")
    translated = f'{FRENCH[0]} Elle est <img id="1"/> verte. {FRENCH[1]}'
    workspace.translate(1, {TITLE: TITLE_FR, whole: translated, "A card": "Une carte"})
    workspace.sync("2026-05-02")
    for path in (workspace.root / ".calque").glob("*"):
        path.unlink()
    workspace.configure(config + SENTENCES)
    page = page_of(workspace.sync("2026-05-03"), "posts/1")
    assert (page.state, page.percent) == (PageState.CURRENT, 100)


def test_and_back_again(site: Site, page_of: PageOf) -> None:
    site.cut()
    site.workspace.sync("2026-05-03")
    edited = FRENCH[1].replace("rien", "rien du tout")
    site.translate({SECOND: edited})
    site.workspace.sync("2026-05-04")
    site.cut("")
    outcome = site.workspace.sync("2026-05-05")
    assert site.entries()[SOURCE].msgstr == " ".join((FRENCH[0], edited, FRENCH[2]))
    assert page_of(outcome, "posts/1").state is PageState.CURRENT
    assert {*FRENCH} - {*site.obsolete()} == {FRENCH[1]}
    assert site.workspace.sync("2026-05-06").files == ()


def test_the_status_says_so_before_the_sync(site: Site) -> None:
    site.cut()
    outcome = site.workspace.sync("2026-05-03", dry_run=True)
    measured = status(site.workspace.site, now=lambda: outcome.status.measured)
    (page,) = measured.pages
    assert (page.state, page.percent) == (PageState.CURRENT, 100)


def test_what_cannot_be_cut_for_sure_is_to_be_reviewed(site: Site, page_of: PageOf) -> None:
    whole = 'Une carte gratuite, valable 3 ans, suffit : demandez-la <a id="1">au comptoir</a> ou <a id="2">là</a>.'
    site.translate({SOURCE: whole})
    site.workspace.sync("2026-05-02")
    site.cut()
    outcome = site.workspace.sync("2026-05-03")
    units = page_of(outcome, "posts/1").units
    assert {unit.state for unit in units} == {SegmentState.NEEDS_REVIEW}
    assert "stale" not in page_of(outcome, "posts/1").flags
    assert all("calque: recut 0." in site.entries()[unit.source].tcomment for unit in units)
    assert site.obsolete() == [whole]
    site.cut("")
    page = page_of(site.workspace.sync("2026-05-04"), "posts/1")
    assert (page.state, site.entries()[SOURCE].msgstr) == (PageState.CURRENT, whole)


def test_a_sentence_that_is_missing_leaves_the_whole_to_be_reviewed(site: Site, page_of: PageOf) -> None:
    site.cut()
    site.workspace.sync("2026-05-03")
    path = site.workspace.catalog(1)
    text = path.read_text(encoding="utf-8")
    start = text.index("#~ msgid")
    path.write_text(text[:start].replace(FRENCH[1], ""), encoding="utf-8")
    site.workspace.sync("2026-05-04")
    site.cut("")
    (unit,) = page_of(site.workspace.sync("2026-05-05"), "posts/1").units
    assert (unit.state, unit.target) == (SegmentState.NEEDS_REVIEW, f"{FRENCH[0]} {FRENCH[2]}")


def test_words_that_go_into_a_placeholder_make_nothing_stale(workspace, page_of: PageOf) -> None:
    text = 'Read <i class="x">Emma</i> in <a href="/a/">the old house</a> by the river, where it is quiet every day.'
    french = 'Lisez <i id="1">Emma</i> dans <a id="2">la vieille maison</a> au bord de la rivière, où tout est calme.'
    workspace.post(1, f"<p>{text}</p>")
    workspace.sync("2026-05-01")
    path = workspace.catalog(1)
    (source,) = (
        entry.msgid for entry in read_catalog(path.read_bytes(), place="").entries if "Emma" in entry.msgid
    )
    workspace.translate(1, {source: french})
    workspace.sync("2026-05-02")
    workspace.configure((workspace.root / "calque.toml").read_text() + '\n[html]\nopaque = ["i"]\n')
    page = page_of(workspace.sync("2026-05-05"), "posts/1")
    (unit,) = (unit for unit in page.units if "house" in unit.source)
    assert (unit.state, "stale" in page.flags) == (SegmentState.NEEDS_REVIEW, False)
    assert french in {entry.msgstr for entry in read_catalog(path.read_bytes(), place="").obsolete}


POST = Post(
    type="post",
    collection="posts",
    id=1,
    link="https://example.org/a/",
    slug="a",
    status="publish",
    fields=(Field("title", "A garden"), Field("content", "<p>A garden.\n\nTwo benches.</p>")),
    modified=None,
)


def with_content(**values: object) -> Post:
    title, content = POST.fields
    return replace(POST, fields=(title, replace(content, **values)))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(with_content(text="<p>A garden.  Two benches.</p>"), id="other characters"),
        pytest.param(with_content(format=FieldFormat.RAW), id="raw, where blank lines break paragraphs"),
        pytest.param(with_content(name="excerpt"), id="another field"),
        pytest.param(replace(POST, fields=POST.fields[:1]), id="a field less"),
        pytest.param(replace(POST, fields=POST.fields[::-1]), id="another order of fields"),
    ],
)
def test_other_text_in_other_segments_is_no_new_cut(other: Post) -> None:
    assert content_digest(other) != content_digest(POST)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(POST, slug="b", status="draft", link="https://example.org/b/"), id="post"),
        pytest.param(with_content(read_only=True), id="field"),
    ],
)
def test_what_is_no_text_of_a_post_makes_no_other_text(other: Post) -> None:
    assert content_digest(other) == content_digest(POST)


def test_an_editor_who_splits_a_paragraph_makes_two_stale_texts(site: Site, page_of: PageOf) -> None:
    """The content changed, so it is no new cut: both halves want a look, and the old translation is kept."""
    site.workspace.post(1, f"<p>{FIRST} {SECOND}</p><p>{THIRD}</p>", modified_gmt="2026-05-03T10:00:00")
    outcome = site.workspace.sync("2026-05-04")
    page = page_of(outcome, "posts/1")
    assert "stale" in page.flags
    assert all(unit.target for unit in page.units if unit.state is SegmentState.STALE)
    assert " ".join(FRENCH) in {*site.obsolete(), *(entry.msgstr for entry in site.entries().values())}
    assert "recut" not in {finding.code for finding in outcome.status.findings}


def test_a_live_page_that_is_cut_anew_says_nothing_new(workspace, page_of: PageOf) -> None:
    """Else each of its sentences would look edited on the site, and be in conflict with the catalog."""
    workspace.configure((workspace.root / "calque.toml").read_text().replace('truth = "po"\n', ""))
    second = "Behind the house lies a garden. It has 2 benches and a pond."
    second_fr = "Derrière la maison s'étend un jardin. Il a 2 bancs et un étang."
    workspace.post(1, f"<p>{FIRST} {SECOND}</p><p>{second}</p>", slug="why")
    workspace.post(2, f"<p>{FRENCH[0]} {FRENCH[1]}</p><p>{second_fr}</p>", slug="why", locale="fr")
    workspace.sync("2026-05-01")
    workspace.translate(1, {second: second_fr.replace("bancs", "petits bancs")})
    workspace.sync("2026-05-02")
    workspace.configure((workspace.root / "calque.toml").read_text() + SENTENCES)
    outcome = workspace.sync("2026-05-03")
    assert {finding.code for finding in outcome.status.findings} == {"recut"}
    assert page_of(outcome, "posts/1").state is PageState.CURRENT
    text = workspace.catalog(1).read_text(encoding="utf-8")
    assert "Il a 2 petits bancs et un étang." in text
    assert workspace.sync("2026-05-04").files == ()


ROW = '<a href="/1">See the mill</a> <a href="/2">Write to us</a>'
ROW_THEN = '<a id="1">See the mill</a> <a id="2">Write to us</a>'
ROW_FRENCH = '<a id="1">Voir le moulin</a> <a id="2">Nous écrire</a>'


def test_a_row_of_links_that_was_one_text_hands_its_translation_to_each(workspace, page_of: PageOf) -> None:
    workspace.post(1, f"<p>{FIRST}</p><p>{ROW}</p>")
    workspace.sync("2026-05-01")
    workspace.translate(1, {TITLE: TITLE_FR, FIRST: FRENCH[0]})
    path = workspace.catalog(1)
    text = path.read_text(encoding="utf-8")
    head, _, tail = text.rpartition("\n#. ")  # the last entry, the second link
    assert "Write to us" in tail
    assert "See the mill" in head
    whole = head.replace('"See the mill"\nmsgstr ""', f"{quoted(ROW_THEN)}\nmsgstr {quoted(ROW_FRENCH)}")
    path.write_text(f"{whole}\n", encoding="utf-8")
    for ledger in (workspace.root / ".calque").glob("*"):
        ledger.unlink()
    outcome = workspace.sync("2026-05-02")
    catalog = read_catalog(path.read_bytes(), place=path.name)
    entries = {entry.msgid: entry for entry in catalog.entries}
    assert [entries[one].msgstr for one in ("See the mill", "Write to us")] == [
        "Voir le moulin",
        "Nous écrire",
    ]
    assert not any(entry.fuzzy for entry in catalog.entries)
    assert [(entry.msgid, entry.msgstr) for entry in catalog.obsolete] == [(ROW_THEN, ROW_FRENCH)]
    page = page_of(outcome, "posts/1")
    assert (page.state, page.percent) == (PageState.CURRENT, 100)
    assert "recut" in {finding.code for finding in outcome.status.findings}
    assert workspace.sync("2026-05-03").files == ()


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
