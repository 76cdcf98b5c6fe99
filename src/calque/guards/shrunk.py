"""A catalog that lost translations since the last sync: an upload that ended half way, an old copy, another's file."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

__all__ = ["Shrinkage", "Standing", "judge_shrinkage", "lost_translations"]

_SHARE = 0.2
_FEW = 5
"""Fewer are a translator's own decision."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A catalog by digests: what it translates, in the order of the file, and what else it holds."""

    translations: Mapping[bytes, bytes] = field(default_factory=dict)
    """The digest of each entry in use that has a translation → that of its translation."""
    targets: AbstractSet[bytes] = frozenset()
    """All translations, those of obsolete entries too."""


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """How many translations of how many a catalog lost."""

    lost: int
    known: int


def lost_translations(before: Mapping[bytes, bytes], now: Standing) -> Mapping[bytes, bytes]:
    """Return the translations that the catalog had and has nowhere any more.

    What was translated otherwise is not lost, nor what went to another entry, as where a tool knows a newer template.
    """
    return {
        key: target
        for key, target in before.items()
        if key not in now.translations and target not in now.targets
    }


def judge_shrinkage(
    before: Mapping[bytes, bytes], now: Standing, elsewhere: Callable[[bytes], bool] = lambda _target: False
) -> Shrinkage | None:
    """Return what a catalog lost, where that is more than is believed; `elsewhere` tells what stands in other files.

    Believed are fewer than five, and less than a fifth.

    ::

        16 translations, 11 of them gone  ->  11 of 16
        16 translations, 4 of them gone   ->  None
        60 translations, 11 of them gone  ->  None
    """
    lost = sum(not elsewhere(target) for target in lost_translations(before, now).values())
    if lost >= _FEW and lost >= _SHARE * len(before):
        return Shrinkage(lost, len(before))
    return None
