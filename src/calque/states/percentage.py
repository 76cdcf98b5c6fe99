"""Percentages, as every figure of a report has them."""

__all__ = ["percent"]


def percent(part: int, whole: int) -> int | None:
    """Return the percentage, floored: 199 of 200 → 99; None where there is nothing to count."""
    return part * 100 // whole if whole else None
