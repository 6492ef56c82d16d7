"""The practice room: a simulated person comes, is seen and heard, and leaves the seat to whoever opens it."""

from pathlib import Path
from typing import Any

from media.sdp.profile import Kind, slot_ssrc
from tests.support.relay.client import poll
from tests.support.service.service import running_service
from tests.support.service.wire_client import open_client

ANA = "pt_demo_ana"


async def test_a_simulated_person_speaks_in_turn_and_makes_room_for_a_real_one(tmp_path: Path) -> None:
    async with (
        running_service(tmp_path, people=1) as service,
        open_client(service.links["Dr. Rivera"], with_media=True) as staff,
    ):
        await staff.until_view(lambda view: view["waiting"], "she waits")
        assert all(seat["simulated"] for seat in staff.view["waiting"].values())
        assert (await staff.ask("seat.admit_all"))["type"] == "ok"
        await staff.until_view(lambda view: seat_of(view).get("presence") == "here", "Ana is here")

        media = staff.media
        assert media is not None
        await poll(lambda: media.on(slot_ssrc(seat_of(staff.view)["slot"], Kind.VIDEO)), "her picture")
        while seat_at(staff.view) not in staff.view["speaking"]:
            # Now and then she passes: then she gets the turn once more.
            assert (await staff.floor("grant", person=ANA))["type"] == "ok"
            await staff.until_view(
                lambda view: seat_at(view) in view["speaking"] or "holder" not in view["floor"],
                "Ana speaks, or passes",
            )
        assert media.on(slot_ssrc(seat_of(staff.view)["slot"], Kind.AUDIO)), "her voice"
        await staff.until_view(lambda view: "holder" not in view["floor"], "Ana ends her turn by herself")

        async with open_client(service.links["Ana"]) as ana:
            await staff.until_view(lambda view: "simulated" not in seat_of(view), "it is a real Ana")
            assert ana.view["you"]["people"] == [ANA]
            assert (await ana.ask("ping"))["type"] == "pong"
            assert not ana.byes, "nobody takes the seat back"


def seat_at(view: dict[str, Any]) -> str:
    """The id of Ana's seat."""
    return next((id for id, seat in view["seats"].items() if ANA in seat["people"]), "")


def seat_of(view: dict[str, Any]) -> dict[str, Any]:
    """Ana's seat as the room shows it."""
    seat: dict[str, Any] = view["seats"].get(seat_at(view), {})
    return seat
