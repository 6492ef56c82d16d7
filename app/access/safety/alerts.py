"""Alerts for those on call: what goes on, what became of it, and taking one on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.access.callers import Caller
from app.access.safety.on_call import check_on_call, is_on_call
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from app.persistence.repositories.safety.alerts import Alert, AlertStep
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Principal
from clinic.safety.escalation import Escalation, EscalationState, Outcome, answer

__all__ = ["SHOWN_FOR", "OnCallView", "ShownAlert", "answer_alert", "list_alerts", "watches"]

SHOWN_FOR: Final = timedelta(hours=12)
"""As long as a session can go on, with time to write down what was done."""
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class ShownAlert:
    """An alert as those on call see it.

    Attributes:
        senders: Who sent it, or both who may have.
        steps: Its timeline, with the names of those who did something.
        is_mine: The reader has answered it.
    """

    alert: Alert
    senders: tuple[Named, ...]
    steps: tuple[tuple[AlertStep, Named | None], ...]
    answered_by: Named | None
    is_mine: bool

    @property
    def rings(self) -> bool:
        """Whether somebody still has to answer."""
        return self.alert.state not in (EscalationState.ANSWERED, EscalationState.ENDED)


@dataclass(frozen=True, slots=True)
class OnCallView:
    """What the page of those on call shows; ``stamp`` differs once it does."""

    stamp: str
    alerts: Sequence[ShownAlert] | None


async def watches(caller: Caller) -> bool:
    """Return whether the page of those on call is the caller's."""
    async with caller.read() as unit:
        return is_on_call(unit, caller.principal)


async def list_alerts(unit: ClinicUnit, principal: Principal, seen: str) -> OnCallView:
    """Return alerts that go on, and what the reader has answered; None if nothing has changed since ``seen``.

    Raises:
        Refused: ``access.denied``: they are not on call.
    """
    check_on_call(unit, principal)
    begin = unit.now - SHOWN_FOR
    count, last = await unit.alerts.stamp(begin)
    stamp = f"{unit.clinic.version}-{count}-{last}"
    if stamp == seen:
        return OnCallView(stamp, None)
    return OnCallView(stamp, await _shown(unit, principal, await _alerts(unit, principal)))


async def answer_alert(unit: ClinicUnit, principal: Principal, alert: str) -> ShownAlert:
    """Take an alert on: nobody more is paged, and the room is told. Whoever has it already may say so again.

    Raises:
        Refused: ``access.denied``, ``alert.unknown``, ``alert.answered``: by somebody else, ``alert.over``: it was
            seen in the room.
    """
    check_on_call(unit, principal)
    found = await unit.alerts.find(alert, lock=True)
    if found is None or unit.now - found.signalled_at > SHOWN_FOR:
        raise Refused("alert.unknown")
    if found.answered_by != principal.person:
        after = answer(Escalation(found.signalled_at, EscalationState(found.state)))
        await unit.alerts.answer(alert, principal.person, after.state.value, Outcome.ANSWERED.value, unit.now)
        await unit.alerts.add_step(alert, "answered", principal.person, unit.now)
        unit.note("help.answered", alert, *([found.person] if found.person else []))
        found = await unit.alerts.find(alert)
        assert found is not None, "it is locked"
    (shown,) = await _shown(unit, principal, [found])
    return shown


async def _alerts(unit: ClinicUnit, principal: Principal) -> list[Alert]:
    ended = EscalationState.ENDED.value
    return await unit.alerts.since(unit.now - SHOWN_FOR, ended, principal.person, _MOST)


async def _shown(unit: ClinicUnit, principal: Principal, alerts: Sequence[Alert]) -> list[ShownAlert]:
    senders = await unit.alerts.senders(alerts)
    steps = await unit.alerts.steps([alert.id for alert in alerts])
    people: set[PersonId] = {person for found in senders.values() for person in found}
    people |= {step.person for lines in steps.values() for step in lines if step.person}
    people |= {alert.answered_by for alert in alerts if alert.answered_by}
    names = await unit.people.names(people)
    if alerts:
        unit.note("help.read", *(alert.id for alert in alerts))
    return [
        ShownAlert(
            alert,
            tuple(names[person] for person in senders[alert.id] if person in names),
            tuple((step, names.get(step.person) if step.person else None) for step in steps[alert.id]),
            names.get(alert.answered_by) if alert.answered_by else None,
            alert.answered_by == principal.person,
        )
        for alert in alerts
    ]
