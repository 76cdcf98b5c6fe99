"""Locales with a REST root of their own: sites of a network (MSLS), one post in all languages (qTranslate-XT)."""

from dataclasses import dataclass, field, replace
from typing import Any

from calque.pipeline.sync import Visit
from plugin_sites import Site, Text, Wanted, course


@dataclass
class Network(Site):
    """Three WordPress sites below one address; posts of a group know each other by hreflang alone."""

    roots: tuple[str, ...] = ("/wp-json/", "/fr/wp-json/", "/de/wp-json/")
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


def test_one_post_of_another_root_is_found_by_its_address(visit) -> None:
    visits = visit(Network)
    visits.init()
    visits.sync("2026-06-01")
    one = visits.site.post(4, "fr")
    one.html = one.html.replace("membres", "adhérents")
    one.modified = "2026-06-02T08:00:00"
    address = f"{visits.site.url}{visits.site.path(one)}"
    visits.workspace.sync("2026-06-03", visit=Visit(post=address))
    kept = (visits.workspace.root / ".calque/posts/posts@fr/4.json").read_text(encoding="utf-8")
    assert "adhérents" in kept


@dataclass
class QTranslate(Site):
    """One post holds all its languages; each root serves it in one, with a notice where that is missing."""

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
        html = f'<p class="qtranxs-available-languages-message">{notice}</p>{source.html}'
        return replace(source, language=language, title=f"(English) {source.title}", html=html)

    def alternates(self, one: Text) -> dict[str, str]:
        return {tag: f"/{tag}/{one.slug}/" for tag in ("en", "fr", "de")} | {"x-default": f"/{one.slug}/"}

    def home_alternates(self) -> dict[str, str]:
        return {"en": "/en/", "fr": "/fr/", "de": "/de/", "x-default": "/"}


def test_one_post_in_several_languages_has_a_root_for_each(visit) -> None:
    visits = visit(QTranslate)
    text = visits.init()
    assert f'\nprefix = "de"\nroot = "{visits.site.url}/de/wp-json/"\n' in text
    assert "hreflang = true" not in text
    visits.check(visits.sync("2026-06-01"), "qtranslate#the first day")
