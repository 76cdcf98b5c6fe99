"""Errors as findings: recorded, so that one bad post or file never stops a run."""

from calque.errors import CalqueError
from calque.model import Finding, Severity

__all__ = ["finding_of"]


def finding_of(error: CalqueError, *, code: str, locale: str = "") -> Finding:
    """Turn an error's sentence, `place: what; what to do`, into a finding that makes the exit code 3."""
    place, _, message = str(error).partition(": ")
    if error.place:
        place, message = error.place, str(error).removeprefix(f"{error.place}: ")
    return Finding(code=code, severity=Severity.ERROR, place=place, message=message, locale=locale)
