import pytest

from clinic.programme.levels import LEVELS, WEEKLY_TARGET_MIN, LevelOfCare


def test_the_usual_target_is_the_least_that_is_intensive_outpatient() -> None:
    assert LEVELS[LevelOfCare.ASAM_2_1].low_min == WEEKLY_TARGET_MIN == 9 * 60


@pytest.mark.parametrize(("minutes", "belongs"), [(539, False), (540, True), (1140, True), (1141, False)])
def test_intensive_outpatient_is_9_to_19_hours(minutes: int, belongs: bool) -> None:
    assert LEVELS[LevelOfCare.ASAM_2_1].holds(minutes) is belongs


def test_no_number_of_minutes_belongs_to_two_levels_of_treatment() -> None:
    treatment = [level for level in LevelOfCare if level is not LevelOfCare.AFTERCARE]
    for minutes in range(0, 7 * 24 * 60, 7):
        assert sum(LEVELS[level].holds(minutes) for level in treatment) <= 1


def test_every_level_has_its_range_and_partial_hospitalization_has_no_upper_end() -> None:
    assert set(LEVELS) == set(LevelOfCare)
    assert LEVELS[LevelOfCare.ASAM_2_5].holds(60 * 60)
    assert LEVELS[LevelOfCare.AFTERCARE].holds(0)
