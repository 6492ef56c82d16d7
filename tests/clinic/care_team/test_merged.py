from clinic.care_team.merged import merged_assignment, merged_couple, merged_override
from clinic.care_team.overrides import Acknowledgement, ConflictOverride
from clinic.care_team.separation import uncovered
from clinic.people.merge import Pair
from tests.clinic.care_team.team import (
    ANA,
    BEN,
    DANA,
    GIL,
    HUGO,
    IRIS,
    LOPEZ,
    at,
    couples_therapist,
    key,
    own,
    period,
)


def test_the_kept_record_stands_wherever_the_dropped_one_stood() -> None:
    pair = Pair(GIL, ANA)
    assert merged_couple(LOPEZ, pair).partners == (GIL, BEN)
    assert merged_assignment(own(DANA, ANA), pair) == own(DANA, GIL)
    assert merged_assignment(couples_therapist(DANA), Pair(HUGO, DANA)) == couples_therapist(HUGO)
    given = (Acknowledgement(ANA, at(1)), Acknowledgement(BEN, at(2)))
    override = ConflictOverride(key(DANA, ANA), (ANA, BEN), IRIS, "Nobody else.", at(0), at(300), given)
    merged = merged_override(override, pair)
    assert (merged.key, merged.partners) == (key(DANA, GIL), (GIL, BEN))
    assert [one.partner for one in merged.acknowledged] == [GIL, BEN]
    assert merged_override(override, Pair(HUGO, IRIS)).director == HUGO


def test_two_records_that_each_keep_r1_may_break_it_as_one() -> None:
    held, pair = [couples_therapist(DANA), own(DANA, GIL)], Pair(ANA, GIL)
    assert uncovered(held, [LOPEZ], ()) == []
    broken = uncovered([merged_assignment(one, pair) for one in held], [merged_couple(LOPEZ, pair)], ())
    assert [(one.key, one.period) for one in broken] == [(key(DANA, ANA), period(0))]
