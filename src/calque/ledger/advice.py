"""What to do where the ledger cannot be used."""

__all__ = ["advice"]


def advice(reason: str, *, is_file: bool) -> str:
    """Return advice for a database that cannot be used, from its error message."""
    if not is_file:
        return "check that the server of [ledger] url runs and that you may use it, then sync again"
    if "readonly" in reason or "unable to open" in reason:
        return (
            "mend the rights of its folder and of all files there whose names begin with its, then sync again"
        )
    if "full" in reason or "disk I/O" in reason:
        return "free space, then sync again"
    if "locked" in reason:
        return "end what else has it open, then sync again"
    return "delete it and sync again: dates alone are lost"
