"""Agendas prepared, copied, kept as templates and read over HTTP by everybody, and what was done."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import RoomId
from tests.app.conftest import WebService
from tests.rooms.rules.agenda.evening import Evening
from tests.support.rooms.setups import THERAPIST
from tests.support.schedule.prepared import prepare_session
from tests.support.schedule.world import Json, World
from tests.support.service.clinics import Visitor

CHECK_IN = {"part": "check_in", "minutes": 20, "protocol": "feelings_check_in", "options": {"limit_s": 30}}
TRUST = {
    "part": "psychoeducation",
    "minutes": 50,
    "protocol": "guided_discussion",
    "options": {"deck": "trust"},
}
REST = {"part": "break", "minutes": 10, "mode": "quiet"}
_ABOUT = (ev.AgendaPrepared, ev.AgendaChanged, ev.AgendaLedOn, ev.RoomEnded)


async def put(world: World, session: Json, items: list[Json], version: int = 0) -> Json:
    """Prepare a session as the one who leads it; it must be accepted."""
    answer = await world.dana.change(
        "PUT", f"/appointments/{session['id']}/agenda", {"items": items}, version
    )
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    assert answer.headers["etag"] == f'"{found["version"]}"'
    return found


async def refused(
    world: World, session: Json, items: list[Json], version: int = 0, who: Visitor | None = None
) -> Json:
    """Prepare a session; it must be refused."""
    path = f"/appointments/{session['id']}/agenda"
    answer = await (who or world.dana).change("PUT", path, {"items": items}, version)
    assert answer.status_code >= 400, answer.text
    found: Json = answer.json()
    return found


async def read(world: World, session: Json, more: str = "", who: Visitor | None = None) -> Json:
    """Read a session's agenda."""
    answer = await (who or world.dana).get(f"/appointments/{session['id']}/agenda{more}")
    found: Json = answer.json()
    return found


async def test_a_session_is_prepared_as_a_list_and_its_room_is_told(
    world: World, web_service: WebService
) -> None:
    (session,) = await world.plan()
    empty = await read(world, session)
    assert (empty["items"], empty["version"], empty["done"], empty["may_change"]) == ([], 0, [], True)
    assert [each["id"] for each in empty["templates"]] == ["block", "process"]
    found = await put(world, session, [CHECK_IN, TRUST, REST])
    assert found == await read(world, session)
    assert [each["minutes"] for each in found["items"]] == [20, 50, 10]
    assert found["items"][1]["options"] == {"deck": "trust"}
    assert len({each["id"] for each in found["items"]}) == 3
    assert web_service.told[-1:] == [RoomId(session["id"])]


async def test_items_keep_their_ids_and_nobody_overwrites_anybody(world: World) -> None:
    (session,) = await world.plan()
    first = await put(world, session, [CHECK_IN, REST])
    one, two = first["items"]
    again = {name: two[name] for name in ("id", "part", "minutes", "mode")}
    second = await put(world, session, [again, again, TRUST], version=1)
    ids = [each["id"] for each in second["items"]]
    assert (second["version"], ids[0]) == (2, two["id"])
    assert len({*ids, one["id"]}) == 4
    for version in (0, 1):
        assert (await refused(world, session, [REST], version))["code"] == "version.other"


async def test_staff_who_see_a_session_read_it_and_who_leads_or_plans_it_changes_it(world: World) -> None:
    (session,) = await world.plan(
        attendees=[world.leader(), world.leader(world.elena, "observer"), {"person": world.clients[2]}]
    )
    await put(world, session, [REST])
    seen = await read(world, session, who=world.elena)
    assert (len(seen["items"]), seen["may_change"]) == (1, False)
    assert (await refused(world, session, [], 1, world.elena))["code"] == "access.denied"
    answer = await world.coordinator.change("PUT", f"/appointments/{session['id']}/agenda", {"items": []}, 1)
    assert (answer.status_code, answer.json()["items"]) == (200, [])
    client = await world.clinic.sign_in(world.web, world.clients[2])
    for more in ("", "/previous"):
        assert (await read(world, session, more, client))["code"] == "access.denied"
    assert (await refused(world, session, [], 2, client))["code"] == "access.denied"
    (other,) = await world.plan(attendees=[world.leader(world.elena)], starts_local="2025-12-01T12:00")
    assert (await read(world, other))["code"] == "appointment.unknown"


@pytest.mark.parametrize(
    "item",
    [
        {"part": "skills", "minutes": 5, "protocol": "crisis_break"},
        {"part": "skills", "minutes": 5, "protocol": "dancing"},
        {"part": "skills", "minutes": 5, "protocol": "guided_discussion", "options": {"deck": "unknown"}},
        {"part": "skills", "minutes": 5, "protocol": "feedback_round", "options": {"receiver": "pt_1"}},
        {"part": "skills", "minutes": 5, "options": {"deck": "trust"}},
    ],
)
async def test_what_no_room_could_start_is_refused(world: World, item: Json) -> None:
    (session,) = await world.plan()
    found = await refused(world, session, [REST, item])
    assert found["errors"] == [{"field": "items.1.protocol", "code": "agenda.choice"}]


@pytest.mark.parametrize(
    "items",
    [
        [{"part": "talk", "minutes": 0}],
        [{"part": "talk", "minutes": 241}],
        [{"part": "dance", "minutes": 5}],
        [REST] * 21,
    ],
)
async def test_lengths_parts_and_their_number_are_bounded(world: World, items: list[Json]) -> None:
    (session,) = await world.plan()
    assert (await refused(world, session, items))["code"] == "form.malformed"


async def test_last_weeks_agenda_is_offered_to_begin_with(world: World) -> None:
    first, second, third = await world.plan(rule="FREQ=WEEKLY;BYDAY=MO;COUNT=3")
    assert (await read(world, second, "/previous"))["items"] == []
    await put(world, first, [CHECK_IN, TRUST])
    for session in (second, third):
        copied = (await read(world, session, "/previous"))["items"]
        assert [each["part"] for each in copied] == ["check_in", "psychoeducation"]
    assert (await read(world, first, "/previous"))["items"] == []
    assert (await read(world, second))["items"] == []


async def keep(world: World, session: Json, name: str, items: list[Json], who: Visitor | None = None) -> Json:
    """Keep a template; returns the answer, its status beside it."""
    path = f"/appointments/{session['id']}/agenda/templates"
    answer = await (who or world.dana).post(path, {"name": name, "items": items})
    return {**answer.json(), "answered": answer.status_code}


async def test_an_agenda_is_kept_under_a_name_for_sessions_of_its_kind_and_removed(world: World) -> None:
    first, second = await world.plan(rule="FREQ=WEEKLY;BYDAY=MO;COUNT=2")
    assert (await keep(world, first, "  Evening   group ", [CHECK_IN, REST]))["answered"] == 200
    own, *others = (await read(world, second))["templates"]
    assert (own["name"], [each["part"] for each in own["items"]]) == ("Evening group", ["check_in", "break"])
    assert own["items"][0]["options"] == {"limit_s": 30}
    assert [each["name"] for each in others] == [None, None]
    (talk,) = await world.plan(kind="individual", starts_local="2025-12-02T12:00")
    assert own["id"] not in [each["id"] for each in (await read(world, talk))["templates"]]
    for _ in range(2):
        path = f"/appointments/{second['id']}/agenda/templates/{own['id']}"
        left = (await world.dana.delete(path)).json()
        assert [each["id"] for each in left["templates"]] == ["block", "process"]


async def test_a_template_has_a_name_of_its_own_and_parts_that_can_begin(world: World) -> None:
    (session,) = await world.plan()
    await keep(world, session, "Evening", [REST])
    for name, items, code in (
        ("evening", [REST], "agenda_template.taken"),
        ("   ", [REST], "agenda_template.no_name"),
        ("Morning", [], "agenda_template.empty"),
        ("Morning", [{**REST, "protocol": "crisis_break"}], "agenda.choice"),
    ):
        answer = await keep(world, session, name, items)
        assert code in [each["code"] for each in answer["errors"]], name
    for number in range(19):
        assert (await keep(world, session, f"Evening {number}", [REST]))["answered"] == 200
    answer = await keep(world, session, "One too many", [REST])
    assert [each["code"] for each in answer["errors"]] == ["agenda_template.full"]


async def test_who_only_sees_a_session_keeps_and_removes_nothing(world: World) -> None:
    (session,) = await world.plan(attendees=[world.leader(), world.leader(world.elena, "observer")])
    own = (await keep(world, session, "Evening", [REST]))["templates"][0]
    assert (await keep(world, session, "Morning", [REST], world.elena))["code"] == "access.denied"
    path = f"/appointments/{session['id']}/agenda/templates/{own['id']}"
    assert (await world.elena.delete(path)).json()["code"] == "access.denied"
    assert (await read(world, session))["templates"][0] == own


async def test_after_the_session_it_says_what_was_done(world: World, web_service: WebService) -> None:
    session = await prepare_session(web_service, world)
    evening = Evening()
    evening.next()
    evening.wait(25 * 60)
    evening.next()
    evening.wait(60)
    evening.do(cmd.EndSession(THERAPIST))
    told = [record for record in evening.log if isinstance(record.event, _ABOUT)]
    clinic = world.clinic
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        records = [ev.Recorded(n, record.at, record.event) for n, record in enumerate(told, 1)]
        await unit.journal.add(RoomId(session.id), records)
    done = (await read(world, {"id": session.id}))["done"]
    assert [(one["part"], one["planned_min"], one["spent_s"]) for one in done[:3]] == [
        ("check_in", 20, 1500.0),
        ("psychoeducation", 50, 60.0),
        ("break", 10, None),
    ]
