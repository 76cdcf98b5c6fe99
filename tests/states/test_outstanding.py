"""A text that stands on several pages of a locale is work once: report, digest, hand-off and what is in hand agree."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calque.handoffs.wishes import Wish
from calque.pipeline.status import progress, status
from calque.pipeline.translators.hand_out import hand_out
from calque.reports.digest import digest_to_json
from calque.states.outstanding import outstanding

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TEXTS = (
    "Read more",
    "We open the doors of the house at nine in the morning.",
    "Behind the house lies a garden with old apple trees and a pond.",
    "Children under twelve come with somebody who can carry them home.",
)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    posts=st.lists(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4), min_size=2, max_size=4),
    edited=st.booleans(),
    words=st.integers(1, 60),
)
def test_one_amount_of_work_is_one_figure(lay_out, tmp_path_factory, posts, edited, words) -> None:
    house = lay_out(tmp_path_factory.mktemp("house"))
    for number, texts in enumerate(posts, 1):
        house.post(number, "".join(f"<p>{text}</p>" for text in texts))
    house.sync()
    house.translate(1, {text: f"FR {text}" for text in posts[0][:1]})
    house.sync()
    if edited:
        house.post(1, "".join(f"<p>{text} Now.</p>" for text in posts[0]), modified_gmt="2026-05-03T10:00:00")
        house.sync(accept=("mass_change",))

    def row():
        return status(house.site, now=lambda: NOON).locales[0]

    def give(wish: Wish, name: str = ""):
        output = house.root / f"{name}.po" if name else None
        return hand_out(house.site, "fr", wish, output=output, now=lambda: NOON, dry_run=not name)

    before = row()
    assert give(Wish()).total == before.outstanding
    told = digest_to_json(progress(house.site, status(house.site, now=lambda: NOON)))
    assert told["locales"][0]["words"] == before.outstanding.words
    assert status(house.site, now=lambda: NOON).runs[-1:] in (
        (),
        progress(house.site, status(house.site, now=lambda: NOON)).runs[-1:],
    )

    given_out = give(Wish(words=words), "some")
    after = row()
    (record,) = status(house.site, now=lambda: NOON).handoffs
    assert after.in_hand == record.in_hand == record.total == given_out.total
    assert after.outstanding == before.outstanding == given_out.total + give(Wish()).total
    assert given_out.left == give(Wish()).total


def test_each_text_of_a_page_that_nothing_pairs_is_work_of_its_own(workspace) -> None:
    """Such a page has no source texts: they would all be one text with the least words."""
    body = "".join(f"<p>{text}</p>" for text in TEXTS[1:])
    workspace.post(7, body, title="The house and its garden", slug="house", locale="fr")
    (page,) = workspace.sync().status.pages
    assert (page.pairing, page.state) == ("unpaired", "wrong_language")
    assert outstanding([page]) == page.total
