"""The names of elements, by what they mean for the cutting of text."""

__all__ = [
    "BLOCKS",
    "DEAD",
    "HEADINGS",
    "IMPLIED_ENDS",
    "MARGIN",
    "PLAIN_TEXT",
    "PRESERVED",
    "RAW_TEXT",
    "SILENT",
    "SPACE",
    "VOIDS",
]

SPACE = " \t\n\f\r"
"""What HTML calls white space. A no-break space is not in it."""

MARGIN = SPACE + "\0"
"""What is left out at the edges of a text: a browser drops NUL."""

BLOCKS = frozenset(
    "address article aside blockquote body button caption center col colgroup datalist dd details dialog dir div"
    " dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html"
    " legend li link listing main menu meta nav ol optgroup option p plaintext pre search section select summary"
    " table tbody td textarea tfoot th thead title tr ul xmp".split()
)
"""Elements that end a run of text; everything else stands within the text."""

VOIDS = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
"""Elements without content (HTML Standard, 13.1.2; and the obsolete ones)."""

RAW_TEXT = frozenset("script style xmp iframe noembed noframes plaintext".split())
"""Elements whose content is no markup and nothing to translate."""

PLAIN_TEXT = frozenset(("textarea", "title"))
"""Elements whose content is text with character references and no tags."""

DEAD = frozenset(("iframe", "noembed", "noframes", "object", "script", "style", "template"))
"""Elements of a text that are never translated, whatever stands in them; the texts of their own tag may be."""

SILENT = frozenset(("script", "style", "template"))
"""Dead elements whose tags, too, say nothing to a reader."""

PRESERVED = frozenset(("pre", "textarea", "listing"))
"""Elements whose white space is kept."""

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

_ROW_GROUPS = frozenset(("tbody", "thead", "tfoot"))
_CELLS = frozenset(("td", "th"))
_NEVER_IN_P = BLOCKS - frozenset(
    "body button caption col colgroup datalist frame frameset head html legend link meta optgroup option select"
    " tbody td textarea tfoot th thead title tr".split()
)

IMPLIED_ENDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_NEVER_IN_P, frozenset(("p",))),
    "li": frozenset(("p", "li")),
    "dd": frozenset(("p", "dd", "dt")),
    "dt": frozenset(("p", "dd", "dt")),
    "option": frozenset(("option",)),
    "optgroup": frozenset(("option", "optgroup")),
    "td": _CELLS | {"p"},
    "th": _CELLS | {"p"},
    "tr": _CELLS | {"p", "tr"},
    **dict.fromkeys(_ROW_GROUPS, _CELLS | _ROW_GROUPS | {"p", "tr"}),
}
"""Which open elements a start tag ends when they stand directly above it (HTML Standard, 13.1.2.4)."""
