"""What somebody has to call payers about: reviews that are due, and authorisations that run out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.access.clinic_day import today
from app.access.programme.attendance.insurance.sittings import Met, met_between, visit_of
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.programme.authorisations import Authorisation, Balance, balance, needs_attention
from clinic.programme.coverage import REVIEW_SOON_DAYS, Coverage

__all__ = ["MOST_DUE", "DueAuthorisation", "DueReview", "PayerCalls", "read_due"]

MOST_DUE: Final = 100
"""Of each kind; the most urgent ones."""
_LONGEST_BACK: Final = timedelta(days=120)
"""Authorisations are of weeks. Of one that is longer, what was used before is not counted here."""


@dataclass(frozen=True, slots=True)
class DueReview:
    """A review that is due soon, or was."""

    client: PersonId
    name: str
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class DueAuthorisation:
    """An authorisation that runs out by its dates or by what is used."""

    client: PersonId
    name: str
    authorisation: Authorisation
    balance: Balance


@dataclass(frozen=True, slots=True)
class PayerCalls:
    """All of it, the most urgent first."""

    reviews: tuple[DueReview, ...]
    authorisations: tuple[DueAuthorisation, ...]


async def read_due(unit: ClinicUnit, principal: Principal) -> PayerCalls:
    """Return what is due in the clinic, for those who plan. Raises Refused: ``access.denied``."""
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    day = today(unit)
    reviews = await unit.coverage.to_review(day + timedelta(days=REVIEW_SOON_DAYS), MOST_DUE)
    authorised = await unit.coverage.authorised_on(day)
    coverages = {one.id: one for one in await unit.coverage.find_all({one.coverage for one in authorised})}
    balances = await _balances(unit, authorised, coverages, day)
    urgent = sorted(
        (one for one in authorised if needs_attention(balances[one.id].warnings)),
        key=lambda one: (min(balances[one.id].left, balances[one.id].days_left), one.id),
    )[:MOST_DUE]
    clients = {one.client for one in reviews} | {coverages[one.coverage].client for one in urgent}
    names = {one: known.name for one, known in (await unit.people.names(clients)).items()} if clients else {}
    unit.note("coverage.due", shown=len(reviews) + len(urgent))
    return PayerCalls(
        tuple(DueReview(one.client, names.get(one.client, ""), one) for one in reviews),
        tuple(
            DueAuthorisation(
                coverages[one.coverage].client,
                names.get(coverages[one.coverage].client, ""),
                one,
                balances[one.id],
            )
            for one in urgent
        ),
    )


async def _balances(
    unit: ClinicUnit, authorised: list[Authorisation], coverages: dict[str, Coverage], day: date
) -> dict[str, Balance]:
    """Return the balance of each authorisation. The clinic's sessions are counted once for all of them."""
    if not authorised:
        return {}
    since = max(day - _LONGEST_BACK, min(one.from_on for one in authorised))
    clients = {one.client for one in coverages.values()}
    met: dict[PersonId, list[Met]] = defaultdict(list)
    for session in await met_between(unit, since, day):
        for client in clients & session.counted.people.keys():
            if session.spans_of(client):
                met[client].append(session)
    visits = {client: (await visit_of(unit, client, some)).values() for client, some in met.items()}
    return {
        one.id: balance(one, coverages[one.coverage], visits.get(coverages[one.coverage].client, ()), day)
        for one in authorised
    }
