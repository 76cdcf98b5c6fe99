"""What a sync reads of a real WordPress, through faults and edits: acceptance 1 to 19, 24 and 25."""

import json
import re
import time

import pytest

from calque.errors import ConfigError, SourceError
from calque.html import join, split
from calque.model import Severity
from calque.pipeline.sync import Visit
from calque.sources.wordpress.collections import Collection, count_posts
from calque.sources.wordpress.discovery import find_root, inspect_site
from calque.sources.wordpress.listings import list_rows

pytestmark = pytest.mark.e2e

POSTS = Collection("posts", "post", "wp/v2/posts")
AGAIN = Visit(refetch=True)


def kept(workspace, number: int, collection: str = "posts") -> dict:
    path = workspace.root / ".calque/posts" / collection / f"{number}.json"
    return json.loads(path.read_bytes()) if path.exists() else {}


def kept_ids(workspace, collection: str = "posts") -> set[int]:
    return {int(path.stem) for path in (workspace.root / ".calque/posts" / collection).glob("*.json")}


def codes(outcome) -> set[str]:
    return {finding.code for finding in outcome.status.findings}


def listed(client) -> list[int]:
    client.root = client.root or find_root(client)
    return [row.id for row in list_rows(client, POSTS)]


def test_01_a_crawl_has_as_many_posts_as_the_site_says_and_none_twice(
    any_wordpress, workspace, configure, client_of
) -> None:
    any_wordpress.add_many(130)
    any_wordpress.add("about", collection="pages")
    any_wordpress.add("widget", collection="products")
    configure(any_wordpress)
    outcome = workspace.sync()
    client = client_of(any_wordpress)
    client.root = find_root(client)
    assert count_posts(client, POSTS) == len(kept_ids(workspace)) == 130
    assert outcome.status.posts == 132
    assert workspace.sync().files == ()


def test_02_a_post_that_is_inserted_in_mid_crawl_displaces_no_other(wordpress, client_of) -> None:
    wordpress.add_many(450)
    client = client_of(wordpress, concurrency=1)
    before = listed(client)
    code = "wp_insert_post(['post_title' => 'New', 'post_status' => 'publish']);"
    wordpress.run(f"update_option('calque_meanwhile', {json.dumps(code)});")
    wordpress.fault("meanwhile", "offset=198", times=1)
    during = listed(client)
    assert set(before) <= set(during)
    assert len(during) == len(set(during))
    assert len(listed(client)) == 451


def test_03_a_post_that_is_deleted_in_mid_crawl_hides_no_other(wordpress, client_of) -> None:
    wordpress.add_many(450)
    client = client_of(wordpress, concurrency=1)
    before = listed(client)
    wordpress.run(f"update_option('calque_meanwhile', 'wp_delete_post({before[3]}, true);');")
    wordpress.fault("meanwhile", "offset=198", times=1)
    assert set(listed(client)) >= set(before) - {before[3]}


def test_04_a_thousand_posts_saved_in_the_same_second_are_all_found_once(wordpress, client_of) -> None:
    wordpress.add_many(1000)
    ids = listed(client_of(wordpress))
    assert len(ids) == len(set(ids)) == 1000


def test_05_edits_around_the_change_of_clocks_are_found(wordpress, workspace, configure) -> None:
    """02:30 comes twice on that night; the time in UTC tells the two apart."""
    number = wordpress.add("night")
    local = "2025-10-26 02:30:00"
    wordpress.store(number, post_modified=local, post_modified_gmt="2025-10-26 00:30:00")
    configure(wordpress)
    workspace.sync()
    wordpress.store(
        number, post_modified=local, post_modified_gmt="2025-10-26 01:30:00", post_content="<p>Later.</p>"
    )
    workspace.sync()
    assert "Later" in kept(workspace, number)["content"]["rendered"]


def test_06_another_time_zone_of_the_site_changes_nothing_and_hides_no_edit(
    wordpress, workspace, configure
) -> None:
    first, second = wordpress.add("first"), wordpress.add("second")
    configure(wordpress)
    workspace.sync()
    wordpress.run("update_option('timezone_string', 'America/New_York');")
    assert workspace.sync().files == ()
    time.sleep(1.1)
    wordpress.call("POST", f"posts/{second}", {"content": "<p>Edited in New York.</p>"})
    workspace.sync()
    assert "New York" in kept(workspace, second)["content"]["rendered"]
    assert "fine day" in kept(workspace, first)["content"]["rendered"]


def test_07_a_new_post_that_is_backdated_is_found(wordpress, workspace, configure) -> None:
    wordpress.add("today")
    configure(wordpress)
    workspace.sync()
    old = wordpress.add("long-ago")
    wordpress.store(
        old,
        post_date="2012-01-01 10:00:00",
        post_date_gmt="2012-01-01 09:00:00",
        post_modified="2012-01-01 10:00:00",
        post_modified_gmt="2012-01-01 09:00:00",
    )
    workspace.sync()
    assert old in kept_ids(workspace)


def test_08_a_scheduled_post_is_found_when_it_is_published(wordpress, workspace, configure) -> None:
    """Its `modified` is older than the last sync: it was written before."""
    wordpress.add("now")
    number = wordpress.add("soon", status="future", date="2031-01-01T00:00:00")
    configure(wordpress)
    workspace.sync()
    assert number not in kept_ids(workspace)
    wordpress.store(
        number, post_status="publish", post_date="2026-01-01 00:00:00", post_date_gmt="2025-12-31 23:00:00"
    )
    workspace.sync()
    assert number in kept_ids(workspace)


def test_09_a_post_saved_in_the_future_hides_no_later_edit(wordpress, workspace, configure) -> None:
    ahead, other = wordpress.add("ahead"), wordpress.add("other")
    wordpress.store(ahead, post_modified="2031-01-01 01:00:00", post_modified_gmt="2031-01-01 00:00:00")
    configure(wordpress)
    workspace.sync()
    time.sleep(1.1)
    wordpress.call("POST", f"posts/{other}", {"content": "<p>Edited after all.</p>"})
    outcome = workspace.sync()
    assert "Edited after all" in kept(workspace, other)["content"]["rendered"]
    assert not any(finding.severity is Severity.ERROR for finding in outcome.status.findings)


def test_10_trash_unpublished_and_deleted_are_told_apart(wordpress, workspace, configure, sign_in) -> None:
    ids = {slug: wordpress.add(slug) for slug in ("stays", "binned", "drafted", "deleted")}
    configure(wordpress)
    sign_in(wordpress)
    workspace.sync()
    wordpress.call("DELETE", f"posts/{ids['binned']}")
    wordpress.call("POST", f"posts/{ids['drafted']}", {"status": "draft"})
    wordpress.call("DELETE", f"posts/{ids['deleted']}", force="true")
    outcome = workspace.sync()
    assert [one.place for one in outcome.status.findings if one.code == "post_deleted"] == [
        f"posts/{ids['deleted']}"
    ]
    assert kept(workspace, ids["binned"])["status"] == "trash"
    assert kept(workspace, ids["drafted"])["status"] == "draft"
    workspace.sync()
    there = {path.name.split("-")[1] for path in (workspace.root / "locales/fr/LC_MESSAGES").glob("*.po")}
    assert there == {str(ids[slug]) for slug in ("stays", "binned", "drafted")}


def test_10_a_visitor_sees_that_a_post_is_hidden_and_keeps_its_catalog(
    wordpress, workspace, configure
) -> None:
    ids = {slug: wordpress.add(slug) for slug in ("stays", "binned", "private")}
    configure(wordpress)
    workspace.sync()
    wordpress.call("DELETE", f"posts/{ids['binned']}")
    wordpress.call("POST", f"posts/{ids['private']}", {"status": "private"})
    for _ in range(3):
        workspace.sync()
    assert {kept(workspace, ids[slug])["status"] for slug in ("binned", "private")} == {"hidden"}
    assert len(list((workspace.root / "locales/fr/LC_MESSAGES").glob("*.po"))) == 3


@pytest.mark.parametrize("fault", ["503", "html", "cut"])
def test_10_a_failed_page_never_means_deletions(fault, wordpress, workspace, configure) -> None:
    wordpress.add_many(130)
    configure(wordpress, more="attempts = 1")
    workspace.sync()
    before = workspace.files()
    wordpress.fault(fault, "offset=99")
    for _ in range(2):
        with pytest.raises(SourceError):
            workspace.sync()
    wordpress.calm()
    assert workspace.sync().files == ()
    assert workspace.files() == before
    assert len(kept_ids(workspace)) == 130


def test_11_a_single_rendering_differs_from_a_list_and_makes_nothing_stale(
    wordpress, workspace, configure
) -> None:
    media = wordpress.call("POST", "media", PIXEL)["id"]
    for number in range(5):
        wordpress.add(f"gallery-{number}", f'<p>See "this" -- it\'s fine.</p>[gallery ids="{media},{media}"]')
    configure(wordpress, more="batch = 50")
    workspace.sync()
    configure(wordpress, more="batch = 1")
    assert workspace.sync(visit=AGAIN).files == ()


@pytest.mark.parametrize("user", ["", "editor"])
def test_12_another_language_of_the_site_makes_nothing_stale(
    user, wordpress, workspace, configure, sign_in
) -> None:
    for number in range(3):
        wordpress.add(f"quotes-{number}", '<p>"Don\'t" -- he said... 9\'10" and 3x4</p>', excerpt="")
    configure(wordpress)
    if user:
        sign_in(wordpress, user)
    workspace.sync()
    wordpress.run("update_option('WPLANG', 'fr_FR');")
    assert workspace.sync().files == ()
    assert workspace.sync(visit=AGAIN).files == ()


def test_13_a_second_edit_in_the_same_second_is_found(wordpress, workspace, configure) -> None:
    number = wordpress.add("twice", "<p>First wording of the lane.</p>")
    configure(wordpress)
    now = "array_fill_keys(['post_modified', 'post_modified_gmt'], gmdate('Y-m-d H:i:s'))"
    code = f"$GLOBALS['wpdb']->update($GLOBALS['wpdb']->posts, {now}, ['ID' => {number}]); clean_post_cache({number});"
    wordpress.run("update_option('calque_meanwhile', '" + code.replace("'", "\\'") + "');")
    wordpress.fault("meanwhile", "include=", times=1)  # saved in the very second in which it is fetched
    workspace.sync()
    wordpress.store(number, post_content="<p>Second wording of the lane.</p>")
    workspace.sync()
    assert "Second wording" in kept(workspace, number)["content"]["rendered"]


def test_14_a_locked_post_is_flagged_and_never_exported_empty(any_wordpress, workspace, configure) -> None:
    number = any_wordpress.add("locked", "<p>Behind the door.</p>", password="a b")  # noqa: S106 — that of a post, made up
    open_one = any_wordpress.add("open")
    configure(any_wordpress)
    outcome = workspace.sync()
    assert "locked_post" in codes(outcome)
    names = [path.name for path in (workspace.root / "locales").rglob("*.po*")]
    assert not [name for name in names if f"-{number}-" in name]
    assert [name for name in names if f"-{open_one}-" in name]


def test_15_a_wrong_password_fails_before_work_starts(any_wordpress, workspace, configure, sign_in) -> None:
    """On a public listing WordPress answers 200 to it, as if there were none."""
    any_wordpress.add("public")
    configure(any_wordpress)
    sign_in(any_wordpress, "editor", "wrong horse")
    with pytest.raises(SourceError, match="not accepted") as error:
        workspace.sync()
    assert "wrong horse" not in str(error.value)
    assert not (workspace.root / ".calque/posts").exists()
    assert not (workspace.root / "locales").exists()


@pytest.mark.parametrize("fault", ["notice", "bom"])
def test_16_notices_and_byte_order_marks_before_the_json_are_passed_over(
    fault, wordpress, workspace, configure
) -> None:
    wordpress.add_many(130)
    configure(wordpress)
    wordpress.fault(fault, "wp/v2")
    outcome = workspace.sync()
    assert outcome.status.posts == 130
    assert not [finding for finding in outcome.status.findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("html", "Cloudflare"),
        ("fatal", "plugin or the theme"),
        ("restoff", "rest_disabled"),
        ("away", "none of its own"),
    ],
)
def test_16_a_page_instead_of_json_is_an_error_that_names_the_cause(
    fault, cause, wordpress, workspace, configure
) -> None:
    wordpress.add("one")
    configure(wordpress)
    wordpress.fault(fault, "wp/v2/posts")
    with pytest.raises(SourceError, match=cause):
        workspace.sync()


@pytest.mark.parametrize(("fault", "least"), [("429", 2.0), ("503", 1.0)])
def test_17_a_retry_after_is_honoured(fault, least, wordpress, workspace, configure) -> None:
    wordpress.add("one")
    configure(wordpress)
    wordpress.fault(fault, "wp/v2/posts", times=1)
    began = time.monotonic()
    assert workspace.sync().status.posts == 1
    assert time.monotonic() - began >= least


def test_17_a_retry_after_of_ten_minutes_is_not_sat_out(wordpress, workspace, configure) -> None:
    wordpress.add("one")
    configure(wordpress, more="attempts = 5")
    wordpress.fault("long", "wp/v2/posts")
    began = time.monotonic()
    with pytest.raises(SourceError, match="maintenance"):
        workspace.sync()
    assert time.monotonic() - began < 30


def test_18_a_cut_answer_is_asked_for_again_and_what_was_kept_stays(wordpress, workspace, configure) -> None:
    number = wordpress.add("one")
    configure(wordpress)
    wordpress.fault("cut", "include=", times=1)
    assert workspace.sync().status.posts == 1
    before = kept(workspace, number)
    wordpress.fault("cut", "include=")
    outcome = workspace.sync(visit=AGAIN)
    assert codes(outcome) & {"unreadable_post", "site_out"}
    assert kept(workspace, number) == before


@pytest.mark.parametrize(
    "options", [("--plain",), ("--below", "/blog"), ("--plain", "--below", "/blog")], ids=" ".join
)
def test_19_plain_permalinks_and_a_site_in_a_folder_are_discovered(
    options, start, workspace, configure, client_of
) -> None:
    server = start("6.5", *options)
    number = server.add("hello")
    server.add("widget", collection="products")
    facts = inspect_site(client_of(server))
    assert facts.root.startswith(server.url)
    assert ("rest_route=" in facts.root) == ("--plain" in options)
    assert facts.totals["products"] == 1
    configure(server)
    outcome = workspace.sync()
    assert f"posts/{number}" in {page.key for page in outcome.status.pages}
    assert len(kept_ids(workspace, "products")) == 1
    server.call("DELETE", f"posts/{number}", force="true")


def test_24_english_text_under_the_french_prefix_is_reported(wordpress, workspace, configure) -> None:
    text = (
        "<p>The library in the lane lends tools, tents and sewing machines to everybody who lives nearby.</p>"
        * 4
    )
    wordpress.add("guide", text, collection="pages")
    parent = wordpress.add(
        "fr", "<p>Bienvenue à la bibliothèque de l’allée, ouverte tous les jours.</p>", collection="pages"
    )
    wordpress.add("guide", text, collection="pages", parent=parent)
    configure(wordpress, locale="")
    outcome = workspace.sync()
    states = {page.url: str(page.state) for page in outcome.status.pages if page.url}
    assert states[f"{wordpress.url}/fr/guide/"] in ("untranslated_copy", "wrong_language")


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
SPECIAL = {
    "texturised": '<p>"Don\'t" -- he said... (c) 9\'10" &amp; more</p>\n<pre>"raw" -- ...</pre>',
    "emoji": "<p>👩‍👩‍👧 A family \u200fin the lane ❤️</p>",
    "shortcode": '<p>Look at [unknown x="1"] this.</p>'
    '[caption width="8"]<img src="/a.png" alt="An &quot;A&quot;"/> Cap[/caption]',
    "huge": "".join(
        f"<!-- wp:paragraph -->\n<p>Paragraph {n} of a long post about the lane.</p>\n<!-- /wp:paragraph -->\n\n"
        for n in range(18_000)
    ),
    "code": '<!-- wp:html --><script>var x = "do not translate";</script><!-- /wp:html -->\n\n<!-- wp:code -->\n'
    '<pre class="wp-block-code"><code>x &lt; 1 &amp;&amp; "y"</code></pre>\n<!-- /wp:code -->\n\n'
    "<p>After the code.</p>",
}


@pytest.mark.parametrize("user", ["", "admin"])
def test_25_special_posts_go_to_po_and_back(user, any_wordpress, workspace, configure, sign_in) -> None:
    texts = {
        name: text
        for name, text in SPECIAL.items()
        if name != "huge" or (any_wordpress.version < "6.2" and user)
    }
    ids = {name: any_wordpress.add("тест-日本語-" + name, text) for name, text in texts.items()}
    configure(any_wordpress)
    if user:
        sign_in(any_wordpress, user)
    outcome = workspace.sync()
    assert outcome.status.posts == len(texts)
    assert not [finding for finding in outcome.status.findings if finding.severity is Severity.ERROR]
    names = [path.name for path in (workspace.root / "locales/fr/LC_MESSAGES").iterdir()]
    for number in ids.values():
        assert any(f"-{number}-" in name for name in names)
        content = kept(workspace, number)["content"]
        html = content["raw"] if user else content["rendered"]
        document = split(html, raw=bool(user))
        assert join(document) == html
        targets = {
            index: segment.text.replace("lane", "allée") for index, segment in enumerate(document.segments)
        }
        assert unread(join(document, targets)) == unread(html)


def unread(html: str) -> list[str]:
    """Return what no reader sees: code, scripts, block comments."""
    return re.findall(r"<script.*?</script>|<pre.*?</pre>|<!--.*?-->", html, re.DOTALL)


def test_media_terms_and_types_are_read_where_they_are_asked_for(wordpress, workspace, configure) -> None:
    media = wordpress.call("POST", "media", PIXEL)["id"]
    wordpress.call("POST", f"media/{media}", {"alt_text": "A red square in the lane", "caption": "It's red"})
    wordpress.add("one")
    configure(wordpress, more='types = ["posts", "media", "categories"]')
    config = workspace.root / "calque.toml"
    text = config.read_text(encoding="utf-8").replace(
        'source = "en"', 'source = "en"\nfields = ["alt_text", "caption", "name"]'
    )
    config.write_text(text, encoding="utf-8")
    workspace.sync()
    catalogs = "".join(
        path.read_text(encoding="utf-8") for path in (workspace.root / "locales/fr").rglob("*.po")
    )
    assert "A red square in the lane" in catalogs
    assert "Uncategorized" in catalogs
    configure(wordpress, more='types = ["secretbook"]')
    with pytest.raises(ConfigError, match="show_in_rest"):
        workspace.sync()


def test_each_language_of_a_listing_that_shows_one_at_a_time_is_swept(
    wordpress, workspace, configure
) -> None:
    first = wordpress.add("english")
    second = wordpress.add("francais", "<p>Un beau jour dans l’allée, près de la bibliothèque.</p>")
    wordpress.run(f"update_post_meta({second}, 'language', 'fr'); update_option('calque_languages', '1');")
    configure(wordpress)
    workspace.sync()
    assert kept_ids(workspace) == {first, second}
    assert kept(workspace, second)["lang"] == "fr"


def test_earlier_texts_come_with_an_editors_rights(wordpress, workspace, configure, sign_in) -> None:
    number = wordpress.add("edited", "<p>The first wording.</p>")
    for text in ("<p>The second wording.</p>", "<p>The third wording.</p>"):
        wordpress.call("POST", f"posts/{number}", {"content": text})
    configure(wordpress)
    sign_in(wordpress)
    workspace.sync()
    earlier = (workspace.root / f".calque/revisions/posts/{number}.json").read_text(encoding="utf-8")
    assert "second wording" in earlier
