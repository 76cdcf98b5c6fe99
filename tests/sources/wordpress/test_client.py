"""What the client does with answers that are no plain JSON, and where it goes for them."""

import gzip
import logging
import time

import pytest

from calque.errors import CalqueError, ConfigError, SourceError
from calque.sources.wordpress.credentials import Credentials, find_credentials, may_travel
from calque.sources.wordpress.failures import OutageError, RefusedError, TooLargeError

POST = [{"id": 7, "slug": "a"}]
NOTICE = b"<br />\n<b>Deprecated</b>: Foo [x] is deprecated in <b>/x.php</b> on line <b>1</b><br />\n"
SECRET = "wxyz abcd efgh"  # noqa: S105 — made up, to be looked for where it must not show
WHO = Credentials("marie", SECRET)


@pytest.mark.parametrize(
    "body",
    [
        b'[{"id": 7, "slug": "a"}]',
        b'\xef\xbb\xbf[{"id": 7, "slug": "a"}]',
        NOTICE + b'[{"id": 7, "slug": "a"}]',
        b'\n\n[{"id": 7, "slug": "a"}]\n<!-- cached page -->\n',
    ],
    ids=["plain", "byte order mark", "PHP notice", "cache comment"],
)
def test_json_is_found_behind_what_php_and_caches_add(body, loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(body)
    assert client_of().get("wp/v2/posts").data == POST


@pytest.mark.parametrize(
    ("status", "page", "cause"),
    [
        (200, "<!doctype html><title>Just a moment...</title>", "Cloudflare"),
        (403, "<h1>Wordfence: your access was limited</h1>", "Wordfence"),
        (406, "<h1>Not Acceptable!</h1> mod_security", "ModSecurity"),
        (200, "<title>My blog</title><p>Welcome", "'My blog'"),
        (401, '{"code":"rest_disabled","message":"<b>Verboten</b>"}', "rest_disabled"),
    ],
    ids=["Cloudflare", "Wordfence", "ModSecurity", "front page", "REST switched off"],
)
def test_what_stands_in_the_way_is_named_at_once(status, page, cause, loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(page.encode(), status)
    with pytest.raises(SourceError, match=cause) as error:
        client_of().get("wp/v2/posts")
    assert "Verboten" not in str(error.value)
    assert len(loopback.asked) == 1
    assert "Tools → Export" in str(error.value)


@pytest.mark.parametrize(
    ("status", "page", "cause"),
    [
        (500, "<h1>Error establishing a database connection</h1>", "database"),
        (503, "Briefly unavailable for scheduled maintenance.", "maintenance"),
        (500, "<p>There has been a critical error on this website.</p>", "plugin or the theme"),
        (502, "", "502"),
        (200, '[{"id": 1, "ti', "cut off"),
        (200, "", "empty answer"),
    ],
    ids=["database down", "maintenance", "fatal error", "bad gateway", "cut JSON", "empty"],
)
def test_an_outage_is_waited_out_and_then_named(status, page, cause, loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(page.encode(), status)
    with pytest.raises(OutageError, match=cause):
        client_of(limits={"attempts": 3}).get("wp/v2/posts")
    assert len(loopback.asked) == 3


@pytest.mark.parametrize("status", [429, 503])
def test_a_retry_after_is_honoured(status, loopback, client_of, given) -> None:
    answers = iter([given(b"Too many", status, {"Retry-After": "1"}), given(POST)])
    loopback.answer = lambda _: next(answers)
    began = time.monotonic()
    assert client_of().get("wp/v2/posts").data == POST
    assert time.monotonic() - began >= 1


def test_a_retry_after_beyond_patience_is_an_error_at_once(loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(b"maintenance", 503, {"Retry-After": "600"})
    with pytest.raises(OutageError, match="try again in 600 s, as it asks"):
        client_of().get("wp/v2/posts")
    assert len(loopback.asked) == 1


def test_a_home_page_under_maintenance_says_so(loopback, client_of, given) -> None:
    page = b"<p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>"
    loopback.answer = lambda _: given(page, 503, {"Retry-After": "600"})
    with pytest.raises(OutageError, match="the site is under maintenance; try again in 600 s"):
        client_of().page(loopback.url)


def test_repetitions_do_not_fill_the_log(loopback, client_of, given, monkeypatch) -> None:
    """Prefect shows what reaches the root logger; the error at the end tells it all."""
    shown: list[logging.LogRecord] = []
    log = logging.Handler()
    monkeypatch.setattr(log, "emit", shown.append)
    monkeypatch.setattr(logging.getLogger(), "handlers", [log])
    answers = iter([given(b"out", 503), given(POST)])
    loopback.answer = lambda _: next(answers)
    assert client_of().get("wp/v2/posts").data == POST
    assert not shown


def test_a_truncated_body_is_asked_for_again(loopback, client_of, given) -> None:
    answers = iter([given(b'[{"id":1,"title":', length=100_000), given(POST)])
    loopback.answer = lambda _: next(answers)
    assert client_of().get("wp/v2/posts").data == POST


def test_packed_answers_are_unpacked_up_to_the_limit(loopback, client_of, given) -> None:
    packed = {"Content-Encoding": "gzip"}
    loopback.answer = lambda _: given(gzip.compress(b'[{"id": 7, "slug": "a"}]'), 200, packed)
    assert client_of().get("wp/v2/posts").data == POST
    loopback.answer = lambda _: given(gzip.compress(b" " * 5_000_000), 200, packed)
    with pytest.raises(TooLargeError):
        client_of(limits={"body": 1_000_000}).get("wp/v2/posts")


def test_a_redirect_to_another_host_is_not_followed(loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(b"", 302, {"Location": "http://127.0.0.2/wp-json/wp/v2/posts"})
    with pytest.raises(SourceError, match="none of its own"):
        client_of(credentials=WHO).get("wp/v2/posts")


def test_a_redirect_within_the_site_is_followed_but_not_for_ever(loopback, client_of, given) -> None:
    loopback.answer = lambda asked: (
        given(POST) if "r" in asked.query else given(b"", 301, {"Location": "/wp-json/wp/v2/posts?r=1"})
    )
    assert client_of().get("wp/v2/posts").data == POST
    loopback.answer = lambda _: given(b"", 301, {"Location": "/wp-json/wp/v2/posts"})
    with pytest.raises(SourceError, match="redirects more than"):
        client_of().get("wp/v2/posts")


def test_a_post_is_sent_once_and_through_no_redirect(loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(b"", 301, {"Location": "/wp-json/wp/v2/posts/"})
    with pytest.raises(SourceError, match="nothing was written"):
        client_of(credentials=WHO).post("wp/v2/posts", {"title": "x"})
    assert [asked.method for asked in loopback.asked] == ["POST"]


def test_no_error_or_repr_shows_the_password(loopback, client_of, given) -> None:
    loopback.answer = lambda _: given(b"<h1>no</h1>", 403)
    client = client_of(credentials=WHO)
    with pytest.raises(SourceError) as error:
        client.get("wp/v2/users/me")
    assert loopback.asked[0].headers["authorization"] == WHO.header
    for shown in (repr(WHO), str(error.value), repr(error.value), repr(client)):
        assert SECRET not in shown
        assert WHO.header.split()[1] not in shown


def test_wordpress_errors_bear_their_code(loopback, client_of, given) -> None:
    answer = {"code": "rest_post_invalid_id", "message": "Identifiant non valide.", "data": {"status": 404}}
    loopback.answer = lambda _: given(answer, 404)
    with pytest.raises(RefusedError) as error:
        client_of().get("wp/v2/posts/9")
    assert (error.value.code, error.value.status) == ("rest_post_invalid_id", 404)


def test_a_password_does_not_travel_readable_over_the_internet(client_of) -> None:
    assert may_travel("https://example.org/")
    assert may_travel("http://127.0.0.1:8080/")
    assert not may_travel("http://example.org/")
    with pytest.raises(ConfigError, match="https"):
        client_of(credentials=WHO, root="http://example.org/wp-json/")


def test_credentials_of_the_site_come_before_those_of_all() -> None:
    url = "https://example.org"
    environ = {
        "CALQUE_USER": "a",
        "CALQUE_PASSWORD": "b",
        "CALQUE_MY_SITE_USER": "c",
        "CALQUE_MY_SITE_PASSWORD": "d",
    }
    assert find_credentials("my-site", url, environ) == Credentials("c", "d")
    assert find_credentials("other", url, environ) == Credentials("a", "b")
    assert find_credentials("other", url, {}) is None
    with pytest.raises(ConfigError, match="CALQUE_PASSWORD"):
        find_credentials("other", url, {"CALQUE_USER": "a"})


def test_credentials_may_stand_in_a_netrc_file(tmp_path) -> None:
    path = tmp_path / "netrc"
    path.write_text("machine example.org login marie password secret\n", encoding="utf-8")
    environ = {"CALQUE_NETRC": str(path)}
    assert find_credentials("x", "https://example.org", environ) == Credentials("marie", "secret")
    assert find_credentials("x", "https://other.example", environ) is None
    path.write_text("nonsense secret\n", encoding="utf-8")
    with pytest.raises(CalqueError, match="netrc") as error:
        find_credentials("x", "https://example.org", environ)
    assert "secret" not in str(error.value)


def test_a_route_below_another_root_is_a_whole_address(client_of, loopback) -> None:
    """Ids may be the same there; a password goes to the origin of the site's own root alone."""
    other = loopback.url.replace("127.0.0.1", "localhost")
    client = client_of(credentials=WHO, hosts=(other.removeprefix("http://"),))
    client.get(f"{loopback.url}/fr/wp-json/wp/v2/posts", per_page=1)
    client.get(f"{other}/?rest_route=/wp/v2/posts", per_page=1)
    assert [(asked.path, asked.query) for asked in loopback.asked] == [
        ("/fr/wp-json/wp/v2/posts", {"per_page": "1"}),
        ("/", {"rest_route": "/wp/v2/posts", "per_page": "1"}),
    ]
    assert ["authorization" in asked.headers for asked in loopback.asked] == [True, False]
