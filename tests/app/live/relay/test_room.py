"""The relay's reports translated for rooms, and the rooms' plans and policies translated for the relay."""

import pytest

from app.live.relay.link_states import LinkState
from app.live.relay.room import MediaLink, RelayRoom, options_of, plan_to_wire
from media import control
from media.control import PeerConnected, Quality, Speaking
from media.counters import PeerQuality
from rooms.model.policy.policy import RoomPolicy
from rooms.model.quality import Grade, SeatQuality
from rooms.plan import Plan, Rank, SeatPlan
from rooms.talk_time.speech import SpeechInterval
from tests.app.live.relay.stage import ANA, BEN, ROOM, Observer
from tests.support.rooms.setups import START


def room() -> tuple[RelayRoom, Observer]:
    observer = Observer()
    return RelayRoom(ROOM, options_of(RoomPolicy(), 720), observer), observer


@pytest.mark.parametrize(
    ("policy", "operator", "rids"),
    [(720, 720, "qhf"), (360, 720, "qh"), (180, 720, "q"), (720, 360, "qh"), (180, 360, "q")],
)
def test_a_room_has_the_layers_that_its_policy_and_the_operator_allow(
    policy: int, operator: int, rids: str
) -> None:
    options = options_of(RoomPolicy(max_seats=6, picture_height=policy), operator)
    assert options.slots == 6
    assert "".join(layer.rid for layer in options.layers) == rids


def test_a_plan_keeps_its_ranks_on_the_wire() -> None:
    plan = Plan(3, {ANA: SeatPlan(0, "main", True, False, Rank.HOLDER), BEN: SeatPlan(1, None, False, False)})
    assert plan_to_wire(plan) == control.RelayPlan(
        3,
        {
            ANA: control.PeerPlan(slot=0, space="main", audio=True, video=False, rank=0),
            BEN: control.PeerPlan(slot=1, space=None, audio=False, video=False, rank=2),
        },
    )


def test_speech_is_reported_in_the_rooms_time() -> None:
    state, observer = room()
    ended = (control.SpeechInterval(ANA, 4.0, 0.5), control.SpeechInterval(BEN, 2.0, 1.0))
    state.on_report(Speaking(ROOM, (BEN,), ended, overlap_s=1.0, silence_s=0.25, unreliable=(ANA,)))
    assert observer.notes == [
        ("speaking", frozenset({BEN})),
        (
            "speech",
            [SpeechInterval(ANA, START - 4.0, START - 0.5), SpeechInterval(BEN, START - 2.0, START - 1.0)],
            1.0,
            0.25,
            frozenset({ANA}),
        ),
    ]


def test_levels_that_are_trusted_again_are_reported_without_speech() -> None:
    state, observer = room()
    state.on_report(Speaking(ROOM, (ANA,)))
    assert observer.notes == [("speaking", frozenset({ANA})), ("speech", [], 0.0, 0.0, frozenset())]


def test_quality_is_reported_in_the_rooms_types() -> None:
    state, observer = room()
    state.on_report(Quality(ROOM, {ANA: PeerQuality("poor", "good", ("up.loss",))}))
    assert observer.notes == [("quality", {ANA: SeatQuality(Grade.POOR, Grade.GOOD, ("up.loss",))})]


def test_a_report_about_another_connection_is_ignored() -> None:
    state, observer = room()
    state.links[ANA] = MediaLink(0, lambda news: None, connection=5, state=LinkState.OFFERED)
    for peer, connection in ((ANA, 4), (BEN, 5)):
        state.on_report(PeerConnected(ROOM, peer, connection))
    assert observer.notes == []
    state.on_report(PeerConnected(ROOM, ANA, 5))
    assert observer.notes == [("up", ANA)]
