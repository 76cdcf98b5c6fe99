"""Real WordPress servers, started once a session, and a site of theirs in the test's own folder."""

import base64
import json
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from calque.sources.wordpress.client import Client
from calque.sources.wordpress.credentials import Credentials
from calque.sources.wordpress.limits import Limits

HERE = Path(__file__).parent
ZIPS = HERE.parents[2] / ".calque" / "wordpress"
VERSIONS = ("6.1", "6.5", "6.6")
DAY = "<p>One fine day in the lane.</p>"
CONFIG = """\
[site]
name = "lane"
url = "{url}"
source = "en"

[locales.fr]
prefix = "fr"
{locale}

[wordpress]
rate = 500
{more}
"""
CLEAN = """
$all = ['post_type' => array_keys(get_post_types()), 'post_status' => array_keys(get_post_stati())];
foreach (get_posts($all + ['numberposts' => -1]) as $post) wp_delete_post($post->ID, true);
update_option('timezone_string', 'Europe/Paris');
update_option('WPLANG', '');
update_option('calque_languages', '');
"""


@dataclass
class WordPress:
    """A running server."""

    url: str
    home: Path
    version: str
    passwords: dict[str, str]

    def run(self, code: str) -> str:
        """Run PHP inside it."""
        run = subprocess.run(
            ["php", str(HERE / "run.php"), str(self.home)],
            input=code,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, f"{run.stdout}\n{run.stderr}"
        return run.stdout

    def call(self, method: str, route: str, body: Any = None, **query: Any) -> Any:
        """Ask its REST API as the administrator, by nothing of calque's."""
        url = f"{self.url}/?rest_route=/wp/v2/{route}&{urlencode(query)}"
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        kind = "image/png" if isinstance(body, bytes) else "application/json"
        login = base64.b64encode(f"admin:{self.passwords['admin']}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Content-Type": kind}
        if isinstance(body, bytes):
            headers["Content-Disposition"] = 'attachment; filename="a.png"'
        request = urllib.request.Request(url, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def add(self, slug: str, content: str = DAY, collection: str = "posts", **more: Any) -> int:
        """Create a post, public unless told otherwise; return its id."""
        body = {"slug": slug, "title": slug.title(), "content": content, "status": "publish"} | more
        return int(self.call("POST", collection, body)["id"])

    def add_many(self, number: int) -> None:
        """Create posts straight in the database, all with one date."""
        self.run(f"""
            global $wpdb;
            for ($i = 1; $i <= {number}; $i++) $wpdb->insert($wpdb->posts, [
                'post_title' => "Post $i", 'post_name' => "post-$i", 'post_content' => "<p>Text $i of the lane.</p>",
                'post_excerpt' => '', 'to_ping' => '', 'pinged' => '', 'post_content_filtered' => '',
                'post_status' => 'publish', 'post_type' => 'post', 'post_author' => 1,
                'post_date' => '2026-01-01 11:00:00', 'post_date_gmt' => '2026-01-01 10:00:00',
                'post_modified' => '2026-01-01 11:00:00', 'post_modified_gmt' => '2026-01-01 10:00:00']);
        """)

    def store(self, number: int, **columns: str) -> None:
        """Write columns of a post straight to the database, as an import or a plugin does."""
        values = json.dumps(columns)
        self.run(f"""
            global $wpdb;
            $wpdb->update($wpdb->posts, json_decode({values!r}, true), ['ID' => {number}]);
            clean_post_cache({number});
        """)

    def fault(self, name: str, match: str = "", times: int = -1) -> None:
        """Break the answers to addresses that match, so many times."""
        told = {"fault": name, "match": match, "times": times}
        path = self.home / "wp-content/fault.json"
        path.write_text(json.dumps(told), encoding="utf-8")

    def calm(self) -> None:
        """End all faults."""
        (self.home / "wp-content/fault.json").unlink(missing_ok=True)


@pytest.fixture(scope="session")
def start() -> Iterator[Callable[..., WordPress]]:
    """Start servers when they are first asked for; end them all with the session."""
    folder = Path(tempfile.mkdtemp(prefix="calque-wp-"))  # short: a socket's path has 107 characters
    servers: dict[str, WordPress] = {}
    command = [sys.executable, str(HERE / "server.py")]

    def started(version: str, *options: str) -> WordPress:
        name = f"{version}{''.join(options).replace('/', '')}"
        if name not in servers:
            arguments = ["up", str(folder / name), version, "--zips", str(ZIPS), *options]
            run = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stderr
            told = json.loads(run.stdout)
            servers[name] = WordPress(told["url"], Path(told["home"]), told["version"], told["passwords"])
        return servers[name]

    yield started
    subprocess.run([*command, "down", str(folder)], check=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def wordpress(start: Callable[..., WordPress]) -> Iterator[WordPress]:
    """WordPress 6.1 with MariaDB, without a post."""
    yield from _clean(start("6.1"))


@pytest.fixture(params=VERSIONS)
def any_wordpress(request: pytest.FixtureRequest, start: Callable[..., WordPress]) -> Iterator[WordPress]:
    """Each version, without a post."""
    yield from _clean(start(request.param))


def _clean(server: WordPress) -> Iterator[WordPress]:
    server.calm()
    server.run(CLEAN)
    yield server
    server.calm()


@pytest.fixture
def configure(workspace: Any) -> Callable[..., None]:
    """Make the test's folder the workspace of a server's site."""

    def written(server: WordPress, *, locale: str = 'truth = "po"', more: str = "attempts = 2") -> None:
        workspace.configure(CONFIG.format(url=server.url, locale=locale, more=more))

    return written


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give the environment a user's credentials."""

    def signed_in(server: WordPress, user: str = "editor", password: str = "") -> None:
        monkeypatch.setenv("CALQUE_LANE_USER", user)
        monkeypatch.setenv("CALQUE_LANE_PASSWORD", password or server.passwords[user])

    return signed_in


@pytest.fixture
def client_of() -> Iterator[Callable[..., Client]]:
    """Make clients of a server, and close them."""
    made: list[Client] = []

    def make(server: WordPress, user: str = "", **options: Any) -> Client:
        who = Credentials(user, server.passwords[user]) if user else None
        limits = options.pop("limits", Limits(attempts=3, patience=5.0))
        made.append(Client(server.url, credentials=who, rate=500, limits=limits, **options))
        return made[-1]

    yield make
    for client in made:
        client.close()
