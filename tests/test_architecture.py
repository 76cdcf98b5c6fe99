"""The structure holds: imports go down, the library knows no Prefect, public names are sorted."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "calque"

# In a row, a module imports its own subpackage or one named to its left.
FLOORS = (
    ("errors", "addresses", "model"),
    ("locales", "worddiff", "language", "html", "po", "align"),
    ("sources", "checks", "tracking", "reports"),
    ("config", "store", "ledger", "cache"),
    ("steps",),
    ("cli",),
)
PLACE = {name: (floor, column) for floor, row in enumerate(FLOORS) for column, name in enumerate(row)}
MODULES = sorted(SOURCE.rglob("*.py"))


def imports_of(path: Path) -> list[str]:
    """Return every module name that a file imports, anywhere in it."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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
    if room == "__init__":
        assert imports_of(path) == []
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


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {module_of(path): path for path in MODULES}
    below = {name: modules_of(path) & names.keys() for name, path in names.items()}
    assert list(TopologicalSorter(below).static_order())  # raises CycleError, which names the circle


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules_of(path: Path) -> set[str]:
    """Return what a file imports: `from calque.html import blocks` is the module, not its package."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            folder = SOURCE.parent.joinpath(*node.module.split("."))
            inner = {alias.name for alias in node.names if (folder / f"{alias.name}.py").exists()}
            names |= {f"{node.module}.{name}" for name in inner}
            if len(inner) < len(node.names):
                names.add(node.module)
    return names


def test_the_library_imports_no_prefect() -> None:
    assert [
        path for path in MODULES if any(name.split(".")[0] == "prefect" for name in imports_of(path))
    ] == []


def test_addresses_are_taken_apart_in_one_module_alone() -> None:
    """What of `urllib.parse` raises on foreign text is called where that is seen to."""
    raising = {"urlsplit", "urlparse", "urljoin", "urldefrag", "urlunsplit", "urlunparse"}
    found = []
    for path in [*MODULES, *sorted((ROOT / "flows").glob("*.py"))]:
        if path == SOURCE / "addresses.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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
    distributions = {"bs4": "beautifulsoup4"}
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
