"""Messages reach their readers, and no screen that others look at."""

import json
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.model.policy.policy import ChatRule, DirectRule, ObserverRule, RoomPolicy
from rooms.rules.side_channels.chat import MESSAGE_CHARS_MAX, is_text
from rooms.state import Place
from rooms.state.lookups import STAFF
from rooms.state.side_channels import MESSAGES_MAX
from tests.support.protocols.scripts import with_step
from tests.support.rooms.company import (
    CAPTIONER,
    CAPTIONER_SEAT,
    CO,
    CO_SEAT,
    HOST,
    HOST_SEAT,
    INTERPRETER,
    INTERPRETER_SEAT,
    OBSERVER,
    OBSERVER_SEAT,
    PHONE,
    TRAINEE,
    TRAINEE_SEAT,
    Company,
)
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
)
from tests.support.thorough import examples

GROUP = RoomPolicy(observers=ObserverRule.NOTICE)
OPEN = replace(GROUP, chat=ChatRule.ON, direct=DirectRule.ON)
COUPLES = replace(GROUP, chat=ChatRule.OFF, direct=DirectRule.STAFF_COMPANION)
STAFF_SEATS = (STAFF_SEAT, CO_SEAT, HOST_SEAT, TRAINEE_SEAT)


def test_scenario_15_a_private_message_to_a_partner_on_a_shared_seat() -> None:
    """It reaches her phone, or waits for a screen of her own; the shared one shows nothing."""
    driver = Company()
    bare = driver.view(COUPLE_SEAT)
    driver.write(THERAPIST, STAFF_SEAT, ELENA, "Only for you")
    assert driver.view(COUPLE_SEAT) == bare
    assert driver.messages(STAFF_SEAT)[0]["waiting"]
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    assert driver.texts(PHONE) == ["Only for you"]
    assert "waiting" not in driver.messages(STAFF_SEAT)[0]
    driver.write(THERAPIST, STAFF_SEAT, ELENA, "Another")
    assert "waiting" not in driver.messages(STAFF_SEAT)[1]
    assert "Only for you" not in json.dumps([driver.view(seat) for seat in (COUPLE_SEAT, ANA_SEAT, CO_SEAT)])
    driver.do(cmd.Detach(PHONE))
    assert "waiting" not in driver.messages(STAFF_SEAT)[0], "she has seen it"


def test_a_waiting_message_is_shown_once_the_person_sits_alone() -> None:
    driver = Company()
    driver.write(THERAPIST, STAFF_SEAT, FINN, "For Finn")
    driver.happen(ev.CompanionJoined(PHONE), ev.SeatSplit(ELENA, PHONE, 14, THERAPIST))
    assert driver.texts(COUPLE_SEAT) == ["For Finn"], "Finn sits there alone now"
    assert driver.texts(PHONE) == []
    assert "waiting" not in driver.messages(STAFF_SEAT)[0]
    driver.happen(ev.SeatMovedToPrivate(PHONE, 1, CO))
    driver.write(THERAPIST, STAFF_SEAT, "all", "While Elena is away")
    driver.happen(ev.SeatMerged(ELENA, COUPLE_SEAT, (ELENA, FINN), None))
    assert driver.texts(COUPLE_SEAT) == [], "neither what was for one of them nor what only one was there for"


@pytest.mark.parametrize(
    ("chat", "refusal"), [(ChatRule.OFF, "chat.off"), (ChatRule.WINDOWS, "chat.closed"), (ChatRule.ON, None)]
)
def test_a_member_writes_to_all_as_the_policy_allows(chat: ChatRule, refusal: str | None) -> None:
    driver = Company(replace(GROUP, chat=chat))
    assert driver.refusal(ANA, ANA_SEAT, "all") == refusal
    assert driver.refusal(HOST, HOST_SEAT, "all") == ("chat.off" if chat is ChatRule.OFF else None)


def test_a_facilitator_opens_and_closes_the_chat() -> None:
    driver = Company()
    driver.happen(ev.ChatOpened(True, THERAPIST))
    assert driver.view(ANA_SEAT)["chat"]["open"]
    assert driver.refusal(ANA, ANA_SEAT, "all") is None
    driver.happen(ev.ChatOpened(False, THERAPIST))
    assert (driver.view(ANA_SEAT)["chat"]["open"], driver.view(ANA_SEAT)["chat"]["may"]) == (
        False,
        ["direct", "staff"],
    )
    assert driver.texts(OBSERVER_SEAT) == ["Hello"], "what was written stays"


def test_only_staff_write_during_a_talking_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Company(OPEN)
    with_step(monkeypatch, driver, "piece", held=True)
    assert driver.refusal(ANA, ANA_SEAT, "all") == "chat.closed"
    assert not driver.view(ANA_SEAT)["chat"]["open"]
    assert driver.refusal(CO, CO_SEAT, "all") is None


def test_the_back_channel_is_for_staff_wherever_they_are() -> None:
    driver = Company(OPEN)
    driver.happen(ev.SeatMovedToPrivate(ANA_SEAT, 1, CO), ev.SeatMovedToPrivate(CO_SEAT, 1, CO))
    driver.write(CO, CO_SEAT, "staff", "I am with Ana")
    driver.write(TRAINEE, TRAINEE_SEAT, "staff", "I have the group")
    for seat in STAFF_SEATS:
        assert driver.texts(seat) == ["I am with Ana", "I have the group"]
    for seat in (ANA_SEAT, BEN_SEAT, COUPLE_SEAT, OBSERVER_SEAT, INTERPRETER_SEAT, CAPTIONER_SEAT):
        assert driver.texts(seat) == []


def test_a_members_message_to_staff_is_read_only_by_the_member_and_staff() -> None:
    driver = Company()
    driver.write(BEN, BEN_SEAT, "staff", "Could we slow down?")
    assert driver.texts(BEN_SEAT) == driver.texts(HOST_SEAT) == ["Could we slow down?"]
    assert driver.texts(ANA_SEAT) == driver.texts(OBSERVER_SEAT) == []


@pytest.mark.parametrize(
    ("direct", "refusals"),
    [
        (DirectRule.OFF, ("direct.off", "direct.off", "direct.off", "direct.off")),
        (DirectRule.STAFF, (None, None, "direct.off", None)),
        (DirectRule.STAFF_COMPANION, (None, None, "direct.off", "seat.is_shared")),
        (DirectRule.ON, (None, None, None, None)),
    ],
)
def test_to_whom_a_member_may_write_privately(direct: DirectRule, refusals: tuple[str | None, ...]) -> None:
    driver = Company(replace(GROUP, direct=direct))
    asked = [
        driver.refusal(BEN, BEN_SEAT, "staff"),
        driver.refusal(BEN, BEN_SEAT, HOST),
        driver.refusal(BEN, BEN_SEAT, ANA),
        driver.refusal(ELENA, COUPLE_SEAT, "staff"),
    ]
    assert tuple(asked) == refusals


def test_a_partner_with_a_phone_writes_to_staff_and_the_shared_screen_shows_nothing_of_it() -> None:
    driver = Company(COUPLES)
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    assert driver.view(PHONE)["chat"]["may"] == ["direct", "staff"]
    assert driver.view(COUPLE_SEAT)["chat"]["may"] == []
    driver.write(ELENA, PHONE, "staff", "Not here, please")
    assert driver.texts(PHONE) == ["Not here, please"]
    assert driver.texts(COUPLE_SEAT) == []
    assert "attributed" not in driver.messages(STAFF_SEAT)[0]


def test_a_message_from_a_shared_seat_only_claims_who_wrote_it() -> None:
    driver = Company(OPEN)
    driver.write(ELENA, COUPLE_SEAT, "all", "From me")
    driver.write(FINN, COUPLE_SEAT, "all", "From us", both=True)
    first, second = driver.messages(ANA_SEAT)
    assert (first["from"], first["attributed"], "both" in first) == (ELENA, True, False)
    assert (second["from"], second["both"]) == (FINN, True)
    assert driver.texts(COUPLE_SEAT) == ["From me", "From us"]
    assert driver.refusal(ANA, ANA_SEAT, "all", both=True) == "message.malformed"
    driver.write(ELENA, COUPLE_SEAT, FINN, "Between the two of us")
    assert driver.texts(COUPLE_SEAT) == ["From me", "From us"], "who looks at it now is not known"


def test_guests_write_only_to_staff_and_to_the_client_they_serve() -> None:
    driver = Company(OPEN)
    guests = ((OBSERVER, OBSERVER_SEAT), (INTERPRETER, INTERPRETER_SEAT), (CAPTIONER, CAPTIONER_SEAT))
    for by, via in guests:
        assert driver.refusal(by, via, "all") == "role.forbidden"
        assert driver.refusal(by, via, BEN) == "direct.off"
        assert driver.refusal(by, via, "staff") is None
        assert driver.refusal(by, via, CO) is None
    assert driver.refusal(OBSERVER, OBSERVER_SEAT, ANA) == "direct.off"
    assert driver.refusal(INTERPRETER, INTERPRETER_SEAT, ANA) is None


def test_a_client_may_always_write_to_their_interpreter() -> None:
    driver = Company(replace(GROUP, direct=DirectRule.OFF))
    assert driver.refusal(ANA, ANA_SEAT, INTERPRETER) is None
    assert driver.refusal(BEN, BEN_SEAT, INTERPRETER) == "direct.off"


def test_a_waiting_person_reads_only_what_staff_write_to_them() -> None:
    driver = Company(OPEN)
    driver.write(BEN, BEN_SEAT, "all", "Before")
    driver.write(BEN, BEN_SEAT, "staff", "Before, to staff")
    driver.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    driver.write(HOST, HOST_SEAT, BEN, "A moment, please")
    driver.write(ANA, ANA_SEAT, "all", "Meanwhile")
    assert driver.texts(BEN_SEAT) == ["A moment, please"]
    assert driver.view(BEN_SEAT)["chat"]["may"] == ["direct", "reply"], "they may answer whoever wrote"
    assert driver.refusal(BEN, BEN_SEAT, "staff") == "seat.not_in_room"
    driver.do(cmd.Leave(BEN))
    assert driver.refusal(HOST, HOST_SEAT, BEN) == "person.not_here"
    assert driver.texts(BEN_SEAT) == []


def test_in_a_private_room_all_means_those_who_are_there() -> None:
    driver = Company(OPEN)
    driver.write(BEN, BEN_SEAT, "all", "In the room")
    driver.happen(ev.SeatMovedToPrivate(ANA_SEAT, 1, CO), ev.SeatMovedToPrivate(CO_SEAT, 1, CO))
    driver.write(CO, CO_SEAT, "all", "Here we are")
    driver.write(BEN, BEN_SEAT, "all", "While they are away")
    assert driver.texts(ANA_SEAT) == ["Here we are"]
    assert driver.texts(STAFF_SEAT) == ["In the room", "While they are away"]
    driver.happen(ev.SeatReturnedToRoom(ANA_SEAT, CO))
    assert driver.texts(ANA_SEAT) == ["In the room"]
    driver.happen(ev.SeatMovedToPrivate(BEN_SEAT, 1, CO))
    assert driver.texts(BEN_SEAT) == [], "of an earlier private room with the same number"


@pytest.mark.parametrize(
    ("by", "via", "to", "text", "refusal"),
    [
        (ANA, ANA_SEAT, "pt_nobody", "Hello", "direct.off"),
        (HOST, HOST_SEAT, "pt_nobody", "Hello", "person.unknown"),
        (ANA, ANA_SEAT, ANA, "Hello", "message.to_self"),
        (ANA, BEN_SEAT, "all", "Hello", "person.not_yours"),
        (ANA, SeatId("se_x"), "all", "Hello", "person.not_yours"),
        (ANA, ANA_SEAT, "all", " \n ", "message.malformed"),
        (ANA, ANA_SEAT, "all", "a\x00b", "message.malformed"),
        (ANA, ANA_SEAT, "all", "\u200b", "message.malformed"),
        (ANA, ANA_SEAT, "all", "\u2800\u3164\ufe0f \u034f\u00ad", "message.malformed"),
        (ANA, ANA_SEAT, "all", "a\ud800", "message.malformed"),
        (ANA, ANA_SEAT, "all", "x" * (MESSAGE_CHARS_MAX + 1), "message.malformed"),
    ],
)
def test_an_invalid_message_is_refused(by: PersonId, via: SeatId, to: str, text: str, refusal: str) -> None:
    assert Company(OPEN).refusal(by, via, to, text) == refusal


def test_a_message_may_have_lines_and_any_writing() -> None:
    assert is_text("Line one\nقبل ذلك 👩‍👩‍👧", 40)
    for text in ("👍", "?", "7", "ع", "à", "☀️", "\u200bok"):
        assert is_text(text, 40)
    assert is_text("x" * MESSAGE_CHARS_MAX, MESSAGE_CHARS_MAX)


def test_only_the_newest_are_kept_and_ids_reveal_nothing_about_others() -> None:
    driver = Company(OPEN)
    for number in range(MESSAGES_MAX + 1):
        driver.write(THERAPIST, STAFF_SEAT, FINN, f"Waits {number}")
        driver.write(THERAPIST, STAFF_SEAT, "all", str(number))
        driver.now += 10
    assert driver.texts(ANA_SEAT) == [str(number) for number in range(1, MESSAGES_MAX + 1)]
    assert len(driver.room.side_channels.undelivered) == MESSAGES_MAX
    ids = [message["id"] for message in driver.messages(ANA_SEAT)]
    assert len(set(ids)) == len(ids)
    assert ids[-1] == f"{round((driver.now - 10) * 1_000)}.{THERAPIST}.all.0"


def test_no_message_makes_an_event_or_outlives_the_session() -> None:
    driver = Company(OPEN)
    logged = len(driver.log)
    driver.write(BEN, BEN_SEAT, "all", "Goodbye")
    assert len(driver.log) == logged
    driver.do(cmd.EndSession(THERAPIST))
    assert driver.texts(BEN_SEAT) == []
    driver.wait(0)
    assert driver.room.side_channels.is_blank
    assert driver.room.next_deadline() is None


def test_no_one_writes_while_the_room_is_held() -> None:
    driver = Company(OPEN)
    driver.happen(ev.RoomHeld())
    assert driver.refusal(HOST, HOST_SEAT, "all") == "room.held"


# Every screen shows exactly what a simple rule predicts.

SPLIT_SLOT = 14


class RandomMessages(RuleBasedStateMachine):
    """Messages among people who move about: what each screen shows is predicted from the state when each was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.driver = Company(OPEN)
        self.sent: list[tuple[PersonId, str, str, dict[PersonId, object]]] = []

    def where(self, person: PersonId) -> object:
        now = self.driver.room.state.seats[self.driver.room.state.people[person].seat]
        return ("aside", now.private) if now.place is Place.PRIVATE else now.place

    @rule(data=st.data(), both=st.booleans())
    def writes(self, data: st.DataObject, both: bool) -> None:
        state = self.driver.room.state
        self.driver.now += 4
        by = data.draw(st.sampled_from(sorted(state.people)))
        screens = [seat for seat, now in sorted(state.seats.items()) if by in now.occupants]
        to = data.draw(st.sampled_from(["all", "staff", *sorted(state.people)]))
        text = f"message {len(self.sent)}"
        try:
            self.driver.write(by, data.draw(st.sampled_from(screens)), to, text, both=both)
        except Refused:
            text = "refused"
        else:
            self.sent.append((by, to, text, {person: self.where(person) for person in state.people}))
        self.check()

    @rule(seat=st.sampled_from([ANA_SEAT, COUPLE_SEAT, CO_SEAT, BEN_SEAT]), number=st.integers(1, 2))
    def steps_aside_or_comes_back(self, seat: SeatId, number: int) -> None:
        seats = self.driver.room.state.seats
        place = seats[seat].place
        if place is Place.MAIN:
            # Nobody is alone in a private room: the co-facilitator is there first.
            if seats[CO_SEAT].place is Place.MAIN and seat != CO_SEAT:
                self.driver.happen(ev.SeatMovedToPrivate(CO_SEAT, number, CO))
            self.driver.happen(ev.SeatMovedToPrivate(seat, seats[CO_SEAT].private or number, CO))
        elif place is Place.PRIVATE:
            leaving = (
                [seat] if seat != CO_SEAT else [s for s, now in seats.items() if now.place is Place.PRIVATE]
            )
            for one in leaving:
                self.driver.happen(ev.SeatReturnedToRoom(one, CO))
        self.check()

    @rule(seat=st.sampled_from([ANA_SEAT, COUPLE_SEAT]))
    def waits_or_is_admitted(self, seat: SeatId) -> None:
        place = self.driver.room.state.seats[seat].place
        if place is Place.MAIN:
            self.driver.happen(ev.SeatMovedToWaiting(seat, THERAPIST))
        elif place is Place.WAITING:
            self.driver.happen(ev.SeatAdmitted(seat, THERAPIST))
        self.check()

    @rule()
    def phone_comes_or_goes(self) -> None:
        phone = self.driver.room.state.seats[PHONE]
        if phone.place is Place.OUTSIDE:
            self.driver.happen(ev.CompanionJoined(PHONE))
        elif phone.place is Place.COMPANION:
            self.driver.happen(ev.SeatLeft(PHONE, ev.LeaveReason.LEFT, False))
        self.check()

    @rule()
    def couple_parts_or_joins(self) -> None:
        state = self.driver.room.state
        if state.people[ELENA].seat == PHONE:
            self.driver.happen(ev.SeatMerged(ELENA, COUPLE_SEAT, (ELENA, FINN), None))
        elif state.seats[PHONE].place is Place.COMPANION:
            self.driver.happen(ev.SeatSplit(ELENA, PHONE, SPLIT_SLOT, THERAPIST))
        self.check()

    def check(self) -> None:
        for seat, now in self.driver.room.state.seats.items():
            expected = [sent[2] for sent in self.sent if self.shows(seat, *sent)]
            assert self.driver.texts(seat) == expected, (seat, now)

    def shows(self, seat: SeatId, by: PersonId, to: str, text: str, then: dict[PersonId, object]) -> bool:
        state = self.driver.room.state
        here, people = state.seats[seat], state.seats[seat].occupants
        if here.place is Place.OUTSIDE:
            return False
        place = self.where(people[0])
        together = place is Place.MAIN or isinstance(place, tuple)
        if to == "all":
            return together and all(then[person] == then[by] == place for person in people)
        if len(people) == 2:
            return False
        reader = people[0]
        if to == "staff":
            return together and (reader == by or state.people[reader].role in STAFF)
        other = to if reader == by else by
        of_staff = state.people[PersonId(other)].role in STAFF
        return reader in (by, to) and (together or of_staff)


TestRandomMessages = RandomMessages.TestCase
TestRandomMessages.settings = settings(max_examples=examples(60), stateful_step_count=40, deadline=None)
