"""The publish flow does what `calque publish` does, with the choices of a form."""

import importlib
from types import ModuleType

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from wordpress_circle import DAY, NIGHT, Circle, circle_of

# Prefect's own code and that of its dependencies warns; ours may not.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def flow(prefect_server: None) -> ModuleType:  # noqa: ARG001 — that there is one
    """Load the flow, with a server."""
    return importlib.import_module("calque.flows.publish")


@pytest.fixture
def circle(workspace, loopback, given, monkeypatch) -> Circle:
    return circle_of(workspace, loopback, given, monkeypatch)


def test_a_diff_then_a_draft_and_what_was_done_is_an_artifact(flow: ModuleType, circle: Circle) -> None:
    circle.ready()
    config = str(circle.workspace.root / "calque.toml")
    state = flow.publish_site(config, return_state=True)
    assert state.is_completed()
    assert "1 page to publish, nothing was sent" in state.message
    assert circle.site.writes == []
    state = flow.publish_site(config, mode="draft", return_state=True)
    assert "1 page published" in state.message
    assert "calque publish --undo" in state.message
    assert len(circle.french) == 1
    with get_client(sync_client=True) as client:
        key = ArtifactFilterKey(any_=["translation-publish-lane"])
        rows = client.read_artifacts(artifact_filter=ArtifactFilter(key=key))
    assert "Le vieux moulin" in str(rows[-1].data) + str(rows[0].data)


def test_a_page_that_is_never_published_is_told_with_the_reason(flow: ModuleType, circle: Circle) -> None:
    content = f'<div class="elementor-element"><p>{DAY}</p><p>{NIGHT}</p></div>'
    source = circle.site.add("the-old-mill", "The old mill", content)
    circle.sync()
    circle.translate(source.id)
    state = flow.publish_site(str(circle.workspace.root / "calque.toml"), return_state=True)
    assert "0 pages to publish, nothing was sent; 1 held" in state.message
    with get_client(sync_client=True) as client:
        key = ArtifactFilterKey(any_=["translation-publish-lane"])
        rows = client.read_artifacts(artifact_filter=ArtifactFilter(key=key))
    assert any("Elementor holds its text" in str(row.data) for row in rows)


def test_what_could_not_be_published_is_how_the_run_ends(flow: ModuleType, circle: Circle) -> None:
    circle.ready()
    circle.site.role = "subscriber"
    config = str(circle.workspace.root / "calque.toml")
    state = flow.publish_site(config, mode="live", return_state=True)
    assert state.is_failed()
    assert "may not write posts there" in state.message


def test_the_form_knows_what_can_be_chosen(flow: ModuleType) -> None:
    properties = flow.publish_site.parameters.model_dump()["properties"]
    assert properties["mode"]["enum"] == ["diff", "draft", "live"]
    assert properties["mode"]["default"] == "diff"
