"""Locales with a REST root of their own: sites of a network (MSLS), one post in all languages (qTranslate-XT)."""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from calque.pipeline.sync import Visit
from plugin_sites import HERE, Site, Text, Visits, Wanted, course


@dataclass
class Network(Site):
    """Three WordPress sites below one address; posts of a group know each other by hreflang alone."""

    roots: tuple[str, ...] = ("/wp-json/", "/fr/wp-json/", "/de/wp-json/")
    closed: str = ""
    """The address of a collection that is not there any more."""
    texts: list[Text] = field(
        default_factory=lambda: [
            Text(1, "en", "hello-world", "Hello world!", "\n<p>This is your first post.</p>\n", 90),
            Text(1, "fr", "hello-world", "Hello world!", "\n<p>This is your first post.</p>\n", 91),
            Text(1, "de", "hello-world", "Hello world!", "\n<p>This is your first post.</p>\n", 92),
            *(course(5 + topic, "en", topic) for topic in range(5)),
            *(course(4 + topic, "fr", topic) for topic in range(3)),
            course(3, "de", 0),
            course(4, "de", 2, written="en"),
        ]
    )

    def __call__(self, asked: Any) -> Any:
        if self.closed and asked.path.startswith(self.closed):
            return self._error("rest_no_route", 404)
        return super().__call__(asked)

    def listed(self, wanted: Wanted) -> list[Text]:
        return [one for one in self.texts if one.language == wanted.language]

    def fields(self, one: Text) -> dict[str, Any]:
        return {"guid": {"rendered": f"{self.url}{self.prefix(one.language)}/?p={one.number}"}}

    def home_alternates(self) -> dict[str, str]:
        return {"x-default": "/"}


def test_the_sites_of_a_network_are_one_site_in_several_languages(visit) -> None:
    visits = visit(Network)
    text = visits.init()
    for tag in ("fr", "de"):
        assert f'\nprefix = "{tag}"\nroot = "{visits.site.url}/{tag}/wp-json/"\n' in text
    assert "hreflang = true" in text
    visits.check(visits.sync("2026-06-01"), "network#the first day")
    assert not visits.sync("2026-06-02").files


@dataclass
class NetworkOfHosts(Network):
    """The same with French on a host of its own, and no German."""

    def __post_init__(self) -> None:
        self.other = self.url.replace("127.0.0.1", "localhost")
        self.texts = [one for one in self.texts if one.language != "de"]

    def __call__(self, asked: Any) -> Any:
        is_other = asked.headers["host"].startswith("localhost")
        if not is_other and asked.path.startswith(("/fr/", "/de/")):
            return self._error("rest_no_route", 404)
        answer = super().__call__(replace(asked, path=f"/fr{asked.path}") if is_other else asked)
        return replace(
            answer, data=answer.body.replace(f"{self.url}/fr/".encode(), f"{self.other}/".encode())
        )


def test_a_site_of_a_network_may_have_a_host_of_its_own(visit) -> None:
    """Its posts, ids and REST root are its own."""
    visits = visit(NetworkOfHosts)
    text = visits.init()
    assert f'\nhost = "localhost"\nroot = "{visits.site.other}/wp-json/"\n' in text
    outcome = visits.sync("2026-06-01")
    rows = [row.replace(visits.site.other, "/fr") for row in visits.rows(outcome) if row.startswith("fr ")]
    truth = (HERE / "network.txt").read_text(encoding="utf-8").split("## ")[1].splitlines()[1:]
    assert rows == sorted(line for line in truth if line.startswith("fr "))


def test_posts_of_another_root_that_were_fetched_behind_a_login_are_fetched_again(visit) -> None:
    """Their date of change is the same on the next good night; the site's own posts of the same ids stay."""
    visits = visit(Network)
    visits.site.texts += [course(20, "fr", 3), course(21, "fr", 4)]
    visits.init()
    visits.sync("2026-06-01")
    before = visits.workspace.files()
    good = {one.number: one.html for one in visits.site.texts if one.language == "fr"}
    for number in good:
        one = visits.site.post(number, "fr")
        one.html, one.modified = "<p>You must be logged in.</p>", "2026-06-01T18:00:00"
    assert visits.sync("2026-06-02").held
    for number, html in good.items():
        visits.site.post(number, "fr").html = html
    visits.asked.clear()
    assert not visits.sync("2026-06-03").held
    assert visits.workspace.files() == before
    fetched = {asked.path for asked in visits.asked if "include" in asked.query}
    assert fetched == {"/fr/wp-json/wp/v2/posts"}


class TestTypes:
    """A network whose calque.toml names the types that are wanted."""

    @pytest.fixture
    def visits(self, visit) -> Visits:
        visits: Visits = visit(Network)
        visits.site.texts += [replace(course(30, tag, 4), type="page") for tag in ("en", "fr")]
        visits.init()
        return self.with_types(visits, "post", "page")

    def with_types(self, visits: Visits, *types: str, root: bool = True) -> Visits:
        """Have calque.toml name these types, and the root of the French site or not."""
        file = visits.workspace.root / "calque.toml"
        text = re.sub(r"(?m)^types = .*\n", "", file.read_text(encoding="utf-8"))
        text = text.replace("[wordpress]\n", f"[wordpress]\ntypes = {json.dumps(types)}\n")
        visits.workspace.configure(text if root else re.sub(r'(?m)^root = ".*/fr/wp-json/"\n', "", text))
        return visits

    def kept(self, visits: Visits) -> set[str]:
        folder = visits.workspace.root / ".calque/posts"
        return {path.parent.name for path in folder.glob("*/*.json")}

    def test_a_collection_that_another_root_shows_no_more_is_kept_and_told(self, visits: Visits) -> None:
        visits.sync("2026-06-01")
        before = visits.workspace.files()
        visits.site.closed = "/fr/wp-json/wp/v2/pages"
        for day in ("2026-06-02", "2026-06-03"):
            told = visits.sync(day).status.findings
            assert [one.place for one in told if one.code == "collection_gone"] == ["pages@fr"]
            assert "pages@fr" in self.kept(visits)
            assert visits.workspace.files() == before

    def test_a_collection_that_nobody_names_any_more_is_forgotten_at_every_root(self, visits: Visits) -> None:
        visits.sync("2026-06-01")
        self.with_types(visits, "post").workspace.sync("2026-06-02", accept=["vanished"])
        assert self.kept(visits) == {"posts", "posts@fr", "posts@de"}

    def test_the_collections_of_a_root_that_is_taken_away_are_forgotten(self, visits: Visits) -> None:
        visits.sync("2026-06-01")
        without = self.with_types(visits, "post", "page", root=False)
        without.workspace.sync("2026-06-02", accept=["vanished"])
        assert self.kept(visits) == {"posts", "pages", "posts@de"}


@pytest.mark.parametrize("by_key", [False, True], ids=["its address", "its key, with the locale"])
def test_one_post_of_another_root_is_found_by(visit, *, by_key: bool) -> None:
    """The site has a post of the same number at its own root."""
    visits = visit(Network)
    visits.init()
    visits.sync("2026-06-01")
    one = visits.site.post(4, "fr")
    one.html = one.html.replace("membres", "adhérents")
    one.modified = "2026-06-02T08:00:00"
    post = "posts@fr/4" if by_key else f"{visits.site.url}{visits.site.path(one)}"
    visits.workspace.sync("2026-06-03", visit=Visit(post=post))
    kept = (visits.workspace.root / ".calque/posts/posts@fr/4.json").read_text(encoding="utf-8")
    assert "adhérents" in kept


@dataclass
class QTranslate(Site):
    """One post holds all its languages; each root serves it in one, with a notice where that is missing."""

    shows_alternatives = False
    """The English text stands below the notice."""
    roots: tuple[str, ...] = ("/wp-json/", "/fr/wp-json/", "/de/wp-json/")
    texts: list[Text] = field(
        default_factory=lambda: [
            *(course(5 + topic, "en", topic) for topic in range(4)),
            *(replace(course(5 + topic, "fr", topic), slug="") for topic in (0, 1, 3)),
            *(replace(course(5 + topic, "de", topic), slug="") for topic in (0, 2)),
        ]
    )

    def listed(self, wanted: Wanted) -> list[Text]:
        sources = [one for one in self.texts if one.language == "en"]
        return [self.shown(one, wanted.language) for one in sources]

    def shown(self, source: Text, language: str) -> Text:
        own = [one for one in self.texts if (one.number, one.language) == (source.number, language)]
        if own:
            return replace(own[0], slug=source.slug, published=source.published)
        notice = {
            "fr": "Désolé, cet article est seulement disponible en English.",
            "de": "Leider ist der Eintrag nur auf English verfügbar.",
        }[language]
        alternative = source.html if self.shows_alternatives else ""
        html = (
            f'<p class="qtranxs-available-languages-message qtranxs-{language}">{notice}</p>\n{alternative}\n'
        )
        return replace(source, language=language, title=f"(English) {source.title}", html=html)

    def alternates(self, one: Text) -> dict[str, str]:
        return {tag: f"/{tag}/{one.slug}/" for tag in ("en", "fr", "de")} | {"x-default": f"/{one.slug}/"}

    def home_alternates(self) -> dict[str, str]:
        return {"en": "/en/", "fr": "/fr/", "de": "/de/", "x-default": "/"}


class WithAlternatives(QTranslate):
    """Set to show what there is in another language."""

    shows_alternatives = True


def test_a_text_in_another_language_below_the_notice_is_no_translation(visit) -> None:
    visits = visit(WithAlternatives)
    visits.init()
    visits.check(visits.sync("2026-06-01"), "qtranslate#alternatives")


def test_one_post_in_several_languages_has_a_root_for_each(visit) -> None:
    visits = visit(QTranslate)
    text = visits.init()
    assert f'\nprefix = "de"\nroot = "{visits.site.url}/de/wp-json/"\n' in text
    assert "hreflang = true" not in text
    visits.check(visits.sync("2026-06-01"), "qtranslate#the first day")


class Marked(QTranslate):
    """Serves the texts as they are stored: all languages of a post between marks."""

    def __post_init__(self) -> None:
        self.roots = ("/wp-json/",)

    def shown(self, source: Text, language: str) -> Text:  # noqa: ARG002 — one text has them all
        own = [one for one in self.texts if one.number == source.number]
        title, html = (
            "".join(f"[:{one.language}]{getattr(one, name)}" for one in own) + "[:]"
            for name in ("title", "html")
        )
        return replace(source, title=title, html=html)

    def alternates(self, one: Text) -> dict[str, str]:  # noqa: ARG002
        return {}

    def home_alternates(self) -> dict[str, str]:
        return {}


def test_one_post_that_holds_several_languages_between_marks_tells_them(visit) -> None:
    visits = visit(Marked)
    text = visits.init()
    assert 'source = "en"' in text
    assert "[locales.de]" in text
    assert "[locales.fr]" in text
    assert not any("export" in remark for remark in visits.remarks)
    first = visits.rows(visits.sync("2026-06-01"))
    truth = (HERE / "qtranslate.txt").read_text(encoding="utf-8").split("## ")[1].splitlines()[1:]
    wanted = [re.sub("/(?:de|fr)/", "/", line) for line in truth if line]
    assert first == sorted(wanted)


class TestDays:
    """What happens on the sites after the first day."""

    @pytest.fixture
    def network(self, visit) -> Visits:
        visits: Visits = visit(Network)
        visits.init()
        visits.sync("2026-06-01")
        return visits

    @pytest.fixture
    def qtranslate(self, visit) -> Visits:
        visits: Visits = visit(QTranslate)
        visits.init()
        visits.sync("2026-06-01")
        return visits

    def test_a_translation_is_published_on_another_site_of_the_network(self, network: Visits) -> None:
        network.site.texts.append(course(20, "fr", 3))
        network.check(network.sync("2026-06-02"), "network#a French translation of course 3")

    def test_a_slug_is_renamed_in_a_network(self, network: Visits) -> None:
        before = network.workspace.files().keys()
        for one, slug in ((network.site.post(5, "fr"), "le-pain"), (network.site.post(7, "en"), "bees")):
            one.slug, one.modified = slug, "2026-06-01T18:00:00"
        network.check(network.sync("2026-06-02"), "network#other addresses")
        assert network.workspace.files().keys() == before

    def test_a_source_of_a_network_goes_to_the_trash(self, network: Visits) -> None:
        before = network.workspace.files()
        network.site.post(5, "en").status = "trash"
        for day in ("2026-06-02", "2026-06-03"):
            network.check(network.sync(day), "network#post 5 in the trash")
        assert network.workspace.files() == before

    def test_a_post_is_deleted_on_one_site_and_its_id_lives_on_another(self, network: Visits) -> None:
        """The French site deletes its post 5; that of the same id on the source's site is not touched."""
        before = network.workspace.files()
        network.site.texts.remove(network.site.post(5, "fr"))
        for day in ("2026-06-02", "2026-06-03", "2026-06-04"):
            network.check(network.sync(day), "network#no French course 1")
        assert network.workspace.files() == before

    def test_a_missing_language_of_a_post_is_written(self, qtranslate: Visits) -> None:
        qtranslate.site.texts.append(replace(course(7, "fr", 2), slug=""))
        for one in qtranslate.site.texts:
            if one.number == 7:
                one.modified = "2026-06-01T18:00:00"
        qtranslate.check(qtranslate.sync("2026-06-02"), "qtranslate#a French course 2")

    def test_the_slug_of_all_languages_is_renamed(self, qtranslate: Visits) -> None:
        one = qtranslate.site.post(5, "en")
        one.slug, one.modified = "weaving", "2026-06-01T18:00:00"
        qtranslate.check(qtranslate.sync("2026-06-02"), "qtranslate#another slug of post 5")
