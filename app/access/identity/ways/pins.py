"""PINs of clients. A PIN opens nothing by itself: a link or a known device says who somebody is, and it proves it."""

from dataclasses import dataclass, field
from datetime import datetime

from app.access.callers import Caller
from app.access.identity.services import IdentityServices, Visitor
from app.access.identity.starting import WRONG, Started, account_of, signing_in, start_sign_in
from app.auth.one_time import hash_secret
from app.persistence.clinic_store import Actor, ClinicUnit
from app.persistence.repositories.identity.accounts import Account, AccountLookup
from app.persistence.repositories.identity.links import LinkLookup
from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.access import Action, PrincipalKind, check
from clinic.identity.links import LinkPurpose, check_link
from clinic.identity.pins import check_pin, normalize_pin
from rooms.model.ids import PersonId as RoomPersonId

__all__ = ["PinDoor", "check_pin_of", "prove_at_seat", "set_own_pin", "sign_in_by_pin", "store_pin"]


@dataclass(frozen=True, slots=True)
class PinDoor:
    """What says who may prove themselves by PIN: at most one of the two; none on a device that is known.

    Attributes:
        invitation: Of a seat in a session.
        link: The secret of a one-time link into a session.
    """

    invitation: str | None = field(default=None, repr=False)
    link: str | None = field(default=None, repr=False)


async def sign_in_by_pin(
    services: IdentityServices, door: PinDoor, person: PersonId, pin: str, visitor: Visitor, now: datetime
) -> Started:
    """Sign a client in.

    Raises:
        Refused: ``link.invalid``: nothing says that this person may prove themselves here. ``sign_in.wrong``;
            ``pin.not_digits``; ``sign_in.busy``; MustWait.
    """
    clinic = await _prove(services, door, person, pin, visitor, now)
    async with signing_in(services, clinic, person, now) as unit:
        account = await account_of(unit, person)
        return await start_sign_in(services, unit, account, "pin", visitor)


async def prove_at_seat(
    services: IdentityServices,
    invitation: str,
    person: PersonId,
    pin: str,
    visitor: Visitor,
    now: datetime,
) -> None:
    """Check that somebody is who a seat expects, without signing them in: partners who share a screen prove it both.

    Raises:
        Refused: As ``sign_in_by_pin``.
    """
    await _prove(services, PinDoor(invitation=invitation), person, pin, visitor, now)


async def check_pin_of(services: IdentityServices, account: Account | None, pin: str) -> None:
    """Check a client's PIN. Raises Refused: ``sign_in.wrong``, ``pin.not_digits``, ``sign_in.busy``."""
    typed = normalize_pin(pin)
    stored = account.pin_hash if account is not None and account.kind is PrincipalKind.CLIENT else None
    if not (await services.hasher.check(stored, typed)).right:
        raise Refused(WRONG)


async def set_own_pin(services: IdentityServices, caller: Caller, pin: str) -> None:
    """Give the caller, a client, a new PIN. Raises Refused: ``access.denied``; those of ``check_pin``."""
    check(caller.principal, Action.OWN_CREDENTIALS, caller.now)
    if caller.principal.kind is not PrincipalKind.CLIENT:
        raise Refused("access.denied", Action.OWN_CREDENTIALS)
    hashed = await services.hasher.hash(check_pin(pin))
    async with caller.write() as unit:
        await store_pin(unit, caller.principal.person, hashed)


async def store_pin(unit: ClinicUnit, person: PersonId, hashed: str) -> None:
    """Store a PIN's hash."""
    await unit.accounts.set_pin(person, hashed)
    unit.note("pin.set", person)


async def _prove(
    services: IdentityServices, door: PinDoor, person: PersonId, pin: str, visitor: Visitor, now: datetime
) -> ClinicId:
    typed = normalize_pin(pin)
    clinic = await _clinic_behind(services, door, person, visitor, now)
    if clinic is None:
        raise Refused("link.invalid")
    attempt = visitor.attempt(services, person, now, what="pin")
    services.lockout.begin(attempt, now)
    async with services.store.read(clinic, Actor(person), now) as unit:
        account = await unit.accounts.find(person)
    await check_pin_of(services, account, typed)
    services.lockout.succeeded(attempt)
    return clinic


async def _clinic_behind(
    services: IdentityServices, door: PinDoor, person: PersonId, visitor: Visitor, now: datetime
) -> ClinicId | None:
    if door.invitation is not None:
        return await _clinic_of_seat(services, door.invitation, person, now)
    if door.link is not None:
        return await _clinic_of_link(services, door.link, person, now)
    if visitor.device_id(services, person, now) is None:
        return None
    async with services.store.database.transaction(writes=False) as session:
        return await AccountLookup(session).clinic_of(person)


async def _clinic_of_seat(
    services: IdentityServices, text: str, person: PersonId, now: datetime
) -> ClinicId | None:
    invitation = services.invitations.read(text)
    arrival = await services.entrance.find(invitation.seat) if invitation is not None else None
    if invitation is None or arrival is None or arrival.link.version != invitation.version:
        return None
    session = arrival.link.session
    if session.ended_at is not None or (now >= session.closes_at and not arrival.link.live):
        return None
    if RoomPersonId(person) not in arrival.setup.seats[invitation.seat].occupants:
        return None
    return ClinicId(session.clinic)


async def _clinic_of_link(
    services: IdentityServices, secret: str, person: PersonId, now: datetime
) -> ClinicId | None:
    hashed = hash_secret(secret)
    if hashed is None:
        return None
    async with services.store.database.transaction(writes=False) as session:
        found = await LinkLookup(session).find(hashed)
    if found is None or found.link.person != person:
        return None
    return check_link(found.link, found.link.clinic, LinkPurpose.SESSION, now).clinic
