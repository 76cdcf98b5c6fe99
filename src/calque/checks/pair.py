"""A source text and its translation, as the checks read them: each view is made once, when first asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from calque.checks.glossary import EMPTY, Glossary
from calque.html import Problem, check_text, plain
from calque.language import Judgement, judge
from calque.locales.stated import Stated
from calque.model import Site

__all__ = ["MASK", "CheckSetting", "Pair", "masked"]

MASK = "\ufffc"
"""What stands in a masked text for something that is no prose: code, an address, a placeholder."""


@dataclass(frozen=True)
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

    @cached_property
    def stated(self) -> Stated | None:
        """What calque.toml says of the locale of single posts; made once for all links."""
        return Stated.of(self.site) if self.site else None


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


_DIGIT = re.compile(r"\d")


def masked(text: str) -> str:
    """Return the prose of a text in msgid form; what is no prose is one character each.

    `Ask <b>us</b> at <code>x</code> &amp; go` → `Ask us at ￼ & go`
    """
    if _SUSPICIOUS.search(text) is None:
        return text
    return plain("".join(_parts(text)))


_SUSPICIOUS = re.compile(r"[<`@{%&\\]|://|www\.|:\w+:")


def _no_prose(mail: str) -> re.Pattern[str]:
    return re.compile(
        rf"""
          <(?P<name>/?[a-z])[^<>]*>                                     # a tag
        | (?::[\w:+-]{{1,40}}:)? (?P<ticks>`{{1,3}}) [^`]{{1,400}} (?P=ticks) _{{0,2}}   # code between backticks
        | (?:https?|ftp)://[^\s<>()（）「」“”«»"，。、]+ | \bwww\.[\w-]+\.[\w./?=&\#%-]+    # addresses
        | {mail}
        | %(?:\([^()\s]{{1,60}}\))?(?:\d+\$)?                          # %s, %(name)s, %1$s
          [-+#0']*+\d*+(?:\.\d+)?(?:hh|ll|[hlLqjzt])?(?:[a-zA-Z%]|<PRI\w+>)
        | %[\w.-]{{1,40}}%                                                # %name%
        | \{{\{{[^{{}}]{{0,200}}\}}\}} | \{{%[^{{}}]{{0,200}}%\}} | \$?\{{[\w.:!\[\]-]{{0,60}}\}}  # {{name}}
        """,
        re.VERBOSE,
    )


_MAIL = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_NO_PROSE = _no_prose(rf"(?<![\w.+-]){_MAIL}")
"""A mail address is looked for where its letters begin, not at each of them."""
_NO_PROSE_HERE = _no_prose(_MAIL)
"""The same at the place where something else ended, be it among such letters."""
_CODE = re.compile(r"<(code|kbd|samp|pre|var)\b")


def _parts(text: str) -> Iterator[str]:
    """Yield a text's prose, and for each part that is none what stands for it."""
    endless: set[str] = set()  # elements of code that nothing ends
    position = 0
    while found := _NO_PROSE_HERE.match(text, position) or _NO_PROSE.search(text, position):
        yield text[position : found.start()]
        code = _CODE.match(found[0])
        end = -1
        if code and code[1] not in endless:
            end = text.find(f"</{code[1]}>", found.end())
            endless |= {code[1]} if end < 0 else set()
        yield MASK if end >= 0 else _substitute(found)
        position = end + len(f"</{code[1]}>") if code and end >= 0 else found.end()
    yield text[position:]


def _substitute(found: re.Match[str]) -> str:
    if found["name"] is None:
        return MASK
    return (
        MASK if found[0].endswith("/>") and not found[0].startswith(("<br", "<wbr")) else _between(found[0])
    )


def _between(tag: str) -> str:
    return " " if tag.startswith(("<br", "<wbr")) else ""
