"""Start: what a sync has before it reads the first post."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from calque.cache.database import Cache
from calque.guards.questions import Guard
from calque.pipeline.crawl.source import Collected
from calque.pipeline.runner import Runner
from calque.pipeline.status.inputs import Inputs
from calque.states.verdicts import KeptVerdicts

__all__ = ["Start"]


@dataclass(frozen=True, slots=True)
class Start:
    """What a sync has before it reads the first post; the site is passed on beside it."""

    runner: Runner
    cache: Cache
    collected: Collected
    inputs: Inputs
    """The files as they were before any was read."""
    verdicts: KeptVerdicts
    now: Callable[[], datetime]
    started: datetime
    accept: AbstractSet[Guard]
    """The guards whose questions a person has answered."""
    dry_run: bool
    anew: bool = False
    """Everything is read and judged, whatever is kept."""
