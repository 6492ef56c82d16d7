"""The service under test is the real one, and its links lead to real sessions."""

import json

import pytest

from bench.arrivals.people import PEOPLE
from bench.arrivals.service import ServiceFailed, run_service
from bench.arrivals.wire import address_of, ask_http


@pytest.mark.slow
async def test_the_real_service_answers_for_every_room() -> None:
    async with run_service(2, None, None) as service:
        assert [len(links) for links in service.invitations] == [PEOPLE] * 2
        for number, room in enumerate(service.invitations):
            body = json.dumps({"invitation": room[-1]}).encode()
            answer = await ask_http(service.door, address_of(number), "POST", "/api/v1/tickets", body)
            assert answer.status == 200
            assert json.loads(answer.body)["seat"]["id"] == f"se_{number}_{PEOPLE - 1}"
        assert service.cpu_s() > 0
        assert service.relay_cpu_s() > 0
        assert service.rss() > 10_000_000
        assert await service.worst_lag_ms() >= 0


async def test_a_service_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.arrivals.service._free_port", lambda: 0)
    with pytest.raises(ServiceFailed, match="ATTUNE_PORT"):
        async with run_service(1, None, None):
            pytest.fail("it must not start")
