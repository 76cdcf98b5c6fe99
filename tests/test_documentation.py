"""The pages under docs/ and at the root hold together."""

import ast
import re
from pathlib import Path

import pytest

from calque.cli import app
from calque.model import FindingCode, FindingSection
from calque.pipeline.init.proposal import site_name

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "sample" / "README.md"])
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(#[^)\s]+)?\)")


def anchors(page: Path) -> set[str]:
    """Return what a link to a heading of the page may say, as GitHub makes it of the heading."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for path, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), f"{path}{anchor}"


def test_decisions_are_numbered_one_after_the_other() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [page.name[:5] for page in pages] == [f"{number:04}-" for number in range(1, len(pages) + 1)]
    for number, page in enumerate(pages, start=1):
        assert page.read_text(encoding="utf-8").startswith(f"# {number}. ")


ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_file_that_the_architecture_names_is_there() -> None:
    named = set(re.findall(r"`([\w./-]+(?:\.(?:py|md|json|toml|txt|yaml)|/))`", ARCHITECTURE))
    named -= {".calque/"}  # of a workspace
    assert len(named) > 80
    places = (ROOT, ROOT / "src" / "calque")
    assert sorted(name for name in named if not any((place / name).exists() for place in places)) == []


def rows(heading: str) -> list[list[str]]:
    """Return the names in the second cell of each row of the table under a heading of a table."""
    table = ARCHITECTURE.partition(f"| {heading} |")[2].partition("\n\n")[0]
    cells = [line.split("|")[2] for line in table.splitlines()[2:]]
    return [re.findall(r"`(\w+)`", cell) for cell in cells]


def test_the_architecture_shows_the_floors_and_rooms_that_the_tests_hold() -> None:
    tree = ast.parse((ROOT / "tests" / "test_architecture.py").read_text(encoding="utf-8"))
    held = {
        target.id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in {"FLOORS", "ROOMS"}
    }
    assert rows("floor") == [list(row) for row in held["FLOORS"]]
    assert rows("row") == [list(row) for row in held["ROOMS"]]


COMMANDS = [name for name in app if not name.startswith("-")]
REFERENCE = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")


def section(command: str) -> str:
    return REFERENCE.partition(f"\n## `calque {command}")[2].partition("\n## ")[0]


def test_the_reference_has_every_command_in_the_order_of_the_help() -> None:
    assert re.findall(r"^## `calque ([\w-]+)", REFERENCE, re.MULTILINE) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_in_the_reference_and_no_other(command: str) -> None:
    arguments = app[command].assemble_argument_collection(default_parameter=app.default_parameter)
    known = {name for one in arguments for name in one.names if name.startswith("--")}
    told = set(re.findall(r"--[a-z][a-z-]*", section(command)))
    told |= {name.replace("--no-", "--") for name in told} & known  # what is on unless it is switched off
    assert told - {"--config"} == known - {"--config", "--help"}  # --config is said once, for all


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list_of_commands_says_in_one_line_what_each_does(command: str) -> None:
    assert 0 < len(app[command].help.strip()) < 64


def test_every_finding_is_in_the_reference_in_its_section_with_its_severity_and_no_other() -> None:
    page = ROOT / "docs" / "reference" / "findings.md"
    told = []
    for part in page.read_text(encoding="utf-8").split("\n## ")[1:]:
        section = part.partition("\n")[0].lower().replace(" ", "-")
        rows = re.findall(r"^\| `([a-z_]+)` \| (\w+)(?: or \w+)? \| \S", part, re.MULTILINE)
        told += [(code, severity, section) for code, severity in rows]
    assert told == [(code, code.severity, code.section) for code in FindingCode]
    assert {f"#{section}" for section in FindingSection} <= anchors(page)


def test_every_finding_has_a_name_for_people_of_its_own() -> None:
    labels = [code.label for code in FindingCode]
    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_every_finding_is_made_by_its_code_and_each_code_is_made_somewhere() -> None:
    """No text that a typing mistake changes names a finding, and the table has no row of which nothing comes."""
    free, used = [], set()
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and name_of(node.value) == "FindingCode":
                used.add(node.attr)
            if not isinstance(node, ast.Call):
                continue
            name = name_of(node.func)
            codes = node.args[:1] if name == "Finding.of" else []
            codes += [word.value for word in node.keywords if word.arg == "code" and name == "finding_of"]
            if name == "Finding" or any(isinstance(one, ast.Constant) for one in codes):
                free.append(f"{path.name}:{node.lineno}")
    assert free == []
    assert used == set(FindingCode.__members__)


def name_of(node: ast.expr) -> str:
    """Return a name, or an attribute of one, as it is written; else nothing."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def test_every_key_of_the_configuration_is_in_the_reference_and_no_other() -> None:
    text = (ROOT / "docs" / "reference" / "configuration.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `\[+(\w+)", text, re.MULTILINE))
    for cell in re.findall(r"^\|[^|]*\| (`[^|]*) \|", text, re.MULTILINE):
        told |= set(re.findall(r"`(\w+)`", cell))
    assert told == configuration_keys()


def configuration_keys() -> set[str]:
    """Return what `Table.only` lets pass in any table: texts, and names of tuples of texts."""
    keys: set[str] = set()
    for path in (ROOT / "src" / "calque" / "config").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "only"
        ]
        spread = {
            ast.unparse(one.value) for call in calls for one in call.args if isinstance(one, ast.Starred)
        }
        values = [one for call in calls for one in call.args]
        values += [
            one
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
            if spread & {ast.unparse(target) for target in node.targets}
            for one in node.value.elts
        ]
        keys |= {str(one.value) for one in values if isinstance(one, ast.Constant)}
    return keys


def test_the_first_hour_with_prefect_uses_the_name_that_its_init_gives() -> None:
    """Deployments are called after the site, and a server that starts before it knows its address tells none."""
    page = (ROOT / "docs" / "how-to" / "run-with-prefect.md").read_text(encoding="utf-8")
    begun = re.findall(r"^.*calque init (\S+)(?: --name (\S+))?", page, flags=re.MULTILINE)
    names = {name or site_name(url) for url, name in begun}
    assert len(begun) > 1
    assert set(re.findall(r"sync-site/(\S+)-nightly", page)) == names
    assert page.index("config set PREFECT_API_URL") < page.index("prefect server start --host")
