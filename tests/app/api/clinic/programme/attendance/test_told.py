"""Other systems of the clinic are told that attendance was corrected, and not how."""

from tests.app.api.clinic.programme.attendance.conftest import Morning
from tests.support.mail.webhooks import WebhookPlay, add_webhook


async def test_a_correction_is_told_by_session_and_person_alone(morning: Morning) -> None:
    clinic = morning.world.clinic
    await add_webhook(clinic, "ehr")
    play = WebhookPlay(clinic)
    body = morning.correction((0, 30), note="She called in.")
    answer = await morning.world.dana.post(f"/appointments/{morning.id}/attendance/{morning.cleo}", body)
    assert answer.status_code == 201, answer.text
    await play.look()
    await play.close()
    (told,) = play.receivers.to("ehr")
    assert (told["type"], told["data"]) == (
        "attendance.corrected",
        {"clinic": clinic.id, "session": morning.id, "person": morning.cleo},
    )
