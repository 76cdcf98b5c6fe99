"""What is to be said of a translation beside its state: one small function a check, in one ordered table.

unit ──▶ Pair(source, target) ──▶ each Check of CHECKS ──▶ Flaw(code, severity, message)
"""

from calque.checks.glossary import Glossary, parse_glossary
from calque.checks.pair import CheckSetting
from calque.checks.table import CHECKS, CODES, Check
from calque.checks.unit_flaws import check_unit, glossary_of, setting_of

__all__ = [
    "CHECKS",
    "CODES",
    "Check",
    "CheckSetting",
    "Glossary",
    "check_unit",
    "glossary_of",
    "parse_glossary",
    "setting_of",
]
