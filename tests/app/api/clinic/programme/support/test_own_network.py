"""The support network over HTTP, as the people in it use it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.mail.wording import MailKind
from app.persistence.models.programme.support import PeerLinkRow, PeerProfileRow
from tests.support.schedule.network import SupportCast
from tests.support.service.clinics import Visitor


async def peers(who: Visitor) -> dict[str, dict[str, Any]]:
    answer = await who.get("/me/network")
    assert answer.status_code == 200, answer.text
    return {one["group_name"]: one for one in answer.json()["peers"]}


async def test_everybody_from_ones_groups_is_listed_wherever_they_stand(cast: SupportCast) -> None:
    assert list(await peers(cast.ana)) == ["Ben", "Cleo"], "Cleo is still treated, and nothing says so"


async def test_whoever_is_treated_waits_and_sees_no_one_unless_the_clinic_permits_it(
    cast: SupportCast,
) -> None:
    answer = (await cast.cleo.get("/me/network")).json()
    assert (answer["part"], answer["peers"]) == ("later", [])
    assert (await cast.move(cast.cleo, cast.ana, "offer")).json()["code"] == "peer.later"
    async with cast.clinic.store.write(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        now = unit.clinic
        settings = {**now.settings, "support": {"during_programme": True}}
        await unit.clinics.change(
            now.id, now.version, name=now.name, time_zone=now.time_zone, settings=settings
        )
    assert (await cast.cleo.get("/me/network")).json()["part"] == "open"


async def test_two_who_name_each_other_are_linked_and_told_once(cast: SupportCast) -> None:
    await cast.link()
    (ben,) = [one for one in (await peers(cast.ana)).values() if one["mutual"]]
    assert (ben["group_name"], ben["name"]) == ("Ben", "Robin")
    async with cast.clinic.store.write(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        mails = await unit.outbox.newest(["queued"], 50)
    assert [(one.mail.person, one.mail.kind) for one in mails] == [(cast.ana.person, MailKind.OWN_PAGE)]


async def test_a_line_reaches_the_other_and_goes_with_the_link(cast: SupportCast) -> None:
    assert (
        await cast.ana.send("PUT", f"/me/network/people/{cast.ben.person}/line", json={"line": "x"})
    ).json()["code"] == "peer.no_link"
    await cast.link()
    path = f"/me/network/people/{cast.ben.person}/line"
    written = await cast.ana.send("PUT", path, json={"line": "  Call me any evening "})
    assert [one["own_line"] for one in written.json()["peers"] if one["mutual"]] == ["Call me any evening"]
    assert (await peers(cast.ben))["Ana"]["line"] == "Call me any evening"
    async with cast.clinic.store.write(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        stored = await unit.session.execute(select(PeerLinkRow.first_line, PeerLinkRow.second_line))
        names = await unit.session.scalars(select(PeerProfileRow.name))
        assert "Call me" not in str(stored.all())
        assert "Sparrow" not in str(list(names)), "names and lines are stored encrypted"
    await cast.move(cast.ben, cast.ana, "leave")
    for one, name in ((cast.ana, "Ben"), (cast.ben, "Ana")):
        seen = (await peers(one))[name]
        assert (seen["mutual"], seen["ended"], seen["line"], seen["name"]) == (False, True, "", "")


async def test_a_block_reads_as_a_leave_and_keeps_the_other_from_coming_back(cast: SupportCast) -> None:
    await cast.link()
    await cast.move(cast.ben, cast.ana, "block")
    assert (await peers(cast.ana))["Ben"]["ended"]
    again = await cast.move(cast.ana, cast.ben, "offer")
    (ben,) = [one for one in again.json()["peers"] if one["group_name"] == "Ben"]
    assert (ben["named"], ben["ended"], ben["mutual"]) == (True, False, False)
    assert (await peers(cast.ben))["Ana"]["blocked"]


async def test_strangers_partners_and_oneself_are_unknown(cast: SupportCast) -> None:
    await cast.name(cast.ana, "Sparrow")
    await cast.pair(cast.ana, cast.ben, until=-timedelta(days=5))
    stranger = await cast.clinic.client("Zoe")
    for person in (stranger, cast.ben.person, cast.ana.person, cast.ida.person, "pt_nobody"):
        answer = await cast.ana.post(f"/me/network/people/{person}/moves", {"move": "offer"})
        assert (answer.status_code, answer.json()["code"]) == (404, "peer.unknown"), person
    assert list(await peers(cast.ana)) == ["Cleo"], "whoever was a partner is not listed either"


async def test_a_name_comes_first_and_gives_nothing_away(cast: SupportCast) -> None:
    assert (await cast.move(cast.ana, cast.ben, "offer")).json()["code"] == "peer.no_name"
    for name, code in (("Ana L", "peer.name_own"), ("ana@mail", "peer.name_contact"), ("", "field.required")):
        answer = await cast.ana.change("PUT", "/me/network/name", {"name": name}, 0)
        assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [("name", code)]
    await cast.name(cast.ana, "Sparrow")
    late = await cast.ana.change("PUT", "/me/network/name", {"name": "Wren"}, 0)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")


@pytest.mark.parametrize("move", ["keep_apart", "let_meet", "stop", "join"])
async def test_moves_of_the_care_team_are_refused_to_clients(cast: SupportCast, move: str) -> None:
    await cast.name(cast.ana, "Sparrow")
    assert (await cast.move(cast.ana, cast.ben, move)).json()["code"] == "peer.no_move"


async def test_a_wish_of_somebody_who_is_treated_again_completes_nothing(cast: SupportCast) -> None:
    await cast.name(cast.ana, "Sparrow")
    await cast.name(cast.ben, "Robin")
    await cast.move(cast.ana, cast.ben, "offer")
    await cast.enrol(cast.ana)
    await cast.move(cast.ben, cast.ana, "offer")
    assert not (await peers(cast.ben))["Ana"]["mutual"]


async def test_reports_are_for_those_who_had_a_link_and_few_at_a_time(cast: SupportCast) -> None:
    path = f"/me/network/people/{cast.ben.person}/reports"
    assert (await cast.ana.post(path, {"words": "x"})).json()["code"] == "peer.no_link"
    await cast.link()
    await cast.move(cast.ben, cast.ana, "leave")
    codes = [(await cast.ana.post(path, {"words": "Asks for money."})).status_code for _ in range(6)]
    assert codes == [201] * 5 + [409]


async def test_staff_and_integrations_have_no_network(cast: SupportCast) -> None:
    for path in ("/me/network", "/me/network/groups", "/me/aftercare", "/me/check-ins", "/me/activities"):
        assert (await cast.ida.get(path)).json()["code"] == "access.denied", path


async def test_people_join_and_leave_alumni_groups_by_themselves(cast: SupportCast) -> None:
    found = (await cast.ana.get("/me/network/groups")).json()["items"]
    assert [(one["name"], one["member"]) for one in found] == [("Sunday alumni", False)]
    joined = await cast.ana.send("PUT", f"/me/network/groups/{cast.alumni}")
    assert [one["member"] for one in joined.json()["items"]] == [True]
    left = await cast.ana.send("DELETE", f"/me/network/groups/{cast.alumni}")
    assert [one["member"] for one in left.json()["items"]] == [False]


async def test_groups_that_are_no_alumni_groups_and_people_who_are_treated_stay_out(
    cast: SupportCast,
) -> None:
    for who, cohort in ((cast.ana, cast.cohort), (cast.cleo, cast.alumni), (cast.ana, "co_none")):
        answer = await who.send("PUT", f"/me/network/groups/{cohort}")
        assert (answer.status_code, answer.json()["code"]) == (404, "cohort.unknown")
