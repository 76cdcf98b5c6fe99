"""The jobs that the pages offer for continuous integration install calque, and not the site that they check."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
JOBS = [
    pytest.param(job, id=f"{page.stem}-{name}")
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for block in re.findall(
        r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    for name, job in ((yaml.safe_load(block) or {}).get("jobs") or {}).items()
]


def test_there_are_such_jobs() -> None:
    assert len(JOBS) >= 2


@pytest.mark.parametrize("job", JOBS)
def test_calque_is_installed_from_its_own_checkout_beside_the_site_s(job: dict[str, Any]) -> None:
    """The first checkout is the site's repository: `pip install .` there would install that one."""
    checked_out: dict[str, str] = {}
    for step in job["steps"]:
        given = step.get("with", {})
        if step.get("uses", "").startswith("actions/checkout@"):
            checked_out[given.get("path", ".")] = given.get("repository", "the site's")
        installs = re.findall(r"pip install (\S+)", step.get("run", ""))
        for place in installs:
            assert checked_out[place.removeprefix("./")] == "OWNER/calque"
        if re.match("calque ", step.get("run", "")):
            assert "OWNER/calque" in checked_out.values()
    assert checked_out["."] == "the site's"
