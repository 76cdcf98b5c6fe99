"""PHP's serialize() format, as far as WordPress keeps plain values in it: scalars and arrays, never objects."""

import re

__all__ = ["Serialized", "parse_serialized"]

Serialized = str | int | float | bool | None | dict[str | int, "Serialized"]

_DEPTH = 8
"""Arrays in arrays; Polylang nests two."""
_SCALARS = re.compile(rb"N;|b:([01]);|i:([+-]?\d{1,19});|d:([^;]{1,40});|s:(\d{1,9}):\"|a:(\d{1,9}):\{")


def parse_serialized(text: str) -> Serialized:
    """Return the value that PHP serialised; an array is a dict, whatever its keys.

    ::

        a:2:{s:2:"en";i:7;s:2:"fr";i:12;}  ->  {"en": 7, "fr": 12}

    The length of a string counts bytes of UTF-8. Raises ValueError for objects, references, what is nested
    deeper than eight arrays, and what is damaged.
    """
    data = text.encode("utf-8", "surrogatepass")
    value, end = _value(data, 0, 0)
    if end != len(data):
        raise ValueError(f"something follows the value, at byte {end}")
    return value


def _value(data: bytes, start: int, depth: int) -> tuple[Serialized, int]:
    """Return the value that stands at `start`, and where it ends."""
    match = _SCALARS.match(data, start)
    if match is None or depth > _DEPTH:
        raise ValueError(f"no value that can be read at byte {start}")
    flag, whole, real, length, count = match.groups()
    if length is not None:
        return _string(data, match.end(), int(length))
    if count is not None:
        return _array(data, match.end(), int(count), depth)
    if flag is not None:
        return flag == b"1", match.end()
    if whole is not None:
        return int(whole), match.end()
    if real is not None:
        return float(real), match.end()
    return None, match.end()


def _string(data: bytes, start: int, length: int) -> tuple[str, int]:
    end = start + length
    if data[end : end + 2] != b'";':
        raise ValueError(f"a string of another length than it says, at byte {start}")
    return data[start:end].decode("utf-8", "surrogatepass"), end + 2


def _array(data: bytes, start: int, count: int, depth: int) -> tuple[dict[str | int, Serialized], int]:
    array: dict[str | int, Serialized] = {}
    position = start
    for _ in range(count):
        key, position = _value(data, position, depth + 1)
        if not isinstance(key, str | int):
            reason = f"a key that is neither text nor number, before byte {position}"
            raise ValueError(reason)  # noqa: TRY004  the data is damaged, no argument is of a wrong type
        array[key], position = _value(data, position, depth + 1)
    if data[position : position + 1] != b"}":
        raise ValueError(f"an array that does not end at byte {position}")
    return array, position + 1
