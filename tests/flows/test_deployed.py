"""`calque deploy` on a server: what it makes there, what it refuses, and which site a run of it is."""

import importlib
import json
import socket
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from prefect import tags
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL, temporary_settings

from calque.config import read_site
from calque.deploy.sites import read_sites
from calque.deploy.write import write_manifest
from calque.errors import CalqueError, ConfigError
from calque.store import locked

ROOT = Path(__file__).parents[2]

# Prefect's own code and that of its dependencies warns; ours may not.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def server(empty_server: None) -> ModuleType:  # noqa: ARG001 — that there is one
    """Load what speaks to a server, with one that only the tests here deploy to."""
    return importlib.import_module("calque.deploy.server")


@pytest.fixture(scope="module")
def flows(server: ModuleType) -> ModuleType:
    assert server
    return importlib.import_module("calque.flows.sync")


def lay_out(root: Path, *names: str) -> list[str]:
    """Make a workspace of each name, with one post, and return their folders."""
    post = {
        "id": 1,
        "type": "post",
        "slug": "one",
        "status": "publish",
        "modified_gmt": "2026-01-01T10:00:00",
        "link": "https://example.org/one/",
        "title": {"rendered": ""},
        "content": {"rendered": "<p>We open the doors at nine and close them late in the evening.</p>"},
    }
    for name in names:
        (root / name / "posts").mkdir(parents=True)
        (root / name / "posts" / "1.json").write_text(json.dumps(post), encoding="utf-8")
        text = (
            f'[site]\nname = "{name}"\nurl = "https://example.org"\nsource = "en"\nposts = ["posts/*.json"]\n'
        )
        (root / name / "calque.toml").write_text(f'{text}[locales.fr]\nprefix = "fr"\n', encoding="utf-8")
    return [str(root / name) for name in names]


def deploy(server: ModuleType, root: Path, *places: str) -> list[str]:
    sites, errors = read_sites(places)
    assert errors == ()
    with server.connect() as client:
        manifest = write_manifest(sites, root, nights=server.nights_on(client, sites))
        told, failures = server.deploy(client, sites, manifest)
    assert failures == []
    return [
        one for one in told if "calque made no automation" not in one
    ]  # automations have tests of their own


@pytest.fixture(scope="module", autouse=True)
def deployed(server: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deploy two sites, once and before all tests here, in whatever order they run: it takes some ten seconds."""
    root = tmp_path_factory.mktemp("deployed")
    assert deploy(server, root, *lay_out(root, "harbour", "meadow")) == [
        "Made the work pool calque.",
        "harbour: harbour-digest, harbour-nightly.",
        "meadow: meadow-digest, meadow-nightly.",
        "The table of 2 sites: harbour-sites.",
    ]
    return root


def test_deploying_twice_makes_each_deployment_and_schedule_once(server: ModuleType, deployed: Path) -> None:
    with get_client(sync_client=True) as client:
        before = client.read_deployment_by_name("sync-site/harbour-nightly")
        assert len(deploy(server, deployed, str(deployed / "harbour"), str(deployed / "meadow"))) == 3
        after = client.read_deployment_by_name("sync-site/harbour-nightly")
        assert len([one for one in client.read_deployments() if "site:harbour" in one.tags]) == 2
        assert client.read_work_pool("calque").type == "process"
    (schedule,) = after.schedules
    assert (schedule.id, schedule.slug) == (before.schedules[0].id, "nightly")
    assert (after.id, after.parameters, after.pull_steps) == (before.id, before.parameters, before.pull_steps)
    assert after.parameters == {"config": str(deployed / "harbour" / "calque.toml")}
    assert after.concurrency_limit is None
    assert after.global_concurrency_limit is None


def test_another_team_s_sites_change_nothing_of_these(
    server: ModuleType, deployed: Path, tmp_path: Path
) -> None:
    with get_client(sync_client=True) as client:
        before = client.read_deployment_by_name("translation-sites/harbour-sites")
        assert deploy(server, tmp_path, *lay_out(tmp_path, "cliff", "dune"))[-1] == (
            "The table of 2 sites: cliff-sites."
        )
        after = client.read_deployment_by_name("translation-sites/harbour-sites")
    assert (after.parameters, after.updated) == (before.parameters, before.updated)
    assert deployed


def test_a_site_keeps_the_minute_that_it_has_on_the_server(
    server: ModuleType, deployed: Path, tmp_path: Path
) -> None:
    """Wherever it is deployed from, and whatever stands in the file there; another's schedule is not touched."""
    with get_client(sync_client=True) as client:
        before = client.read_deployment_by_name("sync-site/meadow-nightly")
        (schedule,) = before.schedules
        moved = schedule.schedule.model_copy(update={"cron": "54 4 * * *"})
        client.update_deployment_schedule(before.id, schedule.id, active=False, schedule=moved)
        deploy(server, deployed, str(deployed / "harbour"))
        assert client.read_deployment_by_name("sync-site/meadow-nightly").schedules[0].active is False
        assert deploy(server, tmp_path, str(deployed / "meadow"))[-1] == (
            "meadow-nightly is paused, so it does not run by itself; resume it on Prefect's page."
        )
        (schedule,) = client.read_deployment_by_name("sync-site/meadow-nightly").schedules
        assert schedule.schedule.cron == "54 4 * * *"
        assert schedule.active is False
        client.update_deployment_schedule(before.id, schedule.id, active=True)


def test_a_site_that_is_taken_out_and_the_table_that_was_called_after_it_are_told(
    server: ModuleType, tmp_path: Path
) -> None:
    places = lay_out(tmp_path, "alder", "birch", "cedar")
    assert deploy(server, tmp_path, *places)[-1] == "The table of 3 sites: alder-sites."
    (tmp_path / "prefect.yaml").unlink()
    table, gone = deploy(server, tmp_path, *places[1:])[-2:]
    assert table == (
        "alder-sites is an earlier table of the same sites, and is still made every morning; if nobody reads it any "
        "more, take it off the server: prefect deployment delete translation-sites/alder-sites."
    )
    assert gone == (
        f"{places[0]}/calque.toml: its site was in the table before, and is not in birch-sites now, but its nights go "
        "on (alder-digest, alder-nightly); if it has left, take them off the server: prefect deployment delete "
        "sync-site/alder-nightly, prefect deployment delete translation-digest/alder-digest, and its automations on "
        "Prefect's page; if not, name its folder, too."
    )
    (tmp_path / "prefect.yaml").unlink()
    told = deploy(server, tmp_path, *reversed(places[1:]))  # in another order it is another table
    assert any(row.startswith("birch-sites is an earlier table of the same sites, ") for row in told)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (
            401,
            "the Prefect server refuses who asks (401); say `prefect config set PREFECT_API_AUTH_STRING=…` with",
        ),
        (
            403,
            "the Prefect server refuses who asks (403); say `prefect config set PREFECT_API_AUTH_STRING=…` with",
        ),
        (
            422,
            'the Prefect server answers 422 to GET /api/csrf-token ({ "detail": "no" }); look at its log,',
        ),
    ],
)
def test_a_server_that_refuses_is_a_sentence(
    server: ModuleType, tmp_path: Path, loopback: Any, given: Any, status: int, told: str
) -> None:
    """A server with a password answers whether it is healthy, whoever asks."""
    healthy, refused = given(data="yes"), given(b'{\n "detail": "no"\n}', status)
    loopback.answer = lambda asked: healthy if asked.path.endswith("/health") else refused
    places = lay_out(tmp_path, "quay")
    with temporary_settings({PREFECT_API_URL: f"{loopback.url}/api"}), pytest.raises(CalqueError) as caught:
        deploy(server, tmp_path, *places)
    assert str(caught.value).startswith(f"{loopback.url}/api: {told}")


EDITED = """\
name: calque
deployments:
  - name: dyke-nightly
    tags: [calque, sync, "site:dyke"]
    entrypoint: {entrypoint}
    work_pool: {{name: {pool}}}
"""


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            EDITED.format(entrypoint="calque.flows.sync:sync_site", pool="of-" + "many-" * 20 + "letters"),
            f"(This deployment configuration references work pool 'of-{'many-' * 20}letters' which does not exist.",
        ),
        (
            EDITED.format(entrypoint="calque.flows.nothing:sync_site", pool="calque"),
            "(ModuleNotFoundError: No module named 'calque.flows.nothing')",
        ),
    ],
    ids=["no such pool", "no such flow"],
)
def test_what_prefect_refuses_in_an_edited_file_is_told_in_one_unbroken_line(
    server: ModuleType, tmp_path: Path, text: str, told: str
) -> None:
    (place,) = lay_out(tmp_path, "dyke")
    (tmp_path / "prefect.yaml").write_text(text)
    with pytest.raises(CalqueError) as caught:
        deploy(server, tmp_path, place)
    assert told in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path}/prefect.yaml: prefect deploy refused it (")
    assert str(caught.value).endswith("); mend the file, or move it away")
    assert "\n" not in str(caught.value)


def test_of_an_edited_file_the_sites_that_are_named_are_deployed_and_nothing_else(
    server: ModuleType, tmp_path: Path
) -> None:
    places = lay_out(tmp_path, "weir", "lock")
    path = write_manifest(read_sites(places)[0], tmp_path).path
    edited = path.read_text().replace("slug: monday", "slug: weekly")
    path.write_text(edited + "  - name: of-nobody\n    entrypoint: calque.flows.sync:sync_site\n")
    told = deploy(server, tmp_path, places[0])
    assert told[0] == "weir: weir-digest, weir-nightly."
    assert any(
        row.startswith(f"{path}: of no site, and not deployed: of-nobody; give each the tag") for row in told
    )
    with get_client(sync_client=True) as client:
        names = {one.name for one in client.read_deployments()}
    assert {"weir-nightly", "weir-digest", "weir-sites"} <= names
    assert not names & {"lock-nightly", "lock-digest", "of-nobody"}


def test_an_edited_file_writes_over_no_deployment_of_another_file(
    server: ModuleType, deployed: Path, tmp_path: Path
) -> None:
    (place,) = lay_out(tmp_path, "quarry")
    path = write_manifest(read_sites([place])[0], tmp_path).path
    path.write_text(path.read_text().replace("name: quarry-nightly", "name: harbour-nightly"))
    with get_client(sync_client=True) as client:
        before = client.read_deployment_by_name("sync-site/harbour-nightly")
        with pytest.raises(ConfigError) as caught:
            deploy(server, tmp_path, place)
        after = client.read_deployment_by_name("sync-site/harbour-nightly")
    assert str(caught.value).startswith(
        f"{path}: the server has a deployment harbour-nightly of {deployed / 'harbour' / 'calque.toml'}, and"
    )
    assert (after.parameters, after.updated) == (before.parameters, before.updated)


def test_a_deployment_that_does_not_come_to_its_end_is_a_sentence(server: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "prefect.yaml").write_text("name: calque\n")
    with pytest.raises(CalqueError, match=r"prefect\.yaml: prefect deploy did not end within 0 s; see that"):
        server.run_prefect_deploy(tmp_path / "prefect.yaml", ["one"], seconds=0.01)


@pytest.mark.usefixtures("deployed")
def test_the_deployments_of_another_workspace_are_not_taken_over(
    server: ModuleType, deployed: Path, tmp_path: Path
) -> None:
    (place,) = lay_out(tmp_path, "harbour")
    with pytest.raises(ConfigError) as caught:
        deploy(server, tmp_path, place)
    assert f"of {deployed / 'harbour' / 'calque.toml'}; give this site another name" in str(caught.value)


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize(
    "wrong",
    [
        {"nope": 1},
        {"sample": -5},
        {"sample": "many"},
        {"accept": ["nonsense"]},
        {"offline": 3},
        {"post": 12},
        {"config": ""},
    ],
    ids=str,
)
def test_wrong_parameters_are_refused_when_the_run_is_created(wrong: dict[str, Any]) -> None:
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name("sync-site/meadow-nightly")
        client.create_flow_run_from_deployment(deployment.id, parameters={"offline": True})
        with pytest.raises(PrefectHTTPStatusError, match="409"):
            client.create_flow_run_from_deployment(deployment.id, parameters=wrong)


@pytest.fixture
def as_deployed(deployed: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have flows find that they are run for a deployment without a pull step; return the id of one that has one."""
    assert deployed
    with get_client(sync_client=True) as client:
        found = client.read_deployment_by_name("sync-site/meadow-nightly")
        bare = client.create_deployment(found.flow_id, "bare", entrypoint=found.entrypoint)
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", str(bare))
    return str(found.id)


def test_a_deployed_run_refuses_a_path_that_depends_on_the_worker_s_folder(
    flows: ModuleType, as_deployed: str, deployed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(deployed / "meadow")
    state = flows.sync_site(return_state=True)
    assert state.is_failed()
    assert "is a path below whatever folder the worker was started in" in str(state.message)
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", as_deployed)  # its pull step says which folder
    assert flows.sync_site(return_state=True).is_completed()


@pytest.mark.usefixtures("as_deployed")
def test_a_deployed_run_syncs_no_other_site_and_no_sample_by_accident(
    flows: ModuleType, deployed: Path
) -> None:
    config = str(deployed / "harbour" / "calque.toml")
    with tags("site:meadow"):
        state = flows.sync_site(config, return_state=True)
    assert state.is_failed()
    assert "its site is harbour, and this deployment is that of meadow" in str(state.message)
    state = flows.sync_site(str(ROOT / "calque.toml"), return_state=True)
    assert state.is_failed()
    assert "this is the sample that calque ships" in str(state.message)
    with tags("site:harbour"):
        assert flows.sync_site(config, return_state=True).is_completed()


def test_a_run_whose_calque_toml_is_gone_says_where_it_was_looked_for(
    flows: ModuleType, tmp_path: Path
) -> None:
    state = flows.sync_site(str(tmp_path / "calque.toml"), return_state=True)
    assert state.is_failed()
    assert str(state.message).startswith(
        f"{tmp_path}/calque.toml: there is no such file that the worker's user can see"
    )
    assert socket.gethostname() in str(state.message)


def test_a_run_is_called_after_its_site_and_local_time(flows: ModuleType, tmp_path: Path) -> None:
    (place,) = lay_out(tmp_path, "quay")
    path = Path(place) / "calque.toml"
    path.write_text(path.read_text() + '[prefect]\ntimezone = "Asia/Kathmandu"\n')
    states = [flows.sync_site(str(path), return_state=True)]
    path.write_text("no toml")
    states.append(flows.sync_site(str(path), return_state=True))
    with get_client(sync_client=True) as client:
        runs = [client.read_flow_run(state.state_details.flow_run_id) for state in states]
    named, unread = (run.name for run in runs)
    assert (
        named == f"quay {runs[0].expected_start_time.astimezone(ZoneInfo('Asia/Kathmandu')):%Y-%m-%d %H:%M}"
    )
    assert unread.startswith("quay 20")  # the folder's name


def test_a_run_beside_another_sync_is_cancelled_with_one_sentence(
    flows: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (place,) = lay_out(tmp_path, "quay")
    with locked(read_site(Path(place) / "calque.toml").root):
        state = flows.sync_site(f"{place}/calque.toml", return_state=True)
        assert flows.main(["--config", f"{place}/calque.toml"]) == 4
    assert state.is_cancelled()
    assert "another sync holds the lock" in str(state.message)
    assert "calque: " in capfd.readouterr().err


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize("name", ["sync-site/meadow-nightly", "translation-digest/meadow-digest"])
def test_the_form_says_of_every_parameter_what_it_does(name: str) -> None:
    with get_client(sync_client=True) as client:
        schema = client.read_deployment_by_name(name).parameter_openapi_schema
    assert schema["additionalProperties"] is False
    for parameter, shown in schema["properties"].items():
        assert len(shown.get("description", "")) > 20, parameter
    assert not any("password" in parameter or "secret" in parameter for parameter in schema["properties"])


def test_several_sites_are_one_table_with_a_row_a_site(
    flows: ModuleType, deployed: Path, tmp_path: Path
) -> None:
    for name in ("harbour", "meadow"):
        assert flows.sync_site(str(deployed / name / "calque.toml"), return_state=True).is_completed()
    sites = importlib.import_module("calque.flows.sites")
    places = [str(deployed / name / "calque.toml") for name in ("harbour", "meadow")]
    assert sites.tell_sites(places, "harbour", return_state=True).is_completed()
    state = sites.tell_sites(
        [*places, str(tmp_path / "a *b\x1b[31m" / "calque.toml")], "harbour", return_state=True
    )
    assert state.is_failed()  # as `calque status` of several sites exits 3, or 2
    assert state.message == "3 sites, 1 held or failed"
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(
            artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["translation-sites-harbour"]))
        )
        assert client.read_deployment_by_name("translation-sites/harbour-sites").parameters == {
            "configs": places,
            "name": "harbour",
        }
    newest = max(found, key=lambda one: one.created)
    assert "1 held or failed\n\n- a \\*b␛\\[31m: " in str(
        newest.description
    )  # a cell of the table is cut where it is long
    assert "there is no such file" in str(newest.description)
    rows = json.loads(str(newest.data))
    assert [row["Site"] for row in rows] == ["harbour", "meadow", "a *b␛[31m"]
    assert rows[0]["Words to do"] == "13"
    assert rows[0]["Last good night"].endswith(" UTC")
    assert "there is no such file" in rows[2]["Held or failed"]


def test_deployments_under_an_earlier_name_and_sites_of_which_nobody_is_told_are_named_in_a_sentence(
    server: ModuleType, tmp_path: Path
) -> None:
    places = lay_out(tmp_path, "quay", "pier")
    deploy(server, tmp_path, *places)
    config = tmp_path / "quay" / "calque.toml"
    config.write_text(config.read_text().replace('"quay"', '"wharf"'))
    told = deploy(server, tmp_path, *places)
    (nightly,) = [row for row in told if row.startswith("quay-nightly ")]
    assert "runs the same calque.toml under an earlier name of wharf" in nightly
    assert "prefect deployment delete sync-site/quay-nightly" in nightly
    assert len([row for row in told if "an earlier name" in row]) == 2
    with get_client(
        sync_client=True
    ) as client:  # somebody's own: no deployment of calque's is without a site
        found = client.read_deployment_by_name("sync-site/wharf-nightly")
        client.create_deployment(
            found.flow_id,
            "by-hand",
            tags=["calque"],
            parameters={"config": str(config)},
            entrypoint=found.entrypoint,
        )
    assert not [row for row in deploy(server, tmp_path, *places) if row.startswith("by-hand ")]
    with server.connect() as client:
        told, failures = server.tell_somebody(client, read_sites(places)[0], "deploy", automations=False)
    assert failures == []
    (sentence,) = told
    assert sentence.startswith(
        "wharf, pier: calque made no automation that tells of a bad night, or of one that does not come; set notify"
    )
    assert sentence.endswith("in each calque.toml, then say `calque deploy --automations`.")
