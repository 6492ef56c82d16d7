"""Who is on call in a clinic, and the webhook of its own paging system. The webhook's secret is never read again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.access.callers import Caller
from app.persistence.clinic_store import ClinicUnit
from app.persistence.encryption import ClinicKeys
from app.persistence.repositories.clinics import ClinicRecord
from app.runtime.public_hosts import may_be_asked
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.identity.roles import StaffRole
from clinic.people.fields.text import text_problem, tidy
from clinic.people.person import PersonKind
from clinic.safety.escalation import Roster

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_SECRET",
    "LONGEST_URL",
    "MOST_ON_CALL",
    "OnCall",
    "OnCallForm",
    "Webhook",
    "access_on_call",
    "check_on_call",
    "is_on_call",
    "keep_on_call",
    "on_call_of",
    "roster_of",
]

MOST_ON_CALL: Final = 10
LONGEST_URL: Final = 500
LONGEST_SECRET: Final = 200
SHORTEST_SECRET: Final = 16
LONGEST_NOTE: Final = 500
_SETTING: Final = "on_call"
_PLACE: Final = "clinics.on_call_secret"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where pages are told to besides by mail, and the secret that signs them."""

    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OnCall:
    """What a clinic has chosen.

    Attributes:
        people: In the order in which they are paged.
        note: The clinic's own lines on every crisis card.
    """

    people: tuple[PersonId, ...] = ()
    webhook: Webhook | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OnCallForm:
    """What was entered. A secret of None keeps the one that is there; an empty address means no webhook."""

    people: Sequence[PersonId]
    url: str
    secret: str | None = field(repr=False)
    note: str


def on_call_of(keys: ClinicKeys, clinic: ClinicRecord) -> OnCall:
    """Return what the clinic's settings say."""
    match clinic.settings.get(_SETTING):
        case {"people": [*people], "webhook": webhook, "note": str(note)}:
            return OnCall(tuple(PersonId(one) for one in people), _read_webhook(keys, clinic, webhook), note)
    return OnCall()


def _read_webhook(keys: ClinicKeys, clinic: ClinicRecord, stored: object) -> Webhook | None:
    match stored:
        case {"url": str(url), "secret": str(secret)}:
            return Webhook(url, keys.open(_PLACE, clinic.id, secret))
    return None


async def roster_of(unit: ClinicUnit) -> Roster:
    """Return who can be paged today: of those chosen, staff who still work here; and the clinical directors."""
    chosen = on_call_of(unit.keys, unit.clinic).people
    directors = await unit.roles.holders(StaffRole.CLINICAL_DIRECTOR)
    known = {
        one.id
        for one in await unit.people.find_all({*chosen, *directors})
        if one.fields.kind is PersonKind.STAFF and one.archived_at is None
    }
    return Roster(
        tuple(one for one in chosen if one in known), tuple(sorted(one for one in directors if one in known))
    )


def is_on_call(unit: ClinicUnit, principal: Principal) -> bool:
    """Return whether somebody may be paged: they are on the list, or a clinical director."""
    if principal.kind is not PrincipalKind.STAFF or principal.scopes is not None:
        return False
    chosen = on_call_of(unit.keys, unit.clinic).people
    return principal.person in chosen or StaffRole.CLINICAL_DIRECTOR in principal.roles


def check_on_call(unit: ClinicUnit, principal: Principal) -> None:
    """Refuse whoever is not on call. Raises Refused: ``access.denied``."""
    if not is_on_call(unit, principal):
        raise Refused("access.denied", "on_call")


async def access_on_call(caller: Caller) -> tuple[OnCall, int]:
    """Return who is on call, and the version of the clinic's settings. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.SETTINGS_READ, caller.now)
    async with caller.read() as unit:
        return on_call_of(unit.keys, unit.clinic), unit.clinic.version


async def keep_on_call(
    caller: Caller, form: OnCallForm, version: int, *, allow_loopback: bool
) -> tuple[OnCall, int]:
    """Choose who is on call; return it and the settings' new version.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``version.other``.
        Invalid: ``field.unknown`` of somebody who is not staff here, ``on_call.twice``, ``on_call.address`` of an
            address that may not be asked, ``on_call.secret`` of one that is missing or short, ``on_call.secret_again``
            where the address has changed, ``field.too_long``.
    """
    check(caller.principal, Action.ON_CALL_WRITE, caller.now)
    async with caller.write() as unit:
        now = unit.clinic
        if now.version != version:
            raise Refused("version.other")
        before = on_call_of(unit.keys, now)
        chosen = await _checked(unit, form, before, allow_loopback)
        settings = {**now.settings, _SETTING: _write(unit.keys, now, chosen)}
        if not await unit.clinics.change(
            now.id, version, name=now.name, time_zone=now.time_zone, settings=settings
        ):
            raise Refused("version.other")
        unit.note("on_call.change", *chosen.people, webhook=chosen.webhook is not None)
    return chosen, version + 1


async def _checked(unit: ClinicUnit, form: OnCallForm, before: OnCall, allow_loopback: bool) -> OnCall:
    errors: list[FieldError] = []
    people = tuple(form.people)
    staff = {
        one.id
        for one in await unit.people.find_all(people)
        if one.fields.kind is PersonKind.STAFF and one.archived_at is None
    }
    if not set(people) <= staff:
        errors.append(FieldError("people", "field.unknown"))
    elif len(set(people)) < len(people):
        errors.append(FieldError("people", "on_call.twice"))
    note = tidy(form.note)
    if code := text_problem(note, LONGEST_NOTE, required=False):
        errors.append(FieldError("note", code))
    url = form.url.strip()
    secret = form.secret
    if url and not may_be_asked(url, allow_loopback=allow_loopback):
        errors.append(FieldError("url", "on_call.address"))
    if url and secret is None:
        # A secret is for one address: else whoever may change the address could have everything signed for theirs.
        if before.webhook is not None and before.webhook.url == url:
            secret = before.webhook.secret
        else:
            errors.append(
                FieldError("secret", "on_call.secret_again" if before.webhook else "on_call.secret")
            )
    elif url and len(secret or "") < SHORTEST_SECRET:
        errors.append(FieldError("secret", "on_call.secret"))
    if errors:
        raise Invalid(errors)
    return OnCall(people, Webhook(url, secret or "") if url else None, note)


def _write(keys: ClinicKeys, clinic: ClinicRecord, chosen: OnCall) -> dict[str, Any]:
    webhook = chosen.webhook
    return {
        "people": list(chosen.people),
        "webhook": None
        if webhook is None
        else {"url": webhook.url, "secret": keys.seal(_PLACE, clinic.id, webhook.secret)},
        "note": chosen.note,
    }
