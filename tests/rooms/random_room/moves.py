"""What anybody may try next: mostly what the room offers, sometimes anything at all, with random arguments."""

from collections.abc import Callable
from random import Random

from rooms.model import commands as cmd
from rooms.model.events.follow_up import RemovalReason
from rooms.model.floor import HoldChoice
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from rooms.model.side_channels import Gesture, Oars
from rooms.rules.context import RuleContext
from rooms.rules.parts import PARTS
from rooms.rules.permissions import refusal
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.engine import acts_of, starts_of
from rooms.state import Place
from rooms.state.lookups import LEADERS
from tests.rooms.random_room.agenda import random_report_or_agenda
from tests.rooms.random_room.help import random_help, random_letter
from tests.rooms.random_room.proofs import random_proof
from tests.rooms.random_room.setups import LIBRARY
from tests.rooms.random_room.values import random_values

__all__ = ["OFFERS", "random_command"]

OFFERS = {name: example for part in PARTS for name, example in part.examples.items()}
_ROOMS = (None, None, 1, 2, 10)
_RARE = {"session.end", "session.leave", "seat.move_to_waiting", "protocol.abort"}
_ENDS = {"finish", "document", "close", "set_aside"}
_SELDOM = {"crisis_break": 0.1, "grounding": 0.15, "protected_silence": 0.15, "time_out": 0.25}
_NOBODY, _NOWHERE = PersonId("pt_nobody"), SeatId("se_nowhere")
_TEXTS = ("Hello.", "", "   ", "\x00", "é" * 2_000, "x" * 2_001, "Line\nline")
_LIMITS_S = (None, None, 5.0, 30.0, 4.9, 3600.0, 3601.0, float("nan"), -1.0)
_TRIES = 6

Maker = Callable[[Random, RuleContext], cmd.Command | None]


def random_command(rng: Random, context: RuleContext) -> cmd.Command | None:
    """Return somebody's next command; None if there is none."""
    if not context.licensed_here() and rng.random() < 0.4:
        return _seats(rng, context)
    makers, weights = zip(*_MAKERS, strict=True)
    maker: Maker = rng.choices(makers, weights)[0]
    return maker(rng, context)


# Whom, where, when.


def _somebody(rng: Random, context: RuleContext) -> PersonId:
    """Return any person, more often those who are here and those who lead."""
    people = list(context.state.people)
    if rng.random() < 0.02:
        return _NOBODY
    pool = [person for person in people if context.seat_of(person).online]
    if rng.random() < 0.35:
        pool = [person for person in pool if context.role(person) in LEADERS]
    return rng.choice(pool if pool and rng.random() < 0.9 else people)


def _leader(rng: Random, context: RuleContext) -> PersonId:
    leaders = [p for p in context.state.people if context.role(p) in LEADERS and context.is_in_room(p)]
    return rng.choice(leaders) if leaders and rng.random() < 0.9 else _somebody(rng, context)


def _holder(rng: Random, context: RuleContext) -> PersonId:
    turn = context.state.floor.holder
    return turn.person if turn and rng.random() < 0.7 else _somebody(rng, context)


def _member(rng: Random, context: RuleContext) -> PersonId:
    here = context.participants()
    return rng.choice(here) if here and rng.random() < 0.85 else _somebody(rng, context)


def _place(rng: Random, context: RuleContext) -> SeatId:
    return _NOWHERE if rng.random() < 0.02 else rng.choice(list(context.state.seats))


def _seat_at(rng: Random, context: RuleContext, *places: Place) -> SeatId:
    seats = [seat for seat, now in context.state.seats.items() if now.place in places]
    return rng.choice(seats) if seats and rng.random() < 0.9 else _place(rng, context)


def _via(rng: Random, context: RuleContext, person: PersonId) -> SeatId:
    """Return one of the person's screens, as a socket would; rarely anybody else's."""
    if person not in context.state.people or rng.random() < 0.03:
        return rng.choice(list(context.state.seats))
    phone = context.setup.companion_of(person)
    if phone is not None and context.state.seats[phone].place is Place.COMPANION and rng.random() < 0.6:
        return phone
    return context.state.people[person].seat


def _seq(rng: Random, context: RuleContext) -> int:
    floor = context.state.floor
    return floor.seq if rng.random() < 0.9 else rng.choice([floor.seq + 1, floor.seq - 1, 0, -1])


# What the room itself offers.


def _offered(rng: Random, context: RuleContext) -> cmd.Command | None:
    for _ in range(_TRIES):
        name = rng.choice(list(OFFERS))
        person = _somebody(rng, context)
        if person is _NOBODY or (name in _RARE and rng.random() < 0.9):
            continue
        command: cmd.Command = OFFERS[name](person, context)
        if refusal(context, command) is None:
            return command
    return None


def _act(rng: Random, context: RuleContext) -> cmd.Command | None:
    run = context.state.run
    if run is None:
        return _start(rng, context) if rng.random() < 0.3 else None
    step = CATALOG[run.protocol].steps[run.step]
    wild = rng.random() < 0.08
    people = list(context.state.people)
    rng.shuffle(people)
    if rng.random() < 0.5:
        people.sort(key=lambda person: context.role(person) not in LEADERS)
    for person in people:
        names = list(step.acts) if wild else acts_of(context, person)
        # A run that always finishes at once shows little; one that interrupts for ever hides the others.
        ends = 0.8 if CATALOG[run.protocol].interrupts else 0.25
        names = [name for name in names if name not in _ENDS or rng.random() < ends]
        if run.protocol == "fishbowl" and "open" in names and run.memory["asked"] and rng.random() < 0.3:
            names = ["open"]
        if run.protocol == "crisis_break" and rng.random() < 0.5:
            names = [name for name in names if name in ("regroup", "debrief", "document")] or names
        if names:
            name = rng.choice(names)
            values = random_values(rng, context, step.acts[name].takes, 0.3 if wild else 0.02)
            return cmd.ActInProtocol(person, _via(rng, context, person), name, _seq(rng, context), values)
    return None


def _start(rng: Random, context: RuleContext) -> cmd.Command | None:
    by = _leader(rng, context)
    if by is _NOBODY:
        return None
    can = starts_of(context, by)
    if rng.random() < 0.1 or not can:
        can = [*CATALOG, "unheard_of"] if rng.random() < 0.3 else can
    if not can:
        return None
    name = rng.choices(can, [_SELDOM.get(each, 1.0) for each in can])[0]
    kept = context.state.kept
    if kept and rng.random() < 0.3:
        place = rng.randrange(-1, len(kept) + 1)
        name = kept[place].protocol if 0 <= place < len(kept) else name
        return cmd.StartProtocol(by, name, _seq(rng, context), {}, place)
    wanted = CATALOG[name].options if name in CATALOG else {}
    options = random_values(rng, context, wanted, 0.01)
    return cmd.StartProtocol(by, name, _seq(rng, context), options)


def _run(rng: Random, context: RuleContext) -> cmd.Command:
    kind = rng.choices([cmd.PauseProtocol, cmd.ResumeProtocol, cmd.AbortProtocol], [3, 5, 1])[0]
    return kind(_leader(rng, context))


# The floor.


def _floor(rng: Random, context: RuleContext) -> cmd.Command:
    seq, by, other = _seq(rng, context), _leader(rng, context), _member(rng, context)
    if rng.random() < 0.05:
        by = _somebody(rng, context)
    makers: list[Callable[[], cmd.Command]] = [
        lambda: cmd.RequestFloor(other, seq, quick=rng.random() < 0.3),
        lambda: cmd.RequestFloor(other, seq),
        lambda: cmd.WithdrawRequest(other, seq, made=rng.random() < 0.3),
        lambda: cmd.PassTurn(_holder(rng, context), seq),
        lambda: cmd.ReleaseFloor(_holder(rng, context), seq),
        lambda: cmd.NameNext(_holder(rng, context), other, seq),
        lambda: cmd.GrantFloor(by, other, seq, rng.choice(_LIMITS_S)),
        lambda: cmd.GrantFloor(by, other, seq),
        lambda: cmd.GrantFloor(by, _holder(rng, context), seq, then=_member(rng, context)),
        lambda: cmd.GrantFloor(by, other, seq, rng.choice(_LIMITS_S), then=_member(rng, context)),
        lambda: cmd.NextSpeaker(by, seq),
        lambda: cmd.RevokeFloor(by, seq),
        lambda: cmd.MoveHand(by, other, rng.choice([0, 1, 2, 99, -1]), seq),
        lambda: cmd.DecideHold(by, rng.choice(list(HoldChoice)), seq),
        lambda: cmd.DecideHold(by, HoldChoice.WAIT, seq),
        lambda: cmd.AnswerOverrun(by, seq, rng.choice(_LIMITS_S), close=rng.random() < 0.4),
        lambda: cmd.StayWith(by, seq),
        lambda: cmd.ComeBackTo(by, other, on=rng.random() < 0.7),
        lambda: cmd.SetFloorMode(
            by, rng.choice(list(FloorMode)), rng.choice(list(MicPolicy)), rng.choice(list(GrantRule)), seq
        ),
    ]
    return rng.choice(makers)()


# People.


def _people(rng: Random, context: RuleContext) -> cmd.Command:
    by, somebody, member = _leader(rng, context), _somebody(rng, context), _member(rng, context)
    on, people, why = rng.random() < 0.6, list(context.state.people), rng.choice([None, *RemovalReason])
    observers = [p for p in people if context.role(p) is Role.OBSERVER] or people
    shared = [seat for seat, now in context.state.seats.items() if now.shared] or [_NOWHERE]
    makers: list[Callable[[], cmd.Command]] = [
        lambda: cmd.SetRole(by, somebody, rng.choice(list(Role))),
        lambda: cmd.OfferLead(by, rng.choice([None, somebody, _leader(rng, context)])),
        lambda: cmd.TakeLead(by),
        lambda: cmd.MoveToPrivate(by, _seat_at(rng, context, Place.MAIN), on, rng.choice(_ROOMS), why),
        lambda: cmd.MoveToPrivate(by, _seat_at(rng, context, Place.MAIN), True, rng.choice(_ROOMS), why),
        lambda: cmd.BringBack(by, _seat_at(rng, context, Place.PRIVATE)),
        lambda: cmd.AskVoice(member, on),
        lambda: cmd.GiveVoice(
            rng.choice([by, member]), rng.choice(shared), rng.choice([member, None, somebody])
        ),
        lambda: cmd.AnswerSplit(by, member, on),
        lambda: cmd.AgreeToMerge(member, on),
        lambda: cmd.AnswerObserver(member, rng.choice(observers), on),
        lambda: cmd.MarkDistress(by, member, on),
        lambda: cmd.OpenChat(by, on),
        lambda: rng.choice([cmd.ShareScreen(somebody, on), cmd.RestCamera(member)]),
        lambda: cmd.ShowAirtime(member, _via(rng, context, member), on),
        lambda: _ask_split(rng, context),
        lambda: _answer_split(rng, context),
        lambda: _agree_to_merge(rng, context),
    ]
    return rng.choice(makers)()


def _ask_split(rng: Random, context: RuleContext) -> cmd.Command:
    owners = [
        now.occupants[0]
        for now in context.state.seats.values()
        if now.place is Place.COMPANION and now.online
    ]
    person = rng.choice(owners) if owners else _member(rng, context)
    return cmd.AskSplit(person, _via(rng, context, person), rng.random() < 0.8, apart=rng.random() < 0.9)


def _couples(rng: Random, context: RuleContext) -> cmd.Command | None:
    """Return a command about two people on one camera, if there are any."""
    phones = [seat for seat in context.setup.seats.values() if seat.companion]
    if not phones:
        return None
    away = [seat.id for seat in phones if not context.state.seats[seat.id].online]
    if away and rng.random() < 0.2:
        return cmd.Attach(rng.choice(away), True, True)
    split = any(now.seat != context.setup.seat_of(p) for p, now in context.state.people.items())
    asked = any(now.split_asked for now in context.state.people.values())
    makers = [_ask_split, *([_answer_split] * 3 if asked else []), *([_agree_to_merge] * 2 if split else [])]
    return rng.choice(makers)(rng, context)


def _answer_split(rng: Random, context: RuleContext) -> cmd.Command:
    asking = [person for person, now in context.state.people.items() if now.split_asked]
    person = rng.choice(asking) if asking else _member(rng, context)
    return cmd.AnswerSplit(_leader(rng, context), person, agree=rng.random() < 0.8)


def _agree_to_merge(rng: Random, context: RuleContext) -> cmd.Command:
    """Aim at a couple on two seats."""
    split = [p for p, now in context.state.people.items() if now.seat != context.setup.seat_of(p)]
    if not split:
        return cmd.AgreeToMerge(_member(rng, context), True)
    person = rng.choice(split)
    partner = context.partner_of(person)
    return cmd.AgreeToMerge(rng.choice([person, partner or person]), rng.random() < 0.9)


# Admission, devices, connections.


def _seats(rng: Random, context: RuleContext) -> cmd.Command:
    seats = context.state.seats
    lost = [seat for seat, now in seats.items() if now.place is not Place.OUTSIDE and not now.connected]
    outside = [seat for seat, now in seats.items() if now.place is Place.OUTSIDE]
    roll = rng.random()
    if not context.licensed_here() and roll < 0.7:
        staff = [seat for seat in (*lost, *outside) if context.seat_role(seat) in LEADERS]
        if staff:
            return _come(rng, context, rng.choice(staff))
    if lost and roll < 0.45:
        return _come(rng, context, rng.choice(lost))
    if outside and roll < 0.6:
        return _come(rng, context, rng.choice(outside))
    seat = rng.choice(list(seats))
    if rng.random() < 0.02:
        return cmd.WithdrawLink(_place(rng, context), rng.choice([1, 2, 3]))
    if rng.random() < 0.02:
        return cmd.ExitSeat(seat, rng.choice([context.state.seats[seat].nonce, "old"]))
    kinds: list[Callable[[], cmd.Command]] = [
        lambda: cmd.Attach(_place(rng, context), rng.random() < 0.5, rng.random() < 0.5),
        lambda: _resume(rng, context, seat),
        lambda: cmd.Detach(seat),
        lambda: cmd.MediaUp(seat),
        lambda: cmd.MediaUp(seat),
        lambda: cmd.MediaDown(seat),
    ]
    return rng.choice(kinds)()


def _come(rng: Random, context: RuleContext, seat: SeatId) -> cmd.Command:
    if context.state.seats[seat].online:
        return cmd.MediaUp(seat)
    link = context.state.links[seat] + rng.choice([0] * 30 + [-1, 1])
    return cmd.Attach(seat, rng.random() < 0.8, rng.random() < 0.8, str(rng.random()), link=link)


def _resume(rng: Random, context: RuleContext, seat: SeatId) -> cmd.Command:
    nonce = context.state.seats[seat].nonce if rng.random() < 0.8 else ""
    return cmd.Attach(seat, True, True, str(rng.random()), nonce, context.state.links[seat])


def _gather(rng: Random, context: RuleContext) -> cmd.Command:
    """Somebody arrives, returns or is admitted: without people nothing happens."""
    seats = [
        seat for seat, now in context.state.seats.items() if not now.connected or now.place is Place.WAITING
    ]
    seat = rng.choice(seats or list(context.state.seats))
    now = context.state.seats[seat]
    if now.place is Place.WAITING and now.connected:
        return cmd.Admit(_leader(rng, context), seat)
    return _come(rng, context, seat)


def _doors(rng: Random, context: RuleContext) -> cmd.Command:
    by = rng.choice([_leader(rng, context), _leader(rng, context), _somebody(rng, context)])
    person, why = _somebody(rng, context), rng.choice([None, *RemovalReason])
    if context.admissible() and rng.random() < 0.5:
        return cmd.Admit(by, rng.choice(context.admissible()))
    kinds: list[Callable[[], cmd.Command]] = [
        lambda: cmd.Admit(by, _seat_at(rng, context, Place.WAITING)),
        lambda: cmd.Admit(by, _seat_at(rng, context, Place.WAITING)),
        lambda: cmd.Admit(_leader(rng, context), _seat_at(rng, context, Place.WAITING)),
        lambda: cmd.AdmitAll(by),
        lambda: cmd.MoveToWaiting(by, _seat_at(rng, context, Place.MAIN, Place.PRIVATE), why),
        lambda: _leave(rng, context, person),
        lambda: cmd.SetDevices(
            person, rng.random() < 0.7, rng.random() < 0.7, rng.choice([None, _via(rng, context, person)])
        ),
        lambda: cmd.SetDevices(person, True, True),
    ]
    return rng.choice(kinds)()


def _leave(rng: Random, context: RuleContext, person: PersonId) -> cmd.Command:
    via = rng.choice([None, _via(rng, context, person)])
    # A person who is gone for good is of no use to the others.
    return cmd.Leave(person, via) if rng.random() < 0.3 else cmd.SetDevices(person, True, True, via)


# Side channels.


def _side_channels(rng: Random, context: RuleContext) -> cmd.Command:
    by, member = _somebody(rng, context), _member(rng, context)
    via = _via(rng, context, by)
    captioners = [p for p in context.state.people if context.role(p) is Role.CAPTIONER] or [by]
    to = rng.choice(["all", "staff", member, by, _NOBODY])
    kinds: list[Callable[[], cmd.Command]] = [
        lambda: cmd.SendMessage(by, via, to, rng.choice(_TEXTS), both=rng.random() < 0.1),
        lambda: cmd.SendMessage(by, via, to, "Hello."),
        lambda: random_letter(rng, context, _leader(rng, context)),
        lambda: cmd.Gestured(by, rng.choice(list(Gesture))),
        lambda: cmd.Caption(rng.choice(captioners), rng.choice(_TEXTS)),
        lambda: cmd.SendPrompt(
            _leader(rng, context), rng.choice([*LIBRARY.prompts, "x"]), rng.choice([None, member])
        ),
        lambda: cmd.DismissPrompt(by, via),
        lambda: cmd.TallyOars(by, rng.choice(list(Oars)), undo=rng.random() < 0.3),
    ]
    return rng.choice(kinds)()


def _end(rng: Random, context: RuleContext) -> cmd.Command | None:
    return cmd.EndSession(_leader(rng, context)) if rng.random() < 0.3 else None


_MAKERS: tuple[tuple[Maker, float], ...] = (
    (_offered, 16),
    (_act, 30),
    (_start, 3),
    (_run, 3),
    (_floor, 24),
    (_people, 9),
    (_couples, 5),
    (_gather, 10),
    (_seats, 6),
    (_doors, 5),
    (lambda rng, context: random_proof(rng, context, _leader(rng, context)), 5),
    (lambda rng, context: random_help(rng, context, _leader(rng, context)), 3),
    (lambda rng, context: random_report_or_agenda(rng, context, _leader(rng, context)), 8),
    (_side_channels, 5),
    (_end, 0.3),
)
