"""The names of catalogs: safe, told apart, and kept."""

from pathlib import Path

import pytest


def names(workspace) -> list[str]:
    return sorted(path.name for path in (workspace.root / "locales" / "fr" / "LC_MESSAGES").glob("*.po"))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        pytest.param({"slug": "%d9%85%d9%83%d8%aa%d8%a8%d8%a9"}, "post-1-مكتبة.po", id="Arabic"),
        pytest.param({"slug": "हिन्दी-में"}, "post-1-हिन्दी-में.po", id="letters with marks"),
        pytest.param({"slug": "../../a/b"}, "post-1-a-b.po", id="slashes"),
        pytest.param({"slug": ".hidden"}, "post-1-hidden.po", id="a dot in front"),
        pytest.param({"slug": ""}, "post-1.po", id="none"),
        pytest.param({"type": "../../../evil"}, "evil-1-post-1.po", id="a type that leaves the folder"),
        pytest.param({"type": "a\nb"}, "a-b-1-post-1.po", id="a type of two lines"),
        pytest.param({"type": ".."}, "post-1-post-1.po", id="a type of dots"),
    ],
)
def test_a_catalogs_name_stays_in_its_folder(workspace, fields: dict[str, str], name: str) -> None:
    workspace.post(1, "<p>We open the doors at nine.</p>", **fields)
    workspace.sync()
    assert names(workspace) == [name]
    assert all(Path(file).is_relative_to("locales") for file in workspace.sync().files)
    assert not list(workspace.root.parent.glob("*evil*"))


@pytest.mark.parametrize("letter", ["ا", "漢", "\U00020000", "e\u0301"])
def test_a_long_slug_leaves_room_for_what_a_file_system_takes(workspace, letter: str) -> None:
    workspace.post(1, "<p>We open the doors at nine.</p>", slug=letter * 200, type="a-custom-type-of-20b")
    outcome = workspace.sync()
    assert not [finding for finding in outcome.status.findings if finding.severity == "error"]
    (name,) = names(workspace)
    assert len(name.encode()) <= 203
    assert workspace.sync().files == ()


def test_types_that_end_in_a_number_keep_their_catalogs_apart(workspace) -> None:
    workspace.post(5, "<p>We open the doors at nine.</p>", type="event-2024", slug="x")
    workspace.post(2024, "<p>We close the doors at six.</p>", type="event", slug="5-x")
    workspace.sync()
    assert names(workspace) == ["event-2024-5-x.po", "event_2024-5-x.po"]
    workspace.post(5, "<p>We open the doors at nine.</p>", type="event-2024", slug="renamed", title="x")
    workspace.sync()
    assert names(workspace) == ["event-2024-5-x.po", "event_2024-5-x.po"]
