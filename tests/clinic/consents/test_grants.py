"""Signing, acknowledging and withdrawing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from clinic.care_team.reading import TABLE, Access, Category
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import AppointmentId, EpisodeId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import (
    LONGEST_TERM,
    MOVES,
    OPENABLE,
    Grant,
    GrantEvent,
    GrantState,
    Method,
    Signing,
    Terms,
    acknowledge,
    check_terms,
    counts_for,
    sign,
    state_at,
    withdraw,
)
from clinic.consents.texts import fingerprint
from clinic.consents.versions import DocumentVersion, VersionId
from tests.support.consents import ANA, BEN, DANA, EPISODE, NOW, TEXTS, granted, terms_for, version_of

TICK = timedelta(microseconds=1)
OLD, NEW = version_of(number=1), version_of(number=2, effective_at=NOW)
ASKED = Signing("gr_new", ANA, OLD.id, "es", episode=EPISODE)
SESSION = AppointmentId("ss_1")


def signed(
    asked: Signing, versions: Sequence[DocumentVersion] = (OLD,), grants: Sequence[Grant] = ()
) -> Grant:
    return sign(asked, versions, grants, NOW)


def wrong(asked: Signing, version: DocumentVersion) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        signed(asked, [version])
    return {each.field: each.code for each in caught.value.errors}


def test_a_signature_says_who_what_when_and_in_which_language() -> None:
    grant = signed(ASKED)
    assert (grant.id, grant.person, grant.version, grant.number) == ("gr_new", ANA, OLD.id, 1)
    assert (grant.signed_at, grant.language, grant.method) == (NOW, "es", Method.SCREEN)
    assert grant.fingerprint == fingerprint(TEXTS["es"])


def test_an_agreement_that_changed_while_somebody_read_it_is_not_signed_and_the_new_one_is_named() -> None:
    with pytest.raises(Refused) as caught:
        signed(ASKED, [OLD, NEW])
    assert (caught.value.code, caught.value.reason) == ("consent.changed", NEW.id)
    assert sign(ASKED, [OLD, NEW], (), NOW - TICK).version == OLD.id, "until its moment the old one holds"


def test_what_does_not_hold_yet_cannot_be_signed() -> None:
    with pytest.raises(Refused, match=r"consent\.not_reviewed"):
        signed(ASKED, [replace(OLD, effective_at=None, reviewed_at=None)])
    with pytest.raises(Refused, match=r"consent\.unknown"):
        signed(replace(ASKED, version=VersionId("dv_other")))


def test_signing_twice_leaves_one_grant() -> None:
    first = signed(ASKED)
    assert signed(replace(ASKED, id="gr_again"), grants=[first]) == first
    ended = withdraw(first, ANA, NOW)
    assert signed(replace(ASKED, id="gr_again"), grants=[ended]).id == "gr_again"
    assert signed(replace(ASKED, id="gr_ben", person=BEN), grants=[first]).person == BEN


def test_what_was_said_names_who_heard_it() -> None:
    assert wrong(replace(ASKED, method=Method.VERBAL), OLD) == {"heard_by": "consent.heard_by"}
    assert wrong(replace(ASKED, heard_by=DANA), OLD) == {"heard_by": "consent.heard_by"}
    assert signed(replace(ASKED, method=Method.VERBAL, heard_by=DANA)).heard_by == DANA
    assert wrong(replace(ASKED, language="fr"), OLD) == {"language": "field.unknown"}


@pytest.mark.parametrize(("state", "event"), list(product(GrantState, GrantEvent)))
def test_a_grant_ends_once(state: GrantState, event: GrantEvent) -> None:
    assert MOVES.get((state, event)) is not state
    assert ((state, event) in MOVES) is (state is GrantState.IN_FORCE)


def test_withdrawing_takes_effect_at_once_and_once() -> None:
    grant = withdraw(granted(OLD), DANA, NOW)
    assert (state_at(grant, NOW - TICK), state_at(grant, NOW)) == (GrantState.IN_FORCE, GrantState.WITHDRAWN)
    assert grant.withdrawn_by == DANA
    with pytest.raises(Refused, match=r"consent\.ended"):
        withdraw(grant, ANA, NOW)


def test_terms_end_by_themselves_at_their_moment() -> None:
    grant = granted(
        version_of(DocumentKind.RELEASE), terms=terms_for(DANA, Category.MEASURES, expires_at=NOW)
    )
    assert (state_at(grant, NOW - TICK), state_at(grant, NOW)) == (GrantState.IN_FORCE, GrantState.EXPIRED)
    with pytest.raises(Refused, match=r"consent\.ended"):
        withdraw(grant, ANA, NOW)


def test_an_ordinary_release_opens_nothing_that_part_2_protects() -> None:
    assert Category.SUD_TRACK not in OPENABLE[DocumentKind.RELEASE]
    assert OPENABLE[DocumentKind.PART2] == OPENABLE[DocumentKind.RELEASE] | {Category.SUD_TRACK}
    assert all(Access.CONSENT in TABLE[each].values() for each in OPENABLE[DocumentKind.RELEASE])


@pytest.mark.parametrize(
    ("kind", "terms", "codes"),
    [
        (DocumentKind.AGREEMENT, terms_for(DANA, Category.MEASURES), {"terms": "consent.terms"}),
        (DocumentKind.RELEASE, None, {"terms": "field.required"}),
        (DocumentKind.RELEASE, terms_for(None, Category.MEASURES), {"terms.recipient": "field.required"}),
        (DocumentKind.RELEASE, terms_for(DANA), {"terms.categories": "consent.categories"}),
        (
            DocumentKind.RELEASE,
            terms_for(DANA, Category.SUD_TRACK),
            {"terms.categories": "consent.categories"},
        ),
        (DocumentKind.PART2, terms_for(DANA, Category.SCREENING), {"terms.categories": "consent.categories"}),
        (
            DocumentKind.PART2,
            terms_for(DANA, Category.SUD_TRACK, expires_at=NOW),
            {"terms.expires_on": "consent.term"},
        ),
        (
            DocumentKind.PART2,
            terms_for(DANA, Category.SUD_TRACK, expires_at=NOW + LONGEST_TERM + TICK),
            {"terms.expires_on": "consent.term"},
        ),
        (
            DocumentKind.PART2,
            replace(terms_for(DANA, Category.SUD_TRACK), purpose=" "),
            {"terms.purpose": "field.required"},
        ),
        (
            DocumentKind.PART2,
            replace(terms_for(DANA, Category.SUD_TRACK), purpose="x" * 301),
            {"terms.purpose": "field.too_long"},
        ),
        (DocumentKind.PART2, terms_for(None, Category.SUD_TRACK), {}),
        (DocumentKind.RELEASE, terms_for(DANA, Category.MEASURES), {}),
    ],
)
def test_terms_are_complete_and_bounded(
    kind: DocumentKind, terms: Terms | None, codes: dict[str, str]
) -> None:
    assert {each.field: each.code for each in check_terms(kind, terms, NOW)} == codes


def test_a_signature_counts_for_its_version_episode_state_and_no_other() -> None:
    video = version_of(DocumentKind.TELEHEALTH)
    grant = granted(video, state="NY")
    assert counts_for(grant, video, "NY", EPISODE, NOW)
    assert not counts_for(grant, video, "NJ", EPISODE, NOW)
    assert not counts_for(grant, video, "NY", EpisodeId("ep_2"), NOW)
    assert not counts_for(grant, version_of(DocumentKind.TELEHEALTH, 2), "NY", EPISODE, NOW)


def test_acknowledging_needs_a_signature_under_the_version_that_holds() -> None:
    given = acknowledge(ANA, OLD.id, SESSION, EPISODE, [OLD], [granted(OLD)], NOW)
    assert (given.person, given.version, given.appointment, given.at) == (ANA, OLD.id, SESSION, NOW)
    with pytest.raises(Refused, match=r"consent\.not_signed"):
        acknowledge(BEN, OLD.id, SESSION, EPISODE, [OLD], [granted(OLD)], NOW)
    with pytest.raises(Refused, match=r"consent\.changed"):
        acknowledge(ANA, OLD.id, SESSION, EPISODE, [OLD, NEW], [granted(OLD)], NOW)
    group = version_of(DocumentKind.GROUP)
    with pytest.raises(Refused, match=r"consent\.not_signed"):
        acknowledge(ANA, group.id, SESSION, EPISODE, [group], [granted(group)], NOW)
