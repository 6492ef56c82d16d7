from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.people.couples import Cameras, CoupleUnit, Party, couple_of, end_couple, form_couple
from clinic.people.person import PersonKind

CLINIC = ClinicId("cl_1")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def client(name: str) -> Party:
    return Party(PersonId(f"pt_{name}"), CLINIC, PersonKind.CLIENT)


ANA, BEN, CARL = client("ana"), client("ben"), client("carl")
COUPLE = CoupleId("cu_1")


def test_two_clients_become_a_couple_on_one_camera_by_default() -> None:
    couple = form_couple(COUPLE, ANA, BEN, [], now=NOW)
    assert couple == CoupleUnit(COUPLE, CLINIC, (ANA.id, BEN.id), NOW, None, Cameras.ONE)
    assert couple_of(BEN.id, [couple], NOW) == couple
    assert couple_of(BEN.id, [couple], NOW - DAY) is None
    assert form_couple(COUPLE, ANA, BEN, [], now=NOW, cameras=Cameras.TWO).cameras is Cameras.TWO


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (ANA, "people.same_person"),
        (replace(BEN, clinic=ClinicId("cl_2")), "people.other_clinic"),
        (replace(BEN, kind=PersonKind.STAFF), "people.not_a_client"),
        (replace(BEN, is_archived=True), "people.archived"),
    ],
)
def test_only_two_different_clients_of_one_clinic_make_a_couple(second: Party, code: str) -> None:
    for pair in ((ANA, second), (second, ANA)):
        with pytest.raises(Refused) as refused:
            form_couple(COUPLE, *pair, [], now=NOW)
        assert refused.value.code == code


def test_nobody_is_in_two_couples_at_once() -> None:
    first = form_couple(COUPLE, ANA, BEN, [], now=NOW)
    with pytest.raises(Refused, match=r"people\.in_couple"):
        form_couple(CoupleId("cu_2"), CARL, BEN, [first], now=NOW + DAY)


def test_after_a_couple_has_ended_a_partner_may_be_in_another() -> None:
    first = end_couple(form_couple(COUPLE, ANA, BEN, [], now=NOW), NOW + DAY)
    assert first.is_active(NOW)
    assert not first.is_active(NOW + DAY)
    second = form_couple(CoupleId("cu_2"), CARL, BEN, [first], now=NOW + DAY)
    assert couple_of(BEN.id, [first, second], NOW) == first
    assert couple_of(BEN.id, [first, second], NOW + DAY) == second


def test_a_couple_ends_once() -> None:
    ended = end_couple(form_couple(COUPLE, ANA, BEN, [], now=NOW), NOW + DAY)
    with pytest.raises(Refused, match=r"people\.couple_ended"):
        end_couple(ended, NOW + DAY)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=12))
def test_at_no_moment_is_a_person_in_two_couples(steps: list[tuple[int, int, bool]]) -> None:
    parties = [client(str(index)) for index in range(5)]
    couples: list[CoupleUnit] = []
    for hour, (one, other, ends) in enumerate(steps):
        now = NOW + timedelta(hours=hour)
        try:
            if ends and couples:
                couples[one % len(couples)] = end_couple(couples[one % len(couples)], now)
            else:
                new = form_couple(CoupleId(f"cu_{hour}"), parties[one], parties[other], couples, now=now)
                couples.append(new)
        except Refused:
            continue
        active = [partner for couple in couples if couple.is_active(now) for partner in couple.partners]
        assert len(active) == len(set(active))
