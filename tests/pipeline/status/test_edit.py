"""An edit tells something of other pages where their texts were compared with the edited one, and else nothing."""

from datetime import UTC, datetime

import pytest

from calque.pipeline.runner import InTurn
from calque.pipeline.sync import sync

ENGLISH = (
    "We open the doors of the house at nine in the morning and close them in the evening.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
)
FRENCH = "Nous ouvrons les portes de la maison à neuf heures du matin et nous les fermons le soir."
PICTURE = '<p><img src="https://example.org/wp-content/uploads/{}.jpg" alt=""></p>'
A_PAGE = {
    "type": "page",
    "_links": {"self": [{"href": "https://example.org/wp-json/wp/v2/pages/4"}]},
}
"""In another collection than the page that nothing pairs."""


@pytest.fixture
def steps_of():
    """Sync a workspace; return the steps that were run."""

    def run(workspace) -> set[str]:
        steps: set[str] = set()
        runner = InTurn(lambda name, _done, _total: steps.add(name))
        sync(workspace.site, runner, now=lambda: datetime(2026, 6, 3, 12, tzinfo=UTC))
        return steps

    return run


@pytest.fixture
def site(workspace):
    """A post, a page, and a French post that nothing pairs; synced until nothing is open."""
    workspace.post(1, f"<p>{ENGLISH[0]}</p>{PICTURE.format('door')}")
    workspace.post(3, f"<p>{FRENCH}</p>{PICTURE.format('pond')}", locale="fr", slug="porte")
    workspace.post(4, f"<p>{ENGLISH[1]}</p>", **A_PAGE)
    for _ in range(3):
        workspace.sync()
    return workspace


def test_an_edit_of_a_page_that_no_other_was_compared_with_leaves_the_site_alone(site, steps_of) -> None:
    site.post(4, f"<p>{ENGLISH[1]} There is more.</p>", **A_PAGE)
    assert "sweep" not in steps_of(site)


def test_a_post_that_is_gone_for_good_is_not_looked_for_on_the_night_after(site, steps_of) -> None:
    (site.root / "posts" / "en-4.json").unlink()
    for night in ("the first", "the second"):
        assert "sweep" in steps_of(site), night
    assert not list((site.root / "locales").glob("*/LC_MESSAGES/page-4-*.po"))
    assert "sweep" not in steps_of(site)


def test_an_edit_of_a_page_that_may_be_the_source_of_another_is_compared_again(site, steps_of) -> None:
    site.post(1, f"<p>{ENGLISH[0]}</p>{PICTURE.format('pond')}")
    assert "sweep" in steps_of(site)
