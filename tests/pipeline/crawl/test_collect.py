"""What is kept of a WordPress site follows the site, and nothing but the site's own word deletes."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from calque.errors import ConfigError, SourceError
from calque.pipeline.sync import Visit

CONFIG = """\
[site]
name = "example"
url = "{url}"
source = "en"

[locales.fr]
prefix = "fr"
truth = "po"

[wordpress]
rate = 1000
attempts = 1
{more}
"""
TYPES = {
    "post": {"rest_base": "posts"},
    "page": {"rest_base": "pages"},
    "attachment": {"rest_base": "media"},
    "wp_block": {"rest_base": "blocks"},
}
INDEX = {"name": "Example", "namespaces": ["wp/v2"]}


@dataclass
class WordPress:
    """Answers as WordPress does, for the routes that a sync asks for; posts by collection and id."""

    url: str
    given: Any
    posts: dict[str, dict[int, dict[str, Any]]] = field(
        default_factory=lambda: {"posts": {}, "pages": {}, "media": {}}
    )
    hidden: set[int] = field(default_factory=set)
    broken: str = ""
    """A pattern of addresses that answer 503."""
    languages: dict[str, set[int]] = field(default_factory=dict)
    """The posts that each `?lang=` lists; `""` without it, where it is not as `en`."""
    most: int = 100
    """Rows that it gives at a time; asked for more, it refuses."""
    plain: set[str] = field(default_factory=set)
    """Collections that nobody may edit."""
    closed: set[str] = field(default_factory=set)
    """Routes below `wp/v2/` that only users may ask."""
    meanwhile: Callable[[], None] | None = None
    """What happens on the site before the first answer with `?lang=`."""

    def add(
        self, number: int, text: str = "<p>One fine day.</p>", collection: str = "posts", **more: Any
    ) -> None:
        self.posts[collection][number] = {
            "id": number,
            "type": {"posts": "post", "pages": "page", "media": "attachment"}[collection],
            "slug": f"post-{number}",
            "status": "publish",
            "link": f"{self.url}/post-{number}/",
            "date_gmt": "2026-01-01T10:00:00",
            "modified_gmt": "2026-01-01T10:00:00",
            "title": {"rendered": f"Post {number}", "raw": f"Post {number}"},
            "content": {"rendered": text, "raw": text, "protected": False},
            "_links": {"self": [{"href": f"{self.url}/wp-json/wp/v2/{collection}/{number}"}]},
        } | more

    def __call__(self, asked: Any) -> Any:
        address = f"{asked.path}?{asked.query}"
        route = asked.path.removeprefix("/wp-json/").strip("/")
        if error := self._refused(route, address, asked.query):
            return error
        if asked.path == "/":
            return self.given(
                b"<html lang=en>", 200, {"Link": f'<{self.url}/wp-json/>; rel="https://api.w.org/"'}
            )
        fixed = {"": INDEX, "wp/v2/types": TYPES, "wp/v2/taxonomies": {}}
        if route in fixed:
            return self.given(fixed[route])
        if route == "wp/v2/users/me":
            able = {"edit_others_posts": True, "edit_others_pages": True, "edit_posts": True}
            return self.given({"id": 1, "slug": "marie", "roles": ["editor"], "capabilities": able})
        name, _, number = route.removeprefix("wp/v2/").partition("/")
        if number.endswith("/revisions"):
            return self.given(self.posts[name][int(number.split("/")[0])].get("earlier", []))
        return self._one(name, int(number)) if number else self._list(name, asked.query)

    def _refused(self, route: str, address: str, query: dict[str, str]) -> Any:
        if self.broken and re.search(self.broken, address):
            return self.given(b"out", 503)
        if route.removeprefix("wp/v2/") in self.closed:
            return self.given({"code": "rest_forbidden", "message": "Non.", "data": {"status": 401}}, 401)
        if route.removeprefix("wp/v2/") in self.plain and query.keys() & {"context", "status"}:
            return self.given(
                {"code": "rest_forbidden_context", "message": "Non.", "data": {"status": 403}}, 403
            )
        if int(query.get("per_page", 10)) > self.most:
            told = {"status": 400, "params": {"per_page": "Non."}}
            return self.given({"code": "rest_invalid_param", "message": "Non.", "data": told}, 400)
        return None

    def _one(self, name: str, number: int) -> Any:
        if number in self.hidden:
            return self.given({"code": "rest_forbidden", "message": "Non.", "data": {"status": 401}}, 401)
        if number not in self.posts[name]:
            return self.given(
                {"code": "rest_post_invalid_id", "message": "Non.", "data": {"status": 404}}, 404
            )
        return self.given(self.posts[name][number])

    def _list(self, name: str, query: dict[str, str]) -> Any:
        if self.meanwhile and "lang" in query:
            self.meanwhile()
            self.meanwhile = None
        rows = [post for number, post in sorted(self.posts[name].items()) if number not in self.hidden]
        rows = [post for post in rows if post["status"] in query.get("status", "publish").split(",")]
        if self.languages:
            plain = self.languages.get("", self.languages.get("en", set()))
            wanted = self.languages.get(query["lang"], set()) if "lang" in query else plain
            rows = [post for post in rows if post["id"] in wanted]
        if "include" in query:
            wanted = {int(number) for number in query["include"].split(",")}
            rows = [post for post in rows if post["id"] in wanted]
        if "slug" in query:
            rows = [post for post in rows if post["slug"] in query["slug"].split(",")]
        first = int(query.get("offset", 0))
        page = rows[first : first + int(query.get("per_page", 10))]
        return self.given([self._cut(post, query) for post in page], 200, {"X-WP-Total": str(len(rows))})

    def _cut(self, post: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
        cut: dict[str, Any] = {}
        for path in query["_fields"].split(","):
            name, _, part = path.partition(".")
            if name in post:
                cut.setdefault(name, {})
                cut[name] = {**cut[name], part: post[name].get(part)} if part else post[name]
        if "context" not in query and isinstance(cut.get("content"), dict):
            cut["content"] = {name: cut["content"][name] for name in ("rendered", "protected")}
            cut["title"] = {"rendered": cut["title"]["rendered"]}
        return cut


@pytest.fixture
def site(workspace, loopback, given) -> WordPress:
    made = WordPress(loopback.url, given)
    loopback.answer = made
    workspace.configure(CONFIG.format(url=loopback.url, more=""))
    return made


def requests_for(loopback, part: str) -> int:
    return sum(part in f"{asked.path}?{asked.query}" for asked in loopback.asked)


def test_a_first_sync_fetches_all_and_a_second_nothing(site, workspace, loopback) -> None:
    for number in range(1, 131):
        site.add(number)
    site.add(900, collection="pages")
    assert workspace.sync().status.posts == 131
    kept = sorted(path.stem for path in (workspace.root / ".calque/posts/posts").iterdir())
    assert len(kept) == 130
    loopback.asked.clear()
    assert workspace.sync().files == ()
    assert requests_for(loopback, "include") == 0


def test_an_edit_a_new_slug_and_a_new_status_are_fetched(site, workspace, loopback) -> None:
    for number in (1, 2, 3, 4):
        site.add(number)
    workspace.sync()
    loopback.asked.clear()
    site.add(1, "<p>Another day.</p>", modified_gmt="2026-02-01T10:00:00")
    site.add(2, slug="renamed")
    site.add(3, "<p>Backdated.</p>", modified_gmt="2020-02-01T10:00:00")
    workspace.sync()
    (included,) = [asked.query["include"] for asked in loopback.asked if "include" in asked.query]
    assert included == "1,2,3"


@pytest.mark.parametrize(
    "told",
    [
        {"translations": {"en": 2, "fr": 4}},
        {"lang": "fr"},
        {"wpml_translations": [{"locale": "fr_FR", "id": 4}]},
        {"polylang_translations": [{"locale": "fr_FR", "id": 4}]},
        {"meta": {"_locale": "fr_FR", "_original_post": "https://example.org/?p=1"}},
    ],
    ids=lambda told: next(iter(told)),
)
def test_what_plugins_say_of_a_post_is_fetched_though_nobody_saved_it(
    site, workspace, loopback, told: dict[str, Any]
) -> None:
    for number in (1, 2, 4):
        site.add(number)
    workspace.sync()
    loopback.asked.clear()
    site.add(2, **told)
    workspace.sync()
    assert [asked.query["include"] for asked in loopback.asked if "include" in asked.query] == ["2"]
    loopback.asked.clear()
    workspace.sync()
    assert requests_for(loopback, "include") == 0


def test_a_deleted_post_is_archived_when_two_sweeps_agree(site, workspace) -> None:
    for number in (1, 2, 3):
        site.add(number)
    workspace.sync()
    del site.posts["posts"][3]
    outcome = workspace.sync()
    assert [one.place for one in outcome.status.findings if one.code == "post_deleted"] == ["posts/3"]
    assert workspace.catalog(3).exists()
    workspace.sync()
    assert not list((workspace.root / "locales/fr/LC_MESSAGES").glob("post-3-*"))
    assert list((workspace.root / "locales/archive").rglob("post-3-*"))


def test_a_hidden_post_keeps_its_catalogs_and_says_so(site, workspace) -> None:
    for number in (1, 2, 3):
        site.add(number)
    workspace.sync()
    site.hidden.add(2)
    for _ in range(3):
        outcome = workspace.sync()
        assert workspace.catalog(2).exists()
    assert ["hidden" in one.message for one in outcome.status.findings if one.code == "not_public"] == [True]
    site.hidden.clear()
    assert not [one for one in workspace.sync().status.findings if one.code == "not_public"]


def test_a_failed_page_is_no_deletion(site, workspace) -> None:
    for number in range(1, 131):
        site.add(number)
    workspace.sync()
    before = workspace.files()
    site.broken = "'offset': '99'"
    with pytest.raises(SourceError, match="503"):
        workspace.sync()
    site.broken = ""
    assert workspace.sync().files == ()
    assert workspace.files() == before


def test_a_listing_without_posts_is_no_deletion(site, workspace) -> None:
    for number in range(1, 41):
        site.add(number)
    workspace.sync()
    kept = site.posts["posts"]
    site.posts["posts"] = {}
    for _ in range(2):
        with pytest.raises(SourceError, match="40 of 40 posts are not there any more, nothing was written"):
            workspace.sync()
    site.posts["posts"] = kept
    assert workspace.sync().files == ()


def test_an_unclear_answer_about_a_missing_post_leaves_it_as_it_is(site, workspace) -> None:
    for number in (1, 2, 3):
        site.add(number)
    workspace.sync()
    del site.posts["posts"][3]
    site.broken = "posts/3"
    for _ in range(3):
        outcome = workspace.sync()
        assert workspace.catalog(3).exists()
    assert [one.place for one in outcome.status.findings if one.code == "post_unaccounted"] == ["posts/3"]


def test_a_site_that_goes_out_in_the_midst_keeps_what_came_before(site, workspace, loopback) -> None:
    workspace.configure(CONFIG.format(url=site.url, more="batch = 20"))
    for number in range(1, 206):
        site.add(number)
    site.broken = "'include': '20[1-9],|per_page': '1'"
    outcome = workspace.sync()
    assert "site_out" in {one.code for one in outcome.status.findings}
    loopback.asked.clear()
    site.broken = ""
    assert workspace.sync().status.posts == 205
    assert requests_for(loopback, "'include': '1,") == 0


def test_a_post_over_which_the_server_breaks_stops_no_other(site, workspace) -> None:
    for number in (1, 2, 3, 4):
        site.add(number)
    site.broken = "'include': '([0-9],)*3"
    outcome = workspace.sync()
    assert {one.place for one in outcome.status.findings if one.code == "unreadable_post"} == {"posts/3"}
    assert outcome.status.posts == 3


def test_a_site_that_refuses_in_the_midst_keeps_what_came_before(site, workspace, loopback) -> None:
    """A firewall lets so many requests through: each night goes on where the last one stopped."""
    workspace.configure(CONFIG.format(url=site.url, more="batch = 20"))
    for number in range(1, 46):
        site.add(number)
    loopback.answer = lambda asked: (
        site.given(b"<title>Just a moment...</title>", 403)
        if asked.query.get("include", "").startswith("41,")
        else site(asked)
    )
    outcome = workspace.sync()
    (finding,) = [one for one in outcome.status.findings if one.severity == "error"]
    assert finding.code == "site_refused"
    assert "Cloudflare" in finding.message
    assert outcome.status.posts == 40
    loopback.asked.clear()
    loopback.answer = site
    assert workspace.sync().status.posts == 45
    assert requests_for(loopback, "'include': '1,") == 0


def test_a_server_that_breaks_over_every_post_is_out(site, workspace, loopback) -> None:
    """Otherwise each post of thousands is waited for by itself, all night."""
    for number in range(1, 201):
        site.add(number)
    site.broken = "'include'"
    findings = workspace.sync().status.findings
    assert [one.code for one in findings if one.severity == "error"] == ["site_out"]
    at_a_time = 4
    assert requests_for(loopback, "'include'") < 30 * at_a_time


def test_offline_uses_what_is_kept_and_asks_nobody(site, workspace, loopback) -> None:
    site.add(1)
    workspace.sync()
    loopback.asked.clear()
    site.posts["posts"].clear()
    for _ in range(3):
        assert workspace.sync(visit=Visit(offline=True)).status.posts == 1
    assert loopback.asked == []


def test_a_sample_fetches_the_last_saved_and_concludes_nothing_of_the_others(site, workspace) -> None:
    for number in range(1, 31):
        site.add(number, modified_gmt=f"2026-01-{number:02}T10:00:00")
    outcome = workspace.sync(visit=Visit(sample=10))
    assert outcome.status.posts == 10
    assert {page.key for page in outcome.status.pages} == {f"posts/{number}" for number in range(21, 31)}
    assert workspace.sync().status.posts == 30


def test_a_post_saved_just_before_it_was_fetched_is_fetched_again(site, workspace, loopback) -> None:
    """A second edit in the same second leaves `modified` as it was."""
    now = loopback.now().strftime("%Y-%m-%dT%H:%M:%S")
    site.add(1, "<p>First wording of the text.</p>", modified_gmt=now)
    workspace.sync()
    site.add(1, "<p>Second wording of the text.</p>", modified_gmt=now)
    workspace.sync()
    assert "Second wording" in workspace.catalog(1).read_text(encoding="utf-8")


def test_another_rendering_of_the_same_words_makes_nothing_stale(site, workspace) -> None:
    site.add(1, '<div id="gallery-1"><p>It&#8217;s &#8220;fine&#8221; &#8211; really.</p></div>')
    workspace.sync()
    workspace.translate(1, {"It’s “fine” – really.": "« C’est bien »"})
    before = workspace.files()
    site.add(1, '<div id="gallery-2"><p>It&rsquo;s &laquo;&nbsp;fine&nbsp;&raquo; – really.</p></div>')
    assert workspace.sync(visit=Visit(refetch=True)).files == ()
    assert workspace.files() == before


def test_each_language_listing_is_swept_where_the_site_has_them(site, workspace) -> None:
    site.add(1)
    site.add(2, "<p>Un beau jour.</p>")
    site.languages = {"en": {1}, "fr": {2}}
    assert workspace.sync().status.posts == 2
    kept = json.loads((workspace.root / ".calque/posts/posts/2.json").read_bytes())
    assert kept["lang"] == "fr"


def kept_languages(workspace) -> dict[str, str]:
    folder = workspace.root / ".calque/posts/posts"
    return {path.stem: json.loads(path.read_bytes()).get("lang", "") for path in folder.iterdir()}


@pytest.mark.parametrize(
    "languages", [{"": {1, 2, 3}, "fr": {1, 2}}, {"": {1, 3}, "fr": {1, 2, 3}}, {"": {1, 2, 3}, "fr": {3}}]
)
def test_a_post_that_two_listings_have_gets_no_language_by_them(site, workspace, languages) -> None:
    """A draft, a user's rights or a cache make listings differ by a row, without a plugin for languages."""
    for number in (1, 2, 3):
        site.add(number)
    site.languages = languages
    workspace.sync()
    assert kept_languages(workspace) == {
        str(number): "fr" if number not in languages[""] else "" for number in (1, 2, 3)
    }


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("languages", [{"fr"}, {"fr", "de"}], ids=["one listing", "two listings"])
def test_a_draft_that_listings_by_language_have_besides_the_others_gets_none(
    site, workspace, languages
) -> None:
    """As Polylang lists WordPress's own draft of a privacy policy to an editor, whatever the language."""
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(text + '\n[locales.de]\nprefix = "de"\ntruth = "po"\n')
    for number in (1, 2):
        site.add(number)
    site.add(3, status="draft")
    site.languages = {"": {1, 2}} | {language: {1, 2, 3} for language in languages}
    workspace.sync()
    assert kept_languages(workspace) == {"1": "", "2": ""}


def test_a_post_that_the_listings_of_two_languages_have_alone_gets_none(site, workspace) -> None:
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(text + '\n[locales.de]\nprefix = "de"\ntruth = "po"\n')
    for number in (1, 2, 3, 4):
        site.add(number)
    site.languages = {"": {1}, "fr": {2, 4}, "de": {3, 4}}
    workspace.sync()
    assert kept_languages(workspace) == {"1": "", "2": "fr", "3": "de"}


def test_a_post_that_comes_between_two_listings_gets_no_language_by_them(site, workspace) -> None:
    for number in (1, 2):
        site.add(number)
    site.meanwhile = lambda: site.add(3)
    workspace.sync()
    assert kept_languages(workspace) == {"1": "", "2": "", "3": ""}


def test_raw_content_and_earlier_texts_come_with_an_editors_rights(site, workspace, monkeypatch) -> None:
    monkeypatch.setenv("CALQUE_EXAMPLE_USER", "marie")
    monkeypatch.setenv("CALQUE_EXAMPLE_PASSWORD", "wxyz")
    earlier = [{"id": 91, "modified_gmt": "2025-12-01T10:00:00", "content": {"raw": "<p>Before.</p>"}}]
    links = {"version-history": [{"count": 2}], "self": [{"href": f"{site.url}/wp-json/wp/v2/posts/1"}]}
    site.add(1, "<!-- wp:paragraph --><p>Now.</p>", earlier=earlier, _links=links)
    site.add(2, status="draft")
    outcome = workspace.sync()
    assert outcome.status.posts == 2
    assert (
        "rendered" not in json.loads((workspace.root / ".calque/posts/posts/1.json").read_bytes())["content"]
    )
    assert "Before." in (workspace.root / ".calque/revisions/posts/1.json").read_text(encoding="utf-8")
    monkeypatch.delenv("CALQUE_EXAMPLE_USER")
    monkeypatch.delenv("CALQUE_EXAMPLE_PASSWORD")
    with pytest.raises(ConfigError, match="CALQUE_EXAMPLE_PASSWORD"):
        workspace.sync()


@pytest.fixture
def editor(monkeypatch) -> None:
    """The credentials of an editor."""
    monkeypatch.setenv("CALQUE_EXAMPLE_USER", "marie")
    monkeypatch.setenv("CALQUE_EXAMPLE_PASSWORD", "wxyz")


@pytest.mark.usefixtures("editor")
def test_rights_that_are_lost_for_one_collection_change_nothing_of_it(site, workspace) -> None:
    workspace.configure(CONFIG.format(url=site.url, more='types = ["posts", "pages"]'))
    site.add(1)
    for number, status in ((2, "publish"), (3, "draft"), (4, "draft")):
        site.add(number, collection="pages", status=status)
    workspace.sync()
    folder = workspace.root / ".calque/posts/pages"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    site.plain = {"pages"}
    site.add(2, "<p>It&#8217;s new.</p>", collection="pages", modified_gmt="2026-02-01T10:00:00")
    site.add(1, "<p>Another day.</p>", modified_gmt="2026-02-01T10:00:00")
    for _ in range(2):
        outcome = workspace.sync()
        assert [(one.code, one.place) for one in outcome.status.findings if one.severity == "error"] == [
            ("rights_lost", "pages")
        ]
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert "Another day" in (workspace.root / ".calque/posts/posts/1.json").read_text()
    with pytest.raises(ConfigError, match="were fetched with an editor's rights before"):
        workspace.sync(visit=Visit(post="pages/2"))


@pytest.mark.usefixtures("editor")
def test_a_collection_that_nobody_may_edit_is_read_as_visitors_read_it(site, workspace) -> None:
    site.plain = {"pages"}
    site.add(1)
    site.add(2, collection="pages")
    workspace.sync()
    site.add(3, collection="pages")
    outcome = workspace.sync()
    workspace.sync(visit=Visit(post="pages/3"))
    assert not [one for one in outcome.status.findings if one.severity == "error"]
    assert outcome.status.posts == 3


def test_media_and_further_fields_are_texts_of_their_own(site, workspace) -> None:
    config = CONFIG.format(url=site.url, more='types = ["posts", "media"]')
    workspace.configure(
        config.replace("[locales.fr]", 'fields = ["acf.subtitle", "alt_text", "caption"]\n\n[locales.fr]')
    )
    site.add(1, acf={"subtitle": "A word on top"})
    site.add(
        5, collection="media", alt_text="A red square", caption={"rendered": "<p>Red.</p>"}, content=None
    )
    site.add(6, collection="media", alt_text="", caption={"rendered": ""}, content=None)
    assert not [one for one in workspace.sync().status.findings if one.severity == "error"]
    assert not list((workspace.root / "locales").rglob("attachment-6-*"))
    assert "A word on top" in workspace.catalog(1).read_text(encoding="utf-8")
    catalogs = (workspace.root / "locales/fr/LC_MESSAGES").glob("attachment-5-*.po")
    assert "A red square" in next(catalogs).read_text(encoding="utf-8")
    site.add(1, acf={"subtitle": "Another word on top"})
    workspace.sync()
    assert "Another word on top" in workspace.catalog(1).read_text(encoding="utf-8")


def test_a_type_that_the_site_does_not_have_is_named(site, workspace) -> None:
    workspace.configure(CONFIG.format(url=site.url, more='types = ["recipes"]'))
    with pytest.raises(ConfigError, match="posts, pages, media"):
        workspace.sync()


def test_rights_that_are_lost_in_mid_project_are_told_and_change_nothing(
    site, workspace, monkeypatch
) -> None:
    """The user may edit by the site's own word, and gets no raw text all the same: a plugin takes it away."""
    monkeypatch.setenv("CALQUE_EXAMPLE_USER", "marie")
    monkeypatch.setenv("CALQUE_EXAMPLE_PASSWORD", "abcd")
    for number in range(1, 9):
        site.add(number, f"<p>One fine day in the year {number}, we met.</p>")
    workspace.sync()
    before = workspace.files()
    served = {number: post["content"]["raw"] for number, post in site.posts["posts"].items()}
    for number, post in site.posts["posts"].items():
        post["modified_gmt"] = "2026-02-01T10:00:00"
        post["title"] = {"rendered": f"Post {number}"}
        post["content"] = {"rendered": "<p>\u201cRendered\u201d</p>", "protected": False}
    for _ in range(2):
        (finding,) = [one for one in workspace.sync().status.findings if one.severity == "error"]
        assert (finding.code, finding.place) == ("rights_lost", workspace.site.url)
        assert finding.message.startswith("8 posts were served without what editors wrote")
        assert workspace.files() == before
    for number, text in served.items():
        site.add(number, text, modified_gmt="2026-02-01T10:00:00")
    assert [one for one in workspace.sync().status.findings if one.severity == "error"] == []
    assert workspace.files() == before


def test_posts_that_were_fetched_behind_a_login_are_fetched_again(site, workspace) -> None:
    """Their date of change is the same on the next good night, so that nothing else would say so."""
    for number in range(1, 9):
        site.add(number, f"<p>One fine day in the year {number}, we met in the garden of the house.</p>")
    workspace.sync()
    before = workspace.files()
    good = {number: dict(post) for number, post in site.posts["posts"].items()}
    for number in good:
        site.add(number, "<p>You must be logged in.</p>", modified_gmt="2026-02-01T10:00:00")
    outcome = workspace.sync()
    assert [one.code for one in outcome.status.findings if one.severity == "error"] == ["texts_vanished"]
    assert outcome.held
    for number, post in good.items():
        site.posts["posts"][number] = post | {"modified_gmt": "2026-02-01T10:00:00"}
    assert [one for one in workspace.sync().status.findings if one.severity == "error"] == []
    assert workspace.files() == before


@pytest.mark.parametrize(
    "named", ["{url}/post-7/", "{url}/post-7", "{url}/post-7/?utm=1#top", "{url}/?p=7", "posts/7"]
)
def test_one_post_is_fetched_when_it_was_saved_and_no_other(site, workspace, loopback, named: str) -> None:
    """By its address or its key; the sync that follows does not fetch it again, and looks at what else changed."""
    for number in range(1, 21):
        site.add(number)
    site.add(7, collection="pages", link=f"{site.url}/about/post-7/")
    workspace.sync()
    for number in (7, 8):
        site.add(
            number, text=f"<p>Another fine day of post {number}.</p>", modified_gmt="2026-02-01T10:00:00"
        )
    loopback.asked.clear()
    workspace.sync(visit=Visit(post=named.format(url=site.url)))
    assert requests_for(loopback, "offset") == 0  # nothing was swept
    assert len(loopback.asked) < 12
    assert b"Another fine day of post 7" in workspace.catalog(7).read_bytes()
    assert b"Another" not in workspace.catalog(8).read_bytes()
    loopback.asked.clear()
    workspace.sync()
    assert b"Another fine day of post 8" in workspace.catalog(8).read_bytes()
    assert requests_for(loopback, "'include': '8'") == 1
    assert requests_for(loopback, "'include': '7'") == 0


def test_asking_for_one_post_concludes_nothing_from_the_others(site, workspace) -> None:
    for number in range(1, 6):
        site.add(number)
    before = workspace.sync().status
    del site.posts["posts"][2]
    after = workspace.sync(visit=Visit(post=f"{site.url}/post-3/")).status
    assert len(after.pages) == len(before.pages)
    assert workspace.catalog(2).exists()
    assert after.findings == before.findings


def test_a_new_post_is_taken_up_alone(site, workspace) -> None:
    site.add(1)
    workspace.sync()
    site.add(2)
    assert workspace.sync(visit=Visit(post=f"{site.url}/post-2/")).status.posts == 2


@pytest.mark.parametrize("named", ["{url}/nowhere/", "{url}/", "http://[::1", "posts/99", "{url}/?p=99"])
def test_a_post_that_is_not_listed_is_an_error_that_says_what_to_do(site, workspace, named: str) -> None:
    site.add(1)
    workspace.sync()
    with pytest.raises(
        SourceError, match="the site lists no post of this address; check it, or sync without"
    ):
        workspace.sync(visit=Visit(post=named.format(url=site.url)))


def test_one_post_of_a_language_that_is_listed_apart_is_found(site, workspace) -> None:
    for number in (1, 2):
        site.add(number)
    site.languages = {"en": {1}, "fr": {2}}
    workspace.sync()
    site.add(2, text="<p>Un autre jour.</p>", modified_gmt="2026-02-01T10:00:00")
    workspace.sync(visit=Visit(post=f"{site.url}/post-2/"))
    assert "Un autre jour" in (workspace.root / ".calque/posts/posts/2.json").read_text()


def test_one_post_is_found_where_the_lists_of_types_are_closed_and_few_rows_are_given(
    site, workspace
) -> None:
    workspace.configure(CONFIG.format(url=site.url, more='types = ["posts", "pages"]'))
    site.closed, site.most = {"types", "taxonomies"}, 10
    site.add(1, collection="pages")
    workspace.sync()
    site.add(1, "<p>Another fine day.</p>", collection="pages", modified_gmt="2026-02-01T10:00:00")
    workspace.sync(visit=Visit(post=f"{site.url}/post-1/"))
    assert "Another fine day" in (workspace.root / ".calque/posts/pages/1.json").read_text()


def test_a_post_that_may_be_among_what_is_refused_is_told_so(site, workspace) -> None:
    site.add(1)
    workspace.sync()
    site.closed = {"pages"}
    with pytest.raises(
        SourceError, match=r"in what it shows; of the rest it says: .*/pages.* rest_forbidden"
    ):
        workspace.sync(visit=Visit(post=f"{site.url}/nowhere/"))


@pytest.mark.parametrize("offline", [True, False])
def test_one_post_is_asked_of_a_site_alone(workspace, site, offline: bool) -> None:  # noqa: FBT001 — a table's column
    if not offline:
        workspace.configure()
    with pytest.raises(ConfigError, match="say one of them" if offline else "sync without --post"):
        workspace.sync(visit=Visit(post=f"{site.url}/post-1/", offline=offline))
