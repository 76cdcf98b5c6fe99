"""A sync of a live site that is killed at any point: no word is lost, nothing stays held, and the next goes on."""

from typing import Any

import pytest

CONFIG = """\
[site]
name = "example"
url = "{url}"
source = "en"

[locales.fr]
prefix = "fr"
truth = "po"

[wordpress]
types = ["posts"]
rate = 1000
batch = 1
attempts = 1
hreflang = true
"""
TEXTS = (
    "We open the doors of house {} at nine in the morning and close them in the evening.",
    "Behind house {} lies a garden with old apple trees, two benches and a pond full of frogs.",
)
FRENCH = "Nous ouvrons les portes de la maison {} à neuf heures du matin et les fermons le soir."


class LiveSite:
    """A WordPress site of four English posts and a French one, which its head pairs."""

    def __init__(self, url: str, given: Any) -> None:
        self.edited = False
        self._url = url
        self._given = given

    def __call__(self, asked: Any) -> Any:
        route = asked.path.removeprefix("/wp-json/").strip("/")
        fixed = {
            "": {"namespaces": ["wp/v2"]},
            "wp/v2/types": {"post": {"rest_base": "posts"}},
            "wp/v2/taxonomies": {},
        }
        if asked.path == "/":
            return self._given(b"<html>", 200, {"Link": f'<{self._url}/wp-json/>; rel="https://api.w.org/"'})
        if route in fixed:
            return self._given(fixed[route])
        if asked.path.startswith("/fr/"):
            links = (("en", "/post-1/"), ("fr", "/fr/post-11/"))
            head = "".join(
                f'<link rel="alternate" hreflang="{tag}" href="{self._url}{to}">' for tag, to in links
            )
            return self._given(f"<html lang=fr><head>{head}</head></html>".encode())
        if route.startswith("wp/v2/posts/"):
            gone = {"code": "rest_post_invalid_id", "message": "", "data": {"status": 404}}
            return self._given(gone, 404)
        numbers = [1, 2, 4, 11] if self.edited else [1, 2, 3, 11]
        wanted = set(map(int, asked.query.get("include", "1,2,3,4,11").split(",")))
        rows = [self._row(number) for number in numbers if number in wanted]
        return self._given(rows, 200, {"X-WP-Total": str(len(rows))})

    def _row(self, number: int) -> dict[str, Any]:
        is_french = number > len("0123456789")
        slug = f"fr/post-{number}" if is_french else f"post-{number}"
        texts = [FRENCH.format(number)] if is_french else [text.format(number) for text in TEXTS]
        day = 1
        if self.edited and number in (1, 11):
            texts[0] = texts[0].replace("doors", "gates").replace("portes", "grilles")
            day = 2
        return {
            "id": number,
            "type": "post",
            "slug": slug.rpartition("/")[2],
            "status": "publish",
            "link": f"{self._url}/{slug}/",
            "date_gmt": "2026-01-01T10:00:00",
            "modified_gmt": f"2026-01-{day:02}T10:00:00",
            "title": {"rendered": f"The little book of post {number}"},
            "content": {"rendered": "\n".join(f"<p>{text}</p>" for text in texts), "protected": False},
            "_links": {"self": [{"href": f"{self._url}/wp-json/wp/v2/posts/{number}"}]},
        }


@pytest.fixture
def live(loopback, given, midway, tmp_path) -> tuple[LiveSite, Any]:
    """The evening before a sync that fetches, keeps, forgets, merges and adopts: a site, and a workspace of it."""
    site = LiveSite(loopback.url, given)
    loopback.answer = site
    root = tmp_path / "site"
    root.mkdir()
    bench = midway.before.at(root)
    (root / "calque.toml").write_text(CONFIG.format(url=loopback.url), encoding="utf-8")
    bench.sync()
    for number in (2, 3):
        bench.translate(number)
    site.edited = True
    return site, bench


def test_a_live_sync_that_is_killed_anywhere_is_made_up_for_by_the_next(live, children, tmp_path) -> None:
    _, bench = live
    undisturbed = bench.copied(tmp_path / "undisturbed")
    done = children.run(undisturbed.root)
    assert done.code == 0, done.error
    places = [at for at, _ in enumerate(done.trace, start=1)]
    undisturbed.sync()
    marks = bench.marks()
    touched = "\n".join(done.trace)
    assert all(name in touched for name in ("/sync.lock", "/lock", "1.json", "11.html", "post-1-post-1.po"))
    for at in places[:: max(1, len(places) // 12)]:
        one = bench.copied(tmp_path / "killed")
        killed = children.run(one.root, "killed", at=at)
        # It may come to its end in fewer operations: how often the file system's clock is looked at is up to that.
        assert killed.code == -9 or at > len(killed.trace)
        assert marks - one.marks() == set(), at
        one.sync()  # nothing is held
        one.sync()
        assert one.files() == undisturbed.files(), done.trace[at - 1]
