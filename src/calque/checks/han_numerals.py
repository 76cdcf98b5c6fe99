"""Numbers in Han characters, as Chinese and Japanese write them: 千五百 is 1,500, 二〇二五 is 2025."""

import re

__all__ = ["han_values"]

_DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壱弐参", range(4), strict=True)),
    **dict.fromkeys("两兩", 2),
}
_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_NUMERAL = re.compile(f"[{''.join((*_DIGITS, *_TENS, *_MYRIADS))}]{{1,40}}")


def han_values(text: str) -> frozenset[float]:
    """Return the values of the numerals that stand in a text: `約千五百人、二〇二五年` → 1500, 2025."""
    return frozenset(float(_value(found[0])) for found in _NUMERAL.finditer(text))


def _value(numeral: str) -> int:
    if all(sign in _DIGITS for sign in numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    total = part = digit = 0
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _TENS:
            part += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            total += (part + digit or 1) * _MYRIADS[sign]
            part = digit = 0
    return total + part + digit
