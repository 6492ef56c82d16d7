"""The pulse of the week's groups, in the week of the programme."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from clinic.common.local_time import monday_of, to_local
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.schedule.afterwards.measured import MeasuredClinic

PATH = "/programme/week"


async def test_directors_read_averages_of_five_once_nobody_is_asked_any_more_and_owners_none(
    measured: MeasuredClinic, web_service: WebService
) -> None:
    await measured.plan_pulse()
    began = measured.clinic.now - timedelta(hours=2)
    session = await measured.add_session(began, measured.clients)
    for client in measured.clients[:5]:
        assert (await measured.send(client, [8, 6, 7, None], "pulse")).status_code == 200
    monday = monday_of(to_local(began, ZoneInfo("America/New_York")).date()).isoformat()
    early = (await measured.iris.get(PATH, monday=monday)).json()
    assert early["pulse"]["sessions"] == []
    measured.pass_time(web_service, timedelta(days=4))
    iris = await measured.clinic.sign_in(measured.web, measured.iris.person)
    (shown,) = (await iris.get(PATH, monday=monday)).json()["pulse"]["sessions"]
    assert shown["session"] == session
    assert [one and (one["value"], one["people"]) for one in shown["averages"]] == [
        (8.0, 5),
        (6.0, 5),
        (7.0, 5),
        None,
    ]
    file = (await iris.get(f"{PATH}.csv", monday=monday)).text
    assert sum(line.startswith("pulse,") for line in file.splitlines()) == 3
    owner = await measured.clinic.sign_in(
        measured.web, await measured.clinic.staff("Olga Owner", StaffRole.OWNER)
    )
    assert (await owner.get(PATH, monday=monday)).json()["pulse"] is None
