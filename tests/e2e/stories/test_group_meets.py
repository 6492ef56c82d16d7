"""A group meets: five seats in real browsers see and hear each other, and turns work for everybody."""

import pytest

from tests.e2e.group import COUPLE, MEMBERS, STAFF, Group
from tests.e2e.hearing import reaches_nobody

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]


async def test_members_wait_until_the_therapist_lets_them_in(group: Group) -> None:
    ana, staff = group.people["Ana"], group.staff
    await ana.wait_text("Please keep your camera on")
    await ana.join()
    waiting = await ana.wait_view(lambda view: view["you"]["space"] == "waiting", "Ana waits")
    # A waiting person sees nobody else, and reaches nobody.
    assert "seats" not in waiting
    assert {person["name"] for person in waiting["people"].values()} == {"Ana"}
    assert waiting["you"]["audio"] == "closed_by_room"
    await staff.join()
    await staff.wait_view(lambda view: view.get("waiting"), "the therapist sees who waits")
    await staff.press("Admit")
    await ana.wait_view(lambda view: view["you"]["space"] == "main", "Ana is in the room")


async def test_everybody_sees_and_hears_everybody(group: Group) -> None:
    await group.meet()
    seats = await group.seats()
    for name, participant in group.people.items():
        others = {seat for other, seat in seats.items() if other != name}
        await participant.sees(others)
        await participant.hears(others)
        frames, sound = await participant.frames(), await participant.sound()
        assert all(frames[seat] > 0 and sound[seat][0] > 0 for seat in others)
        assert seats[name] not in {seat for seat, count in frames.items() if count}, (
            "nobody is sent themselves"
        )


@pytest.mark.slow
async def test_with_hard_microphones_an_open_mic_reaches_nobody_without_the_floor(group: Group) -> None:
    await group.meet()
    await group.take_turns()
    seats = await group.seats()
    members = {seats[name] for name in (*MEMBERS, COUPLE)}
    for name in (*MEMBERS, COUPLE):
        view = await group.people[name].wait_view(
            lambda view: view["you"]["audio"] == "closed_by_floor",
            "the page says that the microphone is closed",
        )
        assert view["you"]["mic"] is True
    for participant in group.people.values():
        heard = set() if participant is group.staff else {seats[STAFF]}
        await reaches_nobody(participant, members - {seats[participant.name]}, heard)


async def test_a_turn_is_heard_by_all_and_ends_with_its_release(group: Group) -> None:
    await group.meet()
    await group.take_turns()
    seats = await group.seats()
    ana = group.people["Ana"]
    await ana.press("Raise hand")
    await group.staff.wait_view(lambda view: view["floor"]["queue"], "the hand is seen")
    await group.staff.press("Give the turn to Ana")
    await group.wait_holder("Ana")
    await ana.wait_view(lambda view: view["you"]["audio"] == "on", "Ana is told that she is heard")
    for participant in group.others("Ana"):
        await participant.hears({seats["Ana"]})
        view = await participant.wait_view(bool, "a view")
        assert view["seats"][seats["Ana"]]["audio"] is True
    await reaches_nobody(group.people["Ben"], {seats["Chloe"], seats[COUPLE]}, {seats["Ana"], seats[STAFF]})
    await ana.press("I’m done")
    await group.wait_holder(None)
    for participant in group.others("Ana"):
        await reaches_nobody(participant, {seats["Ana"]}, set())


async def test_on_a_shared_seat_each_partner_has_a_hand_and_a_turn_of_their_own(group: Group) -> None:
    await group.meet()
    await group.take_turns()
    seats = await group.seats()
    await group.couple.page.keyboard.press("2")
    await group.staff.wait_view(
        lambda view: [view["people"][person]["name"] for person in view["floor"]["queue"]] == ["Finn"],
        "the hand is Finn's",
    )
    await group.staff.press("Give the turn to Finn")
    await group.wait_holder("Finn")
    for participant in group.people.values():
        await participant.wait_text("Finn speaking · Elena listening")
    for participant in group.others(COUPLE):
        await participant.hears({seats[COUPLE]})
    view = await group.couple.wait_view(bool, "a view")
    assert {
        view["people"][person]["name"]: can
        for person, can in view["you"]["can"].items()
        if "floor.release" in can
    }.keys() == {"Finn"}
    await group.couple.press("I’m done")
    await group.wait_holder(None)


async def test_no_page_has_met_an_error(group: Group) -> None:
    assert {
        name: participant.errors for name, participant in group.people.items() if participant.errors
    } == {}
