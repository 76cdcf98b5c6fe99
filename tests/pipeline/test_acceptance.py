"""What the tracking promises, by number: each test is one line of the list that calque was ordered by.

26 is held by the tests of `calque render` and build, 33 by tests/translators.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import reading_room
from calque.cli import main
from calque.model import Change, PageState, PageStatus, SegmentState, Severity
from calque.pipeline.catalogs.bundles import bundle_posts
from calque.pipeline.catalogs.merge import merge_bundle
from calque.pipeline.catalogs.write import write
from calque.pipeline.ingest.content import read_content
from calque.pipeline.runner import InTurn
from calque.po import read_catalog
from reading_room import RAIN, RAIN_FR, TITLE, TITLE_FR, html

PageOf = Callable[..., PageStatus]

ENGLISH = (*reading_room.ENGLISH, RAIN)
FRENCH = (*reading_room.FRENCH, RAIN_FR)
SPANISH = (
    "La sala de lectura abre sus puertas cada mañana, y nadie tiene que decir a qué ha venido hoy.",
    "La mayoría de las 40 sillas están ocupadas a mediodía, porque la estufa calienta y hay periódicos nuevos.",
    "Quien quiera llevarse un libro necesita un carné, que no cuesta nada y dura 3 años enteros.",
    "En las tardes de lluvia Oskar y Mina levantan torres con los libros que nadie más quiere leer.",
)
ANSWERS = {TITLE: TITLE_FR, **dict(zip(ENGLISH, FRENCH, strict=True))}


def replaced(texts: tuple[str, ...], position: int, old: str, new: str) -> tuple[str, ...]:
    assert old in texts[position]
    return (*texts[:position], texts[position].replace(old, new), *texts[position + 1 :])


class Site:
    """One English post, and what becomes of it."""

    def __init__(self, workspace, page_of: PageOf) -> None:
        self.workspace = workspace
        self._page_of = page_of

    def source(self, texts: tuple[str, ...] = ENGLISH, day: str = "2026-01-10", **fields: object) -> None:
        fields = {"title": TITLE, "slug": "why", "modified_gmt": f"{day}T10:00:00"} | fields
        self.workspace.post(7, html(*texts), **fields)

    def live(self, texts: tuple[str, ...], day: str = "2026-02-10", **fields: object) -> None:
        fields = {"title": TITLE_FR, "slug": "why", "modified_gmt": f"{day}T10:00:00"} | fields
        self.workspace.post(8, html(*texts), locale="fr", **fields)

    def translate(self, answers: Mapping[str, str] = ANSWERS) -> None:
        self.workspace.translate(7, answers)

    def page(self, day: str = "2026-06-01", key: str = "posts/7") -> PageStatus:
        self.outcome = self.workspace.sync(day)
        return self._page_of(self.outcome, key)

    def units(self, day: str = "2026-06-01") -> dict[str, SegmentState]:
        return {unit.source: unit.state for unit in self.page(day).units}

    def stale_unit(self, day: str = "2026-06-01"):
        (unit,) = (unit for unit in self.page(day).units if unit.state is SegmentState.STALE)
        return unit

    def entry(self, source: str):
        path = self.workspace.catalog(7)
        (found,) = (one for one in read_catalog(path.read_bytes(), place="").entries if one.msgid == source)
        return found

    def configure(self, extra: str = "", **changes: str) -> None:
        path = self.workspace.root / "calque.toml"
        text = path.read_text(encoding="utf-8")
        for old, new in changes.items():
            text = re.sub(old, new, text)
        path.write_text(text + extra, encoding="utf-8")

    def run(self, *arguments: str) -> int:
        with pytest.raises(SystemExit) as end:
            main([*arguments, "--config", str(self.workspace.root / "calque.toml")])
        return int(end.value.code or 0)


@pytest.fixture
def site(workspace, page_of: PageOf) -> Site:
    return Site(workspace, page_of)


@pytest.fixture
def translated(site: Site) -> Site:
    """The post, wholly translated, and nothing outstanding."""
    site.source()
    site.workspace.sync("2026-05-01")
    site.translate()
    assert site.page("2026-05-02").state is PageState.CURRENT
    return site


def adopting(site: Site) -> None:
    """Let the live pages be the truth."""
    site.configure(**{'truth = "po"\n': ""})


def test_01_an_english_page_under_fr_alone_is_in_the_wrong_language(site: Site) -> None:
    site.live(ENGLISH, title=TITLE)
    page = site.page(key="posts/8")
    assert (page.state, page.declared, page.observed) == (PageState.WRONG_LANGUAGE, "fr", "en")
    assert (page.pairing, page.on_site, page.percent) == ("unpaired", "published", 0)


def test_02_the_same_english_page_beside_its_source_is_an_untranslated_copy(site: Site) -> None:
    site.source()
    site.live(ENGLISH, title=TITLE)
    page = site.page()
    assert page.state is PageState.UNTRANSLATED_COPY
    assert [text.state for text in page.live] == [SegmentState.COPY] * 5


def test_03_a_copy_whose_source_is_edited_is_still_a_copy_and_stale(site: Site) -> None:
    site.source()
    site.live(ENGLISH, title=TITLE)
    site.page()
    site.source(replaced(ENGLISH, 0, "morning", "evening"), "2026-06-03")
    page = site.page("2026-06-04")
    assert (page.state, page.flags) == (PageState.UNTRANSLATED_COPY, ("stale",))


def test_04_half_french_and_half_english_is_mixed_with_copies_on_the_english_half(site: Site) -> None:
    site.source()
    site.live(FRENCH[:2] + ENGLISH[2:])
    page = site.page()
    assert page.state is PageState.MIXED_LANGUAGE
    assert {text.text: text.state for text in page.live} == dict.fromkeys(ENGLISH[2:], SegmentState.COPY)


def test_05_spanish_under_fr_is_in_the_wrong_language(site: Site) -> None:
    site.configure('[locales.es]\nprefix = "es"\n')
    site.source()
    site.live(SPANISH, title="Por qué la sala nunca está vacía")
    page = site.page()
    assert (page.state, page.observed) == (PageState.WRONG_LANGUAGE, "es")


def test_05_a_short_spanish_text_among_french_ones_is_told_as_a_warning(site: Site) -> None:
    site.configure('[locales.es]\nprefix = "es"\n')
    site.source()
    site.live((*FRENCH[:3], "Los lunes la sala está cerrada"))
    page = site.page()
    assert [(text.text, text.language, text.severity) for text in page.live] == [
        ("Los lunes la sala está cerrada", "es", Severity.WARNING)
    ]


def test_06_and_07_a_name_equal_to_its_source_is_translated_and_a_number_is_no_segment(site: Site) -> None:
    site.source(("Contact", "2024"))
    site.page()
    site.translate({TITLE: TITLE_FR, "Contact": "Contact"})
    page = site.page()
    assert (page.state, page.total.segments) == (PageState.CURRENT, 2)


def test_08_one_edited_word_is_stale_and_minor_and_its_siblings_stay_translated(translated: Site) -> None:
    translated.source(replaced(ENGLISH, 3, "towers", "castles"), "2026-05-04")
    unit = translated.stale_unit()
    assert (unit.change, unit.words, unit.target) == (Change.MINOR, 1, FRENCH[3])
    assert len(translated.units()) == 1


def test_09_an_inserted_not_is_major(translated: Site) -> None:
    translated.source(replaced(ENGLISH, 1, "is warm", "is not warm"), "2026-05-04")
    assert translated.stale_unit().change is Change.MAJOR


def test_10_another_quote_is_no_change_and_another_tag_is_markup(site: Site) -> None:
    text = 'They call it <strong>the "old house"</strong>, and everybody here knows what they mean by it.'
    site.source((text,))
    site.page()
    msgid = text.replace('"old house"', '"old house"')
    site.translate(
        {TITLE: TITLE_FR, msgid: "On dit <strong>la « vieille maison »</strong>, chacun sait laquelle."}
    )
    site.source((text.replace('"old', "\u201cold").replace('house"', "house\u201d"),), "2026-05-04")
    assert site.page().percent == 100
    site.source((text.replace("strong>", "em>"),), "2026-05-05")
    (unit,) = site.page().units
    assert unit.change is Change.MARKUP


def test_11_a_link_to_another_host_is_followed_without_a_translator(site: Site) -> None:
    """A link stands in the text by its number alone; where it points to is the source's, so the target follows it."""
    text = 'Ask <a href="https://{}/desk/">at the desk by the entrance</a>, where somebody has time for you.'
    site.source((text.format("example.org"),))
    site.page()
    msgid = text.replace('href="https://{}/desk/"', 'id="1"')
    site.translate(
        {TITLE: TITLE_FR, msgid: 'Demandez <a id="1">au comptoir de l\'entrée</a>, on vous y aidera.'}
    )
    site.source((text.format("example.com"),), "2026-05-04")
    page = site.page()
    assert page.state is PageState.CURRENT
    comment = site.entry(msgid).comment
    assert "example.com" in comment
    assert "example.org/desk" not in comment


def test_11_on_a_live_page_it_is_flagged_until_the_page_is_saved_again(site: Site) -> None:
    text = 'Ask <a href="https://{}/desk/">at the desk by the entrance</a>, where somebody has time for you.'
    french = (
        "Demandez <a href=\"https://{}/desk/\">au comptoir de l'entrée</a>, où l'on a du temps pour vous."
    )
    adopting(site)
    site.source((*ENGLISH, text.format("desk.example")))
    site.live((*FRENCH, french.format("desk.example")))
    assert site.page().flags == ()
    site.source((*ENGLISH, text.format("desk.test")), "2026-06-02")
    page = site.page("2026-06-03")
    assert (page.state, page.flags) == (PageState.CURRENT, ("possibly_stale",))
    site.live((*FRENCH, french.format("desk.test")), "2026-06-04")
    assert site.page("2026-06-05").flags == ()


def test_12_edited_on_the_1st_and_the_5th_is_stale_since_the_1st(translated: Site) -> None:
    translated.source(replaced(ENGLISH, 3, "towers", "castles"), "2026-06-01")
    translated.page("2026-06-01")
    translated.source(replaced(ENGLISH, 3, "towers", "bridges"), "2026-06-05")
    unit = translated.stale_unit("2026-06-06")
    assert (unit.since.date().isoformat(), unit.confirmed) == ("2026-06-01", ENGLISH[3])
    assert translated.entry(unit.source).previous_msgid == ENGLISH[3]


def test_13_reverted_it_is_translated_and_a_persons_fuzzy_stays(translated: Site) -> None:
    path = translated.workspace.catalog(7)
    text = path.read_text(encoding="utf-8").replace('msgctxt "title"', '#, fuzzy\nmsgctxt "title"')
    path.write_text(text, encoding="utf-8")
    translated.source(replaced(ENGLISH, 3, "towers", "castles"), "2026-06-01")
    translated.page("2026-06-01")
    translated.source(ENGLISH, "2026-06-02")
    assert translated.units("2026-06-03") == {TITLE: SegmentState.FUZZY}


def test_14_a_typo_fixed_with_fuzzy_kept_is_stale_and_no_younger(translated: Site) -> None:
    translated.source(replaced(ENGLISH, 3, "towers", "castles"), "2026-06-01")
    translated.page("2026-06-02")
    path = translated.workspace.catalog(7)
    path.write_text(path.read_text(encoding="utf-8").replace("bâtissent", "batissent"), encoding="utf-8")
    unit = translated.stale_unit("2026-06-20")
    assert "batissent" in unit.target
    assert unit.since.date().isoformat() == "2026-06-01"


def test_15_fuzzy_cleared_in_an_older_export_is_stale(translated: Site) -> None:
    once = replaced(ENGLISH, 3, "towers", "castles")
    translated.source(once, "2026-06-01")
    translated.page("2026-06-02")
    export = translated.workspace.catalog(7).read_bytes()
    translated.source(replaced(once, 3, "rainy", "sunny"), "2026-06-05")
    translated.page("2026-06-06")
    translated.workspace.catalog(7).write_bytes(export)
    translated.translate({once[3]: FRENCH[3].replace("tours", "châteaux")})
    unit = translated.stale_unit("2026-06-07")
    assert (unit.confirmed, unit.since.date().isoformat()) == (once[3], "2026-06-05")
    assert "châteaux" in unit.target


def test_16_reordered_paragraphs_make_nothing_stale(translated: Site) -> None:
    translated.source(ENGLISH[::-1], "2026-06-01")
    assert translated.page().state is PageState.CURRENT


def test_17_a_split_paragraph_gives_two_fuzzy_and_the_old_text_is_there(translated: Site) -> None:
    one, other = ENGLISH[0].split(", and ")
    translated.source((f"{one}.", f"{other[0].upper()}{other[1:]}", *ENGLISH[1:]), "2026-06-01")
    page = translated.page()
    assert len(page.units) == 2
    assert all((unit.target and "stale" in unit.flags) or unit.state == "needs_review" for unit in page.units)
    assert FRENCH[0][:40] in translated.workspace.catalog(7).read_text(encoding="utf-8")


def test_18_a_paragraph_deleted_is_obsolete_and_restored_is_translated(translated: Site) -> None:
    translated.source(ENGLISH[:3], "2026-06-01")
    translated.page()
    catalog = read_catalog(translated.workspace.catalog(7).read_bytes(), place="")
    assert [entry.msgid for entry in catalog.obsolete] == [ENGLISH[3]]
    translated.source(ENGLISH, "2026-06-02")
    assert translated.page().state is PageState.CURRENT


def test_19_a_live_translation_whose_source_is_gone_is_an_orphan_and_breaks_the_policy(
    translated: Site,
) -> None:
    translated.workspace.post(6, html(*ENGLISH), title="Another", slug="stays")
    translated.live(FRENCH, translations={"en": 7})
    translated.page()
    (translated.workspace.root / "posts" / "en-7.json").unlink()
    translated.workspace.sync()
    assert translated.page().state is PageState.ORPHAN
    assert translated.run("status") == 0
    assert translated.run("status", "--no-stale") == 1


def test_20_a_listing_that_breaks_off_deletes_nothing_and_fails_the_run(translated: Site) -> None:
    """What the WordPress client makes of a 503 halfway: some posts, and an error instead of the others."""
    translated.workspace.post(6, html(*ENGLISH), title="Another", slug="stays")
    translated.page()
    before = translated.workspace.files()
    path = translated.workspace.root / "posts" / "en-7.json"
    path.write_text(path.read_text(encoding="utf-8")[:60], encoding="utf-8")
    for _ in range(3):
        assert translated.run("sync") == 3
    assert translated.workspace.files() == before


def test_21_a_renamed_slug_keeps_the_file_and_makes_nothing_stale(translated: Site) -> None:
    name = translated.workspace.catalog(7).name
    translated.source(slug="another-name", link="https://example.org/another-name/")
    assert translated.page().state is PageState.CURRENT
    assert translated.workspace.catalog(7).name == name


def test_22_a_catalog_saved_during_the_sync_keeps_both_edits(translated: Site) -> None:
    translated.source(replaced(ENGLISH, 3, "towers", "castles"), "2026-06-01")
    site = translated.workspace.site
    (bundle,) = bundle_posts(site, read_content(site, InTurn()).sources(site))
    merged = merge_bundle(site, bundle)
    translated.translate({ENGLISH[0]: FRENCH[0].replace("matin", "jour")})
    assert write(site, [merged]).findings == ()
    assert translated.entry(ENGLISH[0]).msgstr == FRENCH[0].replace("matin", "jour")
    assert translated.stale_unit().confirmed == ENGLISH[3]


def test_23_two_translators_are_both_heard_and_a_clash_keeps_both(translated: Site, tmp_path: Path) -> None:
    translated.translate({ENGLISH[0]: "", ENGLISH[1]: "", ENGLISH[2]: ""})
    translated.page()
    files = []
    for name, answers in (
        ("one", {ENGLISH[0]: FRENCH[0], ENGLISH[2]: FRENCH[2]}),
        ("two", {ENGLISH[1]: FRENCH[1], ENGLISH[2]: "Une carte suffit."}),
    ):
        blank = translated.workspace.catalog(7).read_bytes()
        translated.translate(answers)
        file = tmp_path / f"{name}.po"
        file.write_bytes(translated.workspace.catalog(7).read_bytes())
        translated.workspace.catalog(7).write_bytes(blank)
        files.append(file)
    for file in files:
        translated.run("import", str(file))
    units = translated.units()
    assert units == {ENGLISH[2]: SegmentState.CONFLICT}
    kept = "".join(
        path.read_text(encoding="utf-8") for path in (translated.workspace.root / "locales").rglob("*.po")
    )
    assert "Une carte suffit." in kept
    assert translated.entry(ENGLISH[2]).msgstr == FRENCH[2]


def cut_off(data: bytes) -> bytes:
    return data[:-20] + b'\nmsgid "never ended\n'


def mojibake(data: bytes) -> bytes:
    return data.decode().encode("utf-8").decode("latin-1").encode("utf-8")


def marked(data: bytes) -> bytes:
    entry = data[data.index(b'msgstr "La salle') if b'msgstr "La salle' in data else data.rindex(b"msgstr") :]
    return data.replace(entry, b"<<<<<<< ours\n" + entry + b'\n=======\nmsgstr "autre"\n>>>>>>> theirs\n')


@pytest.mark.parametrize("damage", [cut_off, mojibake, marked])
def test_24_a_damaged_catalog_is_unmeasured_and_left_alone_and_others_are_reported(
    translated: Site, damage: Callable[[bytes], bytes]
) -> None:
    translated.configure('[locales.de]\nprefix = "de"\n')
    path = translated.workspace.catalog(7)
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    page = translated.page()
    assert (page.state, page.percent, path.read_bytes()) == (PageState.UNMEASURED, None, damaged)
    assert {one.locale for one in translated.outcome.status.pages} == {"fr", "de"}
    assert translated.run("sync") == 3


def test_25_an_empty_catalog_is_not_applicable(site: Site) -> None:
    site.source(("2024", "12:30"), title="")
    page = site.page()
    assert (page.total.segments, page.percent) == (0, None)


def test_27_an_excerpt_cut_from_the_content_is_no_segment(site: Site) -> None:
    site.source(excerpt={"rendered": f"<p>{ENGLISH[0][:60]} [&hellip;]</p>"})
    assert site.page().total.segments == 5


def test_28_a_second_sync_writes_nothing(translated: Site) -> None:
    before = translated.workspace.files()
    translated.page("2026-06-09")
    assert (translated.outcome.files, translated.workspace.files()) == ((), before)


def test_29_a_page_older_than_its_source_is_possibly_stale_since_nobody_knows_when(site: Site) -> None:
    site.source(day="2026-04-01")
    site.live(FRENCH, "2026-03-01")
    page = site.page()
    assert (page.flags, page.state) == (("possibly_stale",), PageState.UNADOPTED)
    assert page.since is None or page.bounded


def test_29_with_revisions_since_and_words_are_known_on_the_first_run(site: Site) -> None:
    adopting(site)
    site.configure(**{r"\[locales\.fr\]": 'revisions = ["earlier/*.json"]\n\n[locales.fr]'})
    folder = site.workspace.root / "earlier"
    folder.mkdir()
    once = replaced(ENGLISH, 1, "40", "50")
    for day, texts in (("2026-01-10", ENGLISH), ("2026-03-03", once)):
        site.source(texts, day)
        (site.workspace.root / "posts" / "en-7.json").rename(folder / f"{day}.json")
    site.source(replaced(once, 1, "noon", "nine"), "2026-04-04")
    site.live(FRENCH, "2026-02-10")
    unit = site.stale_unit()
    assert (unit.confirmed, unit.target) == (ENGLISH[1], FRENCH[1])
    assert (unit.since.date().isoformat(), unit.bounded, unit.words) == ("2026-03-03", False, 2)


def test_30_199_of_200_is_99_percent(site: Site) -> None:
    texts = tuple(
        f"This is paragraph number {number} of the long list of rules of the house." for number in range(199)
    )
    site.source(texts)
    site.page()
    site.translate(
        {text: f"Ceci est le paragraphe numéro {n} de la longue liste." for n, text in enumerate(texts)}
    )
    assert site.page().percent == 99


def test_31_a_site_with_live_posts_and_no_catalogs_has_them_filled_by_the_first_sync(site: Site) -> None:
    """Of five texts, one is a copy and one Spanish: three of five, counted by hand."""
    adopting(site)
    site.source()
    site.live((FRENCH[0], ENGLISH[1], SPANISH[2], FRENCH[3]))
    page = site.page()
    assert page.percent == 60
    empty = {ENGLISH[1], ENGLISH[2]}
    filled = {text: answer for text, answer in ANSWERS.items() if text not in empty}
    assert {text: site.entry(text).msgstr for text in ANSWERS} == filled | dict.fromkeys(empty, "")
    assert {unit.source: bool(unit.reason) for unit in page.units} == dict.fromkeys(empty, True)


def test_32_a_category_out_of_scope_has_no_catalog_and_no_share_in_the_percentage(site: Site) -> None:
    site.configure("[scope.fr]\ncategories = [3]\n")
    site.source(categories=[4])
    site.workspace.post(6, html(*ENGLISH[:1]), categories=[3], title=TITLE, slug="stays")
    site.page(key="posts/6")
    (locale,) = site.outcome.status.locales
    assert (locale.total.segments, locale.not_wanted.segments) == (2, 5)
    assert not list((site.workspace.root / "locales" / "fr" / "LC_MESSAGES").glob("post-7-*"))


def test_34_a_file_with_every_fuzzy_flag_stripped_confirms_nothing(translated: Site) -> None:
    translated.source(replaced(ENGLISH, 3, "towers", "castles"), "2026-06-01")
    translated.page("2026-06-02")
    path = translated.workspace.catalog(7)
    path.write_text(path.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    assert translated.stale_unit("2026-06-03").confirmed == ENGLISH[3]


def test_35_a_share_button_in_every_body_is_no_segment_and_makes_nothing_stale(translated: Site) -> None:
    translated.configure('[html]\nexclude = [".share"]\n')
    path = translated.workspace.root / "posts" / "en-7.json"
    row = json.loads(path.read_text(encoding="utf-8"))
    row["content"]["rendered"] += (
        '<div class="share"><a href="/s">Share this with everybody you know</a></div>'
    )
    path.write_text(json.dumps(row), encoding="utf-8")
    page = translated.page()
    assert (page.state, page.total.segments) == (PageState.CURRENT, 5)
