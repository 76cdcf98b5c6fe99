"""A source text and its translation, as the checks read them: each view is made once, when first asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from calque.checks.glossary import EMPTY, Glossary
from calque.html import Problem, check_text, plain
from calque.language import Judgement, judge
from calque.model import Site

__all__ = ["MASK", "CheckSetting", "Pair", "masked"]

MASK = "\ufffc"
"""What stands in a masked text for something that is no prose: code, an address, a placeholder."""


@dataclass(frozen=True, slots=True)
class CheckSetting:
    """What all the texts of a catalog have in common."""

    source_locale: str
    target_locale: str
    site: Site | None = None
    """Where there is a calque.toml: its addresses, its locales and its shortcodes."""
    glossary: Glossary = EMPTY
    ignored: frozenset[str] = frozenset()
    """Codes of the checks that are not made."""
    is_html: bool = True
    """The texts are in msgid form, as in every catalog of calque's own; not so in those of programs."""


class Pair:
    """A source text and a target text, both as the catalog has them, and what the checks ask of them."""

    def __init__(
        self,
        source: str,
        target: str,
        setting: CheckSetting,
        *,
        formats: tuple[str, ...] = (),
        is_plural: bool = False,
        max_length: int = 0,
        judgement: Judgement | None = None,
    ) -> None:
        self.source = source
        self.target = target
        self.setting = setting
        self.formats = formats
        """The format flags of the entry: `c-format`, `no-c-format`."""
        self.is_plural = is_plural
        """The target is one of the forms for a number, some of which say it in words: one, two."""
        self.max_length = max_length
        """The most characters that the target may have; 0 where nothing is said."""
        self._judgement = judgement

    @property
    def locale(self) -> str:
        """The tag of the target locale."""
        return self.setting.target_locale

    @cached_property
    def language(self) -> str:
        """The primary language of the target locale: `fr` of `fr-CA`."""
        return self.locale.partition("-")[0]

    @cached_property
    def source_language(self) -> str:
        """The primary language of the source locale."""
        return self.setting.source_locale.partition("-")[0]

    @cached_property
    def source_text(self) -> str:
        """The prose of the source: no tags, references decoded, code and addresses masked."""
        return masked(self.source)

    @cached_property
    def target_text(self) -> str:
        """The prose of the target."""
        return masked(self.target)

    @cached_property
    def has_digits(self) -> bool:
        """Whether either text has a digit of any script."""
        return bool(_DIGIT.search(self.source_text) or _DIGIT.search(self.target_text))

    @cached_property
    def markup(self) -> tuple[Problem, ...]:
        """What in the target breaks the grammar of the source's markup."""
        site = self.setting.site
        return check_text(self.source, self.target, shortcodes=site.rules.shortcodes if site else ())

    @cached_property
    def judgement(self) -> Judgement:
        """What the target is, by its language."""
        if self._judgement is not None:
            return self._judgement
        setting = self.setting
        return judge(
            self.target,
            self.source,
            source_locale=setting.source_locale,
            target_locale=setting.target_locale,
            candidates=setting.site.tags if setting.site else (),
        )

    def both(self, view: Callable[[str], list[str]]) -> tuple[list[str], list[str]]:
        """Return a view of both texts."""
        return view(self.source_text), view(self.target_text)


_DIGIT = re.compile(r"\d")


def masked(text: str) -> str:
    """Return the prose of a text in msgid form; what is no prose is one character each.

    `Ask <b>us</b> at <code>x</code> &amp; go` → `Ask us at ￼ & go`
    """
    if _SUSPICIOUS.search(text) is None:
        return text
    return plain(_NO_PROSE.sub(_substitute, text))


_SUSPICIOUS = re.compile(r"[<`@{%&\\]|://|www\.|:\w+:")
_NO_PROSE = re.compile(
    r"""
      <(?P<code>code|kbd|samp|pre|var)\b[^<>]*>.*?</(?P=code)>     # code
    | <(?P<name>/?[a-z])[^<>]*>                                     # any other tag
    | (?::[\w:+-]{1,40}:)? (?P<ticks>`{1,3}) [^`]{1,400} (?P=ticks) _{0,2}   # code between backticks
    | (?:https?|ftp)://[^\s<>()（）「」“”«»"，。、]+ | \bwww\.[\w-]+\.[\w./?=&\#%-]+    # addresses
    | [\w.+-]+@[\w-]+\.[\w.-]+
    | %(?:\([^()\s]{1,60}\))?(?:\d+\$)?                          # %s, %(name)s, %1$s
      [-+#0']*\d*(?:\.\d+)?(?:hh|ll|[hlLqjzt])?(?:[a-zA-Z%]|<PRI\w+>)
    | %[\w.-]{1,40}%                                                # %name%
    | \{\{[^{}]{0,200}\}\} | \{%[^{}]{0,200}%\} | \$?\{[\w.:!\[\]-]{0,60}\}  # {name}, {{ name }}, {% … %}
    """,
    re.VERBOSE | re.DOTALL,
)


def _substitute(found: re.Match[str]) -> str:
    if found["name"] is None:
        return MASK
    return (
        MASK if found[0].endswith("/>") and not found[0].startswith(("<br", "<wbr")) else _between(found[0])
    )


def _between(tag: str) -> str:
    return " " if tag.startswith(("<br", "<wbr")) else ""
