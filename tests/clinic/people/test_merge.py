from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.people.contact import SafeChannel
from clinic.people.couples import CoupleUnit, Party
from clinic.people.merge import Duplicate, FieldMerge, Likeness, Record, Side, likely_duplicates, plan_merge
from clinic.people.person import PersonFields, PersonKind
from tests.clinic.people.drafts import ANA, people

CLINIC = ClinicId("cl_1")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
KEEP_ID, DROP_ID, OTHER_ID = PersonId("pt_keep"), PersonId("pt_drop"), PersonId("pt_other")
BARE = PersonFields(PersonKind.CLIENT, "ana l.", "America/Denver")


def record(person_id: PersonId, fields: PersonFields = ANA, has_account: bool = False) -> Record:
    return Record(Party(person_id, CLINIC, fields.kind), fields, has_account)


def couple(*partners: PersonId, until: datetime | None = None) -> CoupleUnit:
    return CoupleUnit(CoupleId("cu_" + "".join(partners)), CLINIC, (partners[0], partners[1]), NOW, until)


def test_the_kept_record_wins_and_the_other_fills_its_gaps() -> None:
    plan = plan_merge(record(KEEP_ID, BARE), record(DROP_ID, ANA))
    assert (plan.keep, plan.drop) == (KEEP_ID, DROP_ID)
    assert (plan.merged.display_name, plan.merged.time_zone) == ("ana l.", "America/Denver")
    assert (plan.merged.email, plan.merged.emergency) == (ANA.email, ANA.emergency)
    sources = {merge.field: merge for merge in plan.fields}
    assert sources["email"] == FieldMerge("email", Side.DROP, differs=False)
    assert sources["display_name"] == FieldMerge("display_name", Side.KEEP, differs=True)


def test_staff_choose_field_by_field() -> None:
    plan = plan_merge(record(KEEP_ID, BARE), record(DROP_ID), choices={"display_name": Side.DROP})
    assert plan.merged.display_name == "Ana"
    with pytest.raises(Refused, match=r"people\.merge_field"):
        plan_merge(record(KEEP_ID), record(DROP_ID), choices={"kind": Side.DROP})


@pytest.mark.parametrize("closed", [KEEP_ID, DROP_ID])
def test_a_merge_by_itself_never_opens_a_channel(closed: PersonId) -> None:
    silent = replace(ANA, safe_channel=SafeChannel.NONE)
    records = [record(one, silent if one == closed else ANA) for one in (KEEP_ID, DROP_ID)]
    assert plan_merge(*records).merged.safe_channel is SafeChannel.NONE


@pytest.mark.parametrize(
    ("keep", "drop", "couples", "code"),
    [
        (record(KEEP_ID), record(KEEP_ID), [], "people.merge_same"),
        (
            record(KEEP_ID),
            Record(Party(DROP_ID, ClinicId("cl_2"), PersonKind.CLIENT), ANA),
            [],
            "people.other_clinic",
        ),
        (record(KEEP_ID), record(DROP_ID, replace(ANA, kind=PersonKind.STAFF)), [], "people.merge_kinds"),
        (record(KEEP_ID, has_account=True), record(DROP_ID, has_account=True), [], "people.merge_accounts"),
        (record(KEEP_ID), record(DROP_ID), [couple(DROP_ID, KEEP_ID)], "people.merge_partners"),
        (record(KEEP_ID), record(DROP_ID), [couple(DROP_ID, KEEP_ID, until=NOW)], "people.merge_partners"),
        (
            record(KEEP_ID),
            record(DROP_ID),
            [couple(KEEP_ID, OTHER_ID), couple(DROP_ID, PersonId("pt_fourth"))],
            "people.merge_couples",
        ),
    ],
)
def test_records_that_cannot_be_of_one_person_are_not_merged(
    keep: Record, drop: Record, couples: list[CoupleUnit], code: str
) -> None:
    for pair in ((keep, drop), (drop, keep)):
        with pytest.raises(Refused) as refused:
            plan_merge(*pair, couples)
        assert refused.value.code == code


def test_one_account_and_one_couple_do_not_stand_in_the_way() -> None:
    plan = plan_merge(record(KEEP_ID, has_account=True), record(DROP_ID), [couple(DROP_ID, OTHER_ID)])
    assert plan.merged == ANA


@given(people(), people())
def test_every_field_comes_from_one_of_the_two_and_nothing_said_is_lost(
    keep: PersonFields, drop: PersonFields
) -> None:
    drop = replace(drop, kind=keep.kind)
    plan = plan_merge(record(KEEP_ID, keep), record(DROP_ID, drop))
    for merge in plan.fields:
        ours, theirs, merged = (getattr(one, merge.field) for one in (keep, drop, plan.merged))
        assert merged == (theirs if merge.taken is Side.DROP else ours)
        assert merged or not (ours or theirs)
    assert {merge.field for merge in plan.fields} == set(PersonFields.__slots__) - {"kind"}


def test_duplicates_are_found_by_address_then_by_name() -> None:
    others = [
        (PersonId("pt_name"), replace(BARE, display_name="LOPEZ  maria ana")),
        (PersonId("pt_stranger"), replace(BARE, display_name="Ben", phone=ANA.phone)),
        (PersonId("pt_phone"), replace(BARE, display_name="Ana", phone=ANA.phone)),
        (PersonId("pt_email"), replace(BARE, display_name="A.", email="ANA@example.ORG")),
    ]
    assert likely_duplicates(ANA, others) == [
        Duplicate(PersonId("pt_email"), Likeness.EMAIL),
        Duplicate(PersonId("pt_phone"), Likeness.PHONE_AND_NAME),
        Duplicate(PersonId("pt_name"), Likeness.NAME),
    ]


@given(st.permutations(["فاطمة", "الزهراء", "محمد"]))
def test_names_are_alike_in_any_order_of_their_parts(parts: list[str]) -> None:
    known = [(OTHER_ID, replace(BARE, display_name=" ".join(parts)))]
    person = replace(BARE, display_name="فاطمة الزهراء محمد")
    assert likely_duplicates(person, known) == [Duplicate(OTHER_ID, Likeness.NAME)]
