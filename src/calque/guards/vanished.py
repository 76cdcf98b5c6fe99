"""Posts that are not there any more: how many at once are no usual day, but an empty or broken listing."""

from calque.errors import HeldError
from calque.guards.questions import Guard, answers

__all__ = ["is_vanishing", "refuse_moved", "refuse_vanished"]

_SHARE = 0.1
_FEW = 1
_FEW_ASKED = 20
"""The site itself says of each of them what became of it, so that a few more are believed, and all of a small site."""


def is_vanishing(new: int, known: int, *, left: int, asked: bool = False) -> bool:
    """Tell whether more posts are gone than is believed: a tenth of the known ones and more than a few, or all.

    `new` are those that the last look still found, `left` those that this one found; `asked` says that the site is
    asked after each of the others by itself.

    ::

        2 of 30    ->  no        4 of 30    ->  yes       1 of 1    ->  yes
        20 of 100  ->  no where it is asked after each, else yes
    """
    if asked:
        return new > max(_FEW_ASKED, _SHARE * known)
    return new > max(_FEW, _SHARE * known) or (new > 0 and not left)


def refuse_vanished(site: str, new: int, known: int, *, left: int, asked: bool = False) -> None:
    """Stop a run of the site of this name before it believes that so many posts are gone.

    Errors: HeldError, which says by what a person makes it believe so.
    """
    if is_vanishing(new, known, left=left, asked=asked):
        raise HeldError(
            f"{site}: {new} of {known} posts are not there any more, nothing was written; are they gone on purpose? "
            f"{answers(Guard.VANISHED, 'Mend the source')}"
        )


def refuse_moved(site: str, moved: int, known: int) -> None:
    """Stop a run before it believes that so many posts are in another language than they were.

    A plugin that is switched off, or a listing that changes, says so of many at once.
    Errors: HeldError, which says by what a person makes it believe so.
    """
    if is_vanishing(moved, known, left=1):
        raise HeldError(
            f"{site}: {moved} of {known} posts are in another language than at the last run, and their catalogs would"
            f" go to the archive; nothing was written; is that meant? {answers(Guard.VANISHED, 'Mend the source')}"
        )
