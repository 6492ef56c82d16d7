"""Simulated people in the real service: they come, are seen and heard, and leave a seat to whoever opens it."""

from pathlib import Path
from typing import Any

from media.sdp.profile import Kind, slot_ssrc
from tests.support.service.service import running_service
from tests.support.service.wire_client import open_client

BEN = "pt_demo_ben"


async def test_a_simulated_person_speaks_in_turn_and_makes_room_for_a_real_one(tmp_path: Path) -> None:
    async with (
        running_service(tmp_path, people=2) as service,
        open_client(service.links["Dr. Rivera"], with_media=True) as staff,
    ):
        await staff.until_view(lambda view: len(view["waiting"]) == 2, "two wait")
        assert all(seat["simulated"] for seat in staff.view["waiting"].values())
        assert (await staff.ask("seat.admit_all"))["type"] == "ok"
        await staff.until_view(lambda view: seat_of(view).get("presence") == "here", "Ben is here")

        assert (await staff.floor("grant", person=BEN))["type"] == "ok"
        # Whoever passes is asked once more.
        await staff.until_view(
            lambda view: seat_at(view) in view["speaking"] or "holder" not in view["floor"],
            "Ben speaks, or passes",
        )
        slot = seat_of(staff.view)["slot"]
        assert staff.media is not None
        assert staff.media.on(slot_ssrc(slot, Kind.VIDEO)), "his picture arrives"
        await staff.until_view(lambda view: "holder" not in view["floor"], "Ben ends his turn by himself")

        async with open_client(service.links["Ben"]) as ben:
            await staff.until_view(lambda view: "simulated" not in seat_of(view), "it is a real Ben")
            assert ben.view["you"]["people"] == [BEN]
            assert (await ben.ask("ping"))["type"] == "pong"
            assert not ben.byes, "nobody takes the seat back"


def seat_at(view: dict[str, Any]) -> str:
    """The id of Ben's seat."""
    return next((id for id, seat in view["seats"].items() if BEN in seat["people"]), "")


def seat_of(view: dict[str, Any]) -> dict[str, Any]:
    """Ben's seat as the room shows it."""
    seat: dict[str, Any] = view["seats"].get(seat_at(view), {})
    return seat
