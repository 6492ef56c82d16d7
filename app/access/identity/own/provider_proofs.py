"""A fresh proof through the clinic's identity provider: who came in that way may have nothing else to prove with.

The provider is told to ask for a sign-in now, whoever is signed in there, and has to say when it did (OpenID Connect
Core 1.0, 3.1.2.1). Only the subject that the account is bound to proves anything: here nobody is bound anew.
"""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from app.access.callers import Caller
from app.access.identity.services import BegunAtProvider, IdentityServices
from app.access.identity.starting import account_of
from app.access.identity.ways.provider_settings import provider_of
from app.access.identity.ways.providers import check_provider_rank, go_to_provider, identify
from app.persistence.clinic_store import Actor, ClinicUnit
from app.persistence.repositories.identity.accounts import Account
from clinic.common.errors import Refused
from clinic.identity.access import PROOF_LASTS
from clinic.identity.roles import StaffRole
from clinic.identity.sign_ins import SignIn, prove

__all__ = ["begin_proof_at_provider", "finish_proof_at_provider", "proof_provider"]


def proof_provider(unit: ClinicUnit, account: Account, roles: frozenset[StaffRole]) -> str | None:
    """Return the host of the provider through which somebody may prove who they are; None if there is none."""
    if account.oidc_subject is None:
        return None
    chosen = provider_of(unit.keys, unit.clinic)
    if chosen is None:
        return None
    try:
        check_provider_rank(roles)
    except Refused:
        return None
    return urlsplit(chosen.client.issuer).hostname


async def begin_proof_at_provider(services: IdentityServices, caller: Caller, browser: str) -> str:
    """Return the provider's address to send the caller's browser to.

    Raises:
        Refused: ``oidc.none``: the clinic has no provider. ``oidc.not_bound``: the caller never came in through it.
            ``oidc.not_this_way``: somebody above an administrator. Those of ``OidcSignIn.begin``.
    """
    assert caller.sign_in is not None, "a person at a screen"
    check_provider_rank(caller.principal.roles)
    async with caller.read() as unit:
        if (await account_of(unit, caller.principal.person)).oidc_subject is None:
            raise Refused("oidc.not_bound")
    return await go_to_provider(services, caller.principal.clinic, browser, caller.now, caller.sign_in)


async def finish_proof_at_provider(
    services: IdentityServices,
    kept: BegunAtProvider,
    sign_in: SignIn,
    answer: Mapping[str, str],
    now: datetime,
) -> datetime:
    """Prove the sign-in that somebody left for the provider, and return until when the proof is fresh.

    Raises:
        Refused: ``oidc.other_person``: they came back as somebody else. ``sign_in.ended``, ``sign_in.idle``: it is over.
            ``oidc.not_fresh``, and the others of ``identify``.
    """
    _, identity = await identify(services, kept, answer, now)
    subject = services.store.key.subject_hash(identity.issuer, identity.subject)
    async with services.store.write(kept.clinic, Actor(sign_in.person, sign_in.id), now) as unit:
        account = await account_of(unit, sign_in.person)
        if account.oidc_subject != subject:
            raise Refused("oidc.other_person")
        check_provider_rank(await unit.roles.of(sign_in.person))
        found = await unit.sign_ins.find(sign_in.person, sign_in.id)
        if found is None:
            raise Refused("sign_in.ended")
        in_room = services.in_live_room(sign_in.person)
        if not await unit.sign_ins.keep(prove(found, now, in_live_room=in_room)):
            raise Refused("sign_in.ended")
        unit.note("sign_in.prove", sign_in.id, method="oidc")
    return now + PROOF_LASTS
