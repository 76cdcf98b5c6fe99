"""`[suggest]`: the machine that is asked for suggestions; its key has no place here."""

from calque.config.addresses import read_web
from calque.config.tables import Table
from calque.model import Suggesting

__all__ = ["read_suggesting"]


def read_suggesting(table: Table) -> Suggesting:
    """Read `[suggest]`, which may be missing."""
    table.only("url", "model")
    if not table:
        return Suggesting()
    url = read_web(table, "url", table.required("url"), "write the root of its API, https://…/v1")
    table.required("model")
    model = " ".join(table.text("model").split())
    if not model:
        table.fail("model", "it is empty", "write the name that the server knows the model by")
    return Suggesting(url, model)
