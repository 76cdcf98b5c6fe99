"""Progress: what changed since an earlier report, from the ledger."""

from calque.ledger.runs import read_runs
from calque.model import Site, Status
from calque.states.progress import with_progress

__all__ = ["progress"]


def progress(site: Site, status: Status) -> Status:
    """Add to a status what changed since the report that `[report] since` names, and how work went on."""
    return with_progress(status, read_runs(site), days=site.compare_days)
