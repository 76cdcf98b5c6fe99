"""What is published is told right: texts of catalogs through a real WordPress, with and without rights to raw texts.

The site writes in French, so `wptexturize` makes « … » of straight quotes; a plugin puts share links below every page,
and captions and unknown shortcodes stand in the texts.
"""

import re
from collections import Counter

import pytest

from calque.model import Publication
from calque.po import edit, read_catalog, write_catalog

pytestmark = pytest.mark.e2e

P = Publication
PAGES = 24
GOAL = 0.995
SHARE = """<?php
add_filter('the_content', function ($text) {
    $link = '<a href="https://social.example/share?u=%s">%s</a> ';
    $here = urlencode(get_permalink());
    $links = sprintf($link, $here, 'Share on Facebook') . sprintf($link, $here, 'Share on Mastodon');
    return $text . '<div class="share-links">' . $links . '</div>';
}, 20);
"""
TEXTS = (
    ('The "warm" room isn\'t closed', 'La salle "chaude" n\'est pas fermée'),
    (
        'Reader %d said: "It\'s the best room -- by far"... and left.',
        'Le lecteur %d a dit : "C\'est la meilleure salle -- de loin"... puis il est parti.',
    ),
    (
        "The table %d measures 9x5 feet, 6' high, and the shelf 12\" deep.",
        "La table %d mesure 9x5 pieds, 6' de haut, et l'étagère 12\" de profondeur.",
    ),
    (
        'See <a href="/rules/">the "rules" of %d</a> &amp; <strong>don\'t</strong> run :)',
        'Voir <a href="/rules/">le "règlement" de %d</a> &amp; <strong>n\'allez pas</strong> trop vite :)',
    ),
    ("Open 1999--2004, says Wordpress %d.", "Ouvert 1999--2004, dit Wordpress %d !"),
    (
        "Whoever comes in from the rain finds a chair, a lamp, a newspaper of the day and some cake of number %d.",
        "Qui vient de la pluie trouve une chaise, une lampe, un journal du jour et du gâteau du numéro %d.",
    ),
    ("Rain or shine [weather permitting] %d", "Par tous les temps [weather permitting] %d"),
)
PICTURE = '<img src="/stove.jpg" width="300" alt="%s" />'
CAPTION = f'[caption id="" align="alignnone" width="300"]{PICTURE} %s[/caption]'
CAPTIONS = (("A stove number %d", 'The "old" stove of %d'), ("Un poêle numéro %d", 'Le "vieux" poêle de %d'))


def texts(number: int, language: int) -> list[str]:
    """Return the texts of a page in document order: the title, paragraphs, the picture's description and caption."""
    rows = [pair[language].replace("%d", str(number)) for pair in TEXTS]
    return [f"{rows[0]} {number}", *rows[1:], *(one % number for one in CAPTIONS[language])]


def body(own: list[str]) -> str:
    blocks = "\n\n".join(
        f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->" for text in own[1:-2]
    )
    return f"{blocks}\n\n<!-- wp:shortcode -->\n{CAPTION % (own[-2], own[-1])}\n<!-- /wp:shortcode -->"


def as_msgid(text: str) -> str:
    return re.sub(r'<a href="[^"]*">', '<a id="1">', text)


def answer(workspace, name: str, answers: list[str]) -> None:
    """Fill a catalog, text by text in document order, as a translator would: with the quotes of a keyboard."""
    (path,) = (workspace.root / "locales/fr/LC_MESSAGES").glob(f"*-{name}.po")
    catalog = read_catalog(path.read_bytes(), place=path.name)
    assert len(catalog.entries) == len(answers), [entry.msgid for entry in catalog.entries]
    for index, text in enumerate(answers):
        catalog = edit(catalog, index, msgstr=as_msgid(text), fuzzy=False)
    path.write_bytes(write_catalog(catalog))


@pytest.mark.parametrize("user", ["", "editor"], ids=["as visitors see it", "with raw texts"])
def test_published_pages_are_told_from_those_to_publish(
    wordpress, workspace, configure, sign_in, user: str
) -> None:
    wordpress.run("update_option('WPLANG', 'fr_FR');")
    (wordpress.home / "wp-content/mu-plugins/share.php").write_text(SHARE, encoding="utf-8")
    try:
        told = nights(wordpress, workspace, lambda: sign_in(wordpress) if user else None, configure)
    finally:
        (wordpress.home / "wp-content/mu-plugins/share.php").unlink()
    wrong = Counter({pair: count for pair, count in told.items() if pair[0] is not pair[1]})
    assert told.total() == 5 * PAGES
    assert 1 - wrong.total() / told.total() >= GOAL, wrong


def nights(wordpress, workspace, sign_in, configure) -> Counter[tuple[Publication, Publication]]:
    """Return how often each state was told where another, or the same, was right."""
    sign_in()
    configure(wordpress, more='types = ["pages"]\nattempts = 2')
    english = {
        number: wordpress.add(f"room-{number}", body(texts(number, 0)), "pages", title=texts(number, 0)[0])
        for number in range(PAGES)
    }
    workspace.sync("2026-06-01")
    french = {number: texts(number, 1) for number in english}
    for number in english:
        answer(workspace, f"room-{number}", french[number])
    told: Counter[tuple[Publication, Publication]] = Counter()

    def night(day: int, right: dict[int, Publication]) -> None:
        pages = {page.key: page for page in workspace.sync(f"2026-06-{day:02}").status.pages}
        told.update((right[number], pages[f"pages/{key}"].publication) for number, key in english.items())

    night(2, dict.fromkeys(english, P.NOT_PUBLISHED))
    parent = wordpress.add("fr", "<p>Bienvenue à la bibliothèque, ouverte tous les jours.</p>", "pages")
    live = {
        number: wordpress.add(f"room-{number}", body(own), "pages", title=own[0], parent=parent)
        for number, own in french.items()
    }
    night(3, dict.fromkeys(english, P.PUBLISHED))
    kinds = (P.PUBLISHED, P.TO_PUBLISH, P.AHEAD, P.CONFLICT)
    right = {number: kinds[number % len(kinds)] for number in english}
    for number, state in right.items():
        if state in (P.TO_PUBLISH, P.CONFLICT):
            mended = [*french[number]]
            mended[1] = mended[1].replace("puis il est parti", "puis il est resté")
            answer(workspace, f"room-{number}", mended)
        if state in (P.AHEAD, P.CONFLICT):
            edited = [*french[number]]
            edited[2] = edited[2].replace("de profondeur", "de fond")
            wordpress.call("POST", f"pages/{live[number]}", {"content": body(edited)})
    for day in (4, 5):
        night(day, right)
    for number, state in right.items():
        if state is P.TO_PUBLISH:
            mended = [*french[number]]
            mended[1] = mended[1].replace("puis il est parti", "puis il est resté")
            wordpress.call("POST", f"pages/{live[number]}", {"content": body(mended)})
            right[number] = P.PUBLISHED
    night(6, right)
    return told
