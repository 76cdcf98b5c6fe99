"""Lazy: packages that load a module at the first use of one of its names.

The making of all classes and patterns of `model`, `locales`, `po` and `html` is half of what a small command takes.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

__all__ = ["loading"]


def loading(package: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """Return a package's `__getattr__`, by which its modules offer the names that `names` says of each.

    ::

        __getattr__ = loading(__name__, {"tags": "parse_tag gettext_name"})

    No module may be called as a name that is offered: loading the module would put it in the name's place.
    """
    modules = {name: module for module, offered in names.items() for name in offered.split()}

    def load(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return load
