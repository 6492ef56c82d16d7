import pytest

from clinic.programme.levels import LEVELS, WEEKLY_TARGET_MIN, LevelOfCare, weekly_range


def test_the_usual_target_is_the_least_that_is_intensive_outpatient_for_adults() -> None:
    assert weekly_range(LevelOfCare.ASAM_2_1).low_min == WEEKLY_TARGET_MIN == 9 * 60


@pytest.mark.parametrize(
    ("minutes", "adults", "adolescents"),
    [(359, False, False), (360, False, True), (539, False, True), (540, True, True), (1140, True, True),
     (1141, False, False)],
)  # fmt: skip
def test_intensive_outpatient_is_9_to_19_hours_and_from_6_for_adolescents(
    minutes: int, adults: bool, adolescents: bool
) -> None:
    assert weekly_range(LevelOfCare.ASAM_2_1).holds(minutes) is adults
    assert weekly_range(LevelOfCare.ASAM_2_1, adolescents=True).holds(minutes) is adolescents


@pytest.mark.parametrize("adolescents", [False, True])
def test_no_number_of_minutes_belongs_to_two_levels_of_treatment(adolescents: bool) -> None:
    treatment = [level for level in LevelOfCare if level is not LevelOfCare.AFTERCARE]
    for minutes in range(0, 7 * 24 * 60, 7):
        assert sum(weekly_range(level, adolescents=adolescents).holds(minutes) for level in treatment) <= 1


def test_every_level_has_its_range_and_partial_hospitalization_has_no_upper_end() -> None:
    assert set(LEVELS) == set(LevelOfCare)
    assert weekly_range(LevelOfCare.ASAM_2_5).holds(60 * 60)
    assert weekly_range(LevelOfCare.AFTERCARE).holds(0)
