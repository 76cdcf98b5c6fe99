"""No figure is quoted that no bench gave: each stands in bench/results.toml, with its command and its day."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RESULTS = tomllib.loads((ROOT / "bench" / "results.toml").read_text(encoding="utf-8"))["result"]
FIGURES = [figure for result in RESULTS for figure in result["figures"]]
RATIO = re.compile(r"\d[\d.,]*(?: ×|×| %|%| times\b| of 100\b)")
PAGES = ["README.md", "docs/benchmarks.md", "docs/comparison.md"]


@pytest.mark.parametrize("page", PAGES)
def test_each_ratio_is_a_recorded_result(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    recorded = {ratio for figure in FIGURES for ratio in RATIO.findall(figure)}
    assert [ratio for ratio in RATIO.findall(text) if ratio not in recorded] == []


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: result["bench"])
def test_each_result_stands_in_the_docs_beside_its_bench(result: dict) -> None:
    assert (ROOT / "bench" / result["bench"]).is_file()
    rows = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8").splitlines()
    (row,) = [row for row in rows if f"`bench/{result['bench']}`" in row]
    assert [figure for figure in result["figures"] if figure not in row] == []
