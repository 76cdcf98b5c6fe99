"""A post that becomes a page keeps its work: WordPress gives an id once for all types of posts."""

import pytest

from calque.guards.retyped import retyped_posts

TEXTS = {
    1: "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    2: "On the first floor everybody may read the newspapers of the whole country until seven.",
    3: "Books that nobody has asked for in ten years go to the market in the month of May.",
}
OTHERS = {
    1: "Whoever wants a ladder asks our neighbour.",
    2: "The kettle belongs to those who wash it.",
    3: "Children pay nothing for their first card.",
}
FRENCH = "Qui veut une échelle la demande au voisin de la maison"


def turn_into_a_page(workspace, number: int, text: str) -> None:
    (workspace.root / "posts" / f"en-{number}.json").unlink(missing_ok=True)
    links = {"self": [{"href": f"https://example.org/wp-json/wp/v2/pages/{number}"}]}
    workspace.post(
        number,
        text,
        type="page",
        _links=links,
        file=f"page-{number}.json",
        modified_gmt="2026-05-03T10:00:00",
    )


def codes(outcome) -> list[str]:
    return [finding.code for finding in outcome.status.findings]


@pytest.mark.parametrize("layout", ["post", "section", "site"])
def test_its_translations_and_what_is_stale_in_them_go_along(workspace, page_of, layout: str) -> None:
    workspace.configure(f'{(workspace.root / "calque.toml").read_text()}\n[catalogs]\nlayout = "{layout}"\n')
    for number in (1, 2, 3):
        workspace.post(number, f"<p>{TEXTS[number]}</p><p>{OTHERS[number]}</p>")
    workspace.sync("2026-05-01")
    for path in (workspace.root / "locales/fr/LC_MESSAGES").glob("*.po"):
        text = path.read_text(encoding="utf-8")
        for number in (1, 2, 3):
            source = f'msgid "{OTHERS[number]}"\nmsgstr ""'
            text = text.replace(source, f'{source[:-2]}"{FRENCH} {number}"')
        path.write_text(text, encoding="utf-8")
    assert codes(workspace.sync("2026-05-02")) == []
    before = page_of(workspace.sync("2026-05-02"), "posts/2")
    turn_into_a_page(workspace, 2, f"<p>{TEXTS[2]}</p><p>{OTHERS[2]}</p>")
    outcome = workspace.sync("2026-05-03")
    assert codes(outcome) == ["type_changed"]
    assert len(page_of(outcome, "pages/2").units) == len(before.units)
    turn_into_a_page(workspace, 2, f"<p>{TEXTS[2]}</p><p>{OTHERS[2][:-1]} up.</p>")
    outcome = workspace.sync("2026-05-04")
    assert codes(outcome) == []
    page = page_of(outcome, "pages/2")
    assert len(page.units) == len(before.units) + 1
    (stale,) = [unit for unit in page.units if unit.state == "stale"]
    assert (stale.confirmed, stale.target) == (OTHERS[2], f"{FRENCH} 2")
    assert not any("archive" in name for name in workspace.files())
    assert b"posts/2:" not in b"".join(workspace.files().values())
    again = workspace.sync("2026-05-05")
    assert (codes(again), again.files) == ([], ())


@pytest.mark.parametrize(
    ("known", "here", "found"),
    [
        ({"posts/1": "ab"}, {"pages/1": "ab"}, {"posts/1": "pages/1"}),
        ({"posts/1": "ab"}, {"pages/1": "ax"}, {"posts/1": "pages/1"}),
        ({"posts/1": "ab"}, {"pages/1": "xy"}, {}),
        ({"posts/1": "ab"}, {"pages/2": "ab"}, {}),
        ({"posts/1": "ab"}, {"posts/1": "ab", "pages/1": "ab"}, {}),
        ({"posts/1": "ab"}, {"pages/1": "ab", "events/1": "ab"}, {}),
        ({"posts/1": "ab", "pages/1": "ab"}, {"pages/1": "ab"}, {}),
        ({"posts/1": "ab", "categories/1": "c"}, {"categories/1": "c", "pages/1": "ab"}, {}),
    ],
)
def test_one_that_is_gone_and_one_that_is_new_with_its_id_and_its_texts(known, here, found) -> None:
    def rows(pages):
        return {("en", key): set(texts) for key, texts in pages.items()}

    expected = {("en", old): ("en", new) for old, new in found.items()}
    assert retyped_posts(rows(known), rows(here)) == expected
    assert retyped_posts(rows(known), {("fr", key): texts for (_, key), texts in rows(here).items()}) == {}
