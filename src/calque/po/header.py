"""The header entry: metadata lines in their order, and the values calque fills in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

__all__ = [
    "catalog_header",
    "date_value",
    "header_text",
    "language_name",
    "merged_header",
    "metadata_of",
    "plural_forms",
    "template_header",
    "with_metadata",
]

_BUGS = "Report-Msgid-Bugs-To"
_TEMPLATE_KNOWS = (_BUGS, "X-Source-Language", "X-Calque-Post")
"""Its creation date is not among them: it would change in the line above a translator's, and no git can merge that."""
_ENGLISH_PLURALS = "nplurals=2; plural=(n != 1);"
_NUMBERS = 1_000
_UNKNOWN_DATE = "YEAR-MO-DA HO:MI+ZONE"


def metadata_of(text: str) -> dict[str, str]:
    r"""Return a header's msgstr as metadata, in its order: `Language: fr\n` → `{"Language": "fr"}`."""
    lines = (line.partition(":") for line in text.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in lines}


def header_text(metadata: Mapping[str, str]) -> str:
    r"""Return a header's msgstr: `{"Language": "fr"}` → `Language: fr\n`."""
    return "".join(f"{name}: {value}\n" for name, value in metadata.items())


def with_metadata(text: str, metadata: Mapping[str, str]) -> str:
    """Return a header's msgstr with some lines replaced in place, new ones at the end, the rest as it was."""
    left = dict(metadata)
    lines = []
    for line in text.removesuffix("\n").split("\n") if text else []:
        name = line.partition(":")[0].strip()
        lines.append(f"{name}: {left.pop(name)}" if name in left else line)
    lines.extend(f"{name}: {value}" for name, value in left.items())
    return "".join(f"{line}\n" for line in lines)


def template_header(*, site: str, source: str, changed: datetime | None, post: str) -> dict[str, str]:
    """Return a template's metadata; `changed` is when its text last changed, never the time of a run."""
    metadata = {
        "Project-Id-Version": site,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": date_value(changed),
        "PO-Revision-Date": _UNKNOWN_DATE,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": source,
    }
    return metadata | ({"X-Calque-Post": post} if post else {})


def catalog_header(template: Mapping[str, str], *, locale: str, language: str) -> dict[str, str]:
    """Return the metadata of a locale's new catalog: the template's, with its language and plural forms.

    `language` is the gettext name of the BCP 47 tag `locale`: `pt_BR` of `pt-BR`.
    """
    metadata = dict(template)
    charset = "text/plain; charset=UTF-8"
    metadata |= {
        "Language-Team": language_name(language, locale),
        "Language": language,
        "Content-Type": charset,
    }
    order = [name for name in metadata if not name.startswith("X-") and name != "Plural-Forms"]
    extra = [name for name in metadata if name.startswith("X-")]
    return (
        {name: metadata[name] for name in order}
        | {"Plural-Forms": plural_forms(language)}
        | {name: metadata[name] for name in extra}
    )


def merged_header(
    text: str,
    header: Mapping[str, str],
    template: Mapping[str, str],
    *,
    language: str,
    plural: bool,
    changed: bool,
) -> str:
    """Return a header's msgstr with what the template knows better, all else as it was and in its order.

    `header` is `text` as metadata; `plural` says whether the template has plural entries. Where no entry is
    `changed`, only what the file needs to be read is added.
    """
    better = {name: template[name] for name in _TEMPLATE_KNOWS if changed and template.get(name)}
    if changed and _BUGS in header and _BUGS in template:
        better[_BUGS] = template[_BUGS]
    if "Language" not in header and language:
        better["Language"] = language
    if plural and "Plural-Forms" not in header:
        better["Plural-Forms"] = plural_forms(language)
    return with_metadata(text, better)


@cache
def plural_forms(language: str) -> str:
    """Return the Plural-Forms of a gettext language: `fr` → `nplurals=2; plural=(n > 1);`.

    The forms are those that CLDR gives whole numbers. Where they are three or more, they are written
    as gettext catalogs of the language usually do, if Babel lists that with as many forms.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import, and only new catalogs need it
    from babel.messages.plurals import PLURALS  # noqa: PLC0415 - the same
    from babel.plural import to_gettext  # noqa: PLC0415 - the same

    try:
        rule = Locale.parse(language).plural_form
    except (UnknownLocaleError, ValueError):
        return _ENGLISH_PLURALS
    forms = [rule(number) for number in range(_NUMBERS)]
    if len(set(forms)) == 1:
        return "nplurals=1; plural=0;"
    several = [form == "other" for form in forms]
    if several == [number != 1 for number in range(_NUMBERS)]:
        return _ENGLISH_PLURALS
    if several == [number > 1 for number in range(_NUMBERS)]:
        return "nplurals=2; plural=(n > 1);"
    number, expression = PLURALS.get(language.partition("_")[0].partition("@")[0], (0, ""))
    if number == len(set(forms)):
        return f"nplurals={number}; plural={_enclosed(expression)};"
    return str(to_gettext(rule))


def date_value(moment: datetime | None) -> str:
    """Return a date as gettext writes it, in UTC: `2026-11-02 09:30+0000`; a placeholder for None."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}+0000" if moment else _UNKNOWN_DATE


def _enclosed(expression: str) -> str:
    return expression if expression.startswith("(") or expression.isdigit() else f"({expression})"


def language_name(language: str, locale: str) -> str:
    """Return a language's name in English, for the header's team: `fr` → `French`; its tag where it is unknown."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow to import, and only new catalogs need it

    try:
        return str(Locale.parse(language).english_name or locale)
    except (UnknownLocaleError, ValueError):
        return locale
