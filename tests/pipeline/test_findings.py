"""An error's sentence becomes a finding, wherever colons stand in it."""

import pytest

from calque.errors import CatalogError, SourceError
from calque.model import FindingCode
from calque.pipeline.findings import finding_of


@pytest.mark.parametrize(
    ("error", "place", "message"),
    [
        (SourceError("posts/1.json:3: cut off; fetch it again"), "posts/1.json:3", "cut off; fetch it again"),
        (SourceError.at("posts/May: a.json:3", "cut off: here"), "posts/May: a.json:3", "cut off: here"),
        (CatalogError.at("C: drive/fr.po", "cannot be read"), "C: drive/fr.po", "cannot be read"),
    ],
)
def test_the_place_is_told_from_the_sentence(error, place: str, message: str) -> None:
    finding = finding_of(error, code=FindingCode.UNREADABLE_POST)
    assert (finding.place, finding.message) == (place, message)


def test_a_file_whose_name_holds_a_colon_is_named_in_full(workspace) -> None:
    workspace.post(1, "<p>We open the doors at nine in the morning.</p>")
    (workspace.root / "posts" / "Notes: May.json").write_text('{"id": 3', encoding="utf-8")
    places = {finding.place for finding in workspace.sync().status.findings}
    assert "posts/Notes: May.json:1" in places
