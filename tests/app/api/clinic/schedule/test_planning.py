"""Sessions planned and changed over HTTP."""

import asyncio

import pytest

from tests.app.conftest import WebService
from tests.support.schedule.world import MONDAY, Json, World, codes
from tests.support.service.clinics import CountedQueries

WEEKLY = "FREQ=WEEKLY;BYDAY=MO;COUNT={}"


def begins(sessions: list[Json]) -> list[str]:
    return [each["begins_at"] for each in sessions]


async def test_a_session_is_planned_with_its_people_and_its_opening(world: World) -> None:
    (session,) = await world.plan()
    assert session["begins_at"] == "2025-12-01T14:00:00Z"
    assert session["opens_at"] == "2025-12-01T13:45:00Z"
    assert session["ends_at"] == "2025-12-01T15:00:00Z"
    assert (session["status"], session["state"], session["version"]) == ("planned", "planned", 1)
    assert session["series"] is None
    people = [(each["person"]["name"], each["role"]) for each in session["attendees"]]
    assert people == [("Dana Rivera", "facilitator"), ("Cleo Marsh", "member")]
    assert await world.get(session) == session


async def test_a_series_of_fifty_is_saved_in_a_bounded_number_of_queries(
    world: World, web_service: WebService
) -> None:
    counts = []
    for count, starts in ((2, "08:00"), (50, "10:00")):
        with CountedQueries(web_service.services.database) as counted:
            sessions = await world.plan(
                rule=WEEKLY.format(count),
                starts_local=f"{MONDAY}T{starts}",
                attendees=world.people(*world.clients[1:]),
            )
        assert len(sessions) == count
        counts.append(counted.count)
    assert counts[0] == counts[1]
    assert counts[1] <= 30


async def test_a_series_keeps_the_time_on_the_wall_across_both_changes_of_the_clocks(world: World) -> None:
    spring = await world.plan(rule=WEEKLY.format(2), starts_local="2026-03-02T09:00")
    assert begins(spring) == ["2026-03-02T14:00:00Z", "2026-03-09T13:00:00Z"]
    autumn = await world.plan(rule=WEEKLY.format(2), starts_local="2026-10-26T09:00")
    assert begins(autumn) == ["2026-10-26T13:00:00Z", "2026-11-02T14:00:00Z"]


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"starts_local": "2026-03-08T02:30"}, {("starts_local", "schedule.time_skipped")}),
        ({"starts_local": "2026-11-01T01:30"}, {("starts_local", "schedule.time_repeated")}),
        ({"starts_local": "2025-11-24T09:00"}, {("starts_local", "schedule.past")}),
        ({"starts_local": "2031-01-01T09:00"}, {("starts_local", "schedule.too_far")}),
        ({"duration_min": 0}, {("duration_min", "schedule.length"), ("break_min", "schedule.break")}),
        ({"duration_min": 1440}, {("duration_min", "schedule.length")}),
        ({"rule": "FREQ=WEEKLY;BYDAY=MO"}, {("rule", "schedule.endless")}),
        ({"rule": "FREQ=WEEKLY;COUNT=401"}, {("rule", "schedule.too_many")}),
        ({"rule": "FREQ=WEEKLY;BYDAY=TU;COUNT=3"}, {("rule", "schedule.start_off_rule")}),
        ({"rule": "=cmd"}, {("rule", "schedule.rule")}),
        ({"zone": "Mars/Base"}, {("zone", "schedule.zone")}),
        ({"title": " \u202e "}, {("title", "schedule.title")}),
        ({"break_min": 60}, {("break_min", "schedule.break")}),
        ({"policy": {"max_people": 60}}, {("policy.max_people", "policy.refused")}),
        ({"policy": {"kind": "alumni"}}, {("policy.kind", "policy.refused")}),
    ],
)
async def test_a_wrong_form_is_refused_field_by_field(
    world: World, changed: Json, errors: set[tuple[str, str]]
) -> None:
    answer = await world.coordinator.post("/appointments", world.body(**changed))
    assert codes(answer) == errors
    assert await world.listed("2025-11-24", "2026-01-20") == []


async def test_everything_that_is_wrong_with_a_form_is_listed_at_once(world: World) -> None:
    wrong = world.body(
        title="\t",
        starts_local="2026-03-08T02:30",
        attendees=[
            {"person": world.dana.person, "role": "member"},
            {"person": world.clients[2], "role": "facilitator"},
            {"person": world.clients[2]},
            {"person": "pt_nobody"},
            {"person": world.clients[3], "couple": world.couple, "serves": world.clients[4]},
        ],
    )
    assert codes(await world.coordinator.post("/appointments", wrong)) == {
        ("title", "schedule.title"),
        ("starts_local", "schedule.time_skipped"),
        ("attendees.0.role", "schedule.role"),
        ("attendees.1.role", "schedule.role"),
        ("attendees.2.person", "schedule.person_twice"),
        ("attendees.3.person", "schedule.person_unknown"),
        ("attendees.4.couple", "schedule.couple"),
        ("attendees.4.serves", "schedule.serves"),
    }


async def test_the_second_of_two_hours_can_be_meant(world: World) -> None:
    (first,) = await world.plan(starts_local="2026-11-01T01:30", second=False)
    (second,) = await world.plan(
        starts_local="2026-11-01T01:30", second=True, attendees=[world.leader(), {"person": world.clients[3]}]
    )
    assert begins([first, second]) == ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"]


async def test_a_session_on_29_february_exists_where_there_is_one(world: World) -> None:
    answer = await world.coordinator.post("/appointments", world.body(starts_local="2027-02-29T09:00"))
    assert answer.status_code == 422
    monthly = "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3"
    assert begins(await world.plan(rule=monthly, starts_local="2026-01-31T09:00")) == [
        "2026-01-31T14:00:00Z",
        "2026-03-31T13:00:00Z",
        "2026-05-31T13:00:00Z",
    ]


async def test_a_session_of_another_zone_keeps_that_zone(world: World) -> None:
    (session,) = await world.plan(zone="Asia/Tokyo", starts_local="2025-12-02T09:00")
    assert (session["zone"], session["begins_at"]) == ("Asia/Tokyo", "2025-12-02T00:00:00Z")


async def test_a_couple_sits_before_one_camera_unless_somebody_says_otherwise(world: World) -> None:
    ana, ben = world.clients[:2]
    both = {"kind": "multi_couple", "track": "couples"}
    (one,) = await world.plan(**both, attendees=world.people(ana, ben))
    members = [each for each in one["attendees"] if each["role"] == "member"]
    assert [(each["couple"], each["cameras"]) for each in members] == [(world.couple, 1)] * 2
    apart = [world.leader(), {"person": ana}, {"person": ben, "cameras": 2}]
    (two,) = await world.plan(**both, attendees=apart, starts_local=f"{MONDAY}T11:00")
    assert [each["cameras"] for each in two["attendees"][1:]] == [2, 2]
    asked = {"attendees": [world.leader(), {"person": ana, "cameras": 1}, {"person": ben}]}
    changed = (await world.change(two, asked)).json()["appointments"]
    assert [each["cameras"] for each in changed[0]["attendees"][1:]] == [1, 1]


async def test_a_repeated_request_plans_nothing_new(world: World) -> None:
    answers = [
        await world.coordinator.post("/appointments", world.body(), **{"idempotency-key": "a-key-of-mine"})
        for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert len(await world.listed(MONDAY, "2025-12-02")) == 1


async def test_one_session_of_a_series_moves_alone(world: World) -> None:
    series = await world.plan(rule=WEEKLY.format(3))
    answer = await world.change(series[1], {"starts_local": "2025-12-09T13:00", "title": "Moved"})
    assert answer.status_code == 200, answer.text
    (moved,) = answer.json()["appointments"]
    assert (moved["id"], moved["title"]) == (series[1]["id"], "Moved")
    assert moved["series"]["slot"] == "2025-12-08T09:00"
    assert moved["version"] == series[1]["version"] + 1
    listed = await world.listed(MONDAY, "2025-12-20")
    assert begins(listed) == ["2025-12-01T14:00:00Z", "2025-12-09T18:00:00Z", "2025-12-15T14:00:00Z"]
    assert [each["title"] for each in listed] == ["Process group", "Moved", "Process group"]


async def test_a_change_of_this_and_the_following_leaves_those_before(world: World) -> None:
    series = await world.plan(rule=WEEKLY.format(4))
    moved = await world.change(series[2], {"starts_local": "2025-12-15T10:00"}, "following")
    assert begins(moved.json()["appointments"]) == ["2025-12-15T15:00:00Z", "2025-12-22T15:00:00Z"]
    assert [each["id"] for each in moved.json()["appointments"]] == [each["id"] for each in series[2:]]
    listed = await world.listed(MONDAY, "2025-12-30")
    assert len({each["series"]["id"] for each in listed}) == 2
    assert begins(listed)[:2] == begins(series)[:2]


async def test_all_sessions_move_a_day_and_keep_their_ids(world: World) -> None:
    series = await world.plan(rule="FREQ=DAILY;COUNT=5")
    answer = await world.change(series[0], {"starts_local": "2025-12-02T09:00"}, "all")
    assert answer.status_code == 409, "a day moves between its neighbours only"
    answer = await world.change(series[0], {"starts_local": "2025-11-30T09:00"}, "all")
    moved = answer.json()["appointments"]
    assert [each["id"] for each in moved] == [each["id"] for each in series]
    assert begins(moved)[0] == "2025-11-30T14:00:00Z"
    assert begins(moved)[1:] == begins(series)[:-1]


async def test_cancelled_sessions_stay_on_record_and_come_back(world: World) -> None:
    series = await world.plan(rule=WEEKLY.format(2))
    cancelled = await world.coordinator.post(f"/appointments/{series[0]['id']}/cancel")
    (one,) = cancelled.json()["appointments"]
    assert one["status"] == "cancelled"
    (other,) = await world.plan(attendees=world.people(world.clients[3]))
    back = await world.change(one, {"status": "planned"})
    assert back.status_code == 409
    assert back.json()["code"] == "schedule.double_booked"
    await world.coordinator.post(f"/appointments/{other['id']}/cancel")
    back = await world.change(one, {"status": "planned"})
    assert back.json()["appointments"][0]["status"] == "planned"
    again = await world.change(await world.get(other), {"title": "Never mind"})
    assert again.json()["appointments"][0]["status"] == "cancelled"


async def test_two_who_edit_the_same_session_do_not_overwrite_each_other(world: World) -> None:
    (session,) = await world.plan()
    answers = await asyncio.gather(
        *(world.change(session, {"title": title}) for title in ("First", "Second", "Third"))
    )
    assert sorted(each.status_code for each in answers) == [200, 412, 412]
    assert {each.json()["code"] for each in answers if each.status_code == 412} == {"version.other"}
    path = f"/appointments/{session['id']}"
    assert (await world.coordinator.send("PATCH", path, json={"title": "x"})).status_code == 428


async def test_what_has_begun_stands(world: World, web_service: WebService) -> None:
    series = await world.plan(rule=WEEKLY.format(2))
    web_service.clock.set_by(7 * 86400 - 2 * 3600 + 60)
    later = await world.at(world.clinic.now.replace(day=1, month=12, hour=14, minute=1))
    for body in ({"title": "Too late"}, {"duration_min": 30}, {"status": "cancelled"}):
        refused = await later.change(series[0], body)
        assert (refused.status_code, refused.json()["code"]) == (409, "schedule.begun")
    following = await later.change(series[0], {"title": "From now on"}, "all")
    assert [each["id"] for each in following.json()["appointments"]] == [series[1]["id"]]


async def test_a_colleague_takes_over_a_session_that_goes_on(world: World, web_service: WebService) -> None:
    series = await world.plan(rule=WEEKLY.format(2))
    web_service.clock.set_by(7 * 86400 - 2 * 3600 + 60)
    later = await world.at(world.clinic.now.replace(day=1, month=12, hour=14, minute=1))
    path = f"/appointments/{series[0]['id']}/substitute"
    done = await later.coordinator.post(path, {"out": world.dana.person, "in": world.elena.person})
    assert done.status_code == 200, done.text
    leaders = [each["person"]["name"] for each in done.json()["appointments"][0]["attendees"][:1]]
    assert leaders == ["Elena Brandt"]
    assert (await later.get(series[1]))["attendees"][0]["person"]["name"] == "Dana Rivera"
    again = await later.coordinator.post(path, {"out": world.dana.person, "in": world.elena.person})
    assert again.json()["code"] == "schedule.not_staff"


async def test_a_single_session_becomes_a_series(world: World) -> None:
    (session,) = await world.plan()
    answer = await world.change(session, {"rule": WEEKLY.format(3), "title": "Weekly"}, "all")
    sessions = answer.json()["appointments"]
    assert begins(sessions) == ["2025-12-01T14:00:00Z", "2025-12-08T14:00:00Z", "2025-12-15T14:00:00Z"]
    assert {each["title"] for each in sessions} == {"Weekly"}
    assert sessions[0]["id"] == session["id"]


async def test_titles_of_all_change_and_those_of_later_sessions_with_them(world: World) -> None:
    series = await world.plan(rule=WEEKLY.format(2))
    await world.change(series[0], {"title": "Skills"}, "all")
    longer = await world.change(await world.get(series[0]), {"rule": WEEKLY.format(4)}, "all")
    assert [each["title"] for each in await world.listed(MONDAY, "2025-12-30")] == ["Skills"] * 4
    assert longer.status_code == 200
