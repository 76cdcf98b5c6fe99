"""`[build]`: where translated pages are built, and which of those that are not finished."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from calque.config.locales import read_target
from calque.config.tables import Table
from calque.locales import find_tag
from calque.model import BUILD, BuildPolicy, SiteLocale, Unfinished

__all__ = ["read_build_folder", "read_policies"]

_KEYS = ("unfinished", "create", "update")


def read_build_folder(build: Table) -> str:
    """Read the folder that pages are built into, relative to the workspace."""
    return build.path("folder", BUILD)


def read_policies(build: Table, locales: Sequence[SiteLocale]) -> Mapping[str, BuildPolicy]:
    """Read the policy of each locale: what `[build.TAG]` says, and of what it leaves out what `[build]` says."""
    named = [name for name in build if _is_tag(name)]
    build.only("folder", *_KEYS, *named, *(one.tag for one in locales))
    own = {read_target(build, name, locales): build.table(name).only(*_KEYS) for name in named}
    every = _policy(build, BuildPolicy())
    return MappingProxyType(
        {one.tag: _policy(own[one.tag], every) if one.tag in own else every for one in locales}
    )


def _policy(table: Table, base: BuildPolicy) -> BuildPolicy:
    return BuildPolicy(
        table.choice("unfinished", Unfinished, base.unfinished),
        table.number("create", base.create, low=0, high=100),
        table.number("update", base.update, low=0, high=100),
    )


def _is_tag(name: str) -> bool:
    return name not in ("folder", *_KEYS) and find_tag(name) is not None
