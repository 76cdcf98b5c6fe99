"""The contract: every text that was read is afterwards in one of the files written, or nothing is written."""

from collections.abc import Sequence
from pathlib import Path

from calque.errors import CatalogError
from calque.po import Catalog, no_loss, read_catalog
from calque.store.sets import Staged, differing, write_sets

__all__ = ["write_without_loss"]


def write_without_loss(*sets: Sequence[Staged]) -> tuple[Path, ...]:
    """Publish sets of files as `calque.store.write_sets` does, after the bytes to be written were read and compared.

    Every translation and every translator's comment of a catalog that changes must be in one of the catalogs of its
    set. The bytes themselves are compared, so that a fault of the merge is found too.
    Errors: CatalogError where one would be lost; then nothing is written.
    """
    for files in sets:
        _refuse_loss(files)
    return write_sets(*sets)


def _refuse_loss(files: Sequence[Staged]) -> None:
    moved = {file.data for file in files}
    given = [
        file for file in differing(files) if file.before and _is_catalog(file) and file.before not in moved
    ]
    if not given:
        return
    before = [_read(file.path, file.before) for file in given]
    after = [_read(file.path, file.data) for file in files if file.data and _is_catalog(file)]
    lost = no_loss(before, after)
    if lost:
        raise CatalogError.at(
            lost[0].place,
            f"the {lost[0].kind} {lost[0].text!r} would be lost; nothing of it is written, "
            "please report this",
        )


def _is_catalog(file: Staged) -> bool:
    return file.path.suffix == ".po"


def _read(path: Path, data: bytes | None) -> Catalog:
    return read_catalog(data or b"", place=str(path))
