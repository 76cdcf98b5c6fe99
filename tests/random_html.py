"""HTML and translations drawn at random, the same for the same number: what the tests and a bench write anew.

What is drawn is mostly well nested, in few names, with and without attributes, in every kind of quotes: so bare and
numbered tags of one name meet, at the edges of texts, too. The rest is broken in every way that HTML can be.
"""

from random import Random

from calque.html import split
from calque.html.markup import TAG
from calque.model import Document, Rules

__all__ = ["Drawn", "draw_page", "draw_target", "draw_targets", "draw_whole_page"]

_INLINE = "a b i span strong em code nobr u small q kbd label font".split()
_OTHERS = (
    "p div li ul ol td tr table h2 pre button select option title textarea caption x o:p ruby rt svg math desc noscript"
    " iframe script style object template br img input wbr hr image foreignObject"
).split()
_VOIDS = frozenset(("br", "img", "input", "wbr", "hr"))
_ATTRIBUTES = (
    "alt title placeholder aria-label href class translate value label content type id abbr summary its-loc-note"
).split()
_VALUES = (
    *(
        "Dog",
        " Dog",
        "Dog ",
        "\nDog\t",
        "\u00a0Dog",
        "a  b",
        "",
        " ",
        "&quot;q&quot;",
        '"q"',
        "'q'",
        "&#39;",
        "`",
    ),
    *(
        "no",
        "yes",
        "submit",
        "notranslate",
        "x",
        "/x",
        "Dog/",
        "&amp;",
        "a>b",
        "<b>",
        "=x",
        "\t",
        "&#32;Dog",
        "q'",
    ),
    *("&copy=", "&copy", "\r\nDog", "1 < 2", "</p>", "-->", "\u3000Dog", "\0"),
)
_TEXTS = (
    *(
        "a",
        "b c",
        "Hi",
        "é",
        "日本",
        ".",
        "One. Two.",
        "2024",
        "http://x.y",
        " ",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
    ),
    *(
        "\t",
        "\u00a0",
        "&amp;",
        "&lt;b&gt;",
        "&nbsp;",
        "&#10;",
        "&#13;",
        "&copy",
        "&",
        "<",
        ">",
        "1 < 2",
        '"',
        "'",
    ),
    *(
        '[tip text="A b"]',
        "[tip text='\"c\" &amp; d' x=y]",
        "[tip text=Go/][/tip]",
        "\n[x]Z[/x]\n",
        "\nhttps://x.y\n",
    ),
    *("\0", "=", "/", "[gallery]", "[x]", "[/x]", "[", "]", '[caption id="a"]', "\u202e"),
)
_COMMENTS = (
    *(
        "<!--c-->",
        "<!--more-->",
        "<!--more Go on-->",
        '<!--more "Go" <b class="x">x</b> & -- y-->',
        "<!x>",
        "<?y>",
    ),
    *("</>", "<![CDATA[", "]]>", "<!-- wp:paragraph -->", "<!-- /wp:paragraph -->"),
    '<!-- wp:search {"label":"Find <b class=\\"x\\">it</b> <b>y</b> & \\u0022z\\u0022","placeholder":" a b"} /-->',
    '<!-- wp:more {"customText":"A \\u003cb\\u003eb\\u003c/b\\u003e -- c \\ud83d"} -->',
    "<!-- wp:search {broken} /-->",
    (
        r"""<!-- wp:yoast/faq-block {"questions":[{"question":["b c"],"answer":["""
        r""""a",{"type":"b","props":{"children":["Hi"]}}],"""
        r""""jsonQuestion":"a","jsonAnswer":"\u003ci x=\u00221\u0022\u003et\u003c/i\u003e"}]} -->"""
    ),
    '<!-- wp:my/card {"text":"b c","html":"\\u003cp\\u003eHi\\u003c/p\\u003e","alt":"Dog"} -->',
    '<!-- wp:my/card {"text":"Only here"} /-->',
    *("<!-- /wp:yoast/faq-block -->", "<!-- /wp:my/card -->", "<!--nextpage-->", "<br /><br>"),
)
_CUT_OFF = ('<a b="', "<b c", "<!--", "</", "<scr", "</b", "<a title='x")
_HOSTILE = (
    *(
        "x onerror=alert(1) y",
        '" onclick="x',
        "' onclick='x",
        "`",
        ">",
        "< b",
        "&lt;script&gt;",
        "&#60;b&#62;",
        "-->",
    ),
    *(
        "&quot;",
        "&#34;",
        "&amp;lt;b&amp;gt;",
        "&lt",
        "&lt;/textarea&gt;",
        "&lt;/title&gt;",
        "\\u003cb\\u003e",
        '","x":"',
    ),
    *(
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "\u00a0",
        "a",
        "B c",
        "é",
        "=",
        "/",
        "/>",
        "&",
        ";",
        "--",
        "[",
        "]",
        "[y]",
        "&#13;",
    ),
)
_MARKUP = (
    "<script>",
    "<b onclick=x>",
    "<!--",
    "</p>",
    "<img src=x>",
    "</",
    "<b",
    "<i>",
    "</i>",
    "<br/>",
    '<x id="9"/>',
)
_SIGN_IN_TAG = ' lang="a>b"'
_DEEPEST = 4


class Drawn:
    """A page, and how it is to be split."""

    def __init__(self, number: int) -> None:
        random = Random(number)  # noqa: S311  # no secret
        self.html = draw_page(random)
        self.raw = random.random() < 0.3
        self.rules = _draw_rules(random) if random.random() < 0.3 else Rules()

    def split(self) -> Document:
        return split(self.html, raw=self.raw, rules=self.rules)


def draw_page(random: Random, depth: int = 0) -> str:
    """Draw HTML of any kind."""
    pieces: list[str] = []
    for _ in range(random.randint(1, 4 if depth else 6)):
        kind = random.random()
        if kind < 0.38:
            pieces.append(random.choice(_TEXTS))
        elif kind < 0.8:
            name = random.choice(_INLINE[:4] if random.random() < 0.4 else _INLINE)
            name = random.choice(_OTHERS) if random.random() < 0.25 else name
            pieces.append(_draw_tag(random, name))
            if name not in _VOIDS:
                pieces += draw_page(random, depth + 1) if depth < _DEEPEST else "t", f"</{name}>"
        elif kind < 0.86:
            pieces.append(_draw_tag(random, random.choice((*_INLINE, *_OTHERS))))
        elif kind < 0.9:
            pieces.append(f"</{random.choice((*_INLINE, *_OTHERS))}>")
        elif kind < 0.97:
            pieces.append(random.choice(_COMMENTS))
        else:
            pieces.append(random.choice(_CUT_OFF))
    return "".join(pieces)


def _draw_tag(random: Random, name: str) -> str:
    attributes = [
        random.choice((" ", " ", "\n", "/", " \t", "\r\n")) + _draw_attribute(random)
        for _ in range(random.choice((0, 0, 0, 1, 1, 2, 3)))
    ]
    end = random.choice(("", "", "", "", " ", "/", " /"))
    return f"<{name}{''.join(attributes)}{end}>"


def _draw_attribute(random: Random) -> str:
    name, value = random.choice(_ATTRIBUTES), random.choice(_VALUES)
    if random.random() < 0.1:
        name = name.upper()
    equals = random.choice(("=", "=", "=", " = ", "=\n"))
    quotes = random.choice(('"', '"', "'", "", None))
    if quotes is None:
        return name
    if quotes:
        return f"{name}{equals}{quotes}{value.replace(quotes, '')}{quotes}"
    bare = "".join(value.split()).replace(">", "").lstrip("\"'")
    return f"{name}{equals}{bare or 'x'}"


def draw_whole_page(random: Random, body: str) -> str:
    """Draw a page around a body: a title and what search engines are told, in every kind of quotes."""
    title = random.choice(("About", "About – Example", "<b>x</b> | Y", "a < b", 'A "q"', ""))
    metas = [_draw_meta(random) for _ in range(random.randint(0, 4))]
    lines = [*metas, f"<title{random.choice(('', _SIGN_IN_TAG))}>{title}</title>"]
    random.shuffle(lines)
    content = random.choice(("<main>{}</main>", "<article>{}</article>", "<div role=main>{}</div>", "{}"))
    heading = random.choice(("", f"<h1 title='a>b'>{title}</h1>"))
    head, text = "".join(lines), content.replace("{}", heading + body)
    nav, footer = draw_page(random, 3), draw_page(random, 3)
    if random.random() < 0.2:
        return f"{head}{nav}{text}{footer}"
    return f"<html><head>{head}</head><body>{nav}{text}{footer}</body></html>"


def _draw_meta(random: Random) -> str:
    name = random.choice(("name=description", 'property="og:title"', "property='og:description'", 'name="x"'))
    quotes = random.choice(('"', "'", ""))
    value = random.choice((*_VALUES, "About", "Two words")).replace(quotes or ">", "")
    value = value if quotes else "".join(value.split()).lstrip("\"'") or "x"
    parts = [
        name,
        f"content={quotes}{value}{quotes}",
        *random.choice(((), ('content="twice"',), ("data-x='1'",))),
    ]
    if random.random() < 0.3:
        parts.reverse()
    return f"<meta {random.choice((' ', chr(10))).join(parts)}>"


def _draw_rules(random: Random) -> Rules:
    named = random.random() < 0.5
    return Rules(
        attributes=("content", "i@value") if named else (),
        blocks={"my/card": ("text", "html", "alt", "@summary")} if named else {},
        shortcode_attributes={"tip": ("text",)} if named else {},
        include=random.choice(((), (), ("div", "p"))),
        exclude=random.choice(((), (), (".x", "li"))),
        inline=random.choice(((), ("div", "textarea"))),
        opaque=random.choice(((), ("b", "img"))),
        shortcodes=random.choice(((), ("x", "tip"))),
        sentence=random.random() < 0.3,
        numbers=random.random() < 0.3,
    )


def draw_targets(random: Random, document: Document) -> dict[int, str]:
    """Draw a translation for most segments of a document."""
    return {
        index: draw_target(random, segment.text)
        for index, segment in enumerate(document.segments)
        if random.random() < 0.8
    }


def draw_target(random: Random, source: str) -> str:
    """Draw a translation of a text in msgid form: its tags, mostly in some right order, and hostile words."""
    tags = [match[0] for match in TAG.finditer(source)]
    if random.random() < 0.5:
        tags = _shuffled(random, tags)
    pieces: list[str] = []
    for tag in [*tags, ""]:
        pieces += random.choices(_HOSTILE, k=random.choice((0, 1, 1, 2)))
        pieces.append(tag)
    if random.random() < 0.1:
        pieces.insert(random.randint(0, len(pieces)), random.choice(_MARKUP))
    return "".join(pieces)


def _shuffled(random: Random, tags: list[str]) -> list[str]:
    """Draw an order in which pairs stay pairs; a bare one may go or come twice."""
    units: list[list[str]] = []
    opened: list[list[str]] = []
    for tag in tags:
        if tag.startswith("</") and opened:
            unit = opened.pop()
            unit.append(tag)
            units.append(unit)
        elif tag.endswith("/>"):
            units.append([tag])
        else:
            opened.append([tag])
    order: list[str] = []
    for unit in random.sample(units, len(units)):
        bare = " id=" not in unit[0]
        for _ in range(random.choice((0, 1, 1, 2)) if bare else 1):
            place = random.randint(0, len(order))
            if len(unit) == 2 and random.random() < 0.3:
                inside, order = order, []
                order = [unit[0], *inside, unit[1]]
            else:
                order[place:place] = unit
    return order
