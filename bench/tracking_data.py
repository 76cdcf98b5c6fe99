"""Makes up the sites that `tracking.py` measures: `tracking_data.py FOLDER --posts 1000`.

English posts of about 20 texts each, with headings, lists, links and emphasis, one file a post; five locales whose
truth is the PO files. Half of the words are drawn with a fixed seed from a short vocabulary, half of them are words of
the post alone, as a post has names and a subject: without them every text would be near to every other, and the memory
would compare them all. A translation is the text word for word, so that its language is seen and its markup holds.
`put_block_below` does what a plugin does.
`translate` fills the catalogs that a sync has made: most pages wholly, some in part, some not at all. `multiply`
makes ten posts of one, catalogs and all, under other ids: what compares large sites with small ones need not wait for
a first sync of the large.
"""

import argparse
import json
import random
import re
from pathlib import Path

LOCALES = ("fr", "de", "es", "it", "pt")
WORDS = """
the|le|der|el|il|o  of|de|von|de|di|de  and|et|und|y|e|e  a|un|ein|un|un|um  to|à|zu|a|a|a  in|dans|in|en|in|em
is|est|ist|es|è|é  for|pour|für|para|per|para  with|avec|mit|con|con|com  on|sur|auf|sobre|su|sobre
we|nous|wir|nosotros|noi|nós  they|ils|sie|ellos|loro|eles  house|maison|Haus|casa|casa|casa
garden|jardin|Garten|jardín|giardino|jardim
morning|matin|Morgen|mañana|mattina|manhã  town|ville|Stadt|ciudad|città|cidade
evening|soir|Abend|tarde|sera|noite  market|marché|Markt|mercado|mercato|mercado  river|rivière|Fluss|río|fiume|rio
library|bibliothèque|Bücherei|biblioteca|biblioteca|biblioteca  members|membres|Mitglieder|miembros|membri|membros
children|enfants|Kinder|niños|bambini|crianças  story|histoire|Geschichte|historia|storia|história
weather|temps|Wetter|tiempo|tempo|tempo  light|lumière|Licht|luz|luce|luz  stone|pierre|Stein|piedra|pietra|pedra
water|eau|Wasser|agua|acqua|água  street|rue|Straße|calle|strada|rua  bring|apportent|bringen|traen|portano|trazem
find|trouvent|finden|encuentran|trovano|encontram  open|ouvrent|öffnen|abren|aprono|abrem
write|écrivent|schreiben|escriben|scrivono|escrevem
always|toujours|immer|siempre|sempre|sempre  often|souvent|oft|a menudo|spesso|muitas vezes
because|parce que|weil|porque|perché|porque  after|après|nach|después|dopo|depois  before|avant|vor|antes|prima|antes
"""
NOUNS = ("house", "garden", "morning", "market", "river", "story", "light", "stone", "water", "street")
"""Of which the own words of a post are made: `stonebakelumia`."""
ROWS = [row.split("|") for row in re.split(r"\s{2,}|\n", WORDS.strip())]
NEXT = {locale: {row[0]: row[number] for row in ROWS} for number, locale in enumerate(LOCALES, start=1)}
CONFIG = """\
[site]
name = "bench"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

""" + "".join(f'[locales.{locale}]\nprefix = "{locale}"\ntruth = "po"\n\n' for locale in LOCALES)
BLOCK = '<div class="share"><a href="https://a.example/share">Tweet</a> <a href="https://b.example/share">Mail</a></div>'
SHARES = ((0.6, 1.0), (0.85, 0.7), (1.0, 0.0))
"""Up to which place in the draw a catalog is translated how far: six in ten wholly, a quarter to seven tenths."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=1000)
    options = parser.parse_args()
    lay_out(options.folder, options.posts)


def lay_out(folder: Path, posts: int) -> None:
    """Write calque.toml and the posts."""
    (folder / "posts").mkdir(parents=True, exist_ok=True)
    (folder / "calque.toml").write_text(CONFIG, encoding="utf-8")
    for number in range(1, posts + 1):
        write_post(folder, number, body(random.Random(number), number), "2026-01-01T10:00:00")


def write_post(folder: Path, number: int, content: str, modified: str) -> None:
    """Write a post as the REST API would answer it."""
    slug = f"{'-'.join(words(random.Random(-number), 4)).lower()}-{number}"
    row = {
        "id": number,
        "type": "post",
        "slug": slug,
        "status": "publish",
        "date_gmt": "2026-01-01T10:00:00",
        "modified_gmt": modified,
        "link": f"https://example.org/{slug}/",
        "title": {"rendered": sentence(random.Random(-number), 6, "", mark(number))},
        "content": {"rendered": content, "protected": False},
    }
    (folder / "posts" / f"{number}.json").write_text(json.dumps(row), encoding="utf-8")


def put_block_below(folder: Path) -> None:
    """Let a plugin write a block of links below every post."""
    for path in (folder / "posts").glob("*.json"):
        row = json.loads(path.read_text(encoding="utf-8"))
        row["content"]["rendered"] += BLOCK
        path.write_text(json.dumps(row), encoding="utf-8")


def body(draw: random.Random, number: int) -> str:
    """Return about 20 texts of a post as WordPress renders them."""
    own, parts = mark(number), list[str]()
    for _ in range(4):
        parts.append(f"<h2>{sentence(draw, 5, '', own)}</h2>")
        parts += [f"<p>{paragraph(draw, own)}</p>" for _ in range(2)]
        items = "".join(f"<li>{sentence(draw, 8, '', own)}</li>\n" for _ in range(2))
        parts.append(f'<ul class="wp-block-list">\n{items}</ul>')
    return "\n\n".join(parts)


def mark(number: int) -> str:
    """Return what the own words of a post end in, of the same length for every post: `bakelumi`."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    return "".join(syllables[number // len(syllables) ** place % len(syllables)] for place in range(4))


def paragraph(draw: random.Random, own: str) -> str:
    """Return some sentences, one with a link or in bold."""
    texts = [sentence(draw, draw.randint(8, 16), ".", own) for _ in range(draw.randint(2, 4))]
    marked = draw.randrange(len(texts))
    first, _, rest = texts[marked].partition(" ")
    target = f'<a href="https://example.org/page-{draw.randint(1, 99)}/">'
    opening, closing = draw.choice([(target, "</a>"), ("<strong>", "</strong>")])
    texts[marked] = f"{opening}{first}{closing} {rest}"
    return " ".join(texts)


def sentence(draw: random.Random, length: int, end: str, own: str = "") -> str:
    return " ".join(words(draw, length, own)).capitalize() + end


def words(draw: random.Random, length: int, own: str = "") -> list[str]:
    """Draw words, every other one of which is the post's `own`, where it has such."""
    return [
        draw.choice(NOUNS) + own + draw.choice("aeiou") if own and place % 2 else draw.choice(ROWS)[0]
        for place in range(length)
    ]


def translate(folder: Path) -> None:
    """Fill the catalogs of a synced site."""
    for locale in LOCALES:
        for path in sorted((folder / "locales" / locale / "LC_MESSAGES").glob("*.po")):
            fill(path, locale, how_far(path, locale))


def how_far(path: Path, locale: str) -> float:
    place = random.Random(f"{path.stem} {locale}").random()
    return next(share for limit, share in SHARES if place < limit)


def fill(path: Path, locale: str, share: float) -> None:
    """Translate the first entries of a catalog, up to a share of them."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    for index in range(1, 1 + round(share * (len(blocks) - 1))):
        before, found, after = blocks[index].partition("\nmsgstr ")
        if found and after.strip() == '""':
            blocks[index] = (
                f'{before}{found}"{translation(before, locale)}"{after[after.index(chr(34)) + 2 :]}'
            )
    path.write_text("\n\n".join(blocks), encoding="utf-8")


def multiply(small: Path, large: Path, times: int) -> None:
    """Lay out a site of so many times the posts of a synced one, with their catalogs."""
    count = len(list((small / "posts").glob("*.json")))
    for folder in ("posts", "locales/templates", *(f"locales/{locale}/LC_MESSAGES" for locale in LOCALES)):
        (large / folder).mkdir(parents=True, exist_ok=True)
        for path in sorted((small / folder).iterdir()):
            text = path.read_text(encoding="utf-8")
            number = int(re.search(r"\d+", path.name)[0])  # type: ignore[index]  # each is named by its post
            for turn in range(times):
                other = number + turn * count
                name = re.sub(r"\d+", str(other), path.name)
                (large / folder / name).write_text(renumbered(text, number, other), encoding="utf-8")
    (large / "calque.toml").write_text(CONFIG, encoding="utf-8")


def renumbered(text: str, number: int, other: int) -> str:
    """Return a post or a catalog under another id, which stands in its references, its slug and its own words."""
    text = text.replace(f"posts/{number}:", f"posts/{other}:").replace(
        f"posts/{number}\\n", f"posts/{other}\\n"
    )
    text = text.replace(mark(number), mark(other))
    return re.sub(rf'-{number}(?=[/".])', f"-{other}", text).replace(f'"id": {number},', f'"id": {other},')


def translation(block: str, locale: str) -> str:
    """Return the translation of a block's msgid, word for word, escaped as it is there."""
    source = "".join(re.findall(r'^(?:msgid )?"(.*)"$', block.partition("msgid ")[2], re.MULTILINE))
    source = source or re.search(r'msgid "(.*)"', block)[1]  # type: ignore[index]  # every block but the header has one
    known = NEXT[locale]

    def other(match: re.Match[str]) -> str:
        word = match[0].lower()
        noun = next((one for one in NOUNS if word.startswith(one)), "")
        return known.get(word) or (known[noun] + word.removeprefix(noun) if noun else match[0])

    return re.sub(r"<[^>]*>|\w+", other, source)


if __name__ == "__main__":
    main()
