"""What a sync could not write is not remembered as if it stood on the disk."""

from rights import bound_by_rights

TEXTS = {
    "We open the doors at nine in the morning.": "Nous ouvrons les portes à neuf heures du matin.",
    "Behind the house lies a garden with a pond.": "Derrière la maison s'étend un jardin avec un étang.",
    "Somebody reads a story to the children on Thursdays.": "Quelqu'un lit une histoire aux enfants le jeudi.",
    "The concert takes place in the great hall.": "Le concert a lieu dans la grande salle.",
    "Whoever wants a ladder asks the neighbour.": "Qui veut une échelle la demande au voisin.",
    "The kettle belongs to those who wash it.": "La bouilloire est à qui la lave.",
}
CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
truth = "site"
"""


def test_translations_that_could_not_be_written_are_no_loss_at_the_next_sync(workspace) -> None:
    workspace.configure(CONFIG)
    workspace.post(1, "".join(f"<p>{text}</p>" for text in TEXTS))
    workspace.sync("2026-05-01")
    workspace.post(1, "".join(f"<p>{text}</p>" for text in TEXTS.values()), locale="fr", slug="post-1")
    folder = workspace.catalog(1).parent
    folder.chmod(0o500)
    with bound_by_rights():
        outcome = workspace.sync("2026-05-02")
    assert [one.code for one in outcome.status.findings] == ["unwritable"]
    folder.chmod(0o700)
    outcome = workspace.sync("2026-05-03")
    assert [one.code for one in outcome.status.findings] == []
    assert workspace.catalog(1).read_text(encoding="utf-8").count("Le concert a lieu") == 1
