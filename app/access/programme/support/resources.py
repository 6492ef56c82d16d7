"""Resource cards: kept by staff, shown to clients."""

from dataclasses import replace
from typing import Final

from app.access.clinic_day import today
from app.access.programme.support.standing import check_own
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_resource_card_id
from clinic.common.errors import Invalid, Refused
from clinic.identity.access import Action, Principal, check
from clinic.people.fields.locale import tidy_language
from clinic.people.fields.phone import tidy_phone
from clinic.people.fields.text import tidy
from clinic.support.resources import ResourceCard, check_card

__all__ = ["add_card", "change_card", "list_cards", "list_own_cards"]

_MOST: Final = 300


async def list_cards(unit: ClinicUnit, principal: Principal, *, archived: bool) -> list[ResourceCard]:
    """Return cards by their titles. Raises Refused: ``access.denied``."""
    check(principal, Action.SCHEDULE_READ, unit.now)
    return await unit.resources.all(_MOST, archived=archived)


async def list_own_cards(unit: ClinicUnit, principal: Principal) -> list[ResourceCard]:
    """Return the cards in use, for a client. Raises Refused: ``access.denied``."""
    check_own(unit, principal, Action.OWN_READ)
    return await unit.resources.all(_MOST)


async def add_card(unit: ClinicUnit, principal: Principal, card: ResourceCard) -> ResourceCard:
    """Add a card; it gets an id.

    Raises:
        Refused: ``access.denied``.
        Invalid: As ``check_card``.
    """
    check(principal, Action.SCHEDULE_WRITE, unit.now)
    new = _checked(unit, replace(card, id=new_resource_card_id()))
    await unit.resources.add(new)
    unit.note("resource.add", new.id)
    return new


async def change_card(unit: ClinicUnit, principal: Principal, card: ResourceCard) -> ResourceCard:
    """Change a card, take it out of use or back.

    Args:
        card: With the version that was seen.

    Raises:
        Refused: ``access.denied``, ``resource.unknown``, ``version.other``.
        Invalid: As ``check_card``.
    """
    check(principal, Action.SCHEDULE_WRITE, unit.now)
    if await unit.resources.find(card.id) is None:
        raise Refused("resource.unknown")
    changed = _checked(unit, card)
    if not await unit.resources.change(changed):
        raise Refused("version.other")
    unit.note("resource.change", card.id)
    return replace(changed, version=card.version + 1)


def _checked(unit: ClinicUnit, card: ResourceCard) -> ResourceCard:
    tidied = replace(
        card,
        title=tidy(card.title),
        what=tidy(card.what),
        area=tidy(card.area),
        phone=tidy_phone(card.phone) if card.phone.strip() else "",
        url=card.url.strip(),
        language=tidy_language(card.language),
    )
    if errors := check_card(tidied, today(unit)):
        raise Invalid(errors)
    return tidied
