"""What `calque init` makes of a site that answers: its own list is held against the addresses that pages have."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from calque.config import parse_site
from calque.errors import ConfigError
from calque.model import Site
from calque.pipeline.init import ProposedConfig, propose_from_site

ENGLISH = "<p>We open the doors at nine in the morning and close them when the last visitor has left.</p>"
FRENCH = (
    "<p>Nous ouvrons les portes à neuf heures et nous les fermons quand le dernier visiteur est parti.</p>"
)
TYPES = {"post": {"rest_base": "posts"}, "page": {"rest_base": "pages"}}


@dataclass
class WordPress:
    """A site with a list of languages, or with hreflang links alone."""

    url: str
    given: Any
    posts: list[dict[str, Any]] = field(default_factory=list)
    languages: list[dict[str, Any]] = field(default_factory=list)
    apart: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """What is listed under `?lang=` alone."""
    pages: dict[str, str] = field(default_factory=dict)
    """Path → the page that visitors get there."""

    def add(self, path: str, text: str, **more: Any) -> None:
        self.posts.append(
            {
                "id": len(self.posts) + 1,
                "type": "post",
                "slug": path.strip("/").rpartition("/")[2],
                "status": "publish",
                "link": f"{self.url}{path}",
                "modified_gmt": "2026-01-01T10:00:00",
                "title": {"rendered": "T"},
                "content": {"rendered": text, "protected": False},
                "categories": [],
            }
            | more
        )

    def language(self, slug: str, w3c: str, home: str, *, default: bool = False) -> None:
        row = {
            "slug": slug,
            "w3c": w3c,
            "home_url": f"{self.url}{home}",
            "active": True,
            "is_default": default,
        }
        self.languages.append(row)

    def head(self, path: str, **links: str) -> None:
        rows = (f'<link rel="alternate" hreflang="{tag}" href="{self.url}{to}">' for tag, to in links.items())
        self.pages[path] = f"<html><head>{''.join(rows)}</head></html>"

    def __call__(self, asked: Any) -> Any:
        route = asked.path.removeprefix("/wp-json/").strip("/")
        if asked.path == "/":
            link = {"Link": f'<{self.url}/wp-json/>; rel="https://api.w.org/"'}
            return self.given(self.pages.get("/", "<html>").encode(), 200, link)
        names = ["wp/v2", *(["pll/v1"] if self.languages else [])]
        fixed = {
            "": {"name": "Lane", "home": self.url, "namespaces": names},
            "wp/v2/types": TYPES,
            "wp/v2/taxonomies": {},
            "pll/v1/languages": self.languages,
        }
        if route in fixed:
            return self.given(fixed[route])
        if route in ("wp/v2/posts", "wp/v2/pages"):
            rows = self.apart.get(asked.query.get("lang", ""), self.posts) if route == "wp/v2/posts" else []
            page, size = int(asked.query.get("page", 1)), int(asked.query["per_page"])
            cut = rows[(page - 1) * size : page * size]
            return self.given(cut, 200, {"X-WP-Total": str(len(rows))})
        if asked.path in self.pages:
            return self.given(self.pages[asked.path].encode())
        return self.given(b"<html>not found</html>", 404)


@pytest.fixture
def site(loopback, given) -> WordPress:
    made = WordPress(loopback.url, given)
    loopback.answer = made
    return made


Propose = Callable[..., tuple[ProposedConfig, Site]]


@pytest.fixture
def propose(site, tmp_path) -> Propose:
    def made(**options: Any) -> tuple[ProposedConfig, Site]:
        proposal = propose_from_site(site.url, tmp_path, {}, rate=1000, **options)
        return proposal, parse_site(proposal.text, place="calque.toml", root=tmp_path)

    return made


def test_a_file_that_has_the_name_of_the_report_is_not_written_over(site, propose: Propose, tmp_path) -> None:
    site.language("en", "en-US", "/", default=True)
    site.language("fr", "fr-FR", "/fr/")
    site.add("/one/", ENGLISH)
    site.add("/fr/prestations/", FRENCH)
    assert propose()[1].report == "report.html"
    (tmp_path / "report.html").write_text("figures of the year", encoding="utf-8")
    assert propose()[1].report == "calque-report.html"


def test_a_translated_front_page_is_no_prefix(site, propose: Propose) -> None:
    """Polylang names the page itself where each language has a page as its front."""
    site.language("en", "en-US", "/", default=True)
    site.language("fr", "fr-FR", "/fr/prestations/")
    site.language("de", "de-DE", "/de/leistungen/")
    site.add("/one/", ENGLISH)
    site.add("/fr/prestations/", FRENCH)
    site.add("/de/leistungen/", "<p>Wir öffnen die Türen um neun Uhr am Morgen.</p>")
    _, made = propose()
    assert (made.source, made.base) == ("en", "")
    assert [(one.tag, one.prefix) for one in made.locales] == [("fr", "fr"), ("de", "de")]


def test_a_front_page_without_a_prefix_gives_none(site, propose: Propose) -> None:
    """Language from the content: no address says it."""
    site.language("en", "en-US", "/", default=True)
    site.language("fr", "fr-FR", "/prestations/")
    site.add("/one/", ENGLISH)
    site.add("/prestations/", FRENCH)
    site.add("/prestations/atelier/", FRENCH)
    proposal, made = propose()
    assert [(one.tag, one.prefix) for one in made.locales] == [("fr", "")]
    assert "texts looked at without a prefix are in French" in " ".join(proposal.remarks)


def test_the_name_that_is_given_names_the_credentials(site, propose: Propose) -> None:
    site.add("/one/", ENGLISH)
    site.add("/fr/un/", FRENCH)
    proposal, made = propose(name="lane")
    assert made.name == "lane"
    assert "set CALQUE_LANE_USER and CALQUE_LANE_PASSWORD" in " ".join(proposal.remarks)


def test_hreflang_to_front_pages_is_read_the_same_way(site, propose: Propose) -> None:
    site.head("/", en="/", fr="/fr/prestations/")
    site.add("/one/", ENGLISH)
    site.add("/fr/un/", FRENCH)
    _, made = propose()
    assert [(one.tag, one.prefix) for one in made.locales] == [("fr", "fr")]


def test_a_prefix_that_no_page_has_is_not_written(site, propose: Propose) -> None:
    site.language("en", "en-US", "/", default=True)
    site.language("fr", "fr-FR", "/fr/")
    site.language("sv", "sv-SE", "/sv/")
    site.add("/one/", ENGLISH)
    site.add("/fr/un/", FRENCH)
    proposal, made = propose()
    assert [(one.tag, one.prefix) for one in made.locales] == [("fr", "fr"), ("sv", "")]
    assert '# prefix = "sv"' in proposal.text
    assert "Look at this: sv is at /sv/ by Polylang's list, where no page stands" in "\n".join(
        proposal.remarks
    )


def test_a_home_page_that_answers_is_a_page(site, propose: Propose) -> None:
    site.language("en", "en-US", "/", default=True)
    site.language("fr", "fr-FR", "/fr/")
    site.add("/one/", ENGLISH)
    site.pages["/fr/"] = "<html lang=fr>"
    _, made = propose()
    assert [(one.tag, one.prefix) for one in made.locales] == [("fr", "fr")]


def test_the_source_keeps_its_own_prefix(site, propose: Propose) -> None:
    site.head("/", en="/en/", fr="/fr/")
    site.add("/en/one/", ENGLISH)
    site.add("/fr/un/", FRENCH)
    _, made = propose(source="en")
    assert (made.source, made.prefix, made.locales[0].prefix) == ("en", "en", "fr")


def test_a_site_that_lists_nothing_is_told_by_its_posts(site, propose: Propose) -> None:
    site.add("/one/", ENGLISH, lang="en")
    site.add("/jp/one/", "<p>朝九時に扉を開け、最後のお客様が帰られたら閉めます。</p>", lang="ja")
    _, made = propose()
    assert (made.source, [(one.tag, one.prefix) for one in made.locales]) == ("en", [("ja", "jp")])


def test_a_site_in_one_language_says_what_was_looked_at(site, propose: Propose) -> None:
    site.add("/one/", ENGLISH)
    with pytest.raises(ConfigError, match="no second language in the addresses, fields and heads of 1 page"):
        propose()


def test_posts_that_are_listed_by_language_alone_bear_a_prefix_out(site, propose: Propose) -> None:
    """As Bogo and WPML list them; the site's own listing has the source's."""
    site.head("/", en_US="/", fr_FR="/fr/")
    site.add("/fr/un/", FRENCH)
    site.apart["fr"] = [site.posts.pop()]
    site.add("/one/", ENGLISH, id=7)
    site.head("/fr/un/", en_US="/one/", fr_FR="/fr/un/")
    _, made = propose()
    assert [(one.tag, one.prefix) for one in made.locales] == [("fr", "fr")]
    assert made.wordpress is not None
    assert made.wordpress.hreflang


def test_a_host_that_the_site_lists_is_its_locale_and_no_doubt(site, propose: Propose) -> None:
    site.language("en", "en-US", "/", default=True)
    site.language("fr", "fr-FR", "/")
    site.languages[1]["home_url"] = "https://fr.lane.example/"
    site.add("/one/", "<p>2024</p>")
    site.add("/un/", "<p>2024</p>", link="https://fr.lane.example/un/")
    proposal, made = propose()
    assert [(one.tag, one.host, one.prefix) for one in made.locales] == [("fr", "fr.lane.example", "")]
    assert "fr: Polylang's list, 1 page at fr.lane.example." in proposal.remarks
    assert "Look at this" not in "\n".join(proposal.remarks)


def test_a_source_that_only_texts_tell_is_the_one_that_is_listed(site, propose: Propose) -> None:
    """x-default leads to a page of its own, and no link says which language the plain pages are in."""
    site.pages["/"] = "".join(
        f'<link rel="alternate" hreflang="{tag}" href="{site.url}{to}">'
        for tag, to in (("en-US", "/en/"), ("fr-FR", "/fr/"), ("x-default", "/start/"))
    )
    site.add("/one/", ENGLISH)
    site.add("/two/", ENGLISH)
    site.pages |= {"/en/": "<html>", "/fr/": "<html>"}
    _, made = propose()
    assert (made.source, made.prefix) == ("en", "en")
    assert [(one.tag, one.prefix) for one in made.locales] == [("fr", "fr")]


def test_what_the_site_lists_and_its_posts_do_not_say_is_no_doubt(site, propose: Propose) -> None:
    """The newest posts are looked at without their texts."""
    site.language("en", "en-US", "/", default=True)
    site.language("fr", "fr-FR", "/fr/")
    site.add("/one/", "<p>2024</p>")
    site.add("/fr/un/", "<p>2024</p>")
    proposal, made = propose()
    assert [(one.tag, one.prefix) for one in made.locales] == [("fr", "fr")]
    assert "Look at this" not in "\n".join(proposal.remarks)


def translated(site: WordPress) -> None:
    site.language("en", "en-US", "/", default=True)
    site.language("fr", "fr-FR", "/fr/")
    site.add("/one/", ENGLISH)
    site.add("/fr/un/", FRENCH)


def test_hreflang_links_of_a_translated_page_turn_pairs_on(site, propose: Propose) -> None:
    translated(site)
    site.head("/fr/un/", en="/one/", fr="/fr/un/")
    proposal, made = propose()
    assert made.wordpress is not None
    assert made.wordpress.hreflang
    assert "about 1 translated pages are loaded once" in proposal.text
    assert "(hreflang = true); an export of all content says it for sure" in "\n".join(proposal.remarks)


def test_what_would_give_pairs_is_said_where_no_page_names_another(site, propose: Propose) -> None:
    translated(site)
    site.pages["/fr/un/"] = "<html lang=fr>"
    proposal, made = propose()
    assert made.wordpress is not None
    assert not made.wordpress.hreflang
    assert f"nor does the page {site.url}/fr/un/ by hreflang: an export" in "\n".join(proposal.remarks)


@pytest.mark.parametrize("by", ["fields", "export"])
def test_no_page_is_loaded_for_pairs_that_are_known(by: str, site, propose: Propose, loopback) -> None:
    translated(site)
    if by == "fields":
        site.posts[0]["translations"] = {"en": 1, "fr": 2}
    proposal, made = propose(exports=["export.xml"] if by == "export" else [])
    assert made.wordpress is not None
    assert not made.wordpress.hreflang
    assert "/fr/un/" not in {asked.path for asked in loopback.asked}
    assert "which post translates which" not in "\n".join(proposal.remarks)
