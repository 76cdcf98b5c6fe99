"""What the pipeline needs of a source that is asked over the network, whatever it is."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from calque.guards.questions import Guard
from calque.model import Finding, PageKey
from calque.pipeline.ingest.facts import Facts
from calque.pipeline.runner import Runner

__all__ = ["Collected", "LiveSource"]


@dataclass(frozen=True, slots=True)
class Collected:
    """What the site said when it was asked."""

    findings: tuple[Finding, ...] = ()
    complete: bool = True
    """For every post it is known whether the site still has it."""
    fetched: int = 0
    one: bool = False
    """One post alone was asked for, and what was known of the others stands."""


class LiveSource(Protocol):
    """The live source of one site: brings what is kept of its posts, in `.calque/`, up to date.

    What is kept is read afterwards as any file of posts. The network is waited for without the workspace's lock; what
    is kept is read and written under it (`store.locked`).
    """

    def collect(
        self,
        runner: Runner,
        *,
        now: datetime,
        sample: int = 0,
        refetch: bool = False,
        accept: AbstractSet[Guard] = frozenset(),
        known: Callable[[], Facts] = Facts,
    ) -> Collected:
        """Ask the site for what is new, changed or gone, and keep it; files on disk that are `known` stay as they are.

        With `sample`, so many posts at most are fetched, the last saved first; with `refetch` all are, changed or not.
        Errors: SourceError where the site cannot be asked or what it says is not believed; BusyError.
        """

    def collect_post(self, runner: Runner, post: str) -> Collected:
        """Ask the site for one post, by its address or its key, and keep it; no other is looked at.

        Errors: SourceError where the site does not list it; BusyError.
        """

    def fetch_again(self, keys: Iterable[PageKey]) -> None:
        """Have the next `collect` fetch these pages, whatever the site says of them; the caller holds the workspace."""

    def has_credentials(self, environ: Mapping[str, str]) -> bool:
        """Tell whether the environment says who calque is for the site."""
