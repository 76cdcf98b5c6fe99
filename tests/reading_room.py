"""A page of a site in three languages, as it was and edited, for tests of what confirms its translations."""

__all__ = [
    "CONFIG",
    "EDITED",
    "ENGLISH",
    "FRENCH",
    "GERMAN",
    "RAIN",
    "RAIN_FR",
    "TITLE",
    "TITLE_FR",
    "html",
]

CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.de]
prefix = "de"
truth = "po"

[locales.fr]
prefix = "fr"
"""
TITLE, TITLE_FR = "Why the reading room is never empty", "Pourquoi la salle de lecture n'est jamais vide"
ENGLISH = (
    "The reading room opens its doors every morning, and nobody has to say what they came for.",
    "Most of the 40 chairs are taken by noon, because the stove is warm and the newspapers are new.",
    "Whoever wants to borrow a book needs a card, which costs nothing and lasts for 3 years.",
)
FRENCH = (
    "La salle de lecture ouvre ses portes chaque matin, et personne n'a besoin de dire pourquoi il vient.",
    "La plupart des 40 chaises sont prises dès midi, car le poêle est chaud et les journaux sont neufs.",
    "Pour emprunter un livre, il faut une carte qui ne coûte rien et qui reste valable pendant 3 ans.",
)
GERMAN = (
    "Der Lesesaal öffnet jeden Morgen seine Türen, und niemand muss sagen, weswegen er gekommen ist.",
    "Die meisten der 40 Stühle sind mittags besetzt, denn der Ofen ist warm und die Zeitungen sind neu.",
    "Wer ein Buch leihen will, braucht eine Karte, die nichts kostet und 3 Jahre lang gültig bleibt.",
)
EDITED = (ENGLISH[0].replace("doors", "gates"), ENGLISH[1].replace("40", "60"), ENGLISH[2])
RAIN = "On rainy afternoons Oskar and Mina build towers out of the books that nobody else would like to read."
RAIN_FR = (
    "Les après-midi de pluie, Oskar et Mina bâtissent des tours avec les livres que personne ne veut lire."
)


def html(*paragraphs: str) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)
