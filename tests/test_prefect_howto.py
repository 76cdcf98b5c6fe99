"""What `docs/how-to/run-with-prefect.md` has people type is understood by the programs that it is typed for."""

import configparser
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from cyclopts import App
from prefect.cli import app as prefect_entry
from prefect.settings import Settings
from prefect.settings.legacy import _get_settings_fields

from calque.cli import app as calque_app
from fresh_machine import FreshMachine

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "docs" / "how-to" / name for name in ("run-with-prefect.md", "run-nightly.md")]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Prefect's own


def blocks(kind: str, page: Path = PAGES[0]) -> list[str]:
    """Return the blocks of a page in a language; a command's have none."""
    return [text for name, text in BLOCK.findall(page.read_text(encoding="utf-8")) if name == kind]


def commands() -> list[str]:
    """Return every command of calque and of Prefect: typed, in a unit, in a compose file, in a sentence."""
    found = []
    for page in PAGES:
        found += [line for text in blocks("", page) for line in text.splitlines()]
        found += re.findall(r"`((?:calque|prefect) [^`]+)`", page.read_text(encoding="utf-8"))
        found += re.findall(r"ExecStart=(.*?)`?$", page.read_text(encoding="utf-8"), re.MULTILINE)
    found += re.findall(r"command: (.*)", blocks("yaml")[0])
    found = [
        re.sub(r"^/\S*/(?=calque |prefect )", "", one.partition(" stands in")[0].rstrip("` "))
        for one in found
    ]
    return sorted({one for one in found if re.match(r"(calque|prefect) [a-z-]+(?![\w:-])", one)})


def apps() -> dict[str, App]:
    from prefect.cli import _app  # noqa: PLC0415 — its command tree, which `app` builds where it is called

    assert prefect_entry
    return {"calque": calque_app, "prefect": _app._app}  # noqa: SLF001 — no other name leads to it


def test_there_is_every_step_from_the_server_on() -> None:
    begun = " | ".join(commands())
    for step in (
        "server start",
        "config set PREFECT_API_URL",
        "calque deploy",
        "worker start",
        "deployment run",
    ):
        assert step in begun


@pytest.mark.parametrize("command", commands())
def test_a_command_is_understood(command: str) -> None:
    name, *arguments = shlex.split(command, comments=True)
    apps()[name].parse_args(arguments, exit_on_error=False, print_error=False)


@pytest.mark.parametrize("command", ["prefect server start --hots x", "calque deploy --dry"])
def test_a_command_with_a_mistake_is_not(command: str) -> None:
    name, *arguments = shlex.split(command)
    with pytest.raises(Exception, match=r"Unknown option|Unused"):
        apps()[name].parse_args(arguments, exit_on_error=False, print_error=False)


def test_the_units_are_read_by_systemd_s_grammar_and_start_programs_by_their_whole_path() -> None:
    sections = {"Unit", "Service", "Install"}
    for text in blocks("ini"):
        unit = configparser.ConfigParser(interpolation=None, strict=True)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(text)
        assert set(unit.sections()) == sections
        assert unit["Service"]["ExecStart"].startswith("/srv/calque/.venv/bin/")
        assert unit["Service"]["User"] == "calque"


def test_every_setting_of_prefect_s_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    named = {name for name in re.findall(r"\bPREFECT_[A-Z_]+", text) if name != "PREFECT_HOME"}
    assert len(named) > 5
    assert named <= _get_settings_fields(Settings).keys()
    for line in blocks("sh")[0].splitlines():
        if line.startswith("PREFECT_SERVER"):
            monkeypatch.setenv(*line.split("=", 1))
    vacuum = Settings().server.services.db_vacuum
    assert "flow_runs" in vacuum.enabled_vacuum_types
    assert vacuum.retention_period.days == 90


def test_the_compose_file_holds_together() -> None:
    compose: dict[str, Any] = yaml.safe_load(blocks("yaml")[0])
    services = compose["services"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= services.keys()
        assert ("image" in service) != ("build" in service)
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source.startswith("/") or source in compose["volumes"]
    assert services["server"]["ports"] == ["127.0.0.1:4200:4200"]  # it asks nobody for a password


def test_the_dockerfile_installs_the_lock_of_this_project() -> None:
    (text,) = blocks("dockerfile")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line]
    assert {line.split()[0] for line in lines} <= {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "CMD"}
    assert "--require-hashes -r requirements.lock" in text
    assert (ROOT / "requirements.lock").exists()


def test_the_first_hour_goes_word_for_word_on_a_fresh_machine_as_far_as_no_engine_is_needed(
    tmp_path: Path,
) -> None:
    """A folder of posts stands for the site, and folders below the test's own for those of the machine."""
    page = PAGES[0].read_text(encoding="utf-8")
    machine = FreshMachine(tmp_path, absent=("apt", "useradd", "chown", "prefect", "systemctl"))
    root = machine.root
    (root / "var" / "lib" / "calque").mkdir(
        parents=True
    )  # useradd makes it, and /srv, /etc and /var are there
    for name in ("srv", "etc"):
        (root / name).mkdir()
    install, start, hour = [text for kind, text in BLOCK.findall(page) if not kind][:3]

    def here(block: str) -> str:
        return re.sub(r"(?<![\w.])/(srv|etc|var)/", rf"{root}/\1/", block)

    machine.type(here(install), folder=machine.clone)
    assert {line.split()[0] for line in machine.called.read_text().splitlines()} == {
        "apt",
        "useradd",
        "chown",
    }
    for folder in ("srv/mill", "etc/calque", "var/backups"):
        assert (root / folder).is_dir()
    shutil.copytree(ROOT / "sample" / "posts", root / "srv" / "lane" / "posts")
    (root / "srv" / "calque" / ".venv" / "bin" / "prefect").unlink(missing_ok=True)
    printed = machine.type(
        f". {root}/var/lib/calque/.profile\n{here(start + hour)}",
        folder=machine.home,
        instead={
            "calque init https://lane.example": "calque init posts",
            "calque deploy\n": "calque deploy || test $? = 2\n",  # nobody answers at this address
        },
    )
    assert f'directory: "{root}/srv/lane"' in printed
    assert (root / "srv" / "lane" / "prefect.yaml").exists()
    assert "no Prefect server is named" in printed
    named = [line for line in machine.called.read_text().splitlines() if line.startswith("prefect ")]
    assert [line.split()[1] for line in named] == ["config", "config", "server", "worker"]


def test_the_folders_that_the_page_names_are_made_before() -> None:
    """Those of the host in a unit, an environment or a command; containers have their own."""
    page = PAGES[0].read_text(encoding="utf-8")
    install = BLOCK.findall(page)[0][1]
    made = set(re.findall(r"/(?:srv|etc|var)/[\w./-]+", install))
    before = page.partition("## In containers")[0] + page.partition("## PostgreSQL")[2]
    named = set(re.findall(r"(?<![\w.])/(?:srv|etc/calque|var)/[\w./-]+", before))
    assert len(named) > 8
    for path in named:
        assert any(path == one or path.startswith(f"{one}/") for one in made), path


def test_the_python_block_is_python() -> None:
    for text in blocks("python"):
        compile(text, "run-with-prefect.md", "exec")
