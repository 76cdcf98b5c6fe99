"""Counts in sentences: one post, two posts, and no message that says `1 posts`."""

import ast
import re
from pathlib import Path

import pytest

from calque.counts import first_few, plural

SOURCE = Path(__file__).parent.parent / "src" / "calque"
NOUNS = re.compile(
    " (?:posts|pages|files|texts|entries|characters|automations|sites|translations|days|words|catalogs|answers|requests"
    r"|addresses|locales|languages|live pages|segments|suggestions|questions|previews)\b"
)
AT_LEAST_TWO = {
    "pipeline/ingest/left_out.py": "of one file it says another thing",
    "pipeline/ingest/addresses.py": "an address of one post is no finding",
    "sources/wordpress/publishing.py": "one post is the one that was written",
    "pipeline/init/remarks.py": "about so many requests; a sync takes several",
    "reports/worklist.py": "one language is named",
    "states/publication.py": "of one text it says its text",
    "states/privacy.py": "of one post it says 1 post is",
    "building/choice.py": "of one text it says 1 text is",
    "pipeline/publish/run.py": "of one page it says 1 page is",
    "pipeline/publish/plan.py": "of one text it says 1 of its texts",
    "guards/left.py": "of one catalog it says 1 catalog",
    "config/tables.py": "a limit, or more than that",
}


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 posts"), (1, "1 post"), (2, "2 posts"), (1204, "1,204 posts")]
)
def test_a_count_agrees_with_its_noun(count: int, told: str) -> None:
    assert plural(count, "post") == told
    assert plural(count, "post is", "posts are") == f"{told} {'is' if count == 1 else 'are'}"


def test_of_many_names_the_first_are_told_and_how_many_more_there_are() -> None:
    assert first_few(["a"]) == "a"
    assert first_few(["a", "b", "c"]) == "a, b, c"
    assert first_few(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert first_few(["a", "b", "c"], 2) == "a, b and 1 more"


def test_no_message_has_a_fixed_plural_behind_a_number() -> None:
    """`of 3 posts` is of a whole, and right but where the whole is one."""
    found = [
        f"{path.relative_to(SOURCE).as_posix()}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).as_posix() not in AT_LEAST_TWO
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) and _is_fixed(node)
    ]
    assert found == []


def _is_fixed(node: ast.JoinedStr) -> bool:
    parts = ["", *(one.value if isinstance(one, ast.Constant) else None for one in node.values), ""]
    return any(
        now is None
        and NOUNS.match(str(after or ""))
        and not str(before or "").endswith(("of ", " the ", " more than "))
        for before, now, after in zip(parts, parts[1:], parts[2:], strict=False)
    )
