"""What is due before a session: nobody gets past the version that holds."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.care_team.reading import Category
from clinic.common.ids import AppointmentId, EpisodeId, PersonId
from clinic.consents.documents import RULES, DocumentKind
from clinic.consents.due import DueItem, Needs, SessionFacts, due, missing_partners, wanted
from clinic.consents.grants import Acknowledgement, Grant, GrantState, state_at, withdraw
from clinic.consents.versions import DocumentVersion, current
from tests.support.consents import ANA, BEN, DANA, EPISODE, NOW, granted, terms_for, version_of

K = DocumentKind
TICK = timedelta(microseconds=1)
SESSION, OTHER = AppointmentId("ss_1"), AppointmentId("ss_2")
KINDS = ["group", "multi_couple", "couples", "individual", "psychoeducation", "medical_visit", "alumni"]
VERSIONS = [version_of(kind) for kind in K]
BY_KIND = {version.key.kind: version for version in VERSIONS}
GROUP = SessionFacts(SESSION, "group", EPISODE, "NY")


def pending(
    facts: SessionFacts,
    grants: list[Grant],
    versions: list[DocumentVersion] = VERSIONS,
    person: PersonId = ANA,
    acknowledged: tuple[Acknowledgement, ...] = (),
    now: datetime = NOW,
) -> dict[DocumentKind, Needs]:
    items = due(person, facts, grants, acknowledged, versions, now)
    assert len({item.version.key.kind for item in items}) == len(items)
    return {item.version.key.kind: item.needs for item in items}


def all_signed(person: PersonId = ANA, facts: SessionFacts = GROUP) -> list[Grant]:
    protected = terms_for(None, Category.SUD_TRACK)
    return [
        granted(
            version,
            person,
            id=f"gr_{person}_{kind}",
            state=facts.state if RULES[kind].by_state else "",
            terms=protected if kind is K.PART2 else None,
        )
        for kind, version in BY_KIND.items()
        if kind is not K.RELEASE
    ]


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        (SessionFacts(SESSION, "individual"), [K.AGREEMENT, K.TELEHEALTH]),
        (SessionFacts(SESSION, "group"), [K.AGREEMENT, K.TELEHEALTH, K.GROUP]),
        (SessionFacts(SESSION, "psychoeducation"), [K.AGREEMENT, K.TELEHEALTH, K.GROUP]),
        (SessionFacts(SESSION, "couples"), [K.AGREEMENT, K.TELEHEALTH, K.COUPLES]),
        (SessionFacts(SESSION, "multi_couple"), [K.AGREEMENT, K.TELEHEALTH, K.GROUP, K.COUPLES]),
        (SessionFacts(SESSION, "alumni"), [K.AGREEMENT, K.GROUP]),
        (SessionFacts(SESSION, "medical_visit"), [K.AGREEMENT, K.TELEHEALTH]),
        (
            SessionFacts(SESSION, "group", is_protected=True, has_observers=True),
            [K.AGREEMENT, K.TELEHEALTH, K.PART2, K.GROUP, K.OBSERVERS],
        ),
    ],
)
def test_each_kind_of_session_asks_for_its_documents_in_one_order(
    facts: SessionFacts, kinds: list[DocumentKind]
) -> None:
    assert [key.kind for key in wanted(facts)] == kinds
    assert list(pending(facts, [])) == kinds


def test_only_an_observer_may_be_refused_without_staying_outside() -> None:
    facts = replace(GROUP, has_observers=True, is_protected=True)
    optional = [
        item.version.key.kind for item in due(ANA, facts, (), (), VERSIONS, NOW) if not item.is_required
    ]
    assert optional == [K.OBSERVERS]


def test_the_agreement_is_confirmed_at_each_session_and_not_where_it_was_just_signed() -> None:
    signed = all_signed()
    assert pending(GROUP, signed) == {K.AGREEMENT: Needs.ACKNOWLEDGE}
    here = Acknowledgement(ANA, BY_KIND[K.AGREEMENT].id, SESSION, NOW)
    assert pending(GROUP, signed, acknowledged=(here,)) == {}
    for other in (replace(here, appointment=OTHER), replace(here, person=BEN)):
        assert pending(GROUP, signed, acknowledged=(other,)) == {K.AGREEMENT: Needs.ACKNOWLEDGE}
    just_signed = [replace(each, appointment=SESSION) for each in signed]
    assert pending(GROUP, just_signed) == {}


def test_a_new_episode_and_another_state_ask_again() -> None:
    signed = all_signed()
    again = {K.AGREEMENT: Needs.SIGN, K.TELEHEALTH: Needs.SIGN, K.GROUP: Needs.SIGN}
    assert pending(replace(GROUP, episode=EpisodeId("ep_2")), signed) == again
    moved = pending(replace(GROUP, state="NJ"), signed)
    assert moved == {K.AGREEMENT: Needs.ACKNOWLEDGE, K.TELEHEALTH: Needs.SIGN}


def test_a_new_version_is_due_from_its_moment_on() -> None:
    newer = version_of(K.GROUP, 2, effective_at=NOW)
    assert K.GROUP not in pending(GROUP, all_signed(), [*VERSIONS, newer], now=NOW - TICK)
    assert pending(GROUP, all_signed(), [*VERSIONS, newer])[K.GROUP] is Needs.SIGN


def test_a_release_to_one_person_is_not_the_consent_that_a_protected_session_asks_for() -> None:
    facts = replace(GROUP, is_protected=True)
    assert K.PART2 not in pending(facts, all_signed())
    named = [
        replace(each, terms=terms_for(DANA, Category.SUD_TRACK)) if each.key.kind is K.PART2 else each
        for each in all_signed()
    ]
    assert pending(facts, named)[K.PART2] is Needs.SIGN


def test_each_partner_signs_for_themselves() -> None:
    facts = SessionFacts(SESSION, "couples", EPISODE, "NY")
    only_ana = all_signed(ANA)
    assert K.COUPLES not in pending(facts, only_ana)
    assert pending(facts, only_ana, person=BEN)[K.COUPLES] is Needs.SIGN
    episodes: dict[PersonId, EpisodeId | None] = {ANA: EPISODE, BEN: EPISODE}
    assert missing_partners([ANA, BEN], episodes, only_ana, VERSIONS, NOW) == {BEN}
    assert missing_partners([ANA, BEN], episodes, only_ana + all_signed(BEN), VERSIONS, NOW) == frozenset()
    assert missing_partners([ANA, BEN], episodes, [], [], NOW) == frozenset()


moments = st.integers(-40, 40).map(lambda day: NOW + timedelta(days=day))
versions_drawn = st.lists(st.tuples(st.sampled_from(K), moments, st.booleans()), max_size=10).map(
    lambda drawn: [
        version_of(kind, number, at, is_shipped=shipped) for number, (kind, at, shipped) in enumerate(drawn)
    ]
)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[SessionFacts, list[DocumentVersion], list[Grant], datetime]:
    versions = draw(versions_drawn)
    facts = SessionFacts(
        SESSION, draw(st.sampled_from(KINDS)), draw(st.sampled_from([EPISODE, None])),
        draw(st.sampled_from(["", "NY", "NJ"])), draw(st.booleans()), draw(st.booleans()),
    )  # fmt: skip
    grants = [
        granted(
            version, draw(st.sampled_from([ANA, BEN])), draw(moments), id=f"gr_{number}",
            state=draw(st.sampled_from(["", "NY", "NJ"])), episode=draw(st.sampled_from([EPISODE, None])),
            withdrawn_at=draw(st.none() | moments),
            terms=terms_for(draw(st.sampled_from([None, DANA])), Category.SUD_TRACK, expires_at=draw(moments))
            if RULES[version.key.kind].has_terms else None,
        )
        for number, version in enumerate(draw(st.lists(st.sampled_from(versions), max_size=10)) if versions else [])
    ]  # fmt: skip
    return facts, versions, grants, draw(moments)


@given(worlds())
def test_nobody_passes_without_the_current_version(
    world: tuple[SessionFacts, list[DocumentVersion], list[Grant], datetime],
) -> None:
    """Whatever is not due was signed by this person, under exactly the version that holds, and still holds."""
    facts, versions, grants, now = world
    items = {item.version.key.kind: item for item in due(ANA, facts, grants, (), versions, now)}
    for key in wanted(facts):
        version = current(versions, key, now)
        item: DueItem | None = items.get(key.kind)
        if version is None:
            assert item is None
        elif item is None or item.needs is Needs.ACKNOWLEDGE:
            assert any(
                each.person == ANA
                and each.version == version.id
                and each.signed_at <= now
                and state_at(each, now) is GrantState.IN_FORCE
                for each in grants
            )
        else:
            assert item.version == version


@given(worlds())
def test_withdrawing_everything_makes_everything_due_at_once(
    world: tuple[SessionFacts, list[DocumentVersion], list[Grant], datetime],
) -> None:
    facts, versions, grants, now = world
    withdrawn = [
        withdraw(each, each.person, now) if state_at(each, now) is GrantState.IN_FORCE else each
        for each in grants
    ]
    items = due(ANA, facts, withdrawn, (), versions, now)
    assert [item.version for item in items] == [
        version for key in wanted(facts) if (version := current(versions, key, now)) is not None
    ]
    assert {item.needs for item in items} <= {Needs.SIGN}


@given(worlds())
def test_what_a_partner_signed_changes_nothing(
    world: tuple[SessionFacts, list[DocumentVersion], list[Grant], datetime],
) -> None:
    facts, versions, grants, now = world
    own = [each for each in grants if each.person == ANA]
    assert due(ANA, facts, grants, (), versions, now) == due(ANA, facts, own, (), versions, now)


def taken_back(kind: K, grants: list[Grant], versions: list[DocumentVersion] = VERSIONS) -> bool:
    items = due(ANA, GROUP, grants, (), versions, NOW)
    return next(item.withdrawn for item in items if item.version.key.kind is kind)


def test_what_was_taken_back_is_told_from_what_was_never_signed() -> None:
    signed = granted(BY_KIND[K.GROUP], id="gr_1", signed_at=NOW - 2 * TICK)
    assert not taken_back(K.GROUP, [])
    assert taken_back(K.GROUP, [withdraw(signed, ANA, NOW)])
    assert not taken_back(K.GROUP, [withdraw(replace(signed, person=BEN), BEN, NOW)]), "a partner's"
    assert not taken_back(K.GROUP, [withdraw(replace(signed, episode=EpisodeId("ep_0")), ANA, NOW)])


def test_who_signed_anew_and_is_asked_only_because_the_text_changed_took_nothing_back() -> None:
    old = withdraw(granted(BY_KIND[K.GROUP], id="gr_1", signed_at=NOW - 3 * TICK), ANA, NOW - 2 * TICK)
    anew = granted(BY_KIND[K.GROUP], id="gr_2", signed_at=NOW - TICK)
    newer = [*VERSIONS, version_of(K.GROUP, 2, NOW)]
    assert not taken_back(K.GROUP, [anew, old], newer)
    assert taken_back(K.GROUP, [withdraw(anew, ANA, NOW), old], newer)


def test_care_by_video_is_taken_back_for_one_state() -> None:
    for_texas = withdraw(granted(BY_KIND[K.TELEHEALTH], state="TX"), ANA, NOW)
    assert not taken_back(K.TELEHEALTH, [for_texas])
    assert taken_back(K.TELEHEALTH, [replace(for_texas, key=replace(for_texas.key, state="NY"))])
