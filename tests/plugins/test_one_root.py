"""Plugins that list all languages below one REST root: Polylang and Bogo."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest

from calque.errors import HeldError
from calque.pipeline.runner import InTurn
from calque.pipeline.sync import sync
from plugin_sites import TAGS, Site, Text, Visits, Wanted, course

FRONT = 50
"""The group of the pages that are the front of each language."""


def shop() -> list[Text]:
    """Return five courses: three of them in French, two in German, one of those not translated at all."""
    return [
        *(course(10 + 3 * topic, "en", topic) for topic in range(5)),
        *(course(11 + 3 * topic, "fr", topic) for topic in range(3)),
        course(12, "de", 0),
        course(18, "de", 2, written="en"),
        *(
            replace(course(number, language, 4), slug=slug, title=title, type="page", group=FRONT)
            for number, language, slug, title in (
                (40, "en", "services", "Services"),
                (41, "fr", "prestations", "Prestations"),
                (42, "de", "leistungen", "Leistungen"),
            )
        ),
    ]


@dataclass
class Polylang(Site):
    """Free Polylang: no field says a language or a pair; a translated page is the front of each language."""

    namespaces: tuple[str, ...] = ("wp/v2", "pll/v1")
    texts: list[Text] = field(default_factory=shop)

    def path(self, one: Text) -> str:
        return "/" if (one.group, one.language) == (FRONT, "en") else super().path(one)

    def home(self, language: str) -> str:
        return next(self.path(one) for one in self.texts if (one.group, one.language) == (FRONT, language))

    def added(self, route: str) -> Any:
        return self.languages() if route == "pll/v1/languages" else None

    def languages(self) -> list[dict[str, Any]]:
        return [
            {
                "slug": tag,
                "locale": w3c.replace("-", "_"),
                "w3c": w3c,
                "home_url": f"{self.url}{self.home(tag)}",
                "active": True,
                "is_default": tag == "en",
            }
            for tag, w3c in TAGS.items()
        ]


class Switched(Polylang):
    """A theme that names the other languages in its menu alone; the front of each language is a list of posts."""

    def path(self, one: Text) -> str:
        return Site.path(self, one)

    def home(self, language: str) -> str:
        return Site.home(self, language)

    def html(self, language: str, alternates: Mapping[str, str], body: str) -> str:
        names = {"en": "English", "fr": "Français", "de": "Deutsch"}
        links = "".join(f'<li><a href="{path}">{names[tag]}</a></li>' for tag, path in alternates.items())
        return super().html(language, {}, f"<nav><ul>{links}</ul></nav>{body}")


class OwnWords(Polylang):
    """The slugs of the languages are words, the source has one, too, and each language is that of a country."""

    words = MappingProxyType({"en": "english", "fr": "french", "de": "deutsch"})
    tags = MappingProxyType({"en": "en-GB", "fr": "fr-CA", "de": "de-CH"})

    def prefix(self, language: str) -> str:
        return f"/{self.words[language]}"

    def path(self, one: Text) -> str:
        return Site.path(self, one)

    def languages(self) -> list[dict[str, Any]]:
        rows = zip(super().languages(), self.words.values(), self.tags.values(), strict=True)
        return [row | {"slug": slug, "locale": tag.replace("-", "_"), "w3c": tag} for row, slug, tag in rows]

    def __call__(self, asked: Any) -> Any:
        home = self.home("en")
        return super().__call__(replace(asked, path=home) if asked.path == "/" else asked)


class WithoutPrefixes(Polylang):
    """The language is set from the content: no address says it."""

    def prefix(self, language: str) -> str:  # noqa: ARG002 — the same for all
        return ""


@dataclass
class Bogo(Site):
    """Bogo: each post names its locale and the guid of its original."""

    texts: list[Text] = field(default_factory=shop)

    def alternates(self, one: Text) -> dict[str, str]:
        return {TAGS[tag]: path for tag, path in super().alternates(one).items()}

    def home_alternates(self) -> dict[str, str]:
        return {TAGS[tag]: path for tag, path in super().home_alternates().items()}

    def fields(self, one: Text) -> dict[str, Any]:
        original = next(other for other in self.texts if other.group == one.group)
        meta = {
            "_locale": TAGS[one.language].replace("-", "_"),
            "_original_post": f"{self.url}/?p={original.number}",
        }
        return {"meta": meta}

    def listed(self, wanted: Wanted) -> list[Text]:
        return [one for one in self.texts if wanted.query.get("lang", one.language) == one.language]


@pytest.mark.parametrize("kind", [Polylang, Bogo])
def test_init_and_sync_give_every_pair(visit, kind: type[Site]) -> None:
    visits = visit(kind)
    visits.init()
    visits.check(visits.sync("2026-06-01"), "one-root#the first day")
    assert not visits.sync("2026-06-02").files


@pytest.fixture
def visited(visit) -> Visits:
    """A site of Bogo's after its first day, on which everything was public."""
    visits: Visits = visit(Bogo)
    visits.init()
    visits.sync("2026-06-01")
    return visits


def test_a_source_that_leaves_the_public_leaves_orphans_while_they_answer(visited: Visits) -> None:
    before = visited.workspace.files()
    visited.site.post(10).status = "trash"
    for day in ("2026-06-02", "2026-06-03", "2026-06-04"):
        visited.check(visited.sync(day), "one-root#post 10 in the trash")
    assert visited.workspace.files() == before
    visited.site.post(10).status = "publish"
    visited.check(visited.sync("2026-06-05"), "one-root#the first day")


def test_a_translation_in_the_trash_is_none(visited: Visits) -> None:
    before = visited.workspace.files()
    visited.site.post(11).status = "trash"
    for day in ("2026-06-02", "2026-06-03"):
        visited.check(visited.sync(day), "one-root#post 11 in the trash")
    assert visited.workspace.files() == before


def test_a_source_behind_a_password_leaves_orphans_while_they_answer_without_one(visited: Visits) -> None:
    before = visited.workspace.files()
    source, french, german = (visited.site.post(number) for number in (10, 11, 12))
    whole = source.html
    source.locked, source.html, source.modified = True, "", "2026-06-01T18:00:00"
    for day in ("2026-06-02", "2026-06-03"):
        outcome = visited.sync(day)
        visited.check(outcome, "one-root#post 10 in the trash")
        reasons = {page.pairing_reason for page in outcome.status.pages if page.state == "orphan"}
        assert reasons == {"made from one post, by Bogo's field; its source is behind a password"}
    for one in (french, german):
        one.locked, one.html, one.modified = True, "", "2026-06-03T18:00:00"
    rows = visited.rows(visited.sync("2026-06-04"))
    assert not [row for row in rows if "posts/10" in row]
    assert visited.workspace.files() == before
    source.locked, source.html, source.modified = False, whole, "2026-06-04T18:00:00"
    rows = visited.rows(visited.sync("2026-06-05"))
    assert len([row for row in rows if "posts/10" in row]) == 2


def heads_loaded(visits: Visits, since: int) -> list[str]:
    """Return the paths of the pages that were loaded since a number of requests."""
    return [
        asked.path for asked in visits.asked[since:] if "/wp-json/" not in asked.path and asked.path != "/"
    ]


class TestHreflang:
    """Free Polylang: which page translates which stands in the head of each page alone."""

    @pytest.fixture
    def visited(self, visit) -> Visits:
        visits: Visits = visit(Polylang)
        visits.init()
        visits.sync("2026-06-01")
        return visits

    def test_a_head_that_names_a_former_address_is_loaded_again(self, visited: Visits) -> None:
        before, so_far = visited.workspace.files(), len(visited.asked)
        source = visited.site.post(13)
        source.slug, source.modified = "baking-for-all", "2026-06-01T18:00:00"
        visited.check(visited.sync("2026-06-02"), "one-root#the first day")
        assert heads_loaded(visited, so_far) == ["/fr/apprendre-ensemble-boulangerie/"]
        so_far = len(visited.asked)
        visited.check(visited.sync("2026-06-03"), "one-root#the first day")
        assert heads_loaded(visited, so_far) == []
        assert visited.workspace.files().keys() == before.keys()

    def test_a_night_on_which_nothing_changed_reads_no_post(self, visited: Visits) -> None:
        visited.sync("2026-06-02")
        steps: dict[str, int] = {}
        runner = InTurn(lambda name, _, total: steps.update({name: max(total, steps.get(name, 0))}))
        sync(visited.workspace.site, runner, now=lambda: datetime(2026, 6, 3, 12, tzinfo=UTC))
        assert (steps["load_heads"], steps["split_files"]) == (0, 0)

    def test_a_theme_without_hreflang_pairs_by_its_language_switcher(self, visit) -> None:
        visits: Visits = visit(Switched)
        assert "hreflang = true" in visits.init()
        visits.check(visits.sync("2026-06-01"), "one-root#the first day")

    def test_a_site_whose_addresses_say_no_language_is_told_by_its_heads(self, visit) -> None:
        visits: Visits = visit(WithoutPrefixes)
        text = visits.init()
        assert "hreflang = true" in text
        assert "prefix =" not in text.replace("# prefix", "")
        outcome = visits.sync("2026-06-01")
        visits.check(outcome, "one-root#no prefixes")
        assert {page.pairing_reason for page in outcome.status.pages if page.pairing} == {
            "hreflang in the live page"
        }
        so_far = len(visits.asked)
        visits.sync("2026-06-02")
        assert heads_loaded(visits, so_far) == []

    def test_languages_may_have_words_for_prefixes_and_countries(self, visit) -> None:
        visits: Visits = visit(OwnWords)
        text = visits.init()
        assert 'source = "en-GB"' in text
        assert re.findall(r'(?m)^(?:\[locales\.(.+)\]|prefix = "(.+)")', text) == [
            ("", "english"),
            ("fr-CA", ""),
            ("", "french"),
            ("de-CH", ""),
            ("", "deutsch"),
        ]
        assert not [row for row in visits.remarks if "none of the targets" in row]
        outcome = visits.sync("2026-06-01")
        assert sorted((page.locale, page.key) for page in outcome.status.pages if page.pairing) == sorted(
            [
                *(("fr-CA", key) for key in ("pages/40", "posts/10", "posts/13", "posts/16")),
                *(("de-CH", key) for key in ("pages/40", "posts/10", "posts/16")),
            ]
        )

    def test_a_translation_that_is_published_is_paired_the_same_day(self, visited: Visits) -> None:
        visited.site.texts.append(course(70, "fr", 3))
        visited.check(visited.sync("2026-06-02"), "one-root#a French translation of course 3")

    def test_a_translation_with_a_new_slug_stays_the_translation(self, visited: Visits) -> None:
        one = visited.site.post(14)
        one.slug, one.modified = "cuire-son-pain", "2026-06-01T18:00:00"
        visited.check(visited.sync("2026-06-02"), "one-root#another address of the French course 1")


class TestFields:
    """Bogo: an editor may change what a field says without saving the post."""

    def test_a_translation_that_is_published_is_paired_the_same_day(self, visited: Visits) -> None:
        visited.site.texts.append(course(70, "fr", 3))
        visited.check(visited.sync("2026-06-02"), "one-root#a French translation of course 3")

    def test_two_pairs_that_are_switched_are_seen_though_nobody_saved_a_post(self, visited: Visits) -> None:
        for number, group in ((11, 2), (14, 1)):
            visited.site.post(number).group = group
        outcome = visited.sync("2026-06-02")
        assert [row for row in visited.rows(outcome) if row.startswith(("fr posts/10 ", "fr posts/13 "))] == [
            "fr posts/10 current confirmed /fr/apprendre-ensemble-boulangerie/",
            "fr posts/13 current confirmed /fr/apprendre-ensemble-tissage/",
        ]

    def test_many_posts_that_change_their_language_at_once_are_a_question(self, visited: Visits) -> None:
        before = visited.workspace.files()
        for number in (13, 16, 19, 22):
            visited.site.post(number).language = "de"
        for day in ("2026-06-02", "2026-06-03", "2026-06-04"):
            with pytest.raises(
                HeldError, match=r"4 of \d+ posts are in another language than at the last run"
            ):
                visited.sync(day)
        assert visited.workspace.files() == before

    @pytest.mark.parametrize("number", [13, 19], ids=["one with a translation", "one without"])
    def test_a_post_whose_language_is_changed_loses_no_catalog(self, visited: Visits, number: int) -> None:
        """Somebody sets an English course to German by mistake, and back: its text says that it is English."""
        before = visited.workspace.files()
        one = visited.site.post(number)
        one.language = "de"
        for day in ("2026-06-02", "2026-06-03", "2026-06-04"):
            told = visited.sync(day).status.findings
            assert [(row.code, row.place) for row in told if row.code.endswith(("_changed", "_post"))] == [
                ("language_changed", f"posts/{number}")
            ]
            assert visited.workspace.files() == before
        one.language = "en"
        visited.check(visited.sync("2026-06-05"), "one-root#the first day")
        assert visited.workspace.files() == before

    def test_a_post_whose_text_is_in_its_new_language_leaves_its_catalogs(self, visited: Visits) -> None:
        """It was written in English, and is written in German now."""
        one = visited.site.post(19)
        german = course(19, "de", 3)
        one.language, one.title, one.html = "de", german.title, german.html
        one.modified = "2026-06-01T18:00:00"
        codes = [
            {row.code for row in visited.sync(day).status.findings} & {"missed_post", "archived_post"}
            for day in ("2026-06-02", "2026-06-03", "2026-06-04")
        ]
        assert codes == [{"missed_post"}, {"archived_post"}, set()]

    @pytest.mark.parametrize("lost", ["a night's file", "the ledger"])
    def test_a_post_whose_language_is_wrong_keeps_its_catalogs_after(
        self, visited: Visits, lost: str
    ) -> None:
        before = visited.workspace.files()
        root = visited.workspace.root
        visited.site.post(19).language = "de"
        broken = root / ".calque/posts/posts/900.json"
        if lost == "the ledger":
            (root / ".calque/ledger.sqlite").unlink()
        else:
            broken.write_text('{"id": 900')
        visited.sync("2026-06-02")
        broken.unlink(missing_ok=True)
        for day in ("2026-06-03", "2026-06-04", "2026-06-05"):
            told = visited.sync(day).status.findings
            assert [row.place for row in told if row.code == "language_changed"] == ["posts/19"]
            assert visited.workspace.files() == before
