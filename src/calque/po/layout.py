"""An entry's lines: laid out anew as msgcat does, or only those of the fields that changed."""

import re
from collections.abc import Container, Mapping, Sequence

from calque.po.entries import Fields
from calque.po.wrap import quoted, references

__all__ = ["laid_out", "relaid"]

_ORDER = (
    "tcomment",
    "comment",
    "occurrences",
    "flags",
    "sticky",
    "previous_msgctxt",
    "previous_msgid",
    "previous_msgid_plural",
    "msgctxt",
    "msgid",
    "msgid_plural",
    "msgstr",
)
_COMMENTS = {"#.": "comment", "#:": "occurrences", "#,": "flags", "#!": "flags", "#=": "sticky"}
_LINE = re.compile(
    r"[ \t]*(?:"
    r"(?P<mark>\#~\|?|\#\|)?[ \t]*(?P<keyword>msgctxt|msgid_plural|msgid|msgstr)?[ \t]*(?:\[[ \t]*\d+[ \t]*\])?[ \t]*"
    r"(?P<string>(?:\"[^\"\\\n]*+(?>(?:\\.[^\"\\\n]*+)*)\"[ \t]*)+)?"
    r"|(?P<comment>\#(?![~|])[^\n]*)"
    r")[ \t\r]*\n?"
)

_NOT_QUOTED = {*_COMMENTS.values(), "tcomment"}
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_RANK = {name: rank for rank, name in enumerate(_ORDER)}


def _plain_parts() -> re.Pattern[str]:
    """Return the form that nearly every entry in use has, a group a field."""
    line = r'"[^"\\\n]*+(?>(?:\\.[^"\\\n]*+)*)"\n'
    lines = rf"(?>(?:{line})+)"
    older = "".join(
        rf"(?P<previous_{name}>\#\| {name} {line}(?>(?:\#\| {line})*))?"
        for name in ("msgctxt", "msgid", "msgid_plural")
    )
    return re.compile(
        r"(?P<tcomment>(?>(?:\#(?:\ [^\n]*+)?\n)+))?(?P<comment>(?>(?:\#\.[^\n]*+\n)+))?"
        r"(?P<occurrences>(?>(?:\#:[^\n]*+\n)+))?(?P<flags>\#,[^\n]*+\n)?"
        rf"{older}(?P<msgctxt>msgctxt {lines})?(?P<msgid>msgid {lines})"
        rf"(?P<msgid_plural>msgid_plural {lines})?(?P<msgstr>(?>(?:msgstr(?:\[[0-9]\])? {lines})+))"
    )


_PLAIN = _plain_parts()

Lines = Mapping[str, list[str]]


def laid_out(
    fields: Fields,
    *,
    width: int,
    sticky: Sequence[str] = (),
    only: Container[str] = _ORDER,
    known: Lines | None = None,
) -> Lines:
    """Return the lines of each field that the entry has (`only` of these), in the order of msgcat.

    `sticky` are the flags for a `#=` line. `known` gives the lines of portions of the msgstr that are
    to stay as they are.
    """
    wrap = 0 if "no-wrap" in fields.flags else width
    mark, older = ("#~ ", "#~| ") if fields.obsolete else ("", "#| ")
    plural = fields.msgid_plural if fields.msgid_plural or fields.msgstr_plural else None
    result = {}
    if "tcomment" in only and fields.tcomment:
        result["tcomment"] = _comment("#", fields.tcomment)
    if "comment" in only and fields.comment:
        result["comment"] = _comment("#.", fields.comment)
    if "occurrences" in only:
        result["occurrences"] = references(fields.occurrences, width)
    if "flags" in only:
        result["flags"] = _flags("#,", [flag for flag in fields.flags if flag not in sticky])
    if "sticky" in only:
        result["sticky"] = _flags("#=", [flag for flag in fields.flags if flag in sticky])
    for name, keyword, text, before in (
        ("previous_msgctxt", "msgctxt", fields.previous_msgctxt, older),
        ("previous_msgid", "msgid", fields.previous_msgid, older),
        ("previous_msgid_plural", "msgid_plural", fields.previous_msgid_plural, older),
        ("msgctxt", "msgctxt", fields.msgctxt, mark),
        ("msgid", "msgid", fields.msgid, mark),
        ("msgid_plural", "msgid_plural", plural, mark),
    ):
        if text is not None and name in only:
            result[name] = quoted(keyword, text, mark=before, width=wrap)
    if "msgstr" not in only:
        return result
    if fields.msgstr_plural:
        forms = (
            quoted(f"msgstr[{number}]", text, mark=mark, width=wrap) for number, text in fields.msgstr_plural
        )
        result["msgstr"] = [line for lines in forms for line in lines]
    else:
        result["msgstr"] = quoted("msgstr", fields.msgstr, mark=mark, width=wrap, known=known)
    return result


def relaid(raw: str, before: Fields, now: Fields, *, width: int, sticky: Sequence[str], newline: str) -> str:
    """Return an entry's text with the lines of the fields that changed laid out anew, all others as they were."""
    parts = _parts(raw)
    if parts is None:
        lines = laid_out(now, width=width, sticky=sticky)
        return "".join(line + newline for field in lines.values() for line in field)
    changed = _changed(before, now, sticky)
    target = (
        dict(parts)["msgstr"] if "msgstr" in changed and "\\n" in raw and not before.msgstr_plural else ""
    )
    known = _portions(target) if target and before.obsolete == now.obsolete else None
    fresh = laid_out(now, width=width, sticky=sticky, only=changed, known=known)
    left = [name for name in _ORDER if fresh.get(name)]
    result = []
    for name, text in parts:
        while left and _RANK[left[0]] <= _RANK[name]:
            result.extend([line + newline for line in fresh[left.pop(0)]])
        if name not in changed:
            result.append(text if text.endswith("\n") or not left else text + newline)
    result.extend(line + newline for name in left for line in fresh[name])
    return "".join(result)


def _comment(mark: str, text: str) -> list[str]:
    return [f"{mark} {line}" if line else mark for line in text.split("\n")] if text else []


def _flags(mark: str, flags: Sequence[str]) -> list[str]:
    return [f"{mark} {', '.join(flags)}"] if flags else []


def _changed(before: Fields, now: Fields, sticky: Sequence[str]) -> set[str]:
    """Return the names of the fields whose lines say something else now."""
    names = {name for name, old, new in zip(Fields._fields, before, now, strict=True) if old != new}
    if "msgstr_plural" in names:
        names.add("msgstr")
    if "obsolete" in names:
        names.update(_ORDER[_ORDER.index("previous_msgctxt") :])
    if "flags" in names:
        names.discard("flags")
        for name, on_line in (("flags", False), ("sticky", True)):
            if _those(before.flags, sticky, on_line) != _those(now.flags, sticky, on_line):
                names.add(name)
    return names


def _those(flags: Sequence[str], sticky: Sequence[str], on_line: bool) -> list[str]:  # noqa: FBT001 - which of two lines
    return [flag for flag in flags if (flag in sticky) is on_line]


def _parts(raw: str) -> list[tuple[str, str]] | None:
    """Return an entry's text as fields in their order, or None where a line holds more than one."""
    plain = _PLAIN.fullmatch(raw)
    if plain:
        return [(name, text) for name, text in plain.groupdict().items() if text]
    parts: list[tuple[str, list[str]]] = []
    for line in _LINES.findall(raw):
        name = _field_of(line)
        if name is None or (not name and (not parts or parts[-1][0] in _NOT_QUOTED)):
            return None
        if name and (not parts or parts[-1][0] != name):
            parts.append((name, []))
        parts[-1][1].append(line)
    return [(name, "".join(lines)) for name, lines in parts]


def _field_of(line: str) -> str | None:
    """Return the field that a line begins, an empty name for one that goes on, None where it is not plain."""
    found = _LINE.fullmatch(line)
    if not found:
        return None
    if found["comment"]:
        return _COMMENTS.get(line.lstrip()[:2], "tcomment")
    if found["keyword"]:
        return ("previous_" if "|" in (found["mark"] or "") else "") + found["keyword"]
    return "" if found["string"] else None


def _portions(text: str) -> Lines:
    r"""Return the lines of each portion that ends with `\n`, by its escaped text."""
    result: dict[str, list[str]] = {}
    portion, lines = list[str](), list[str]()
    for line in text.replace("\r", "").split("\n")[1:]:
        portion.append(line[line.find('"') + 1 : line.rfind('"')])
        lines.append(line)
        if portion[-1].endswith("\\n"):
            result["".join(portion)] = lines
            portion, lines = [], []
    return result
