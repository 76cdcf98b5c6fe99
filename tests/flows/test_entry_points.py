"""What `prefect.yaml` names are the flows of the package, so that a checkout and a wheel run the same."""

import re
from pathlib import Path

import pytest
from prefect import Flow
from prefect.flows import load_flow_from_entrypoint

ROOT = Path(__file__).parents[2]
SHIPPED = re.findall(
    r"^ +entrypoint: (\S+)$", (ROOT / "prefect.yaml").read_text(encoding="utf-8"), re.MULTILINE
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Prefect's own


def test_there_is_an_entry_point_for_each_flow() -> None:
    assert SHIPPED == ["flows/sync.py:sync_site", "flows/digest.py:tell_changes"]


@pytest.mark.parametrize("shipped", [*SHIPPED, "flows/publish.py:publish_site"])
def test_an_entry_point_is_the_flow_of_the_package(shipped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    file, _, name = shipped.partition(":")
    module = f"calque.{file.removesuffix('.py').replace('/', '.')}"
    ours, packaged = load_flow_from_entrypoint(shipped), load_flow_from_entrypoint(f"{module}.{name}")
    assert isinstance(ours, Flow)
    assert ours is packaged
