"""The grade that a text reads like."""

import pytest

from clinic.consents.reading_level import grade_of

SIMPLE = {"en": "We meet here. You can pass.", "es": "Nos vemos aquí. Usted puede pasar."}
HARD = {
    "en": "Notwithstanding contrary provisions, participants irrevocably acknowledge organizational responsibilities "
    "concerning confidentiality obligations throughout multidisciplinary therapeutic interventions.",
    "es": "No obstante disposiciones contrarias, los participantes reconocen irrevocablemente las responsabilidades "
    "organizacionales concernientes a las obligaciones de confidencialidad durante las intervenciones.",
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_long_sentences_of_long_words_read_like_a_higher_grade(language: str) -> None:
    assert grade_of(SIMPLE[language], language) < 4
    assert (
        grade_of(HARD[language], language) > 9 if language == "en" else grade_of(HARD[language], language) > 6
    )


def test_headings_do_not_make_a_text_easier() -> None:
    assert grade_of(f"## Us\n{HARD['en']}", "en") == grade_of(HARD["en"], "en")


def test_nothing_has_no_grade() -> None:
    assert grade_of("", "en") == 0
