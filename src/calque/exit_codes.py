"""The exit codes, and which one a run ends with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from calque.errors import BusyError, CalqueError, ConfigError

if TYPE_CHECKING:
    from calque.model import Finding

__all__ = [
    "EXIT_BUSY",
    "EXIT_POLICY",
    "EXIT_UNMEASURED",
    "EXIT_USAGE",
    "code_of_findings",
    "exit_code",
    "worst",
]

EXIT_POLICY = 1
EXIT_USAGE = 2
EXIT_UNMEASURED = 3
EXIT_BUSY = 4


def exit_code(error: CalqueError) -> int:
    """Return the code of a run that an error ended."""
    if isinstance(error, ConfigError):
        return EXIT_USAGE
    return EXIT_BUSY if isinstance(error, BusyError) else EXIT_UNMEASURED


def worst(codes: Iterable[int]) -> int:
    """Return the code of a run that several things went wrong in: 2 beats 4 beats 3 beats 1; 0 for none."""
    return max(codes, key=_ORDER.index, default=0)


_ORDER = (0, EXIT_POLICY, EXIT_UNMEASURED, EXIT_BUSY, EXIT_USAGE)


def code_of_findings(findings: "Iterable[Finding]", *, failed: bool = False) -> int:
    """Return the code of a run that came to its end; `failed` says that a policy did not hold.

    A finding of the severity error means that something could not be read or measured; others are no failure.
    """
    from calque.model import Severity  # noqa: PLC0415 — a command that finds nothing does without

    if any(finding.severity is Severity.ERROR for finding in findings):
        return EXIT_UNMEASURED
    return EXIT_POLICY if failed else 0
