"""What strangers send is what it claims to be."""

import asyncio
import socket

from aioice import stun

from bench.stalls.strangers import build_checks, build_hello, build_nacks, build_noise, flood
from media.net.stun_claim import claimed_ufrag
from media.rtp.rtcp import parse_rtcp


def test_noise_reaches_every_protocol() -> None:
    firsts = {datagram[0] for datagram in build_noise(100)}
    assert firsts & set(range(4))
    assert firsts & set(range(20, 64))
    assert firsts & set(range(128, 192))


def test_checks_claim_known_connections_and_prove_nothing() -> None:
    checks = build_checks(["one", "two"], 4)
    assert [claimed_ufrag(check) for check in checks] == ["one", "two", "one", "two"]
    assert stun.parse_message(checks[0]).attributes["USERNAME"] == "one:stranger"


def test_a_record_and_a_request_are_well_formed_at_first_sight() -> None:
    hello = build_hello()
    assert int.from_bytes(hello[11:13], "big") == len(hello) - 13
    (nack,) = parse_rtcp(build_nacks(30))
    assert len(nack.lost) == 30


def test_a_flood_arrives() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as target:
        target.bind(("127.0.0.1", 0))
        assert asyncio.run(flood(target.getsockname()[1], [b"x"], 0.05)) > 0
        assert target.recv(10) == b"x"
