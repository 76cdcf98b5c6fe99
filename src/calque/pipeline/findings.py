"""Errors as findings: recorded, so that one bad post or file never stops a run."""

from calque.errors import CalqueError
from calque.model import Finding, FindingCode

__all__ = ["finding_of"]


def finding_of(error: CalqueError, *, code: FindingCode, locale: str = "") -> Finding:
    """Turn an error's sentence, `place: what; what to do`, into a finding, as severe as the code is."""
    place, _, message = str(error).partition(": ")
    if error.place:
        place, message = error.place, str(error).removeprefix(f"{error.place}: ")
    return Finding.of(code, place, message, locale)
