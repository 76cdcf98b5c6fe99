"""`calque sync` and `calque status` against a real WordPress, as a person runs them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.e2e

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def calque(workspace: Any) -> Run:
    """Run the command in the workspace, with these variables in the environment and nothing of ours."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("CALQUE_")}
        command = [sys.executable, "-m", "calque", *arguments]
        return subprocess.run(
            command, cwd=workspace.root, env=own | variables, capture_output=True, text=True, check=False
        )

    return run


def posts(done: subprocess.CompletedProcess[str]) -> int:
    return int(json.loads(done.stdout)["posts"])


def test_a_first_report_by_sample_then_all_then_without_the_site(
    wordpress: Any, workspace: Any, configure: Any, calque: Run
) -> None:
    wordpress.add_many(30)
    configure(wordpress, more="attempts = 1")
    assert posts(calque("sync", "--sample", "7", "--format", "json")) == 7
    done = calque("sync", "--format", "json")
    assert (done.returncode, posts(done)) == (0, 30)
    wordpress.fault("503")
    failed = calque("sync")
    assert failed.returncode == 3
    assert "maintenance" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert posts(calque("sync", "--offline", "--format", "json")) == 30
    assert posts(calque("status", "--format", "json")) == 30
    assert (workspace.root / "locales").is_dir()


def test_the_password_shows_nowhere(wordpress: Any, workspace: Any, configure: Any, calque: Run) -> None:
    number = wordpress.add("draft", "<p>Not yet for everybody.</p>", status="draft")
    configure(wordpress, more="attempts = 1")
    secret = wordpress.passwords["editor"]
    who = {"CALQUE_LANE_USER": "editor", "CALQUE_LANE_PASSWORD": secret}
    done = calque("sync", **who)
    assert done.returncode == 0, done.stderr
    assert (workspace.root / f".calque/posts/posts/{number}.json").exists()
    wordpress.fault("html", "wp/v2/posts")
    failed = calque("sync", **who)
    wordpress.calm()
    wrong = calque("sync", **(who | {"CALQUE_LANE_PASSWORD": "wrong horse"}))
    without = calque("sync")
    assert (failed.returncode, wrong.returncode, without.returncode) == (3, 3, 2)
    assert "CALQUE_LANE_PASSWORD" in without.stderr
    shown = "".join(one.stdout + one.stderr for one in (done, failed, wrong, without))
    written = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    assert secret not in shown
    assert "wrong horse" not in shown
    assert secret.encode() not in written
