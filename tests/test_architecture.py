"""The structure holds: imports go down, the library knows no Prefect, public names are sorted."""

import ast
import re
import subprocess
import sys
from functools import cache
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "calque"

# In a row, a module imports its own subpackage or one named to its left.
FLOORS = (
    ("errors", "lazy", "visible", "disk", "globs", "addresses", "counts", "rises", "model"),
    ("guards", "codec", "locales", "worddiff", "language", "html", "po", "align"),
    ("sources", "checks", "injected", "pairing", "adoption", "handoffs", "building", "states", "reports"),
    ("places", "config", "store", "ledger", "cache"),
    ("pipeline",),
    ("exit_codes", "output", "api", "deploy", "cli", "flows"),
)
# Inside the pipeline, a module imports its own room or one of a row above.
ROOMS = (
    ("findings", "runner", "names", "journal", "init", "check"),
    ("archive", "handoffs"),
    ("ingest",),
    ("crawl", "presence", "catalogs"),
    ("status",),
    ("build", "confirm"),
    ("translators",),
    ("sync", "publish"),
)
PLACE = {name: (floor, column) for floor, row in enumerate(FLOORS) for column, name in enumerate(row)}
MODULES = sorted(SOURCE.rglob("*.py"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports_of(path: Path) -> list[str]:
    """Return every module name that a file imports, anywhere in it."""
    names: list[str] = []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the floor"
            names.append(node.module or "")
    return names


def room_of(path: Path) -> str:
    relative = path.relative_to(SOURCE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_an_import_only_goes_down(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":  # the library's names, for type checkers and at their first use
        assert imports_of(path) == ["typing", "calque.api", "calque"]
        return
    if room == "__main__":
        assert imports_of(path) == ["calque.cli"]
        return
    for name in imports_of(path):
        if not name.startswith("calque."):
            continue
        other = name.split(".")[1]
        if other != room:
            assert PLACE[other] < PLACE[room], f"{room} imports {other}, which is not below it"


PIPELINE = sorted((SOURCE / "pipeline").rglob("*.py"))


@pytest.mark.parametrize("path", PIPELINE, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_room_of_the_pipeline_imports_rooms_below_it(path: Path) -> None:
    rows = {name: row for row, names in enumerate(ROOMS) for name in names}
    room = path.relative_to(SOURCE / "pipeline").parts[0].removesuffix(".py")
    for name in imports_of(path):
        if name.startswith("calque.pipeline"):
            other = name.split(".")[2]
            assert other == room or rows[other] < rows[room], f"{room} imports {other}, which is not below it"


def test_the_pipeline_has_the_rooms_named_here_and_fewer_than_twenty() -> None:
    rooms = {path.relative_to(SOURCE / "pipeline").parts[0].removesuffix(".py") for path in PIPELINE}
    assert rooms - {"__init__"} == {name for row in ROOMS for name in row}
    assert len(rooms) < 20


def test_one_place_says_by_what_a_site_is_asked() -> None:
    """So that another live source is a module, its settings and a line there: see "add a live source"."""
    reading = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr == "wordpress"
    }
    assert reading == {
        "model/site.py",  # `Site.live`, for what needs no more than to know that there is one
        "pipeline/crawl/live.py",
        "pipeline/crawl/survey.py",  # the module of this source, which asks for its own settings
    }


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {module_of(path): path for path in MODULES}
    below = {name: modules_of(path) & names.keys() for name, path in names.items()}
    below["calque"] = set()  # it loads the library when somebody asks for a name of it, and not before
    assert list(TopologicalSorter(below).static_order())  # raises CycleError, which names the circle


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules_of(path: Path) -> set[str]:
    """Return what a file imports: `from calque.html import blocks` is the module, not its package."""
    names: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            folder = SOURCE.parent.joinpath(*node.module.split("."))
            inner = {alias.name for alias in node.names if (folder / f"{alias.name}.py").exists()}
            names |= {f"{node.module}.{name}" for name in inner}
            if len(inner) < len(node.names):
                names.add(node.module)
    return names


def test_prefect_is_imported_by_the_flows_and_by_what_speaks_to_its_server_alone() -> None:
    def importers(package: str) -> set[str]:
        return {
            path.relative_to(SOURCE).as_posix()
            for path in MODULES
            if any(name == package or name.startswith(f"{package}.") for name in imports_of(path))
        }

    flows = {path.relative_to(SOURCE).as_posix() for path in (SOURCE / "flows").glob("*.py")}
    assert importers("prefect") - flows == {
        f"deploy/{name}.py" for name in ("automations", "leftovers", "serve", "server")
    }
    assert importers("calque.flows") <= flows
    assert importers("calque.deploy.server") == {"cli/deploy.py", "deploy/serve.py"}
    assert importers("calque.deploy.serve") == {"cli/deploy.py"}


def test_the_command_line_and_the_flows_know_nothing_of_each_other() -> None:
    for path in sorted((SOURCE / "flows").glob("*.py")):
        assert [name for name in imports_of(path) if name.startswith("calque.cli")] == []


def test_addresses_are_taken_apart_in_one_module_alone() -> None:
    """What of `urllib.parse` raises on foreign text is called where that is seen to."""
    raising = {"urlsplit", "urlparse", "urljoin", "urldefrag", "urlunsplit", "urlunparse"}
    found = []
    for path in [*MODULES, *sorted((ROOT / "flows").glob("*.py"))]:
        if path == SOURCE / "addresses.py":
            continue
        for node in nodes_of(path):
            if isinstance(node, ast.ImportFrom) and node.module in ("urllib", "urllib.parse"):
                names = {alias.name for alias in node.names}
                found += [f"{path.name}: {name}" for name in names & (raising | {"parse"})]
            elif isinstance(node, ast.Import):
                names = {alias.name for alias in node.names}
                found += [f"{path.name}: {name}" for name in names & {"urllib", "urllib.parse"}]
    assert found == []


def test_every_import_is_declared() -> None:
    """Even what Prefect brings along is declared, so that an upgrade of Prefect cannot take it away."""
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    distributions = {"bs4": "beautifulsoup4", "yaml": "pyyaml"}
    files = [*MODULES, *sorted((ROOT / "flows").glob("*.py"))]
    used = {name.split(".")[0] for path in files for name in imports_of(path)}
    foreign = {name for name in used if name not in sys.stdlib_module_names and name != "calque"}
    assert sorted(name for name in foreign if f'"{distributions.get(name, name)}>=' not in declared) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_public_names_are_listed_in_order(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lists = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    ]
    has_code = any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
    assert lists or not has_code, "say what is public in __all__"
    for names in lists:
        ordered = sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
        assert all(one != other for one, other in pairwise(names))
        assert names == ordered


def test_no_class_name_is_defined_twice() -> None:
    """A name stands for one idea in the whole package, private classes included."""
    found: dict[str, list[str]] = {}
    for path in MODULES:
        for node in nodes_of(path):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(path.relative_to(SOURCE).as_posix())
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


@pytest.mark.parametrize("command", [["--help"], ["deploy", "--dry-run"]], ids=" ".join)
def test_a_command_that_needs_no_server_does_not_load_prefect(command: list[str]) -> None:
    """Loading it takes more than a second and 80 MB."""
    code = (
        "import sys\n"
        "from calque.cli import main\n"
        "try:\n"
        f"    main({command})\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "print('prefect' in sys.modules, file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stderr.splitlines()[-1] == "False"


def test_status_loads_neither_prefect_nor_sqlalchemy() -> None:
    """What keeps `calque status` under half a second."""
    code = (
        "import sys\n"
        "from calque.cli import main\n"
        "try:\n"
        "    main(['status', '--format', 'json'])\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "print(sorted({'prefect', 'sqlalchemy', 'babel', 'httpx'} & set(sys.modules)), file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stderr.splitlines()[-1] == "[]"


SMALL = b"""msgid ""
msgstr "Language: fr\\nPlural-Forms: nplurals=2; plural=(n > 1);\\nContent-Type: text/plain; charset=UTF-8\\n"

msgid "Come in."
msgstr "Entrez."
"""
LOADED = """\
import sys
from calque.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
names = {name for name in sys.modules if name.partition(".")[0] not in sys.stdlib_module_names}
print(*sorted(names), file=sys.stderr)
"""


def loaded_by(command: list[str], folder: Path) -> set[str]:
    """Return the modules that a command has loaded when it ends, but for those of Python."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *command], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(run.stderr.splitlines()[-1].split())


def test_a_merge_of_small_catalogs_loads_the_command_line_and_the_reader_of_catalogs_alone(
    tmp_path: Path,
) -> None:
    """So that git, which calls it once a file, need not wait: each further package is a tenth of its time."""
    for name in ("fr.po", "new.pot"):
        (tmp_path / name).write_bytes(SMALL)
    loaded = loaded_by(["merge", "fr.po", "new.pot"], tmp_path)
    packages = {name.partition(".")[0] for name in loaded if not name.startswith("_")}
    assert packages - {"sitecustomize"} == {
        "attr",
        "attrs",
        "calque",
        "cyclopts",
        "polib",
    }  # that is Debian's
    assert not loaded & {f"calque.model.{name}" for name in ("progress", "sites", "states", "status")}
    assert not {
        name for name in loaded if name.startswith(("calque.pipeline", "calque.html", "calque.config"))
    }


def test_a_sync_with_nothing_new_loads_nothing_that_only_new_texts_and_reports_need(workspace) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning.</p>")
    (workspace.root / "locales").mkdir()
    for _ in range(2):
        loaded = loaded_by(["sync"], workspace.root)
    unused = {"babel", "httpx", "jinja2", "lxml", "prefect", "rapidfuzz", "rich.progress", "sqlalchemy"}
    unused |= {"calque.reports.html", "calque.pipeline.runner.workers", "distributed", "stamina"}
    unused |= {"calque.checks.table", "calque.adoption.offers", "calque.po.merging"}
    unused |= {"turbohtml", "calque.pipeline.translators.take_back", "calque.pipeline.status.track"}
    assert not loaded & unused


UNMISTAKABLE = (
    r"(?<![\w-])(?:\.calque|LC_MESSAGES|ledger\.sqlite|cache\.sqlite|index\.jsonl|\.?entries\.po)(?![\w-])"
)
FOLDERS = "archive|quarantine|templates|handoffs|closed|lock"
"""Words as well: they are a place where a slash stands beside them."""
PLACES = re.compile(rf"{UNMISTAKABLE}|(?<![\w.<-])(?:{FOLDERS})/|/(?:{FOLDERS})(?![\w<-])")


def texts_of(path: Path) -> list[str]:
    """Return the texts in a file, but for the documentation of its modules, classes, functions and values."""
    told = {id(node.value) for node in nodes_of(path) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_places_alone_knows_where_files_stand(path: Path) -> None:
    found = [text for text in texts_of(path) if PLACES.search(text)]
    assert not found or path.parent == SOURCE / "places", found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_sql_numbers_its_parameters(path: Path) -> None:
    """SQLite takes `?1` for a name, and Python warns from 3.12 on where values for names come in a list."""
    assert [text for text in texts_of(path) if re.search(r"\?\d", text)] == []


OWN_FILES = {
    "language/profiles.py": "the profiles that a package ships",
    "pipeline/translators/hand_out.py": "the file for the translator, in the folder that the command is run in",
    "places/archive.py": "the catalogs",
    "places/built.py": "what is built",
    "places/catalogs.py": "the catalogs",
    "places/fetched.py": "what is fetched",
    "places/folders.py": "the workspace",
    "places/handoffs.py": "the catalogs",
    "places/workspace.py": "the workspace",
}


def test_places_alone_puts_paths_together() -> None:
    """By `/` and a text; `files(…).joinpath(…)` names what the package itself ships."""
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
        if isinstance(node.right, ast.JoinedStr)
        or (isinstance(node.right, ast.Constant) and isinstance(node.right.value, str))
    }
    assert found == set(OWN_FILES)


LOOKS_INTO = {
    "cli/check.py": "a folder that somebody names",
    "disk.py": "a folder that one of these names, and why it cannot be listed",
    "language/profiles.py": "the profiles that a package ships",
    "pipeline/status/inputs.py": "the package itself",
    "places/catalogs.py": "the catalogs",
    "places/fetched.py": "what is fetched",
    "places/folders.py": "any folder of the workspace",
    "sources/listing.py": "the globs of calque.toml",
    "store/rehearsal.py": "the workspace and its catalogs, to copy them for a rehearsal",
}


def test_places_alone_looks_into_the_folders_of_catalogs() -> None:
    """Only what is named here lists a folder: a folder that cannot be read is then dealt with in one place."""
    looks = {"glob", "iglob", "iterdir", "listdir", "rglob", "scandir", "walk"}
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in looks
    }
    assert found == set(LOOKS_INTO)


@pytest.mark.parametrize("package", ["html", "language", "locales", "model", "places", "po"])
def test_every_name_of_a_package_that_loads_late_is_loaded_from_the_module_that_defines_it(
    package: str,
) -> None:
    code = f"import calque.{package} as m\nprint([name for name in m.__all__ if not hasattr(m, name)], m.__all__)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("[] ")
    modules = {path.stem for path in (SOURCE / package).glob("*.py")}
    assert modules & set(ast.literal_eval(run.stdout[3:])) == set(), "the module would take the name's place"
