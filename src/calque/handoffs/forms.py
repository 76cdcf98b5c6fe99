"""The forms of a handed-out file: PO, XLIFF for agencies, JSON for scripts; and what comes back in them."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple, assert_never

from calque.handoffs.json_file import read_json_file, write_json_file
from calque.po import Catalog, read_catalog, write_catalog

__all__ = ["HandoffForm", "ReturnedFile", "form_of", "read_returned", "write_form"]


class HandoffForm(StrEnum):
    """What a file for a translator is written as."""

    PO = "po"
    XLIFF = "xliff"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """How the names of such files end."""
        return ".xlf" if self is HandoffForm.XLIFF else f".{self}"


class ReturnedFile(NamedTuple):
    """A file that came back, as a catalog."""

    catalog: Catalog
    says_states: bool
    """Its form says of each text whether it is finished, so that no flag can have been dropped."""


def write_form(catalog: Catalog, form: HandoffForm, *, source: str, target: str, wrap: int) -> bytes:
    """Return the bytes of a file for a translator; `source` and `target` are locales."""
    match form:
        case HandoffForm.PO:
            return write_catalog(catalog, wrap=wrap)
        case HandoffForm.XLIFF:
            from calque.handoffs.xliff import write_xliff  # noqa: PLC0415  loads lxml, for such files alone

            return write_xliff(catalog, source=source, target=target)
        case HandoffForm.JSON:
            return write_json_file(catalog, source=source, target=target)
        case _:
            assert_never(form)


def form_of(data: bytes) -> HandoffForm:
    """Return the form of a file by how it begins: `<` is XML, `{` an object of JSON, all else a PO file."""
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1]
    return {b"<": HandoffForm.XLIFF, b"{": HandoffForm.JSON}.get(start, HandoffForm.PO)


def read_returned(
    data: bytes, *, place: str, given: Callable[[str], Catalog | None], confirmed: bool = False
) -> ReturnedFile:
    """Return what came back; `given` finds the file that was handed out, by the id of its handoff.

    `confirmed` says that who sent it did look at what is unchanged. Errors: CatalogError.
    """
    match form_of(data):
        case HandoffForm.PO:
            return ReturnedFile(read_catalog(data, place=place), says_states=False)
        case HandoffForm.XLIFF:
            from calque.handoffs.xliff import catalog_of, read_xliff  # noqa: PLC0415  loads lxml, for such files alone

            xliff = read_xliff(data, place=place)
            return ReturnedFile(
                catalog_of(xliff, given(xliff.handoff), confirmed=confirmed), says_states=True
            )
        case HandoffForm.JSON:
            return ReturnedFile(read_json_file(data, place=place, given=given), says_states=True)
