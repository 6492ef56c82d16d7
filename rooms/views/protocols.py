"""A protocol's run as everybody sees it, as facilitators see it, and as one person sees it."""

from collections.abc import Mapping
from typing import Any, cast

from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, RoomKind
from rooms.plan import floor_now
from rooms.rules.context import RuleContext
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import ProtocolRules
from rooms.rules.protocols.engine import main_act, on_stage, useful_acts
from rooms.rules.protocols.shows import Ask, Deed, Kind
from rooms.rules.protocols.stage import Stage
from rooms.schema import run as shown
from rooms.schema.leading import LedRun
from rooms.schema.view import RoomView
from rooms.state.subjects import FLOOR, PEOPLE, RUNS, shows
from rooms.views.offers import Offer

__all__ = ["build_personal_run_view", "build_run_view", "build_staff_run_view", "call_button"]

_EMERGENCY = next(rules.id for rules in CATALOG.values() if rules.emergency)
_CALL = next(rules.id for rules in CATALOG.values() if rules.call_button)
_COUPLES = frozenset({RoomKind.COUPLES, RoomKind.MULTI_COUPLE})


def call_button(context: RuleContext, person: PersonId) -> str | None:
    """Return the protocol this person has a button for now; members have one where two people talk with each other."""
    pairs = context.setup.policy.kind in _COUPLES or floor_now(context.state)[0] is FloorMode.DYAD
    return _CALL if pairs and context.role(person) is Role.MEMBER else None


@shows(PEOPLE | FLOOR | RUNS)
def build_run_view(context: RuleContext) -> RoomView:
    """Build the top run, if any: its step, its roles, and its public facts."""
    if not context.state.runs:
        return {}
    run = context.state.runs[-1]
    stage, rules = on_stage(context, run), CATALOG[run.protocol]
    facts = _told(rules.public(stage))
    follow = [facts.pop(name, []) for name in _names_of(rules, Kind.NEXT)]
    view: shown.Run = {
        "number": run.number,
        "protocol": run.protocol,
        "step": run.step,
        "since": run.step_since,
        "roles": _plain(run.roles),
        "paused": run.paused,
        "below": [other.protocol for other in context.state.runs[:-1]],
        "facts": facts,
    }
    for following in follow:
        view["next"] = following
    if run.due is not None and rules.shows_due(stage):
        view["due"] = run.due
    return {"run": view}


@shows(PEOPLE | FLOOR | RUNS)
def build_staff_run_view(context: RuleContext) -> LedRun:
    """Build what only facilitators see of the run, and the kept runs that can continue."""
    view: LedRun = {"emergency": _EMERGENCY}
    kept: list[shown.KeptRun] = [
        {"kept": place, "protocol": run.protocol, "step": run.step, "roles": _plain(run.roles)}
        for place, run in enumerate(context.state.kept)
        if all(person in context.state.people for people in run.roles.values() for person in people)
    ]
    if kept:
        view["kept"] = kept
    if context.state.runs:
        run = context.state.runs[-1]
        view["run"] = _told(CATALOG[run.protocol].staff(on_stage(context, run)))
    if context.state.run:
        asks = _asks(on_stage(context, context.state.run))
        if asks:
            view["asks"] = asks
    for run in reversed(context.state.runs):
        code = CATALOG[run.protocol].ending(on_stage(context, run))
        if code:
            view["ending"] = {"protocol": run.protocol, "code": code}
            break
    return view


def _asks(stage: Stage) -> list[shown.Ask]:
    return [
        _ask(code, ask) for code, rule in CATALOG[stage.rules.id].asks.items() for ask in rule.find(stage)
    ]


def _ask(code: str, ask: Ask) -> shown.Ask:
    found = {
        "code": code,
        "people": list(ask.people),
        "number": ask.number,
        "seconds": ask.seconds,
        "numbers": dict(ask.numbers),
        "deeds": [_deed(deed) for deed in ask.deeds],
    }
    return cast(shown.Ask, {name: value for name, value in found.items() if value not in (None, [], {})})


def _deed(deed: Deed) -> shown.Deed:
    found = {
        "action": deed.action,
        "values": dict(deed.values),
        "protocol": deed.protocol,
        "options": dict(deed.options),
        "aside": deed.aside,
        "word": deed.word,
        "number": deed.number,
    }
    return cast(shown.Deed, {name: value for name, value in found.items() if value not in (None, "", {})})


@shows(PEOPLE | FLOOR | RUNS)
def build_personal_run_view(
    context: RuleContext, person: PersonId, offer: Offer, *, alone: bool
) -> shown.PersonRun:
    """Build what one person can start and do and, on a screen of their own, their personal facts (F9)."""
    run = context.state.run
    if run is None or not context.is_in_room(person):
        return {"starts": offer.starts}
    # Of two actions that undo each other, offering only the useful one on a shared screen would tell the partner (F9).
    acts = useful_acts(context, person, offer.acts) if alone else offer.acts
    view: shown.PersonRun = {"starts": offer.starts, "acts": acts}
    main = main_act(context, person, acts)
    if main:
        view["main"] = main
    if alone:
        rules = CATALOG[run.protocol]
        view["facts"] = _told(rules.personal(on_stage(context, run), person)) if rules.is_personal else {}
    return view


def _names_of(rules: ProtocolRules, kind: Kind) -> list[str]:
    return [name for name, fact in rules.public_facts.items() if fact.kind is kind]


def _plain(roles: Mapping[str, tuple[PersonId, ...]]) -> dict[str, list[PersonId]]:
    return {role: list(people) for role, people in roles.items()}


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out facts without a value: a patch cannot contain null (RFC 7396)."""
    return {
        name: _told(value) if isinstance(value, dict) else value
        for name, value in facts.items()
        if value is not None
    }
