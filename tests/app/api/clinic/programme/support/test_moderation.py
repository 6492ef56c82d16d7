"""What the care team sees and does in the support network, and who may."""

from datetime import timedelta

import httpx
import pytest

from clinic.identity.roles import StaffRole
from tests.support.schedule.network import SupportCast


async def test_ones_own_therapist_sees_their_client_s_side_and_no_more(cast: SupportCast) -> None:
    await cast.link()
    await cast.move(cast.ana, cast.ben, "leave")
    await cast.move(cast.ben, cast.ana, "offer")
    seen = (await cast.ida.get(f"/people/{cast.ana.person}/network")).json()
    ben = next(one for one in seen["pairs"] if one["person"]["name"] == "Ben")
    assert (ben["named"], ben["mutual"], seen["name"]) == (False, False, "Sparrow")
    theirs = (await cast.ivo.get(f"/people/{cast.ben.person}/network")).json()
    assert next(one for one in theirs["pairs"] if one["person"]["name"] == "Ana")["named"]
    assert "line" not in str(seen), "what people tell each other is theirs"


async def test_others_are_denied(cast: SupportCast, client: httpx.AsyncClient) -> None:
    tech = await cast.clinic.sign_in(client, await cast.clinic.staff("Tess Tech", StaffRole.TECH_HOST))
    for who in (cast.ivo, tech, cast.ben, cast.ana):
        for method, path, body in (
            ("GET", "network", None),
            ("PUT", f"network/apart/{cast.ben.person}", {"apart": True}),
            ("PUT", "network/suspension", {"suspended": True}),
            ("PUT", "network/host", {"trained_on": "2020-01-01"}),
            ("GET", "aftercare", None),
            ("GET", "check-ins", None),
            ("PUT", "check-ins", None),
            ("DELETE", "check-ins", None),
        ):
            answer = await who.send(method, f"/people/{cast.ana.person}/{path}", json=body)
            assert (answer.status_code, answer.json()["code"]) == (403, "access.denied"), path


async def test_a_veto_ends_a_link_and_its_end_lets_wishes_meet(cast: SupportCast) -> None:
    await cast.link()
    assert (await cast.apart(cast.ida, cast.ana, cast.ben)).status_code == 200
    for one, other in ((cast.ana, cast.ben), (cast.ben, cast.ana)):
        found = (await cast.move(one, other, "offer")).json()["peers"]
        assert [each["mutual"] for each in found if each["named"]] == [False]
    listed = (await cast.coordinator.get("/support/moderation")).json()["apart"]
    assert [{one["first"]["name"], one["second"]["name"]} for one in listed] == [{"Ana", "Ben"}]
    await cast.apart(cast.ida, cast.ana, cast.ben, apart=False)
    assert [one["mutual"] for one in (await cast.ana.get("/me/network")).json()["peers"]] == [True, False]


async def test_wishes_of_people_who_became_a_couple_do_not_meet(cast: SupportCast) -> None:
    await cast.apart(cast.ida, cast.ana, cast.ben)
    await cast.name(cast.ana, "Sparrow")
    await cast.name(cast.ben, "Robin")
    await cast.move(cast.ana, cast.ben, "offer")
    await cast.move(cast.ben, cast.ana, "offer")
    await cast.pair(cast.ana, cast.ben)
    await cast.apart(cast.ida, cast.ana, cast.ben, apart=False)
    assert not any(one["mutual"] for one in (await cast.ana.get("/me/network")).json()["peers"])


async def test_the_link_of_two_who_become_a_couple_ends(cast: SupportCast) -> None:
    await cast.link()
    body = {"first": cast.ana.person, "second": cast.ben.person}
    assert (await cast.coordinator.post("/couples", body)).status_code == 201
    seen = (await cast.ana.get("/me/network")).json()["peers"]
    assert [(one["group_name"], one["ended"]) for one in seen] == [("Ben", True), ("Cleo", False)]


async def test_strangers_are_not_kept_apart(cast: SupportCast) -> None:
    path = f"/people/{cast.ana.person}/network/apart/{await cast.clinic.client('Zoe')}"
    answer = await cast.ida.send("PUT", path, json={"apart": True})
    assert (answer.status_code, answer.json()["code"]) == (404, "peer.unknown")


async def test_a_suspension_ends_links_and_shows_its_sentence_to_that_person_alone(cast: SupportCast) -> None:
    await cast.link()
    path = f"/people/{cast.ben.person}/network/suspension"
    assert (await cast.ivo.send("PUT", path, json={"suspended": True})).json()["part"] == "suspended"
    mine = (await cast.ben.get("/me/network")).json()
    assert (mine["part"], mine["peers"]) == ("suspended", [])
    assert (await cast.move(cast.ben, cast.ana, "offer")).json()["code"] == "peer.suspended"
    ana = (await cast.ana.get("/me/network")).json()
    assert [(one["group_name"], one["ended"]) for one in ana["peers"]] == [("Ben", True), ("Cleo", False)]
    (out,) = (await cast.coordinator.get("/support/moderation")).json()["suspended"]
    assert (out["person"]["name"], out["by"]["name"]) == ("Ben", "Dr. Ivo")
    await cast.ivo.send("PUT", path, json={"suspended": False})
    assert (await cast.ben.get("/me/network")).json()["part"] == "open"


async def test_a_report_reaches_both_care_teams_with_what_was_told_and_nothing_else(
    cast: SupportCast,
) -> None:
    await cast.link()
    await cast.ben.send("PUT", f"/me/network/people/{cast.ana.person}/line", json={"line": "Send me cash"})
    await cast.ana.send("PUT", f"/me/network/people/{cast.ben.person}/line", json={"line": "My number"})
    await cast.ana.post(f"/me/network/people/{cast.ben.person}/reports", {"words": "Asks for money."})
    for who in (cast.ida, cast.ivo, cast.coordinator):
        (report,) = (await who.get("/support/moderation")).json()["open"]
        assert (report["by"]["name"], report["about"]["name"]) == ("Ana", "Ben")
        assert (report["words"], report["line"]) == ("Asks for money.", "Send me cash")
    path = f"/support/reports/{report['id']}/outcome"
    done = {"outcome": "suspend", "note": "Talked with both."}
    assert (await cast.ida.post(path, done)).json()["code"] == "report.not_theirs"
    assert (await cast.ivo.post(path, done)).json()["outcome"] == "suspend"
    assert (await cast.ivo.post(path, done)).json()["code"] == "report.done"
    assert (await cast.ben.get("/me/network")).json()["part"] == "suspended"
    moderated = (await cast.coordinator.get("/support/moderation")).json()
    assert (len(moderated["open"]), len(moderated["done"]), len(moderated["apart"])) == (0, 1, 1)


async def test_reports_of_other_people_s_clients_are_unknown(
    cast: SupportCast, client: httpx.AsyncClient
) -> None:
    await cast.link()
    await cast.ana.post(f"/me/network/people/{cast.ben.person}/reports", {"words": "Asks for money."})
    other = await cast.clinic.sign_in(client, await cast.clinic.staff("Dr. Other", StaffRole.CLINICIAN))
    assert (await other.get("/support/moderation")).json()["open"] == []
    (report,) = (await cast.ida.get("/support/moderation")).json()["open"]
    answer = await other.post(f"/support/reports/{report['id']}/outcome", {"outcome": "nothing", "note": "x"})
    assert (answer.status_code, answer.json()["code"]) == (404, "report.unknown")


async def test_what_staff_do_is_in_the_audit_trail(cast: SupportCast) -> None:
    await cast.link()
    await cast.apart(cast.ida, cast.ana, cast.ben)
    await cast.ivo.send("PUT", f"/people/{cast.ben.person}/network/suspension", json={"suspended": True})
    async with cast.clinic.store.write(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        actions = {one.entry.action for one in await unit.audit.page()}
    assert {"peer.offer", "peer.join", "peer.keep_apart", "peer.suspend"} <= actions


async def test_a_former_client_who_was_trained_is_named_host(cast: SupportCast) -> None:
    path = f"/people/{cast.ana.person}/network/host"
    day = (cast.today - timedelta(days=1)).isoformat()
    assert (await cast.ida.send("PUT", path, json={"trained_on": day})).json()["host_since"] == day
    late = (cast.today + timedelta(days=2)).isoformat()
    wrong = await cast.ida.send("PUT", path, json={"trained_on": late})
    assert [one["code"] for one in wrong.json()["errors"]] == ["host.training"]
    assert (await cast.ida.send("PUT", path, json={"trained_on": None})).json()["host_since"] is None
    treated = await cast.coordinator.send(
        "PUT", f"/people/{cast.cleo.person}/network/host", json={"trained_on": day}
    )
    assert [one["code"] for one in treated.json()["errors"]] == ["host.treated"]


@pytest.mark.parametrize("days", [[7, 7], [30, 7]])
async def test_settings_are_checked_and_changed_by_those_who_have_seen_them(
    cast: SupportCast, client: httpx.AsyncClient, days: list[int]
) -> None:
    owner = await cast.clinic.sign_in(client, await cast.clinic.staff("Olive Owner", StaffRole.OWNER))
    read = (await owner.get("/settings/support")).json()
    assert (read["during_programme"], read["check_in_days"]) == (False, [7, 30, 91, 182, 365])
    body = {"during_programme": True, "check_in_days": days}
    wrong = await owner.change("PUT", "/settings/support", body, read["version"])
    assert [one["code"] for one in wrong.json()["errors"]] == ["support.check_in_days"]
    body["check_in_days"] = [14]
    changed = await owner.change("PUT", "/settings/support", body, read["version"])
    assert (changed.json()["check_in_days"], changed.json()["version"]) == ([14], read["version"] + 1)
    assert (await owner.change("PUT", "/settings/support", body, read["version"])).status_code == 412
    assert (await cast.ida.change("PUT", "/settings/support", body, 1)).json()["code"] == "access.denied"
