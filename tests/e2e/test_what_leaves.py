"""What leaves the machine of a night, and what is kept of a password: both looked for where a thief would look."""

import base64
import json
import os
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from prefect_server import PrefectServer

pytestmark = pytest.mark.e2e

USER, PASSWORD = "marie", "wxyz abcd efgh"
SECRETS = [
    PASSWORD,
    PASSWORD.replace(" ", ""),
    *(base64.b64encode(text.encode()).decode().rstrip("=") for text in (f"{USER}:{PASSWORD}", PASSWORD)),
]
LISTENS = """
import os
import sys


def note(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        host = arguments[1] if event == "socket.connect" else arguments[0]
        with open(os.environ["CONNECTIONS"], "a") as file:
            file.write(f"{host[0] if isinstance(host, tuple) else host}\\n")


sys.addaudithook(note)
"""
SAVE = """
import os
from prefect.blocks.system import Secret
Secret(value={"user": os.environ["WHO"], "password": os.environ["WHAT"]}).save("calque-lane", overwrite=True)
"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrefectServer]:
    """A server that, with all it starts, notes whom it speaks to."""
    (tmp_path / "sitecustomize.py").write_text(LISTENS, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("CONNECTIONS", str(tmp_path / "connections"))
    (tmp_path / "prefect").mkdir()
    made = PrefectServer(tmp_path / "prefect")
    try:
        made.wait()
        yield made
    finally:
        made.end()


def site_of_one_post(url: str, given: Any) -> Any:
    """Answer as a WordPress with one post, and an editor's account."""
    post = {
        "id": 1,
        "type": "post",
        "slug": "one",
        "status": "publish",
        "link": f"{url}/one/",
        "date_gmt": "2026-01-01T10:00:00",
        "modified_gmt": "2026-01-01T10:00:00",
        "title": {"rendered": "One", "raw": "One"},
        "content": {"rendered": "<p>One fine day.</p>", "raw": "<p>One fine day.</p>", "protected": False},
        "_links": {"self": [{"href": f"{url}/wp-json/wp/v2/posts/1"}]},
    }
    fixed = {
        "": {"name": "Example", "namespaces": ["wp/v2"]},
        "wp/v2/types": {"post": {"rest_base": "posts"}},
        "wp/v2/taxonomies": {},
        "wp/v2/users/me": {"id": 1, "slug": USER, "roles": ["editor"], "capabilities": {"edit_posts": True}},
        "wp/v2/posts/1": post,
        "wp/v2/posts/1/revisions": [],
    }

    def answer(asked: Any) -> Any:
        route = asked.path.removeprefix("/wp-json/").strip("/")
        if route == "wp/v2/posts":
            rows = [] if int(asked.query.get("offset", 0)) else [post]
            return given(rows, 200, {"X-WP-Total": "1"})
        return given(fixed.get(route, []))

    return answer


def test_a_night_speaks_to_the_site_alone_and_keeps_its_password_nowhere(
    server: PrefectServer, tmp_path: Path, loopback: Any, given: Any
) -> None:
    """A good night, and one that the site refuses, whose message could quote what was sent."""
    workspace = tmp_path / "lane"
    workspace.mkdir()
    (workspace / "calque.toml").write_text(
        f'[site]\nname = "lane"\nurl = "{loopback.url}"\nsource = "en"\n'
        f'[locales.fr]\nprefix = "fr"\ntruth = "po"\n[wordpress]\nroot = "{loopback.url}/wp-json/"\n',
        encoding="utf-8",
    )
    server.environment |= {"WHO": USER, "WHAT": PASSWORD}
    server.run("python", "-c", SAVE, cwd=tmp_path)
    for name in ("WHO", "WHAT"):
        del server.environment[name]
    server.run("calque", "deploy", "lane", cwd=tmp_path)

    def night(*states: str) -> dict[str, Any]:
        known = {run["id"] for run in server.runs("COMPLETED", "FAILED")}
        server.prefect("deployment", "run", "sync-site/lane-nightly")
        run: dict[str, Any] = server.wait_for(
            lambda: [one for one in server.runs("COMPLETED", "FAILED") if one["id"] not in known]
        )[0]
        assert run["state_type"] in states, run["state"]["message"]
        return run

    with server.worker(tmp_path):
        loopback.answer = site_of_one_post(loopback.url, given)
        night("COMPLETED")
        assert loopback.asked[-1].headers["authorization"].startswith("Basic ")
        assert list(workspace.rglob("*.po"))
        refusal = {"code": "incorrect_password", "message": f"{PASSWORD} is wrong", "data": {"status": 401}}
        loopback.answer = lambda _: given(refusal, 401)
        refused = night("FAILED")
        assert "not accepted" in refused["state"]["message"]

    spoken_to = set((tmp_path / "connections").read_text(encoding="utf-8").split())
    assert "127.0.0.1" in spoken_to
    assert {host for host in spoken_to if not is_here(host)} == set()
    assert kept_in(tmp_path) == []
    known_to_the_api = json.dumps(
        [
            server.post(f"{kind}/filter")
            for kind in ("flow_runs", "artifacts", "logs", "deployments", "task_runs")
        ]
    )
    assert [secret for secret in SECRETS if secret in known_to_the_api] == []


def is_here(host: str) -> bool:
    """Tell whether a host is this machine; a path is a socket of this machine's, `None` is one that listens."""
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return host in ("localhost", "None") or host.startswith("/")


def kept_in(folder: Path) -> list[tuple[str, str]]:
    """Return each file below a folder that holds a secret, and which."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in files)
    return [
        (os.fspath(path.relative_to(folder)), secret)
        for path in files
        for secret in SECRETS
        if secret.encode() in path.read_bytes()
    ]
