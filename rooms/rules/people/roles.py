"""Changing a colleague's role during the session: only among staff, never to or from a client."""

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId
from rooms.model.people import Role
from rooms.rules.common.checks import leads
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of
from rooms.state.lookups import LEADERS, STAFF

__all__ = ["ROLES"]


def _set(context: RuleContext, command: cmd.SetRole) -> None:
    if context.role(command.person) is not command.role:
        context.emit(ev.RoleSet(command.person, command.role, command.by))


def _gives_roles(context: RuleContext, command: cmd.SetRole) -> str | None:
    """Facilitators give roles, and so does whoever leads in their place."""
    may = context.role(command.by) is Role.FACILITATOR or context.state.lead == command.by
    return None if may else "role.forbidden"


def _is_colleague(context: RuleContext, command: cmd.SetRole) -> str | None:
    if command.person not in context.state.people:
        return "person.unknown"
    if not context.is_staff_person(command.person) or command.role not in STAFF:
        return "role.not_staff"
    if not context.is_inside(command.person):
        return "seat.not_in_room"
    # People on one seat share a role, also while one of them is not there.
    shared = len(context.state.seated[context.state.people[command.person].seat]) > 1
    return "seat.is_shared" if shared else None


def _may_have(context: RuleContext, command: cmd.SetRole) -> str | None:
    licensed = context.setup.people[command.person].licensed
    if command.role is Role.FACILITATOR and context.setup.policy.needs_licence and not licensed:
        return "role.needs_licence"
    if command.role not in LEADERS and context.licensed_here() == [command.person]:
        return "role.last_facilitator"
    return None


def _keep_someones(person: PersonId, context: RuleContext) -> cmd.SetRole:
    """Aim at any colleague, keeping their role; at oneself if there is none."""
    people = context.state.people
    colleagues = (p for p in people if p != person and context.is_staff_person(p) and context.is_inside(p))
    colleague = next(colleagues, person)
    return cmd.SetRole(person, colleague, people[colleague].role)


ROLES = Part(
    handlers={cmd.SetRole: _set},
    checks={cmd.SetRole: all_of(leads, _gives_roles, _is_colleague, _may_have)},
    examples={"role.set": _keep_someones},
)
