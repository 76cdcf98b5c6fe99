"""Any order of what editors, translators and admins do: no word is lost, a second sync has nothing to do."""

from any_days import SEVERAL_DAYS, AnyDays

TestAnyDays = AnyDays.TestCase
TestAnyDays.settings = SEVERAL_DAYS
