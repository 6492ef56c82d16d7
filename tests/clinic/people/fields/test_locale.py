from zoneinfo import available_timezones

import pytest

from clinic.people.fields.locale import language_problem, tidy_language, zone_problem


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("EN", "en"), ("es_mx", "es-MX"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("fil", "fil")],
)
def test_language_tags_are_kept_as_they_are_usually_written(typed: str, kept: str) -> None:
    assert tidy_language(typed) == kept
    assert language_problem(kept) is None


@pytest.mark.parametrize("typed", ["", "english", "e", "en-", "en-US-x-private-use", "español", "../en"])
def test_what_is_no_language_tag_is_refused(typed: str) -> None:
    assert language_problem(tidy_language(typed)) == "field.language"


@pytest.mark.parametrize(
    "name", ["America/Chicago", "America/Argentina/Ushuaia", "UTC", "Asia/Kathmandu", "Etc/GMT+5"]
)
def test_places_of_the_database_are_time_zones(name: str) -> None:
    assert name in available_timezones()
    assert zone_problem(name) is None


@pytest.mark.parametrize(
    "name",
    ["", "America", "America/Argentina", "Chicago", "EST", "Mars/Base", "../etc/passwd", "/etc/localtime",
     "America/../UTC", "posix/UTC", "america/chicago", "America/Chicago\x00"],
)  # fmt: skip
def test_what_is_no_place_of_the_database_is_refused(name: str) -> None:
    assert zone_problem(name) == "field.time_zone"
