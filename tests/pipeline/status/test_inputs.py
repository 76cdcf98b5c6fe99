"""What a status is measured from: files, the configuration, and calque itself."""

import shutil
from pathlib import Path

import pytest

import calque
from calque.pipeline.status.inputs import list_inputs

PACKAGE = Path(calque.__file__).parent


@pytest.mark.parametrize(
    "changed", ["errors.py", "po/merge.py", "pipeline/sync/run.py", "pipeline/status/inputs.py"]
)
def test_another_calque_has_everything_measured_anew(
    workspace, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    """A checkout changes without another version: every module of the package is an input."""
    copy = tmp_path_factory.mktemp("installed") / "calque"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(calque, "__file__", str(copy / "__init__.py"))
    before = list_inputs(workspace.site).settings
    assert list_inputs(workspace.site).settings == before
    (copy / changed).write_text("# another\n", encoding="utf-8")
    assert list_inputs(workspace.site).settings != before
