"""Links are pointed at counterparts by the pairing."""

import re
from pathlib import Path

import pytest

from calque.building.links import Counterparts, reference
from calque.locales import page_identity

CASES = Path(__file__).parents[1] / "cases" / "build" / "links.txt"
KNOWN = Counterparts(
    {
        page_identity(f"https://example.org{source}"): f"https://example.org{target}"
        for source, target in {
            "/about/": "/fr/a-propos/",
            "/guides/end.html": "/fr/guides/fin.html",
            "/shop/?p=7": "/fr/boutique/?p=9",
        }.items()
    }
)


def cases() -> list[tuple[str, ...]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    return re.findall(r"(.+)\n\.\n(.+)\n\.\n(.+)\n\.", "\n".join(lines))


@pytest.mark.parametrize(("title", "link", "wanted"), cases(), ids=[row[0] for row in cases()])
def test_a_link_leads_where_it_led_or_to_the_counterpart(title: str, link: str, wanted: str) -> None:
    found = KNOWN.relink(
        link, source="https://example.org/guides/start.html", own="https://example.org/fr/guides/debut.html"
    )
    assert (found if found is not None else link) == wanted, title


def test_a_relative_link_stays_where_the_translation_stands_beside_its_source() -> None:
    where = {"source": "https://example.org/start.html", "own": "https://example.org/debut.html"}
    assert KNOWN.relink("other.html", **where) is None
    assert KNOWN.relink("about/", **where) == "fr/a-propos/"


def test_an_address_on_another_host_is_written_whole() -> None:
    assert (
        reference("https://example.fr/a/", like="/a/", own="https://example.org/b/")
        == "https://example.fr/a/"
    )
