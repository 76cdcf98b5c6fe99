"""The same number in two texts, however it is written, and another one."""

import pytest

from calque.checks.numbers import numbers
from calque.checks.pair import CheckSetting, Pair

SAME = (
    ("Open 9–11 am and 2–5 pm", "Ouvert de 9 h à 11 h et de 14 h à 17 h", "fr"),
    ("Open 1 to 5 pm on Sundays", "Sonntags von 13 bis 17 Uhr geöffnet", "de"),
    ("Tours at 1, 3 and 5 pm", "Visites à 13 h, 15 h et 17 h", "fr"),
    ("Tours at 10, 11 am and 2, 4 pm", "Visites à 10, 11, 14 et 16 heures", "fr"),
    ("1-3:30 pm", "13:00–15:30", "de"),
    ("At 3:30 p.m. on Monday", "Am Montag um 15.30 Uhr", "de"),
    ("Open 9:15-11:45 am", "Geöffnet von 9.15 bis 11.45 Uhr", "de"),
    ("Bake it for 1½ hours", "1,5 Stunden backen", "de"),
    ("Bake it for 2½ hours", "2 Stunden 30 Minuten backen", "de"),
    ("Take 1 1/2 cups", "Prendre 1½ tasse", "fr"),
    ("Take ½ a cup", "Prendre 0,5 tasse", "fr"),
    ("About 5 lakh readers", "Environ 500 000 lecteurs", "fr"),
    ("About 2.5 lakh readers", "2,50,000 पाठक", "hi"),
    ("2 crore books", "20 millions de livres", "fr"),
    ("20 million books", "2 करोड़ किताबें", "hi"),
    ("20,000 books", "本が2万冊", "ja"),
    ("120 million people", "1億2000万人", "ja"),
    ("35,000 books", "3万5千冊の本", "ja"),
    ("1,500 books", "千五百冊の本", "ja"),
    ("10,300 people in 2025", "二〇二五年に一万三百人", "ja"),
    ("120 million people", "一億二千万人", "ja"),
    ("千五百冊の本", "1,500 books", "en"),
    ("12,345 books", "1万2345冊", "ja"),
    ("30,000 baht", "3 หมื่นบาท", "th"),
    ("5,000,000 books", "5 млн книг", "ru"),
    ("2 billion books", "2 Milliarden Bücher", "de"),
    ("Since 1998", "ตั้งแต่ พ.ศ. 2541", "th"),
    ("From 2020 to 2024", "2563–2567", "th"),
    ("Since 2019", "令和1年から", "ja"),
    ("Call (555) 010-0199 now", "Rufen Sie jetzt +1 555 010 0199 an", "de"),
    ("Phone: 020 5550 0958", "Tél. : +44 20 5550 0958", "fr"),
    ("Phone 030 555 0123", "Tél. 0049 30 5550123", "fr"),
    ("It is -5 degrees outside", "Il fait −5 degrés dehors", "fr"),
    ("It is -5 degrees outside", "Il fait moins 5 degrés dehors", "fr"),
    ("-20% on all books", "20 % de réduction sur tous les livres", "fr"),
    ("5-10 readers", "5 à 10 lecteurs", "fr"),
    ("pages 5 -10", "Seiten 5–10", "de"),
    ("- 5 books", "5 livres", "fr"),
    ("Windows-10", "Windows 10", "de"),
)
OTHER = (
    ("Open 9-5 pm", "Ouvert de 9 h à 18 h", "fr", "5 pm became 18"),
    ("At 3:30 p.m. on Monday", "Am Montag um 15.45 Uhr", "de", "3, 30 p.m. became 15.45"),
    ("Bake it for 1½ hours", "2,5 Stunden backen", "de", "1½ became 2,5"),
    ("2 crore books", "2 millions de livres", "fr", "2 crore became 2 million"),
    ("120 million people", "1億3000万人", "ja", "120 million became 1億3000万"),
    ("1,500 books", "千六百冊の本", "ja", "1,500 of the source is missing"),
    ("Since 2024", "ตั้งแต่ปี 2568", "th", "2024 became 2568"),
    ("Since 2024", "Depuis 2567", "fr", "2024 became 2567"),
    ("Call +1 555 010 0199", "Appelez le +1 555 010 0198", "fr", "0199 became 0198"),
    ("It is -5 degrees outside", "Il fait 5 degrés dehors", "fr", "-5 became 5"),
    ("It is 5 degrees outside", "Il fait -5 degrés dehors", "fr", "5 became -5"),
    ("From -5 to 10 °C", "De 5 à 10 °C", "fr", "-5 became 5"),
)


def said(source: str, target: str, locale: str) -> list[str]:
    return list(numbers(Pair(source, target, CheckSetting("en", locale))))


@pytest.mark.parametrize(("source", "target", "locale"), SAME)
def test_the_same_number_in_another_spelling(source: str, target: str, locale: str) -> None:
    assert said(source, target, locale) == []


@pytest.mark.parametrize(("target", "source", "locale"), SAME)
def test_the_same_number_the_other_way_round(target: str, source: str, locale: str) -> None:
    assert list(numbers(Pair(source, target, CheckSetting(locale, "en")))) == []


@pytest.mark.parametrize(("source", "target", "locale", "message"), OTHER)
def test_another_number(source: str, target: str, locale: str, message: str) -> None:
    assert said(source, target, locale) == [message]
