"""What is written to a real WordPress, with care: acceptance 20 to 23."""

import http.server
import threading

import pytest

from calque.errors import PublishError, SourceError
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection
from calque.sources.wordpress.credentials import Credentials
from calque.sources.wordpress.discovery import find_root
from calque.sources.wordpress.drafts import delete_draft, save_draft
from calque.sources.wordpress.limits import Limits
from calque.sources.wordpress.post_states import ConflictError, read_state
from calque.sources.wordpress.publishing import create_post, update_post

pytestmark = pytest.mark.e2e

POSTS = Collection("posts", "post", "wp/v2/posts")


@pytest.fixture
def writer(any_wordpress, client_of) -> Client:
    client = client_of(any_wordpress, "editor")
    client.root = find_root(client)
    return client


def test_20_a_redirect_of_a_write_is_refused(any_wordpress, writer) -> None:
    number = any_wordpress.add("one")
    known = read_state(writer, POSTS, number)
    any_wordpress.fault("redirect", "^POST ")
    with pytest.raises(SourceError, match="nothing was written"):
        update_post(writer, POSTS, known, {"content": "<p>New.</p>"})
    any_wordpress.calm()
    assert read_state(writer, POSTS, number) == known


def test_20_credentials_stay_at_home(any_wordpress) -> None:
    """A second host of the same site is asked, but not with the password."""
    seen: list[str | None] = []

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("Authorization"))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"[]")

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    other = f"127.0.0.1:{server.server_port}"
    leads = "strpos($_SERVER['REQUEST_URI'] ?? '', 'leads-away')"
    code = f"<?php if ({leads}) {{ header('Location: http://{other}/'); exit; }}"
    (any_wordpress.home / "wp-content/mu-plugins/away.php").write_text(code, encoding="utf-8")
    who = Credentials("editor", any_wordpress.passwords["editor"])
    with Client(any_wordpress.url, hosts=(other,), credentials=who, limits=Limits(attempts=1)) as client:
        client.root = find_root(client)
        assert client.get("wp/v2/posts", search="leads-away").data == []
    server.shutdown()
    server.server_close()
    assert seen == [None]


def test_21_an_answer_that_is_lost_creates_one_post(any_wordpress, writer) -> None:
    any_wordpress.fault("lost", "^POST .*wp/v2/posts")
    body = {"slug": "lost", "title": "Lost", "content": "<p>Once.</p>", "status": "draft"}
    written = create_post(writer, POSTS, body)
    any_wordpress.calm()
    found = writer.get("wp/v2/posts", search="Once", status="draft", context="edit").data
    assert [post["id"] for post in found] == [written.state.id]
    with pytest.raises(PublishError, match="slug"):
        create_post(writer, POSTS, body)


def test_21_an_update_whose_answer_is_lost_is_looked_up(any_wordpress, writer) -> None:
    number = any_wordpress.add("one")
    known = read_state(writer, POSTS, number)
    any_wordpress.fault("lost", "^POST .*wp/v2/posts")
    written = update_post(writer, POSTS, known, {"content": "<p>Written once.</p>"})
    assert written.state.raw["content"] == "<p>Written once.</p>"
    any_wordpress.fault("503", "^POST .*wp/v2/posts")
    with pytest.raises(PublishError, match="nothing was written"):
        update_post(writer, POSTS, written.state, {"content": "<p>Never written.</p>"})


def test_22_an_editors_change_is_a_conflict_and_nothing_is_overwritten(any_wordpress, writer) -> None:
    number = any_wordpress.add("one")
    known = read_state(writer, POSTS, number)
    any_wordpress.call("POST", f"posts/{number}", {"content": "<p>The editor's own words.</p>"})
    with pytest.raises(ConflictError, match="changed on the site"):
        update_post(writer, POSTS, known, {"content": "<p>Ours.</p>"})
    assert read_state(writer, POSTS, number).raw["content"] == "<p>The editor's own words.</p>"


def test_22_a_change_in_the_same_second_is_a_conflict_too(any_wordpress, writer) -> None:
    number = any_wordpress.add("one")
    known = read_state(writer, POSTS, number)
    any_wordpress.store(number, post_content="<p>Straight to the database.</p>")
    with pytest.raises(ConflictError):
        update_post(writer, POSTS, known, {"content": "<p>Ours.</p>"})


def test_23_what_a_role_strips_is_told(any_wordpress, client_of) -> None:
    client = client_of(any_wordpress, "author")
    client.root = find_root(client)
    sent = '<p onclick="go()">Text.</p><script>let a = 1;</script><iframe src="/x"></iframe>'
    body = {"slug": "stripped", "title": "T", "content": sent, "status": "draft", "meta": {"unknown": "x"}}
    written = create_post(client, POSTS, body)
    assert {"content: <iframe>", "content: <script>", "content: onclick"} <= set(written.stripped)
    assert "meta.unknown" in written.dropped


def test_23_an_editor_of_all_html_loses_nothing(writer) -> None:
    sent = '<!-- wp:html --><p onclick="go()">Text.</p><script>let a = 1;</script><!-- /wp:html -->'
    written = create_post(writer, POSTS, {"slug": "whole", "title": "T", "content": sent, "status": "draft"})
    assert written.stripped == ()


def test_a_draft_beside_a_public_page_is_taken_back_where_wordpress_lets_it(any_wordpress, writer) -> None:
    number = any_wordpress.add("one")
    known = read_state(writer, POSTS, number)
    sent = {"title": "One", "content": "<p>New.</p>"}
    revision, _ = save_draft(writer, POSTS, known, sent)
    if any_wordpress.version.startswith("6.1"):
        delete_draft(writer, POSTS, number, revision, sent)
        assert any_wordpress.call("GET", f"posts/{number}/autosaves", context="edit") == []
        delete_draft(writer, POSTS, number, revision, sent)
    else:
        with pytest.raises(PublishError, match="keeps the draft beside post"):
            delete_draft(writer, POSTS, number, revision, sent)
    now = read_state(writer, POSTS, number)
    assert (now.raw, now.modified, now.status) == (known.raw, known.modified, known.status)


def test_what_somebody_wrote_into_such_a_draft_stays(any_wordpress, writer) -> None:
    number = any_wordpress.add("one")
    known = read_state(writer, POSTS, number)
    sent = {"title": "One", "content": "<p>New.</p>"}
    revision, _ = save_draft(writer, POSTS, known, sent)
    any_wordpress.store(revision, post_content="<p>Somebody's.</p>")
    with pytest.raises(ConflictError, match="stays as it is"):
        delete_draft(writer, POSTS, number, revision, sent)
