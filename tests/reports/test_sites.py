"""The table of several sites, and what of it is foreign."""

from calque.model import SiteRow
from calque.reports.sites import sites_for_people


def test_what_a_terminal_or_a_page_would_obey_is_shown_as_what_it_is() -> None:
    (row,) = sites_for_people(
        [SiteRow("caf\udce9 \x1b[31m", problem="cut-\u202e.json:\n1", broken=("fr:\x07 0%",))]
    )
    assert row["Site"] == r"caf\xe9 ␛[31m"
    assert row["Held or failed"] == r"cut-\u202e.json: 1"
    assert row["Below policy"] == "fr:␇ 0%"
