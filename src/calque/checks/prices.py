"""Prices: in the same currency in both texts, by its sign, its code or its name."""

import re
from collections.abc import Iterator

from calque.checks.pair import Pair

__all__ = ["prices"]

_CURRENCY = re.compile(
    r"(?:(?P<sign>[$€£¥₹₩₽₺₪])[ \u00a0\u202f]?(?=\d))|(?<=\d)[ \u00a0\u202f]?(?P<after>[$€£¥₹₩₽₺₪])"
)
_NAMES = {
    "$": "$ dollar usd dólar dolar doler dollár доллар долар δολάρι դոլար დოლარი ドル 美元 달러 دولار دلار "
    "דולר डॉलर ডলার டாலர் ดอลลาร์ đô",
    "€": "€ eur ευρώ евро євро եվրո ევრო ユーロ 欧元 歐元 유로 يورو یورو אירו यूरो ইউরো ยูโร",
    "£": "£ gbp pound livre pfund libra sterl bảng λίρ фунт ポンド 英镑 英鎊 파운드 جنيه پوند ליש पाउंड ปอนด์",
    "¥": "¥ ￥ yen yuan cny jpy rmb иен 円 元 엔",
}
"""How texts name a currency, in small letters; the beginning of a word is enough."""


def prices(pair: Pair) -> Iterator[str]:
    """Yield currencies of the source's prices that the target names in no way."""
    if pair.source_text.isascii() and "$" not in pair.source_text:
        return
    target = pair.target_text.lower()
    signs = dict.fromkeys(found["sign"] or found["after"] for found in _CURRENCY.finditer(pair.source_text))
    for sign in signs:
        if not any(name in target for name in _NAMES.get(sign, sign).split()):
            others = sorted({found[0].strip() for found in _CURRENCY.finditer(pair.target_text)} - {sign})
            instead = f"; it has {', '.join(others)}" if others else ""
            yield f"the prices of the source are in {sign}, the translation does not say so{instead}"
