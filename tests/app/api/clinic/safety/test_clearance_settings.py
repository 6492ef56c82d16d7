"""What a clinic chooses about clearance, over HTTP."""

from app.api.clinic.safety.clearance_settings import InstrumentBody, instrument_body
from clinic.safety.screening import HITS
from tests.app.api.clinic.people.conftest import Team
from tests.app.api.clinic.safety.test_clearance import SETTINGS


async def test_the_instrument_is_read_by_therapists_and_changed_by_directors(team: Team) -> None:
    before = (await team.clinician.get("/settings/clearance")).json()
    assert before["instrument"] == instrument_body(HITS).model_dump(mode="json")
    assert (before["asks"], before["review_days"]) == (True, 180)
    changed = await team.director.change("PUT", "/settings/clearance", SETTINGS, before["version"])
    assert changed.status_code == 200, changed.text
    assert (await team.clinician.get("/settings/clearance")).json() == changed.json()
    again = await team.director.change("PUT", "/settings/clearance", SETTINGS, before["version"])
    assert again.json()["code"] == "version.other"
    denied = await team.clinician.change("PUT", "/settings/clearance", SETTINGS, 2)
    assert denied.json()["code"] == "access.denied"


async def test_what_is_wrong_is_said_at_its_field(team: Team) -> None:
    wrong = {**SETTINGS, "instrument": {**SETTINGS["instrument"], "items": []}}
    answer = await team.director.change("PUT", "/settings/clearance", wrong, 1)
    assert answer.json()["errors"] == [{"field": "instrument.items", "code": "screening.items"}]


def test_an_instrument_is_answered_whole() -> None:
    assert instrument_body(HITS) == InstrumentBody(
        kind=HITS.kind, title="HITS", items=["", "", "", ""], lowest=1, highest=5, positive_above=10
    )
