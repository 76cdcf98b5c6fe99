"""`import calque`: a dozen names, documented, typed, and loaded when they are asked for."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import calque
from calque import api

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
EXAMPLES = dict(
    re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
)


def test_the_page_names_what_can_be_imported_and_nothing_else() -> None:
    documented = re.findall(r"^\| \[`(\w+)`\]", PAGE, re.MULTILINE)
    assert sorted(documented) == sorted(set(calque.__all__) - {"__version__"}) == sorted(api.__all__)


def test_each_name_is_there_and_another_is_none() -> None:
    assert dir(calque) == sorted(calque.__all__, key=lambda name: (not name[0].isupper(), name))
    for name in api.__all__:
        assert getattr(calque, name) is getattr(api, name)
    with pytest.raises(AttributeError, match="no attribute 'splitt'"):
        calque.splitt  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("heading", EXAMPLES)
def test_the_examples_of_the_page_run(heading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sample", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "calque.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(compile(EXAMPLES[heading], heading, "exec"), {})  # noqa: S102 — the documentation's own


def test_importing_it_loads_nothing_of_it() -> None:
    code = "import sys, calque; print([name for name in sys.modules if name.startswith('calque.')])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_a_type_checker_sees_every_name() -> None:
    pytest.importorskip("mypy")
    code = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "tests/typing/library.py"]
    run = subprocess.run(code, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == ("", 0)
    seen = (ROOT / "tests" / "typing" / "library.py").read_text(encoding="utf-8")
    untyped = {"CalqueError", "check_markup", "__version__"}
    assert set(re.findall(r"\bcalque\.([a-z_]+)\(", seen)) == set(calque.__all__) - untyped
