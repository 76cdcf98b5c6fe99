"""What a page links to is looked at again when the page that it links to gets a translation, moves, or loses it."""

import json
from datetime import UTC, datetime

from calque.pipeline.status import status

CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
"""
WORDS = "<p>All that there is to say of the {} of the reading room on rainy days.</p>"
MOTS = "<p>Tout ce qu'il y a à dire de la page {} de la salle de lecture les jours de pluie.</p>"
LINKS = '<p>See the <a href="{}">{}</a> of the house before you come.</p>'


def drifts(status) -> list[str]:
    return [one.message for one in status.findings if one.code == "drift"]


def put(workspace, number: int, slug: str, pair: str = "") -> None:
    workspace.post(number, WORDS.format(slug), title=f"The {slug}", slug=slug)
    if pair:
        row = {"title": f"La page {pair}", "slug": pair, "translations": {"en": number}}
        workspace.post(number + 1, MOTS.format(pair), locale="fr", **row)


def test_a_page_is_looked_at_again_when_one_that_it_links_to_is_paired_moves_and_goes(workspace) -> None:
    workspace.configure(CONFIG)
    put(workspace, 20, "hours")
    put(workspace, 30, "prices", "tarifs")
    workspace.post(
        7, LINKS.format("/hours/", "hours") + WORDS.format("why"), title="Why it is never empty", slug="why"
    )
    row = {"title": "Pourquoi elle n'est jamais vide", "slug": "pourquoi", "translations": {"en": 7}}
    text = LINKS.replace("See the", "Voyez les").replace("of the house before you come", "de la maison")
    workspace.post(8, text.format("/fr/tarifs/", "horaires") + MOTS.format("why"), locale="fr", **row)

    def looks(day: str) -> list[str]:
        told = drifts(status(workspace.site, now=lambda: datetime(2026, 3, 1, tzinfo=UTC)))
        assert drifts(workspace.sync(day).status) == told
        assert drifts(workspace.sync(day).status) == told
        workspace.root.joinpath(".calque/cache.sqlite").unlink()
        assert drifts(workspace.sync(day).status) == told
        return told

    assert looks("2026-03-01") == []  # what is not translated may have another page in its place
    put(workspace, 20, "hours", "horaires")
    assert len(looks("2026-03-02")) == 1
    file = workspace.root / "posts" / "fr-31.json"
    moved = json.loads(file.read_bytes()) | {"link": "https://example.org/fr/prix/", "slug": "prix"}
    file.write_text(json.dumps(moved), encoding="utf-8")
    assert looks("2026-03-03") == []  # nothing is known any more of the address that it links to
    moved |= {"link": "https://example.org/fr/tarifs/", "slug": "tarifs"}
    file.write_text(json.dumps(moved), encoding="utf-8")
    assert len(looks("2026-03-04")) == 1
    hidden = json.loads((workspace.root / "posts" / "fr-21.json").read_bytes()) | {"status": "draft"}
    (workspace.root / "posts" / "fr-21.json").write_text(json.dumps(hidden), encoding="utf-8")
    assert looks("2026-03-05") == []
