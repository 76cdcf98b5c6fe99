"""Plan: what of the site has to be looked at again, since its inputs are other than the cache was made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from calque.cache.database import Cache
from calque.cache.values import Input, InputKind, Summary
from calque.model import Site
from calque.pipeline.status.inputs import Inputs, same_input
from calque.sources.files import SourceKind, kind_of

__all__ = ["Plan", "make_plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The part of the site that is to be looked at; the rest holds."""

    summary: Summary
    posts: tuple[str, ...] = ()
    """Files of posts that changed."""
    members: frozenset[int] = frozenset()
    """Groups whose catalogs changed, and those that were judged by the clock."""
    files: Mapping[str, Input | None] = field(default_factory=dict)
    """Every file that changed, as it stands; None where it is gone."""
    read_again: Mapping[str, Input] = field(default_factory=dict)
    """Files that might have changed unseen and did not, as they may be kept from now on."""


def make_plan(site: Site, cache: Cache, inputs: Inputs) -> Plan | None:
    """Compare the inputs with those of the cache; None where everything is to be looked at."""
    summary = cache.summary()
    if summary is None or summary.settings != inputs.settings:
        return None
    kept = cache.files()
    changed = [
        name
        for name in kept.keys() | inputs.files.keys()
        if kept.get(name) != inputs.files.get(name)
        and not same_input(site, name, kept.get(name), inputs.files.get(name))
    ]
    posts: list[str] = []
    members = set(cache.passing())
    for name in sorted(changed):
        match (inputs.files.get(name) or kept[name]).kind:
            case InputKind.POSTS if name in kept and name in inputs.files and _is_plain(site, name):
                posts.append(name)
            case InputKind.CATALOG if touched := cache.members_of([PurePosixPath(name).stem]):
                members |= touched
            case _:
                return None
    return Plan(
        summary,
        tuple(posts),
        frozenset(members),
        {name: inputs.files.get(name) for name in changed},
        {
            name: found
            for name, one in kept.items()
            if one.digest and name not in changed and not (found := inputs.files[name]).digest
        },
    )


def _is_plain(site: Site, name: str) -> bool:
    """Tell whether a file holds posts alone; an export or a whole page also says which belong together."""
    return kind_of(site.root, name) not in (SourceKind.WXR, SourceKind.PAGE)
