"""The words of mails are neutral, the same in every language, and follow docs/writing.md."""

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest

from app.mail import messages
from app.mail.wording import MAIL_TEXTS, MailKind, load_wording
from app.runtime.texts import languages_in
from tests.architecture.test_writing import _ENGLISH, _SPANISH

LANGUAGES = sorted(languages_in(MAIL_TEXTS))
TELLING = {
    "en": r"therap|treat|counsel|clinic|patient|client|group|couple|partner|session|program|health|care\b"
    r"|recover|sober|drug|alcohol|mental|doctor|provider|video|room|attune|crisis|988|911",
    "es": r"terap|tratam|consejer|clínic|pacient|client|grupo|pareja|programa|salud|atención|recupera|droga"
    r"|alcohol|mental|doctor|médic|video|sala|attune|crisis|988|911",
}
"""What would tell a person who reads along what the appointment is."""


def texts(language: str) -> Iterator[str]:
    wording = load_wording(language)
    yield from (wording.event, wording.feed)
    for template in wording.mails.values():
        yield from (template.subject, template.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_tells_what_an_appointment_is(language: str) -> None:
    page = load_wording(language).mails[MailKind.STAFF_NEEDED]
    found = [text for text in texts(language) if re.search(TELLING[language], text, re.IGNORECASE)]
    # A page to staff says from the first word what it is; of whom and of what, it says nothing either.
    assert [text for text in found if text != page.subject] == []
    assert not re.search(TELLING[language], page.subject.removeprefix("Attune: "), re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calendar_says_appointment_and_nothing_else(language: str) -> None:
    assert load_wording(language).event == {"en": "Appointment", "es": "Cita"}[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind)
def test_a_text_uses_exactly_the_facts_of_its_kind(language: str, kind: MailKind) -> None:
    (facts,) = [each for each in messages.Facts.__args__ if each.kind is kind]
    names = set()
    for field in fields(facts):
        names |= {field.name, f"{field.name}_date"} if field.type is messages.Hours else {field.name}
    template = load_wording(language).mails[kind]
    assert template.placeholders == names
    assert "{" not in template.subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MailKind)
def test_a_link_stands_alone_on_its_line(language: str, kind: MailKind) -> None:
    template = load_wording(language).mails[kind]
    if "link" in template.placeholders:
        assert "\n{link}\n" in template.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_says_that_nobody_reads_an_answer(language: str) -> None:
    """A person in danger must not wait for one."""
    last = {"en": "Replies to this message are not read.", "es": "Nadie lee las respuestas a este mensaje."}
    for template in load_wording(language).mails.values():
        assert template.text.endswith(f"{last[language]}\n")


def test_both_languages_know_the_zones_of_the_united_states() -> None:
    english, spanish = (load_wording(language).times.zones for language in LANGUAGES)
    assert set(english) <= set(spanish)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_are_those_of_print(language: str) -> None:
    for text in texts(language):
        assert not re.search(r"(?<=\w)'(?=\w)|\"|\s…|\.\.\.", text), text


@pytest.mark.parametrize(("words", "reason"), _ENGLISH.items())
def test_english_has_no(words: str, reason: str) -> None:
    assert [text for text in texts("en") if re.search(f"(?i){words}", text)] == [], reason


@pytest.mark.parametrize(("words", "reason"), _SPANISH.items())
def test_spanish_has_no(words: str, reason: str) -> None:
    assert [text for text in texts("es") if re.search(words, text)] == [], reason


def test_spanish_has_no_time_after_a_las() -> None:
    """It fails at one o'clock."""
    assert not [text for text in texts("es") if re.search(r"(?i)\ba las\b", text)]
