"""The digest flow tells what `calque digest` tells."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from calque.cli import main

ROOT = Path(__file__).parents[2]

# Prefect's own code and that of its dependencies warns; ours may not.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def flow(prefect_server: None) -> ModuleType:  # noqa: ARG001 — that there is one
    """Load the flow, with a server."""
    return importlib.import_module("calque.flows.digest")


def test_the_run_says_what_changed_and_leaves_the_digest(
    flow: ModuleType, workspace, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    workspace.sync(day="2026-06-01")
    workspace.post(2, "<p>Another house opens its doors at ten in the morning, and never closes them.</p>")
    workspace.sync(day="2026-06-02")
    state = flow.tell_changes(str(workspace.root / "calque.toml"), "9999d", return_state=True)
    assert state.is_completed()
    assert str(state.message) == "example: Since 1 June: 1 new."
    monkeypatch.chdir(workspace.root)
    capfd.readouterr()
    with pytest.raises(SystemExit):
        main(["digest", "--since", "9999d"])
    key = ArtifactFilterKey(any_=["translation-digest-example"])
    with get_client(sync_client=True) as client:
        (artifact,) = client.read_artifacts(artifact_filter=ArtifactFilter(key=key))
    assert str(artifact.data) == capfd.readouterr().out


def test_a_wrong_length_of_time_fails_with_a_sentence(flow: ModuleType, workspace) -> None:
    state = flow.tell_changes(str(workspace.root / "calque.toml"), "soon", return_state=True)
    assert state.is_failed()
    assert "is no length of time" in str(state.message)


def test_what_could_not_be_read_fails_the_run_as_it_does_the_command_and_the_digest_is_left(
    flow: ModuleType, workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text().replace('"example"', '"torn"'))
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    workspace.sync(day="2026-06-01")
    (workspace.root / "posts" / "cut.json").write_text('{"id": 3,')
    state = flow.tell_changes(str(workspace.root / "calque.toml"), "7d", return_state=True)
    assert state.is_failed()
    assert str(state.message).startswith("could not be read or measured: posts/cut.json:1: the JSON is cut")
    assert "torn: " in str(state.message)
    monkeypatch.chdir(workspace.root)
    with pytest.raises(SystemExit) as end:
        main(["digest", "--since", "7d"])
    assert end.value.code == 3
    key = ArtifactFilterKey(any_=["translation-digest-torn"])
    with get_client(sync_client=True) as client:
        assert client.read_artifacts(artifact_filter=ArtifactFilter(key=key))
