"""Somebody is told: events of a run reach a loopback receiver by Prefect's own automations and blocks."""

import importlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_string
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from prefect import tags
from prefect.blocks.notifications import CustomWebhookNotificationBlock, MattermostWebhook, SlackWebhook
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.server.events.jinja_filters import ui_url
from prefect.server.utilities.user_templates import (
    register_user_template_filters,
    render_user_template_sync,
)
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL, temporary_settings

from calque.cli import main
from calque.deploy.sites import read_sites
from calque.errors import ConfigError
from calque.pipeline.status import news

# Prefect's own code and that of its dependencies warns; ours may not.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def flows(empty_server: None) -> ModuleType:  # noqa: ARG001 — that there is one
    return importlib.import_module("calque.flows.sync")


@pytest.fixture(scope="module")
def received() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Listen on loopback, as the receiver of a webhook does: its address, and what it was sent."""
    got: list[dict[str, Any]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", got
    server.shutdown()
    server.server_close()


def wait_for(found: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.2)
    raise TimeoutError


def configure(workspace, name: str, notify: str) -> None:
    text = (workspace.root / "calque.toml").read_text().replace('"example"', f'"{name}"')
    workspace.configure(text + f'[prefect]\nnotify = "{notify}"\n')


def renew(workspace, **more: Any) -> dict[str, bool]:
    automations = importlib.import_module("calque.deploy.automations")
    with get_client(sync_client=True) as client:
        names: dict[str, bool] = automations.renew_automations(client, workspace.site, **more)
    return names


SAID = "We open the doors at nine in the morning and close them again in the evening."


def test_a_failed_run_and_a_stale_page_are_told_by_a_webhook(
    flows: ModuleType, workspace, received: tuple[str, list[dict[str, Any]]]
) -> None:
    url, got = received
    CustomWebhookNotificationBlock(
        name="desk", url=url, json_data={"subject": "{{subject}}", "text": "{{body}}"}
    ).save("desk", overwrite=True)
    configure(workspace, "lane", "custom-webhook/desk")
    config = str(workspace.root / "calque.toml")
    names = renew(workspace)
    assert renew(workspace) == names
    with get_client(sync_client=True) as client:
        made = [one.name for one in client.read_automations() if one.name.startswith("calque lane: ")]
    assert sorted(made) == sorted(names)
    assert len(names) == 6

    workspace.post(1, f"<p>{SAID}</p>", title="Opening hours")
    workspace.sync(day="2026-06-01")
    workspace.translate(1, {SAID: "Nous ouvrons les portes à neuf heures du matin et fermons le soir."})
    workspace.sync(day="2026-06-02")
    workspace.post(1, f"<p>{SAID.replace('nine', 'ten')}</p>", title="Opening hours")
    with tags("calque", "sync", "site:lane"):
        assert flows.sync_site(config, return_state=True).is_completed()
        stale = wait_for(lambda: [one for one in got if "became stale" in one.get("subject", "")])
        assert stale[0]["text"] == "lane: 1 page became stale in fr, 3 words"
        (workspace.root / "posts" / "cut.json").write_text('{"id": 3,')
        assert flows.sync_site(config, return_state=True).is_failed()
    (failed,) = wait_for(lambda: [one for one in got if "a run failed" in one.get("subject", "")])
    assert "posts/cut.json:1: the JSON is cut off" in failed["text"]
    assert failed["text"].startswith("lane 20")
    assert SAID.split("nine", maxsplit=1)[0] not in json.dumps(got)  # no text of a post


def test_deploying_with_automations_again_changes_nothing_and_leaves_a_paused_one_paused(
    flows: ModuleType,
    workspace,
    received: tuple[str, list[dict[str, Any]]],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert flows
    url, _ = received
    CustomWebhookNotificationBlock(name="quiet", url=url, json_data={}).save("quiet", overwrite=True)
    configure(workspace, "bay", "custom-webhook/quiet")
    workspace.post(1, f"<p>{SAID}</p>")
    monkeypatch.chdir(workspace.root)

    def deploy(*options: str) -> str:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main(["deploy", *options])
        assert not end.value.code
        return capfd.readouterr().out

    def made(client: Any) -> dict[str, Any]:
        rows = client.request("POST", "/automations/filter", json={}).json()
        return {row["name"]: row for row in rows if row["name"].startswith("calque bay: ")}

    def announced(client: Any) -> int:
        within = {"event": {"name": ["calque.site.deployed"]}, "resource": {"id": ["calque.site.bay"]}}
        return int(client.request("POST", "/events/filter", json={"filter": within}).json()["total"])

    assert (
        "bay: calque made no automation that tells of a bad night, or of one that does not come; say `calque deploy"
        in deploy()
    )
    with get_client(sync_client=True) as client:
        assert "bay: 6 automations.\n" in deploy("--automations")
        wait_for(lambda: announced(client) == 1)
        first = made(client)
        assert len(first) == 6
        client.pause_automation(first["calque bay: stale"]["id"])
        paused = made(client)
        told = deploy("--automations")
        assert "bay: 6 automations; somebody paused calque bay: stale.\n" in told
        assert made(client) == paused
        workspace.configure((workspace.root / "calque.toml").read_text().replace("/quiet", "/desk"))
        CustomWebhookNotificationBlock(name="desk", url=url, json_data={}).save("desk", overwrite=True)
        deploy("--automations")
        renewed = made(client)
        assert {name: row["enabled"] for name, row in renewed.items()} == {
            name: row["enabled"] for name, row in paused.items()
        }
        assert renewed["calque bay: failed"]["actions"] != first["calque bay: failed"]["actions"]
        assert "calque made no automation" not in deploy()
        wait_for(lambda: announced(client) == 2)  # the wait for a good night began anew with its automation


UNTOLD = (
    "{}: calque made no automation that tells of a bad night, or of one that does not come; say "
    "`calque serve --automations`."
)


def test_serving_says_that_nobody_is_told_and_makes_the_automations_where_it_is_asked_to(
    flows: ModuleType, workspace, received: tuple[str, list[dict[str, Any]]]
) -> None:
    assert flows
    serving = importlib.import_module("calque.deploy.serve")
    url, _ = received
    CustomWebhookNotificationBlock(name="desk", url=url, json_data={}).save("desk", overwrite=True)
    configure(workspace, "cove", "custom-webhook/desk")
    sites, _ = read_sites([str(workspace.root)])
    _, told, failures = serving.make_runner(sites)
    assert (told, failures) == (
        [
            UNTOLD.format("cove"),
        ],
        [],
    )
    assert serving.make_runner(sites, automations=True)[1:] == (["cove: 6 automations."], [])
    assert serving.make_runner(sites)[1:] == ([], [])
    workspace.configure(
        (workspace.root / "calque.toml").read_text().replace("webhook/desk", "webhook/nobody")
    )
    _, told, failures = serving.make_runner(read_sites([str(workspace.root)])[0], automations=True)
    assert told == []  # those that it has stay as they are
    assert "has no block custom-webhook/nobody" in str(failures[0])
    workspace.configure((workspace.root / "calque.toml").read_text().replace('"cove"', '"creek"'))
    _, told, failures = serving.make_runner(read_sites([str(workspace.root)])[0], automations=True)
    assert [row for row in told if "earlier name" not in row] == [
        UNTOLD.format("creek"),
    ]
    assert "has no block custom-webhook/nobody" in str(failures[0])


@pytest.fixture
def mailbox() -> Iterator[tuple[int, list[str]]]:
    """Listen on loopback as a mail server does: its port, and the messages that it was sent."""
    got: list[str] = []

    class Mail(StreamRequestHandler):
        def handle(self) -> None:
            def say(line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

            say("220 ready")
            for line in self.rfile:
                word = line[:4].strip().upper()
                if word == b"DATA":
                    say("354 go on")
                    got.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                say("221 bye" if word == b"QUIT" else "250 ok")
                if word == b"QUIT":
                    return

    with ThreadingTCPServer(("127.0.0.1", 0), Mail) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1], got
        server.shutdown()


def test_a_failed_run_is_told_by_chat_and_by_e_mail(
    flows: ModuleType, workspace, received: tuple[str, list[dict[str, Any]]], mailbox: tuple[int, list[str]]
) -> None:
    """Mattermost takes what Slack takes, at an address of one's own; Slack's is always its own host."""
    url, posted = received
    port, mails = mailbox
    MattermostWebhook(
        hostname="127.0.0.1",
        port=int(url.rpartition(":")[2]),
        token="t0ken",  # noqa: S106 — the receiver asks for none
        include_image=False,
        secure=False,
    ).save("editors", overwrite=True)
    mail = f"mailto://127.0.0.1:{port}?from=calque@lane.example&to=editors@lane.example&mode=insecure"
    SlackWebhook(url=mail).save("mail", overwrite=True)
    workspace.post(1, f"<p>{SAID}</p>")
    (workspace.root / "posts" / "cut.json").write_text('{"id": 3,')
    config = str(workspace.root / "calque.toml")
    for name, notify in (("quay", "mattermost-webhook/editors"), ("pier", "slack-webhook/mail")):
        text = (workspace.root / "calque.toml").read_text().partition("[prefect]")[0]
        workspace.configure(re.sub(r'(?m)^name = ".*"', f'name = "{name}"', text))
        workspace.configure(
            (workspace.root / "calque.toml").read_text() + f'[prefect]\nnotify = "{notify}"\n'
        )
        renew(workspace)
        with tags("calque", "sync", f"site:{name}"):
            assert flows.sync_site(config, return_state=True).is_failed()
    (chat,) = wait_for(lambda: [one["text"] for one in posted if "quay: a run failed" in one.get("text", "")])
    assert "posts/cut.json:1: the JSON is cut off" in chat
    (sent,) = wait_for(
        lambda: [one for one in map(message_from_string, mails) if "pier" in one.get("subject", "")]
    )
    assert sent["subject"] == "pier: a run failed"
    assert "posts/cut.json:1: the JSON is cut off" in words_of(sent)


def words_of(mail: Message) -> str:
    """Return what an e-mail says, in whatever part and encoding."""
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return "\n".join(part.decode() for part in parts if isinstance(part, bytes))


def test_a_block_that_is_not_there_is_told_before_anything_is_made(flows: ModuleType, workspace) -> None:
    assert flows
    configure(workspace, "mill", "slack-webhook/nobody")
    with pytest.raises(ConfigError, match="has no block slack-webhook/nobody; make it on Prefect's page"):
        renew(workspace)
    workspace.configure((workspace.root / "calque.toml").read_text().replace("notify", "# notify"))
    with pytest.raises(ConfigError, match="nobody to tell; set notify under"):
        renew(workspace)
    with get_client(sync_client=True) as client:
        assert not [one for one in client.read_automations() if "mill" in one.name]


def test_the_first_run_is_a_baseline_and_a_second_run_of_a_day_tells_nothing_new(
    flows: ModuleType, workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = importlib.import_module("calque.flows.events")
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(events, "emit_event", lambda name, **more: told.append({"event": name, **more}))
    config = str(workspace.root / "calque.toml")
    for number in range(1, 13):
        workspace.post(number, f"<p>House {number}: {SAID}</p>", title=f"House {number}")
    assert flows.sync_site(config, return_state=True).is_completed()
    assert [one["event"] for one in told] == ["calque.sync.completed"]
    assert flows.sync_site(config, return_state=True).is_completed()
    assert [one["event"] for one in told] == ["calque.sync.completed"] * 2


def test_a_page_that_became_stale_is_told_by_the_run_that_found_it_and_by_no_later_one(
    workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the reports compare with: here with the report of a week ago."""
    events = importlib.import_module("calque.flows.events")
    told: list[list[str]] = []
    monkeypatch.setattr(
        events, "emit_event", lambda _, **more: told.append([one["key"] for one in more["payload"]["first"]])
    )
    workspace.configure((workspace.root / "calque.toml").read_text() + '[report]\nsince = "7d"\n')

    def night(day: int) -> None:
        status = workspace.sync(day=f"2026-06-{day:02}").status
        events.tell_stale(workspace.site, status, news(workspace.site, status))

    for number in (1, 2, 3):
        workspace.post(number, f"<p>House {number}: {SAID}</p>", title="")
    night(1)
    for number in (1, 2, 3):
        workspace.translate(
            number, {f"House {number}: {SAID}": f"Maison {number} : nous ouvrons à neuf heures."}
        )
    night(2)
    workspace.post(1, f"<p>House 1: {SAID.replace('nine', 'ten')}</p>", title="")
    night(3)
    assert told == [["posts/1"]]
    night(4)
    night(4)  # a second run of a day, as `--post` begins one for each post that is saved
    assert told == [["posts/1"]]
    workspace.post(2, f"<p>House 2: {SAID.replace('nine', 'ten')}</p>", title="")
    night(5)
    night(6)
    assert told == [["posts/1"], ["posts/2"]]
    workspace.translate(
        1, {f"House 1: {SAID.replace('nine', 'ten')}": "Maison 1 : nous ouvrons à dix heures."}
    )
    night(7)
    workspace.post(1, f"<p>House 1: {SAID.replace('nine', 'two')}</p>", title="")
    night(8)
    assert told == [["posts/1"], ["posts/2"], ["posts/1"]]


def test_a_stale_event_names_ten_pages_and_counts_all(workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    events = importlib.import_module("calque.flows.events")
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(events, "emit_event", lambda name, **more: told.append({"event": name, **more}))
    for number in range(1, 13):
        workspace.post(number, f"<p>House {number}: {SAID}</p>", title=f"House {number}")
    workspace.sync(day="2026-06-01")
    for number in range(1, 13):
        workspace.translate(
            number, {f"House {number}: {SAID}": f"Maison {number} : nous ouvrons à neuf heures."}
        )
    workspace.sync(day="2026-06-02")
    for number in range(1, 13):
        workspace.post(
            number, f"<p>House {number}: {SAID.replace('nine', 'ten')}</p>", title=f"House {number}"
        )
    status = workspace.sync(day="2026-06-03", accept=["mass_change"]).status
    for _ in range(2):
        events.tell_stale(workspace.site, status, news(workspace.site, status))
    first, second = told
    assert first["id"] == second["id"]
    assert first["event"] == "calque.translation.stale"
    assert first["resource"]["prefect.resource.id"] == "calque.site.example.locale.fr"
    assert (first["payload"]["pages"], len(first["payload"]["first"])) == (12, 10)
    assert first["payload"]["first"][0]["url"].startswith("https://example.org/post-")
    assert "doors" not in json.dumps(first["payload"])


def test_a_failed_run_is_told_without_none_where_the_server_knows_no_address_of_its_own(workspace) -> None:
    automations = importlib.import_module("calque.deploy.automations")
    register_user_template_filters({"ui_url": ui_url})
    failed = automations.automations_of(workspace.site, uuid4())[0].actions[0]
    run = FlowRun(
        flow_id=uuid4(), name="lane 04:15", state=State(type=StateType.FAILED, message="the JSON is cut off")
    )
    without = {PREFECT_UI_URL: None, PREFECT_API_URL: None}
    with temporary_settings(without):
        assert (
            render_user_template_sync(failed.body, {"flow_run": run}) == "lane 04:15: the JSON is cut off\n"
        )
    with temporary_settings(without | {PREFECT_UI_URL: "http://127.0.0.1:4200"}):
        told = render_user_template_sync(failed.body, {"flow_run": run})
    assert told.endswith(f"off\nhttp://127.0.0.1:4200/runs/flow-run/{run.id}")
