"""`calque build` of a folder of HTML pages: whole pages, in the places beside their sources."""

from datetime import UTC, datetime

import pytest

from calque.errors import ConfigError
from calque.model import Unfinished
from calque.pipeline.build.run import build
from calque.po import edit, read_catalog, write_catalog

CONFIG = """\
[site]
name = "mill"
url = "https://mill.example"
source = "en"
posts = ["public/**/*.html"]

[locales.fr]
prefix = "fr"

[locales.ar]
prefix = "ar"
"""
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>The mill – Mill Lane</title>
  <link rel="canonical" href="https://mill.example/mill/">
  <meta property="og:locale" content="en_GB">
  <link rel=stylesheet href="../style.css">
</head>
<body   class='home'>
<nav><a href="/">Home</a> <a href="../team/">Our team</a> <a hreflang="fr" href="/fr/mill/">Français</a></nav>
<main><h1>The mill</h1>
<p>The old mill stands   beside the river.<br /><img src=wheel.png alt="The wheel"></p>
<p>Ask <a href="../team/#miller">the miller</a> about it.</p></main>
</body></html>
"""
TEAM = """\
<html lang="en"><title>Our team</title><main><h1>Our team</h1>
<p id="miller">The miller lives beside the mill with his family.</p></main></html>
"""
FRENCH = {
    "The mill": "Le moulin",
    "The old mill stands beside the river.<br/>": "Le vieux moulin se dresse au bord de la rivière.<br/>",
    "The old mill stands beside the river.": "Le vieux moulin se dresse au bord de la rivière.",
    "The wheel": "La roue",
    'Ask <a id="1">the miller</a> about it.': 'Demandez au <a id="1">meunier</a>.',
    "Our team": "Notre équipe",
    "The miller lives beside the mill with his family.": "Le meunier habite à côté du moulin avec sa famille.",
}


@pytest.fixture
def mill(workspace):
    workspace.configure(CONFIG)
    for name, text in (("mill/index.html", PAGE), ("team/index.html", TEAM)):
        path = workspace.root / "public" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    workspace.sync()
    return workspace


def translate(workspace, locale: str) -> None:
    for path in (workspace.root / "locales" / locale / "LC_MESSAGES").glob("*.po"):
        catalog = read_catalog(path.read_bytes(), place=path.name)
        for index, entry in enumerate(catalog.entries):
            if entry.msgid in FRENCH:
                catalog = edit(catalog, index, msgstr=FRENCH[entry.msgid], fuzzy=False)
        path.write_bytes(write_catalog(catalog))


def run(workspace, **options):
    return build(workspace.site, now=lambda: datetime(2026, 6, 2, tzinfo=UTC), **options)


def test_a_page_stands_beside_its_source_and_says_its_own_language_and_address(mill) -> None:
    translate(mill, "fr")
    outcome = run(mill, locale="fr")
    assert sorted(outcome.written) == ["fr/mill/index.html", "fr/team/index.html"]
    html = (mill.root / "build/fr/mill/index.html").read_text(encoding="utf-8")
    wanted = (
        PAGE.replace('<html lang="en">', '<html lang="fr">')
        .replace("The mill – Mill Lane", "Le moulin – Mill Lane")
        .replace("https://mill.example/mill/", "https://mill.example/fr/mill/")
        .replace("en_GB", "fr_FR")
        .replace("../style.css", "../../style.css")
        .replace(
            "The old mill stands   beside the river.", "Le vieux moulin se dresse au bord de la rivière."
        )
        .replace("src=wheel.png", 'src="../../mill/wheel.png"')
        .replace('alt="The wheel"', 'alt="La roue"')
        .replace("<h1>The mill", "<h1>Le moulin")
        .replace(
            'Ask <a href="../team/#miller">the miller</a> about it.',
            'Demandez au <a href="../team/#miller">meunier</a>.',
        )
    )
    assert html == wanted


def test_an_arabic_page_runs_from_right_to_left(mill) -> None:
    translate(mill, "ar")
    run(mill, locale="ar", unfinished=Unfinished.SOURCE)
    html = (mill.root / "build/ar/mill/index.html").read_text(encoding="utf-8")
    assert '<html dir="rtl" lang="ar">' in html


def test_a_page_that_is_held_is_linked_to_in_the_source_language(mill) -> None:
    translate(mill, "fr")
    path = next((mill.root / "locales/fr/LC_MESSAGES").glob("*team*.po"))
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(FRENCH["The miller lives beside the mill with his family."], ""), encoding="utf-8"
    )
    (held,) = run(mill, locale="fr").held
    assert held.place.endswith("team/index.html")  # a key of digits would name it to nobody
    html = (mill.root / "build/fr/mill/index.html").read_text(encoding="utf-8")
    assert '<a href="../../team/#miller">' in html


def test_a_glob_that_would_read_what_is_built_is_refused(mill) -> None:
    every = 'posts = ["**/*.html"]\nexclude = ["report.html"'
    mill.configure(CONFIG.replace('posts = ["public/**/*.html"', every))
    with pytest.raises(ConfigError, match=r'exclude = \["build/\*\*"\]'):
        run(mill)
    mill.configure(CONFIG.replace('posts = ["public/**/*.html"', f'{every}, "build/**"'))
    run(mill)


def test_a_page_in_another_encoding_is_built_in_utf_8_and_says_so(mill) -> None:
    html = PAGE.replace("utf-8", "iso-8859-1").replace("Français", "Fran&ccedil;ais").replace("–", "-")
    path = mill.root / "public/mill/index.html"
    path.write_bytes(html.replace("stands   beside", "stands   beside café, beside").encode("iso-8859-1"))
    mill.sync("2026-06-02")
    translate(mill, "fr")
    run(mill, locale="fr", unfinished=Unfinished.SOURCE)
    data = (mill.root / "build/fr/mill/index.html").read_bytes()
    assert b'<meta charset="utf-8">' in data
    assert "beside café, beside" in data.decode("utf-8")


def test_a_page_that_is_there_already_is_built_in_its_own_place(mill) -> None:
    """By its pair: the translated page has a slug of its own, and links to it lead there."""
    french = PAGE.replace('<html lang="en">', '<html lang="fr">').replace("https://mill.example/mill/", "")
    french = french.replace(
        '<link rel="canonical" href="">', '<link rel="alternate" hreflang="en" href="/mill/">'
    )
    path = mill.root / "public/fr/moulin/index.html"
    path.parent.mkdir(parents=True)
    path.write_text(french, encoding="utf-8")
    source = mill.root / "public/mill/index.html"
    alternate = '<link rel="alternate" hreflang="fr" href="https://mill.example/fr/moulin/">'
    source.write_text(PAGE.replace("<meta charset", f"{alternate}\n  <meta charset"), encoding="utf-8")
    mill.sync("2026-06-02")
    translate(mill, "fr")
    outcome = run(mill, locale="fr")
    assert "fr/moulin/index.html" in outcome.written
    html = (mill.root / "build/fr/moulin/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://mill.example/fr/moulin/">' in html
