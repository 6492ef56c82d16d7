from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.care_team.reading import (
    OWN,
    READS_AS,
    RELATIONS,
    TABLE,
    Access,
    Category,
    Cell,
    Consent,
    ReaderRole,
    ReadingContext,
    Relation,
    Subject,
    Viewer,
    cells,
    may_read,
)
from clinic.common.ids import PersonId
from tests.clinic.care_team.team import ANA, BEN, DANA

ANA_ALONE, LOPEZ = Subject(frozenset({ANA})), Subject(frozenset({ANA, BEN}))
EVERYTHING = ReadingContext(
    relations=frozenset(Relation),
    consents=frozenset(Consent(giver, category, True) for giver in (ANA, BEN) for category in Category),
    is_sud_session=True,
    is_couple_session=True,
    is_session_over=True,
    is_scheduling=True,
)
CLOSED = (Access.NO, Access.NEVER)
SUD = {Category.SUD_TRACK}

# Part 3 of the specification, in its words: peer, partner, facilitator, couples therapist, individual therapist,
# SUD counselor, coordinator, observer.
SPECIFIED = """
shown_name    | yes | yes | yes | yes | yes | yes | no | yes
identity      | no | no | yes (own session) | own couple | own client | own client | yes | no
presence      | no | no | yes | own couple sessions | own client | own client | yes | no
participation | no | no | own session | own couple sessions | with client consent | with client consent | no | no
distress      | no | no | own session | own couple sessions | own client | own client | no | no
measures      | no | no | with consent | no (consent opens) | own client | own client | no | no
sud_track     | no | no | only if SUD group | no (Part 2 opens) | with Part 2 consent | yes | for scheduling | no
screening     | no | never | no | no | own client | no | no | no
clearance     | no | never | no | clearance value only | own client | no | no | no
help_signal   | no | never | yes | own couple | after the session | after the session | no | no
agreements    | no | no | yes | yes | yes | yes | yes | no
"""
MEANS = {
    "yes": Access.YES,
    "yes (own session)": Access.YES,
    "own session": Access.YES,
    "own couple": Access.YES,
    "own client": Access.YES,
    "clearance value only": Access.YES,
    "own couple sessions": Access.COUPLE_SESSION,
    "with client consent": Access.CONSENT,
    "with consent": Access.CONSENT,
    "no (consent opens)": Access.CONSENT,
    "with Part 2 consent": Access.PART2_CONSENT,
    "no (Part 2 opens)": Access.PART2_CONSENT,
    "only if SUD group": Access.SUD_SESSION,
    "for scheduling": Access.SCHEDULING,
    "after the session": Access.SESSION_OVER,
    "no": Access.NO,
    "never": Access.NEVER,
}

facts = st.builds(
    ReadingContext,
    st.frozensets(st.sampled_from(Relation)),
    st.frozensets(
        st.builds(Consent, st.sampled_from([ANA, BEN]), st.sampled_from(Category), st.booleans()), max_size=12
    ),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
subjects = st.sampled_from([ANA_ALONE, LOPEZ])
categories = st.sampled_from(Category)


def reads(role: ReaderRole, category: Category, subject: Subject, context: ReadingContext) -> bool:
    return may_read(Viewer(DANA, frozenset({role})), category, subject, context)


def without(*categories: Category, giver: PersonId | None = None) -> ReadingContext:
    """Everything but consents to these categories, of one person or of both."""
    kept = (
        one
        for one in EVERYTHING.consents
        if one.category not in categories or (giver is not None and one.giver != giver)
    )
    return replace(EVERYTHING, consents=frozenset(kept))


def test_the_table_is_that_of_the_specification() -> None:
    rows = [[cell.strip() for cell in line.split("|")] for line in SPECIFIED.strip().splitlines()]
    for name, *words in rows:
        assert list(TABLE[Category(name)].values()) == [MEANS[word] for word in words], name
    assert len(rows) == len(Category) - len({Category.INDIVIDUAL_SESSIONS, Category.COUPLE_RECORDS})


def test_every_role_and_category_has_a_cell() -> None:
    assert [(cell.category, cell.role) for cell in cells()] == [
        (category, role) for category in Category for role in ReaderRole
    ]


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: f"{cell.category}-{cell.role}")
def test_a_cell_opens_for_whom_it_is_about_and_for_nobody_else(cell: Cell) -> None:
    assert reads(cell.role, cell.category, ANA_ALONE, EVERYTHING) is (cell.access not in CLOSED)
    strangers = EVERYTHING.relations - {RELATIONS[cell.role]}
    assert not reads(cell.role, cell.category, ANA_ALONE, replace(EVERYTHING, relations=strangers))


@pytest.mark.parametrize(
    ("access", "context"),
    [
        (Access.SUD_SESSION, replace(EVERYTHING, is_sud_session=False)),
        (Access.COUPLE_SESSION, replace(EVERYTHING, is_couple_session=False)),
        (Access.SESSION_OVER, replace(EVERYTHING, is_session_over=False)),
        (Access.SCHEDULING, replace(EVERYTHING, is_scheduling=False)),
        (Access.CONSENT, without(*Category)),
        (Access.PART2_CONSENT, without(*Category)),
    ],
)
def test_a_condition_closes_exactly_the_cells_that_name_it(access: Access, context: ReadingContext) -> None:
    for cell in cells():
        expected = cell.access not in (*CLOSED, access)
        if access in (Access.CONSENT, Access.PART2_CONSENT):
            expected = cell.access not in (*CLOSED, Access.CONSENT, Access.PART2_CONSENT)
        assert reads(cell.role, cell.category, ANA_ALONE, context) is expected, cell


@given(st.frozensets(st.sampled_from(ReaderRole)), categories, subjects)
def test_without_any_fact_nothing_can_be_read(
    roles: frozenset[ReaderRole], category: Category, subject: Subject
) -> None:
    assert not may_read(Viewer(DANA, roles), category, subject, ReadingContext())
    assert not may_read(Viewer(DANA, frozenset()), category, subject, EVERYTHING)


@given(st.frozensets(st.sampled_from(ReaderRole), min_size=1), categories, subjects, facts)
def test_one_role_is_enough_unless_another_forbids_it(
    roles: frozenset[ReaderRole], category: Category, subject: Subject, context: ReadingContext
) -> None:
    forbidden = any(TABLE[category][role] is Access.NEVER for role in roles)
    alone = any(reads(role, category, subject, context) for role in roles)
    assert may_read(Viewer(DANA, roles), category, subject, context) is (alone and not forbidden)


@pytest.mark.parametrize("category", [Category.SCREENING, Category.CLEARANCE, Category.HELP_SIGNAL])
@given(st.frozensets(st.sampled_from(ReaderRole)), facts)
def test_a_partner_never_reads_screening_clearance_or_a_call_for_help(
    category: Category, others: frozenset[ReaderRole], context: ReadingContext
) -> None:
    assert not may_read(Viewer(BEN, others | {ReaderRole.PARTNER}), category, ANA_ALONE, context)
    assert category not in OWN, "nor over the other's shoulder"


@pytest.mark.parametrize("category", [Category.MEASURES, Category.SUD_TRACK, Category.INDIVIDUAL_SESSIONS])
@given(facts)
def test_r3_a_couples_therapist_reads_nothing_of_one_partner_alone_without_a_consent_to_it(
    category: Category, context: ReadingContext
) -> None:
    """Consents to other categories open nothing here."""
    closed = replace(
        context,
        consents=frozenset(one for one in context.consents if (one.giver, one.category) != (ANA, category)),
    )
    assert not reads(ReaderRole.COUPLES_THERAPIST, category, ANA_ALONE, closed)
    opened = replace(
        closed,
        relations=closed.relations | {Relation.OWN_COUPLE},
        consents=closed.consents | {Consent(ANA, category, True)},
    )
    assert reads(ReaderRole.COUPLES_THERAPIST, category, ANA_ALONE, opened)


@pytest.mark.parametrize("missing", [ANA, BEN])
@given(facts)
def test_r5_records_of_a_couple_are_released_by_both_partners_only(
    missing: PersonId, context: ReadingContext
) -> None:
    one_sided = replace(
        context, consents=frozenset(one for one in EVERYTHING.consents if one.giver != missing)
    )
    for role in (ReaderRole.INDIVIDUAL_THERAPIST, ReaderRole.SUD_COUNSELOR):
        assert not reads(role, Category.COUPLE_RECORDS, LOPEZ, one_sided)
        assert reads(role, Category.COUPLE_RECORDS, LOPEZ, EVERYTHING)


def test_r6_records_stay_apart_by_default_in_both_directions() -> None:
    closed = without(*Category)
    assert not reads(ReaderRole.INDIVIDUAL_THERAPIST, Category.COUPLE_RECORDS, LOPEZ, closed)
    assert not reads(ReaderRole.COUPLES_THERAPIST, Category.INDIVIDUAL_SESSIONS, ANA_ALONE, closed)
    assert reads(ReaderRole.COUPLES_THERAPIST, Category.COUPLE_RECORDS, LOPEZ, closed)
    assert reads(ReaderRole.INDIVIDUAL_THERAPIST, Category.INDIVIDUAL_SESSIONS, ANA_ALONE, closed)


@given(facts, st.sampled_from([ReaderRole.PEER, ReaderRole.OBSERVER]))
def test_r7_being_the_partner_gives_no_right_to_facts_about_substance_use(
    context: ReadingContext, besides: ReaderRole
) -> None:
    viewer = Viewer(BEN, frozenset({ReaderRole.PARTNER, besides}))
    assert not may_read(viewer, Category.SUD_TRACK, ANA_ALONE, context)


@given(facts)
def test_r7_an_ordinary_consent_opens_no_facts_about_substance_use(context: ReadingContext) -> None:
    ordinary = replace(
        context, consents=frozenset(replace(one, is_part2=False) for one in EVERYTHING.consents)
    )
    for role in (ReaderRole.INDIVIDUAL_THERAPIST, ReaderRole.COUPLES_THERAPIST):
        assert not reads(role, Category.SUD_TRACK, ANA_ALONE, ordinary)


def test_every_role_that_reads_as_assigned_has_its_column() -> None:
    assert {role.value for role in READS_AS} == {
        "individual_therapist", "couples_therapist", "sud_counselor", "care_coordinator",
    }  # fmt: skip
    assert set(READS_AS.values()) < set(ReaderRole)
