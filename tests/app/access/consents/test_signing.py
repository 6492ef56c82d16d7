"""Signing, confirming and withdrawing."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.consents.signing import Request, acknowledge, sign, sign_as_asked, withdraw
from app.persistence.models.mail import WebhookEventRow
from clinic.care_team.reading import Category
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Grant
from clinic.consents.versions import VersionId
from tests.app.access.conftest import NOW, Place, refused
from tests.app.access.consents.conftest import SESSION, plan, put_in_force, shipped_id

K = DocumentKind


async def signed(place: Place, person: PersonId, kind: DocumentKind = K.AGREEMENT) -> Grant:
    async with place.write() as unit:
        return await sign(unit, person, shipped_id(kind), SESSION, "es", NOW)


async def test_a_signature_is_kept_and_noted_without_naming_the_document(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    grant = await signed(place, ana)
    async with place.write() as unit:
        assert await unit.grants.find(grant.id) == grant
        entries = [one.entry for one in await unit.audit.page()]
    entry = next(each for each in entries if each.action == "consent.sign")
    assert (entry.subjects, dict(entry.facts)) == ((grant.id, ana), {"method": "screen", "language": "es"})


async def test_webhooks_are_told_that_somebody_signed_or_took_it_back_and_never_what(
    place: Place, ana: PersonId
) -> None:
    await plan(place, ana)
    grants = [await signed(place, ana, kind) for kind in (K.AGREEMENT, K.PART2)]
    async with place.write() as unit:
        for grant in grants:
            await withdraw(unit, grant, ana, NOW)
        events = list(await unit.session.scalars(select(WebhookEventRow)))
    for kind in ("consent.given", "consent.withdrawn"):
        told = sorted(each.subjects for each in events if each.kind == kind)
        assert told == sorted(json.dumps({"consent": one.id, "person": ana}) for one in grants)


async def test_signing_twice_leaves_one(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    assert await signed(place, ana) == await signed(place, ana)
    async with place.write() as unit:
        assert len(await unit.grants.of([ana])) == 1


async def test_a_text_that_changed_meanwhile_is_refused_with_the_new_one(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    newer = await put_in_force(place, K.AGREEMENT)
    async with refused("consent.changed", newer), place.write() as unit:
        await sign(unit, ana, shipped_id(K.AGREEMENT), SESSION, "en", NOW)
    async with place.write() as unit:
        assert await unit.grants.of([ana]) == []
        assert (await sign(unit, ana, newer, SESSION, "en", NOW)).number == 2


async def test_what_does_not_exist_cannot_be_signed_or_confirmed(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    for act in (sign, acknowledge):
        async with refused("consent.unknown"), place.write() as unit:
            await act(unit, ana, VersionId("dv_none"), SESSION, "en", NOW)
    with pytest.raises(Refused, match=r"person\.unknown"):
        async with place.write() as unit:
            await sign(unit, PersonId("pt_none"), shipped_id(K.AGREEMENT), SESSION, "en", NOW)


async def test_a_protected_sessions_own_consent_names_nobody_and_ends_in_a_year(
    place: Place, ana: PersonId
) -> None:
    await plan(place, ana)
    terms = (await signed(place, ana, K.PART2)).terms
    assert terms is not None
    assert (terms.recipient, terms.categories) == (None, {Category.SUD_TRACK})
    assert terms.expires_at == NOW + timedelta(days=365)


async def test_what_is_withdrawn_has_ended_and_cannot_be_withdrawn_again(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    grant = await signed(place, ana, K.OBSERVERS)
    async with place.write() as unit:
        ended = await withdraw(unit, grant, ana, NOW)
    assert (ended.withdrawn_at, ended.withdrawn_by) == (NOW, ana)
    async with refused("consent.ended"), place.write() as unit:
        await withdraw(unit, grant, ana, NOW)


async def test_signing_ahead_is_no_confirmation_of_a_session(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    async with place.write() as unit:
        grant = await sign_as_asked(unit, ana, Request(shipped_id(K.AGREEMENT), "en", about=SESSION), NOW)
    assert grant.appointment is None
