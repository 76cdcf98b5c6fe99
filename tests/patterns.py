"""The patterns of the package, as objects and as they stand in its sources, and the repeats in them.

A possessive repeat of a group (`(?:ab)*+`, `(ab)++`, `(ab)?+`, `(ab){2,3}+`) does not give its position back where the
group matches in part: CPython 3.11.0 to 3.11.4. Until 3.12.8 it mixes up the spans of groups within
alternatives, too. An atomic group says the same and is right: `(?>(?:ab)*)`.
"""

import ast
import functools
import gc
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from re import _constants, _parser  # type: ignore[attr-defined]  # the standard library's own view of a pattern
from types import FunctionType, ModuleType
from typing import Any

__all__ = ["compiled_patterns", "group_repeats", "modules_below", "written_repeats"]

_ONE_CHARACTER = {
    _constants.LITERAL,
    _constants.NOT_LITERAL,
    _constants.ANY,
    _constants.IN,
    _constants.CATEGORY,
    _constants.RANGE,
}
_QUANTIFIER = r"(?:[*+?]|\{[0-9]*,?[0-9]*\})\+"
_POSSESSIVE = re.compile(_QUANTIFIER)
_CLOSED_GROUP = re.compile(rf"\){_QUANTIFIER}")
_SOMETHING = "(?:some thing)"
"""Stands for what is put into a text at run time; whoever repeats it repeats a group."""


def group_repeats(pattern: str | bytes, flags: int = 0) -> list[str]:
    """Return the possessive repeats of groups in a pattern: `(?:ab)*+c++` → one, of two items.

    A repeat of one character or class is no such repeat, and one of nothing moves nowhere.
    """
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    if not _POSSESSIVE.search(text) and not flags & re.VERBOSE:
        return []
    return [str(found) for found in _repeats_in(_parser.parse(pattern, flags))]


def _repeats_in(part: Any) -> Iterator[Any]:
    """Yield what a possessive repeat repeats, of all that is no single character, in all depths of a parsed pattern."""
    if isinstance(part, _parser.SubPattern | list):
        for item in part:
            yield from _repeats_in(item)
    elif isinstance(part, tuple):
        if part and part[0] is _constants.POSSESSIVE_REPEAT:
            repeated = part[1][2]
            is_one = len(repeated) == 1 and repeated[0][0] in _ONE_CHARACTER
            if not is_one and repeated.getwidth()[1] > 0:
                yield repeated
        for item in part:
            yield from _repeats_in(item)


def modules_below(package: ModuleType) -> list[ModuleType]:
    """Import and return every module of a package but what runs it."""
    names = (info.name for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))
    return [
        package,
        *(importlib.import_module(name) for name in sorted(names) if not name.endswith(".__main__")),
    ]


def compiled_patterns(modules: Iterable[ModuleType]) -> Iterator[tuple[str, "re.Pattern[Any]"]]:
    """Yield each compiled pattern that modules hold, with its place.

    Looked for in variables, containers, classes and their attributes, objects, closures, defaults, partial calls,
    bound methods, and in what cached functions have returned so far.
    """
    waiting: list[tuple[str, Any]] = [
        (f"{module.__name__}.{name}", value) for module in modules for name, value in vars(module).items()
    ]
    seen = set[int]()
    while waiting:
        place, value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, re.Pattern):
            yield place, value
        else:
            waiting.extend((f"{place}{name}", inner) for name, inner in _held_by(value, place.split(".")[0]))


def _held_by(value: Any, package: str) -> Iterator[tuple[str, Any]]:
    """Yield what an object holds, as far as it is of the package or a form that the package uses."""
    if isinstance(value, str | bytes | int | float | ModuleType):
        return
    if isinstance(value, Mapping):
        yield from ((f"[{key!r:.30}]", inner) for key, kept in value.items() for inner in (key, kept))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from ((f"[{number}]", inner) for number, inner in enumerate(value))
    elif isinstance(getattr(value, "__self__", None), re.Pattern):
        yield ".__self__", value.__self__
    elif type(value) in _WRAPPERS:
        yield from (("()", inner) for inner in _WRAPPERS[type(value)](value))
    elif str(getattr(value, "__module__", "")).split(".")[0] == package:
        yield from _inside(value)


def _inside(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a function, a class or an object of the package holds."""
    if isinstance(value, FunctionType):
        yield from (("()", inner) for inner in _kept_by(value))
    elif isinstance(value, type):
        yield from ((f".{name}", inner) for name, inner in vars(value).items())
    else:
        slots = (name for base in type(value).__mro__ for name in getattr(base, "__slots__", ()))
        names = {*slots, *getattr(value, "__dict__", {})}
        yield from ((f".{name}", getattr(value, name)) for name in sorted(names) if hasattr(value, name))


_WRAPPERS: Mapping[type, Callable[[Any], Iterable[Any]]] = {
    functools.partial: lambda value: (value.func, *value.args, *value.keywords.values()),
    functools.cached_property: lambda value: (value.func,),
    functools._lru_cache_wrapper: gc.get_referents,  # noqa: SLF001  the function, and what it returned so far
    property: lambda value: (value.fget, value.fset, value.fdel),
    staticmethod: lambda value: (value.__func__,),
    classmethod: lambda value: (value.__func__,),
}


def _kept_by(function: FunctionType) -> Iterator[Any]:
    yield from function.__defaults__ or ()
    yield from (function.__kwdefaults__ or {}).values()
    for cell in function.__closure__ or ():
        with suppress(ValueError):  # nothing was put into it yet
            yield cell.cell_contents


def written_repeats(source: str, known: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return the texts in a Python source that, taken for patterns, repeat a group possessively, with their lines.

    All texts are looked at, whatever becomes of them: a part of a pattern is put together at run time. `known` are
    the module's variables; what is put into a text and is none of them stands for a group.
    """
    tree = ast.parse(source)
    flags = (0, re.VERBOSE) if "VERBOSE" in source else (0,)
    done = set[int]()
    found = []
    for node in ast.walk(tree):  # from the outside in
        if isinstance(node, ast.Expr):
            done.add(id(node.value))  # a docstring is no pattern
        text = _text_of(node, known)
        if text is None:
            continue
        if id(node) not in done and any(_repeats_a_group(text, each) for each in flags):
            found.append((node.lineno, text))  # type: ignore[attr-defined]
        done.update(id(part) for part in ast.iter_child_nodes(node))
    return found


def _text_of(node: ast.AST, known: Mapping[str, Any]) -> str | None:
    """Return the text that an expression makes, None where it makes none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        return node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text_of(part, known) or _SOMETHING for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text_of(node.value, known)
    if isinstance(node, ast.Name) and isinstance(known.get(node.id), str):
        return str(known[node.id])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sides = _text_of(node.left, known), _text_of(node.right, known)
        return None if sides == (None, None) else "".join(side or _SOMETHING for side in sides)
    return None


def _repeats_a_group(text: str, flags: int) -> bool:
    try:
        return bool(group_repeats(text, flags))
    except (re.error, OverflowError):  # a part of a pattern
        return bool(_CLOSED_GROUP.search(text) or _POSSESSIVE.match(text))
