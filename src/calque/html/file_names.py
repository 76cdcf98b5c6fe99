"""The names of files, which cameras, uploads and WordPress put where nobody wrote a text."""

import re
from urllib.parse import unquote

__all__ = ["is_file_name"]

_PICTURE = r"\.(?:jpe?g|png|gif|webp|svg|avif|heic|bmp|tiff?)"
_NAME = re.compile(
    rf"(?:[^/\\]*[^\s/\\]{_PICTURE}"
    r"|[^\s/\\]+\.(?:pdf|mp[34]|m4[av]|mov|avi|webm|ogg|wav|docx?|xlsx?|pptx?|zip)"
    r"|(?:(?:mv|s)?img|image|dsc|dscn|dscf|pict|pxl|vid|screenshot|wp|wp-image)[-_ ]?\d[\d_-]*"
    r"|p\d{7}"
    r"|(?:screen ?shot|bildschirmfoto|capture d['’]écran|captura de pantalla|whatsapp[- ](?:image|video))"
    r"[- ]\d{4}-\d\d-\d\d\b.*)"
    r"(?:-scaled|-rotated|-e\d{9,}|-\d+x\d+| ?\(\d\))*",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[^\W_]_[^\W_]")
_NOT_JOINED = re.compile(r"[\s/\\]")
_SIZES = re.compile(r"-\d+x\d+|-scaled|-rotated|-e\d{9,}")
_FOLDED = re.compile(r"[\s_.-]+")


def is_file_name(text: str, address: str = "") -> bool:
    """Tell whether a text is the name of a file, by its look or because it is that of the file at `address`.

    ::

        harbour.jpg, IMG_2041, harbour_at_night        ->  True
        harbour-at-night, of /harbour-at-night-300x200.jpg  ->  True
        Boardwalk, of /boardwalk.jpg                   ->  False: one word may well be a text
    """
    if _NAME.fullmatch(text) or (_JOINED.search(text) and not _NOT_JOINED.search(text)):
        return True
    if not address or text.isalpha() or len(text.split()) > 1:
        return False
    stem = unquote(re.split("[?#]", address, maxsplit=1)[0]).rpartition("/")[2].rpartition(".")[0]
    return bool(stem) and _folded(stem) == _folded(text)


def _folded(name: str) -> str:
    return _FOLDED.sub("-", _SIZES.sub("", name)).casefold()
