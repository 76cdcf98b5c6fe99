"""The Prefect flow does what `calque sync` does, as task runs over batches, and leaves its artifacts."""

import importlib
import json
import os
import re
import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey, FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import Artifact, State
from prefect.exceptions import ParameterTypeError
from prefect.states import Failed

from calque.cli import main
from calque.config import read_site
from calque.flows.tasks import TASKS
from calque.pipeline.crawl.live import network_steps
from calque.pipeline.runner import InTurn
from calque.pipeline.status import status
from calque.pipeline.sync import sync
from calque.sources.wordpress.failures import OutageError, RefusedError
from calque.store import locked
from first_looks import first_seen_at

ROOT = Path(__file__).parents[2]

# Prefect's own code and that of its dependencies warns; ours may not.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def flows(prefect_server: None) -> ModuleType:  # noqa: ARG001 — that there is one
    """Load the flow, with a server."""
    return importlib.import_module("calque.flows.sync")


def artifact(key: str) -> Artifact:
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))
    return max(found, key=lambda one: one.created)


def run(flows: ModuleType, root: Path) -> State:
    state: State = flows.sync_site(config=str(root / "calque.toml"), return_state=True)
    return state


def test_the_flow_and_the_command_give_the_same_files_and_figures(flows: ModuleType, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copytree(ROOT / "sample", tmp_path / name / "sample")
        shutil.copy(ROOT / "calque.toml", tmp_path / name)
    begun = datetime.now(UTC).replace(microsecond=0)
    state = run(flows, tmp_path / "one")
    assert state.is_completed(), state.message
    outcome = sync(read_site(tmp_path / "two" / "calque.toml"), InTurn(), now=lambda: datetime.now(UTC))
    files = [
        {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for path in (tmp_path / name).rglob("*.po*")
        }
        for name in ("one", "two")
    ]
    assert files[0] == files[1]
    measured = status(read_site(tmp_path / "one" / "calque.toml"), now=lambda: datetime.now(UTC))
    assert first_seen_at(begun, measured.pages) == first_seen_at(begun, outcome.status.pages)
    assert first_seen_at(begun, measured.locales) == first_seen_at(begun, outcome.status.locales)


def test_an_english_page_under_fr_ends_the_same_on_both_roads(flows: ModuleType, workspace) -> None:
    text = "The reading room opens its doors every morning, and nobody has to say what they came for."
    workspace.post(7, f"<p>{text}</p>", locale="fr", title="Why the reading room is never empty")
    assert run(flows, workspace.root).is_completed()
    by_flow = status(workspace.site, now=lambda: datetime.now(UTC)).pages
    by_command = workspace.sync().status.pages
    assert [(page.state, page.percent, page.observed) for page in by_flow] == [("wrong_language", 0, "en")]
    assert by_flow == by_command


def test_the_artifacts_show_what_the_command_shows(
    flows: ModuleType, workspace, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    run(flows, workspace.root)
    monkeypatch.chdir(workspace.root)
    told = {}
    for name, options in {"json": [], "markdown": ["--worklist", "--limit", "50"]}.items():
        capfd.readouterr()
        with pytest.raises(SystemExit):
            main(["status", "--format", name, *options])
        told[name] = capfd.readouterr().out
    table = artifact("translation-status-example")
    (locale,) = json.loads(told["json"])["locales"]
    assert json.loads(str(table.data)) == [
        {
            "Language": "French (fr)",
            "Translated": f"{locale['percent']}%",
            "Published": f"{locale['percent_published']}%",
            "Words to do": str(locale["counts"]["missing"]["words"]),
            "Missing": str(locale["counts"]["missing"]["segments"]),
        }
    ]
    assert table.description == "fr 0%"
    worklist = artifact("translation-worklist-example")
    assert str(worklist.data) == told["markdown"]
    assert (
        worklist.description == f"1 translation of 1 page, {locale['counts']['missing']['words']} words to do"
    )


def test_there_is_a_link_to_the_report_where_a_browser_can_follow_it_and_else_its_place_in_the_log(
    flows: ModuleType, workspace, caplog: pytest.LogCaptureFixture
) -> None:
    text = (workspace.root / "calque.toml").read_text().replace('"example"', '"linked"')
    workspace.configure(text)
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    with caplog.at_level("INFO"):
        run(flows, workspace.root)
    key = ArtifactFilter(key=ArtifactFilterKey(any_=["translation-report-linked"]))
    with get_client(sync_client=True) as client:
        assert client.read_artifacts(artifact_filter=key) == []
    told = [
        record.getMessage() for record in caplog.records if "set url under [report]" in record.getMessage()
    ]
    assert len(told) == 1
    assert str(workspace.root / "report.html") in told[0]
    workspace.configure(text + '[report]\nurl = "https://example.org/report.html"\n')
    run(flows, workspace.root)
    assert "(https://example.org/report.html)" in str(artifact("translation-report-linked").data)


def test_a_policy_that_does_not_hold_completes_below_policy(flows: ModuleType, workspace) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + "[gate]\nfail_under = 90\n")
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    state = run(flows, workspace.root)
    assert state.is_completed()
    assert state.message == "below policy: fr: 0% translated, under the bar of 90%"
    assert workspace.catalog(1).exists()


def test_a_flow_with_workers_leaves_what_one_without_leaves(
    flows: ModuleType, workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for number in range(1, 61):
        workspace.post(number, f"<p>We open the doors at nine in the morning, says sign {number}.</p>")
    other = type(workspace)(tmp_path_factory.mktemp("other"))
    shutil.copytree(workspace.root, other.root, dirs_exist_ok=True)
    other.configure((other.root / "calque.toml").read_text() + "[run]\nworkers = 2\n")
    begun = datetime.now(UTC).replace(microsecond=0)
    assert run(flows, workspace.root).is_completed()
    state = run(flows, other.root)
    assert state.is_completed()
    assert other.files() == workspace.files()
    moment = datetime.now(UTC)
    pages = [status(one.site, now=lambda: moment).pages for one in (other, workspace)]
    assert first_seen_at(begun, pages[0]) == first_seen_at(begun, pages[1])
    with get_client(sync_client=True) as client:
        runs = client.read_task_runs(
            flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
        )
    assert "renew 9–16 of 60" in {run.name for run in runs}


def test_below_policy_is_the_verdict_a_warning_a_locale_and_a_tag(
    flows: ModuleType, workspace, caplog: pytest.LogCaptureFixture
) -> None:
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(f'{text}[locales.de]\nprefix = "de"\ntruth = "po"\n[gate]\nfail_under = 90\n')
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    state = run(flows, workspace.root)
    assert state.message == "below policy in 2 of 2 locales: fr 0%, de 0% (bar 90%)"
    warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert "French is below policy: 0% translated, under the bar of 90%" in warned
    with get_client(sync_client=True) as client:
        tags = client.read_flow_run(state.state_details.flow_run_id).tags
    assert set(tags) == {"below-policy", "site:example"}
    rows = json.loads(str(artifact("translation-status-example").data))
    assert {row["Policy"] for row in rows} == {"0% translated, under the bar of 90%"}


def test_stale_texts_are_in_the_sentence_of_a_good_run(flows: ModuleType, workspace) -> None:
    said = "We open the doors at nine in the morning and close them again in the evening."
    workspace.post(1, f"<p>{said}</p>", title="")
    workspace.sync()
    workspace.translate(1, {said: "Nous ouvrons les portes à neuf heures du matin et fermons le soir."})
    workspace.sync()
    workspace.post(1, f"<p>{said.replace('nine', 'ten')}</p>", title="")
    assert run(flows, workspace.root).message == "all read and measured; 1 stale in 1 language"


def test_what_cannot_be_read_fails_the_run_and_the_rest_is_written(
    flows: ModuleType, workspace, caplog: pytest.LogCaptureFixture
) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    (workspace.root / "posts" / "cut.json").write_text('{"id": 3,')
    state = run(flows, workspace.root)
    assert state.is_failed()
    assert "could not be read or measured: posts/cut.json:1: the JSON is cut off" in str(state.message)
    assert not any(row.levelname == "ERROR" for row in caplog.records)  # the run's end says it once
    assert workspace.catalog(1).exists()
    (row,) = json.loads(str(artifact("translation-failures-example").data))
    assert row["Where"] == "posts/cut.json:1"
    assert "the JSON is cut off" in row["What"]


def test_a_flow_beside_another_sync_is_cancelled_with_one_sentence(flows: ModuleType, workspace) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    with locked(workspace.root):
        state = run(flows, workspace.root)
    assert state.is_cancelled()
    assert "another sync holds the lock" in str(state.message)


def test_a_run_that_broke_down_does_not_exit_0(
    flows: ModuleType, workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files may stand well; that the run did not come to its end is told all the same."""
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    monkeypatch.chdir(workspace.root)
    assert flows.main() == 0

    def break_down(*_: object) -> None:
        raise RuntimeError("the server is gone")

    monkeypatch.setattr(flows, "leave_artifacts", break_down)
    assert flows.main() == 3


def test_a_server_that_is_not_there_is_no_broken_policy(
    flows: ModuleType, workspace, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3 in a sentence, where Python's own 1 would say that a policy does not hold."""

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("Failed to reach API at http://127.0.0.1:9/api/.\nmore")

    monkeypatch.setattr(flows, "sync_site", refuse)
    assert flows.main(["--config", str(workspace.root / "calque.toml")]) == 3
    assert capfd.readouterr().err == (
        "calque: Prefect: Failed to reach API at http://127.0.0.1:9/api/; see that the server of PREFECT_API_URL "
        "answers, or run `calque sync`, which needs none\n"
    )
    with pytest.raises(RuntimeError):
        flows.main(["--debug"])


def test_the_flow_runs_from_another_folder_with_the_settings_of_prefect_toml(
    flows: ModuleType, workspace, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning and close them again in the evening.</p>")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert flows.main(["--config", str(workspace.root / "calque.toml")]) == 0
    assert workspace.catalog(1).exists()
    shipped = tomllib.loads((ROOT / "prefect.toml").read_text())["server"]
    expected = {
        "server.ephemeral.startup_timeout_seconds": shipped["ephemeral"]["startup_timeout_seconds"],
        "server.analytics_enabled": shipped["analytics_enabled"],
    }
    assert expected == flows.SETTINGS


def test_a_wrong_configuration_fails_with_its_line(flows: ModuleType, workspace) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + "prefx = 3\n")
    state = run(flows, workspace.root)
    assert state.is_failed()
    assert "calque.toml:10: unknown key 'prefx'" in str(state.message)


def test_bad_inputs_are_findings_and_the_rest_goes_on(
    flows: ModuleType, workspace, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 2):
        workspace.post(number, f"<p>Post {number} opens the doors and closes them again.</p>")
    workspace.sync()
    path = workspace.catalog(1)
    path.write_bytes(path.read_bytes().replace(b"charset=UTF-8", b"charset=rot13"))
    (workspace.root / ".calque" / "ledger.sqlite").write_bytes(b"no database" * 500)
    (workspace.root / "report.html").unlink()
    (workspace.root / "report.html").mkdir()
    posts = workspace.root / "posts"
    (posts / "cut-\x1b[31m\u202e.json").write_text("{", encoding="utf-8")
    (posts / "caf\udce9.json").write_text("{}", encoding="utf-8")
    (posts / "away.json").symlink_to("nowhere.json")
    os.mkfifo(posts / "pipe.json")
    workspace.post(3, "<p>A third one opens the doors, too.</p>")
    with caplog.at_level("INFO"):
        state = run(flows, workspace.root)
    assert state.is_failed()
    assert "could not be read or measured" in str(state.message)
    assert workspace.catalog(3).exists()
    told = f"{state.message}\n" + "\n".join(record.getMessage() for record in caplog.records)
    for place in (
        "charset rot13",
        "ledger.damaged.sqlite",
        "report.html",
        "cut-␛[31m",
        r"caf\xe9",
        "away.json",
        "pipe.json",
    ):
        assert place in told
    assert re.search("[\x1b\u202e\ud800-\udfff]", told) is None


def test_steps_run_as_tasks_over_batches(
    flows: ModuleType, workspace, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(1, 251):
        workspace.post(number, f"<p>Post number {number} opens the doors and closes them again.</p>")
    with caplog.at_level("INFO"):
        state = run(flows, workspace.root)
    assert "of 250, " not in caplog.text  # of a step that takes seconds, Prefect says that it finished
    workspace.post(1, "<p>The first of them stays open.</p>")
    assert run(flows, workspace.root).is_completed()
    with get_client(sync_client=True) as client:
        runs = client.read_task_runs(
            flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
        )
    names = sorted(run.name.partition(" ")[0] for run in runs)
    assert {"split_files 1–200 of 250", "split_files 201–250 of 250", "sweep", "report"} <= {
        run.name for run in runs
    }
    assert {"sweep", "split_files", "renew", "write", "track", "record", "report"} <= set(names)
    assert (names.count("split_files"), names.count("renew"), names.count("sweep")) == (2, 2, 1)
    assert len(names) < 25


def test_a_sync_of_ten_thousand_posts_makes_about_a_hundred_task_runs(
    flows: ModuleType, workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen with a twentieth of the posts, in batches of a twentieth."""
    for module in ("calque.flows.tasks", "calque.pipeline.runner.crew"):
        monkeypatch.setattr(f"{module}.BATCH", 10)
    for number in range(1, 501):
        workspace.post(number, "<p>The doors are open.</p>")
    state = run(flows, workspace.root)
    with get_client(sync_client=True) as client:
        runs = client.read_task_runs(
            flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
        )
    assert 60 < len(runs) <= 100


def test_a_wordpress_site_is_fetched_by_the_flow_as_by_the_command(
    flows: ModuleType, tmp_path: Path, loopback: Any, given: Any
) -> None:
    posts = [
        {
            "id": number,
            "type": "post",
            "slug": f"post-{number}",
            "status": "publish",
            "link": f"{loopback.url}/post-{number}/",
            "modified_gmt": "2026-01-01T10:00:00",
            "title": {"rendered": f"Post {number}"},
            "content": {"rendered": f"<p>Text {number} of the lane.</p>", "protected": False},
        }
        for number in range(1, 231)
    ]

    def answer(asked: Any) -> Any:
        if "include" in asked.query:
            wanted = set(map(int, asked.query["include"].split(",")))
            return given([post for post in posts if post["id"] in wanted])
        if asked.path.endswith("/posts"):
            first = int(asked.query.get("offset", 0))
            return given(posts[first : first + int(asked.query["per_page"])], 200, {"X-WP-Total": "230"})
        fixed = {"types": {"post": {"rest_base": "posts"}}, "taxonomies": {}}
        return given(fixed.get(asked.path.rsplit("/", 1)[1], {"namespaces": ["wp/v2"]}))

    loopback.answer = answer
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        text = f'[site]\nname = "lane"\nurl = "{loopback.url}"\nsource = "en"\n[locales.fr]\nprefix = "fr"\n'
        text += f'[wordpress]\nrate = 1000\nroot = "{loopback.url}/wp-json/"\n'
        (tmp_path / name / "calque.toml").write_text(text, encoding="utf-8")
    state = run(flows, tmp_path / "one")
    assert state.is_completed(), state.message
    sync(read_site(tmp_path / "two" / "calque.toml"), InTurn(), now=lambda: datetime.now(UTC))
    files = [
        {
            path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
            for folder in ("locales/templates", ".calque/posts")
            for path in (tmp_path / name / folder).rglob("*.*")
        }
        for name in ("one", "two")
    ]
    assert len(files[0]) == 230 + 230 + 1
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (OutageError("http://x/: out; try later"), True),
        (RefusedError("http://x/: no; mend it", "rest_forbidden", 403), False),
    ],
    ids=["503", "403"],
)
def test_a_step_is_begun_again_where_the_site_was_out_and_not_where_it_refused(
    error: Exception,
    again: bool,  # noqa: FBT001 — a table's column
) -> None:
    state = Failed(data=error)
    assert {step.__name__ for step in network_steps()} == {
        "survey",
        "look_up",
        "download",
        "inquire",
        "load_heads",
    }
    for step in network_steps():
        task = TASKS[step]
        assert task.retry_condition_fn(task, None, state) is again
        assert len(task.retry_delay_seconds) == task.retries


def test_the_password_may_stand_in_a_secret_block(
    flows: ModuleType, tmp_path: Path, loopback: Any, given: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback.answer = lambda _: given(
        {"code": "rest_not_logged_in", "message": "", "data": {"status": 401}}, 401
    )
    # a site of its own: the block stays in the server that the tests here share
    Secret(value={"user": "marie", "password": "wxyz abcd"}).save("calque-guarded", _sync=True)
    text = f'[site]\nname = "guarded"\nurl = "{loopback.url}"\nsource = "en"\n[locales.fr]\nprefix = "fr"\n'
    text += f'[wordpress]\nroot = "{loopback.url}/wp-json/"\n'
    (tmp_path / "calque.toml").write_text(text, encoding="utf-8")
    for name in ("USER", "PASSWORD"):  # set now, so that they are taken back at the end
        monkeypatch.setenv(f"CALQUE_GUARDED_{name}", "")
    state = run(flows, tmp_path)
    assert state.is_failed()
    assert "not accepted" in str(state.message)
    assert "wxyz" not in str(state)
    assert loopback.asked[0].headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    "held",
    [
        "wxyz abcd",
        '"wxyz abcd"',
        '["marie", "wxyz abcd"]',
        {"user": "marie"},
        {"user": "marie", "password": None},
        "",
    ],
    ids=["plain text", "a JSON text", "a JSON list", "no password", "a password that is none", "nothing"],
)
def test_a_secret_block_that_holds_something_else_is_a_sentence_without_the_secret(
    flows: ModuleType,
    tmp_path: Path,
    loopback: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    held: object,
) -> None:
    Secret(value=held).save("calque-plain", overwrite=True, _sync=True)
    text = f'[site]\nname = "plain"\nurl = "{loopback.url}"\nsource = "en"\n[locales.fr]\nprefix = "fr"\n[wordpress]\n'
    (tmp_path / "calque.toml").write_text(text, encoding="utf-8")
    for name in ("USER", "PASSWORD"):
        monkeypatch.setenv(f"CALQUE_PLAIN_{name}", "")
    state = run(flows, tmp_path)
    assert state.is_failed()
    assert str(state.message).startswith(
        "Secret block calque-plain: it does not hold a user and a password; give it"
    )
    assert "wxyz" not in str(state) + caplog.text
    assert loopback.asked == []


def test_what_a_guard_asks_is_a_question_in_the_final_state(
    flows: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is answered by the parameter `accept`, whose values are the guards' codes and no others."""
    sent: list[str] = []
    events = importlib.import_module("calque.flows.events")
    monkeypatch.setattr(events, "emit_event", lambda name, **_: sent.append(name))
    root = tmp_path / "site"
    posts = root / "posts"
    posts.mkdir(parents=True)
    (root / "calque.toml").write_text(
        '[site]\nname = "quarry"\nurl = "https://example.org"\nsource = "en"\nposts = ["posts/*.json"]\n'
        '[locales.fr]\nprefix = "fr"\ntruth = "po"\n',
        encoding="utf-8",
    )

    def write(word: str) -> None:
        for number in range(1, 13):
            text = f"We open the {word} of house number {number} at nine and close them in the late evening."
            row = {
                "id": number,
                "type": "post",
                "slug": f"post-{number}",
                "status": "publish",
                "modified_gmt": "2026-01-01T10:00:00",
                "link": f"https://example.org/post-{number}/",
                "title": {"rendered": ""},
                "content": {"rendered": f"<p>{text}</p>"},
            }
            (posts / f"{number}.json").write_text(json.dumps(row), encoding="utf-8")

    write("doors")
    assert run(flows, root).is_completed()
    for path in (root / "locales" / "fr" / "LC_MESSAGES").glob("*.po"):
        text = path.read_text(encoding="utf-8")
        start = text.rindex('msgstr ""')
        path.write_text(f'{text[:start]}msgstr "Nous ouvrons la maison à neuf heures."\n', encoding="utf-8")
    assert run(flows, root).is_completed()
    write("gates")
    state = run(flows, root)
    assert state.is_failed()
    assert str(state.message).startswith("held: https://example.org: 12 of 12 pages became stale at once")
    assert str(state.message).endswith('accept with accept=["mass_change"]')
    assert "could not be read" not in str(state.message)
    config = str(root / "calque.toml")
    with pytest.raises(ParameterTypeError, match="'vanished', 'mass_change'"):
        flows.sync_site(config=config, accept=["nonsense"])
    assert flows.sync_site(config=config, accept=["mass_change"], return_state=True).is_completed()
    for number in range(1, 9):  # a guard that stops the run before anything is measured asks as the others do
        (posts / f"{number}.json").unlink()
    state = run(flows, root)
    assert state.is_failed()
    assert str(state.message).startswith(
        "held: quarry: 8 of 12 posts are not there any more, nothing was written"
    )
    assert [name for name in sent if name.startswith("calque.sync.")][-1] == "calque.sync.held"
    assert flows.sync_site(config=config, accept=["vanished"], return_state=True).is_completed()
