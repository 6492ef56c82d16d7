"""One-time links: made for a person, looked at, and used to set up how they sign in."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.access.callers import Caller
from app.access.identity.services import IdentityServices, Visitor
from app.access.identity.starting import Started, device_account, signing_in, start_sign_in
from app.access.identity.ways.passkeys import register_passkey, registration_options, store_passkey
from app.access.identity.ways.passwords import check_totp_of, spend_recovery_code
from app.access.identity.ways.pins import store_pin
from app.auth.credentials.passwords import check_password
from app.auth.one_time import hash_secret, make_secret
from app.persistence.clinic_store import Actor, ClinicUnit
from app.persistence.repositories.identity.accounts import Account
from app.persistence.repositories.identity.links import FoundLink, LinkLookup, NewLink
from app.runtime.ids import new_link_id
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, PrincipalKind, check
from clinic.identity.links import LinkPurpose, check_link, issue_link, use_link
from clinic.identity.pins import check_pin
from clinic.identity.roles import check_rank

__all__ = [
    "ACCOUNT_LINKS",
    "LinkView",
    "MadeInvitation",
    "access_invite",
    "access_withdraw_invitations",
    "link_passkey_options",
    "look_at_link",
    "make_link",
    "start_over",
    "use_link_for_passkey",
    "use_link_for_password",
    "use_link_for_pin",
]

ACCOUNT_LINKS: Final = frozenset({LinkPurpose.OWNER, LinkPurpose.INVITATION, LinkPurpose.RESET})
"""Links by which people set up how they sign in. Whatever they signed in with before counts as lost."""
_ALL_LINKS: Final = ACCOUNT_LINKS | {LinkPurpose.SESSION}
_LONGEST_TOTP: Final = 8
"""Characters, however it is grouped; recovery codes are longer."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """What the holder of a link is shown before they use it.

    Attributes:
        person: Who they sign in as by a session's link; None for links by which an account is set up.
        needs: What they can set up: ``passkey``, ``password`` or ``pin``; one is enough. By a session's link they prove
            themselves by the PIN that they have.
        asks_code: Whether they also have to give a one-time or recovery code.
    """

    purpose: LinkPurpose
    person: PersonId | None
    name: str
    clinic: str
    needs: tuple[str, ...]
    asks_code: bool


@dataclass(frozen=True, slots=True)
class MadeInvitation:
    """An invitation's address, and whether a mail with it will be sent."""

    url: str = field(repr=False)
    sent: bool


async def make_link(unit: ClinicUnit, account: Account, purpose: LinkPurpose) -> str:
    """Store a new link for an account and return its secret; earlier ones for the same purpose go on."""
    secret = make_secret()
    link_id = new_link_id()
    link = issue_link(unit.clinic.id, account.person, purpose, unit.now)
    await unit.links.add([NewLink(link_id, link, secret.hashed)])
    unit.note("link.make", account.person, link_id, purpose=purpose.value)
    return secret.text


async def look_at_link(services: IdentityServices, secret: str, now: datetime) -> LinkView:
    """Return what a link is for. Raises Refused: those of ``check_link``."""
    found = await _find(services, secret, now, _ALL_LINKS)
    purpose = found.link.purpose
    async with services.store.read(found.link.clinic, Actor("system"), now) as unit:
        account = await _account(unit, found)
        if purpose is LinkPurpose.SESSION:
            return LinkView(purpose, account.person, account.name, unit.clinic.name, ("pin",), False)
        needs = _needs(services, account)
        return LinkView(
            purpose, None, account.name, unit.clinic.name, needs, await _asks_code(unit, found, account)
        )


async def link_passkey_options(services: IdentityServices, secret: str, now: datetime) -> dict[str, Any]:
    """Return what the browser needs to make a passkey for the link's person. Raises as ``look_at_link`` does."""
    found = await _find(services, secret, now)
    async with services.store.read(found.link.clinic, Actor("system"), now) as unit:
        account = await _account(unit, found)
        return await registration_options(services, unit, account, f"link:{found.id}")


async def use_link_for_passkey(
    services: IdentityServices,
    secret: str,
    credential: Mapping[str, Any],
    code: str | None,
    visitor: Visitor,
    now: datetime,
) -> Started:
    """Use up a link: its person has this passkey and is signed in.

    Args:
        code: A one-time or recovery code, if the link asks for one.

    Raises:
        Refused: Those of ``check_link`` and ``Passkeys.register``; ``link.code_needed``; those of a wrong code.
    """
    found = await _find(services, secret, now)
    new = await register_passkey(services, credential, f"link:{found.id}", now)

    async def store(unit: ClinicUnit, account: Account) -> None:
        await store_passkey(unit, account.person, new, visitor.device)

    return await _use(services, found, store, code, visitor, now)


async def use_link_for_password(
    services: IdentityServices, secret: str, password: str, code: str | None, visitor: Visitor, now: datetime
) -> Started:
    """Use up a link: its person, of staff, has this password and is signed in. They still need an authenticator.

    Raises:
        Refused: Those of ``check_link`` and ``check_password``; ``link.not_for_this``; ``link.code_needed``; those of a
            wrong code.
    """
    found = await _find(services, secret, now)
    async with services.store.read(found.link.clinic, Actor("system"), now) as unit:
        account = await _account(unit, found)
        personal = (account.name, account.email or "", unit.clinic.name)
    _check_kind(account, PrincipalKind.STAFF)
    hashed = await services.hasher.hash(check_password(password, personal))

    async def store(unit: ClinicUnit, account: Account) -> None:
        await unit.accounts.set_password(account.person, hashed)
        unit.note("password.set", account.person)

    return await _use(services, found, store, code, visitor, now)


async def use_link_for_pin(
    services: IdentityServices, secret: str, pin: str, visitor: Visitor, now: datetime
) -> Started:
    """Use up a link: its person, a client, has this PIN and is signed in.

    Raises:
        Refused: Those of ``check_link`` and ``check_pin``; ``link.not_for_this``.
    """
    found = await _find(services, secret, now)
    hashed = await services.hasher.hash(check_pin(pin))

    async def store(unit: ClinicUnit, account: Account) -> None:
        _check_kind(account, PrincipalKind.CLIENT)
        await store_pin(unit, account.person, hashed)

    return await _use(services, found, store, None, visitor, now)


async def access_invite(services: IdentityServices, caller: Caller, person: PersonId) -> MadeInvitation:
    """Invite a person to set up their sign-in; earlier invitations are withdrawn.

    Raises:
        Refused: ``access.denied``; ``access.proof_needed``; ``roles.not_grantable``; ``person.unknown``.
    """
    async with caller.write() as unit:
        account = await _may_invite(caller, unit, person)
        await unit.links.withdraw_all(person, [LinkPurpose.INVITATION], unit.now)
        email_hash = services.store.key.login_hash(account.email) if account.email else None
        await unit.accounts.ensure(person, email_hash, unit.now)
        url = services.pages.welcome(await make_link(unit, account, LinkPurpose.INVITATION))
        return MadeInvitation(url, await services.notices.invite(unit, person, url))


async def access_withdraw_invitations(caller: Caller, person: PersonId) -> int:
    """Withdraw a person's unused invitations; return how many there were. Raises as ``access_invite`` does."""
    async with caller.write() as unit:
        await _may_invite(caller, unit, person)
        count = await unit.links.withdraw_all(person, [LinkPurpose.INVITATION], unit.now)
        unit.note("link.withdraw", person)
        return count


async def _may_invite(caller: Caller, unit: ClinicUnit, person: PersonId) -> Account:
    check(caller.principal, Action.PEOPLE_INVITE, caller.now)
    account = await unit.accounts.find(person)
    if account is None:
        raise Refused("person.unknown")
    if account.kind is PrincipalKind.STAFF:
        check(caller.principal, Action.STAFF_MANAGE, caller.now)
        check_rank(caller.principal.roles, await unit.roles.of(person))
    return account


async def _find(
    services: IdentityServices,
    secret: str,
    now: datetime,
    purposes: Collection[LinkPurpose] = ACCOUNT_LINKS,
) -> FoundLink:
    hashed = hash_secret(secret)
    found = None
    if hashed is not None:
        async with services.store.database.transaction(writes=False) as session:
            found = await LinkLookup(session).find(hashed)
    if found is None or found.link.purpose not in purposes:
        raise Refused("link.invalid")
    check_link(found.link, found.link.clinic, found.link.purpose, now)
    return found


async def _account(unit: ClinicUnit, found: FoundLink) -> Account:
    account = await unit.accounts.find(found.link.person)
    if account is None:
        raise Refused("link.invalid")
    return account


def _needs(services: IdentityServices, account: Account) -> tuple[str, ...]:
    typed = "password" if account.kind is PrincipalKind.STAFF else "pin"
    return (typed,) if services.passkeys is None else ("passkey", typed)


def _check_kind(account: Account, kind: PrincipalKind) -> None:
    if account.kind is not kind:
        raise Refused("link.not_for_this")


async def _use(
    services: IdentityServices,
    found: FoundLink,
    store: Callable[[ClinicUnit, Account], Awaitable[None]],
    code: str | None,
    visitor: Visitor,
    now: datetime,
) -> Started:
    link = use_link(found.link, found.link.clinic, found.link.purpose, now)
    async with signing_in(services, link.clinic, link.person, now) as unit:
        if not await unit.links.use(found.id, now):
            raise Refused("link.used")
        account = await _account(unit, found)
        if await _asks_code(unit, found, account):
            await _check_code(services, unit, account, code, visitor)
        unit.note("link.use", link.person, found.id, purpose=link.purpose.value)
        await start_over(unit, link.person)
        await store(unit, account)
        return await start_sign_in(services, unit, account, "link", visitor)


async def _asks_code(unit: ClinicUnit, found: FoundLink, account: Account) -> bool:
    """Return whether the link alone is too little: a mailbox must not open what two proofs protect."""
    if found.link.purpose is not LinkPurpose.RESET:
        return False
    return account.totp_secret is not None or await unit.recovery_codes.count_unused(account.person) > 0


async def _check_code(
    services: IdentityServices, unit: ClinicUnit, account: Account, code: str | None, visitor: Visitor
) -> None:
    if code is None:
        raise Refused("link.code_needed")
    attempt = visitor.attempt(services, device_account(account), unit.now, what="second")
    services.lockout.begin(attempt, unit.now)
    if account.totp_secret is not None and len(code) <= _LONGEST_TOTP:
        await check_totp_of(unit, account, code)
    else:
        await spend_recovery_code(unit, account.person, code)
    services.lockout.succeeded(attempt)


async def start_over(unit: ClinicUnit, person: PersonId) -> None:
    """Take away all credentials, links, sign-ins and tokens: whoever has one of them may not be the person."""
    await unit.accounts.set_password(person, None)
    await unit.accounts.set_pin(person, None)
    await unit.accounts.set_totp(person, None, None)
    await unit.passkeys.remove_all(person)
    await unit.recovery_codes.replace(person, (), unit.now)
    await unit.links.withdraw_all(person, ACCOUNT_LINKS, unit.now)
    await unit.sign_ins.revoke_all(person, unit.now)
    await unit.tokens.withdraw(person, unit.now)
