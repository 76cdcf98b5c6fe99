"""Adoption into a catalog that several posts share."""

CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"

[catalogs]
layout = "section"
"""
ENGLISH = "We open the doors of the house at nine in the morning and close them in the evening."
FRENCH = "Nous ouvrons les portes de la maison à neuf heures du matin et nous les fermons le soir."


def test_a_suggestion_that_holds_the_only_copy_of_a_translation_goes_to_the_archive(workspace) -> None:
    """The text was another post's first, which lost it; its translation is suggested for what the text became."""
    workspace.configure(CONFIG)
    workspace.post(3, f"<p>{ENGLISH}</p><p>Read more</p>")
    workspace.post(4, f"<p>{ENGLISH}</p>")
    workspace.post(4, f"<p>{FRENCH}</p>", locale="fr", slug="post-4")
    workspace.sync()
    workspace.post(3, "<p>Read more</p>")
    workspace.post(4, f"<p>{ENGLISH.replace('We ', 'We always ')}</p>")
    workspace.post(4, f"<p>{FRENCH.replace('Nous ', 'Nous tous ', 1)}</p>", locale="fr", slug="post-4")
    done = workspace.sync()
    assert done.status.findings == ()
    files = {name: data.decode().replace('"\n"', "") for name, data in workspace.files().items()}
    assert FRENCH in files["archive/fr/post-2026.entries.po"]
    assert FRENCH.replace("Nous ", "Nous tous ", 1) in files["fr/LC_MESSAGES/post-2026.po"]
    assert workspace.sync().files == ()
