"""The relay's candidates, read back by aiortc."""

from aiortc.sdp import candidate_from_sdp
from hypothesis import given
from hypothesis import strategies as st

from media.sdp.candidates import candidate_lines

FOUR, SIX = ["192.0.2.1", "192.0.2.2", "192.0.2.3"], ["2001:db8::1", "2001:db8::2"]


def test_the_families_take_turns_and_udp_comes_before_tcp() -> None:
    lines = candidate_lines([*FOUR, *SIX], 4000)
    found = [candidate_from_sdp(line.removeprefix("a=candidate:")) for line in lines]
    in_turn = ["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "192.0.2.3"]
    assert [(one.protocol, one.ip) for one in found] == [
        *(("udp", address) for address in in_turn),
        *(("tcp", address) for address in in_turn),
    ]
    assert {one.tcpType for one in found if one.protocol == "tcp"} == {"passive"}
    assert {(one.component, one.port, one.type) for one in found} == {(1, 4000, "host")}


def test_the_priorities_are_those_of_the_standards() -> None:
    udp, tcp = candidate_lines(["192.0.2.1"], 4000)
    # RFC 8445 §5.1.2.1 with 65,535; RFC 6544 §4.2 with direction 4 and 8,191.
    assert udp == f"a=candidate:1 1 udp {126 * 2**24 + 65_535 * 2**8 + 255} 192.0.2.1 4000 typ host"
    passive = (2**13 * 4 + 8191) * 2**8
    assert tcp == f"a=candidate:2 1 tcp {126 * 2**24 + passive + 255} 192.0.2.1 4000 typ host tcptype passive"


def addresses_of(announced: list[str], protocol: str) -> list[str]:
    found = [
        candidate_from_sdp(line.removeprefix("a=candidate:")) for line in candidate_lines(announced, 4000)
    ]
    return [one.ip for one in found if one.protocol == protocol]


def test_a_network_with_ipv6_alone_is_told_where_its_translator_has_a_relay_without() -> None:
    # 8.8.4.4 in hexadecimal, behind the well-known prefix.
    for protocol in ("udp", "tcp"):
        assert addresses_of(["8.8.4.4"], protocol) == ["8.8.4.4", "64:ff9b::808:404"]
        assert addresses_of(["8.8.4.4", "192.168.1.7"], protocol) == [
            "8.8.4.4",
            "192.168.1.7",
            "64:ff9b::808:404",
        ]


def test_nothing_is_translated_beside_own_ipv6_and_no_private_address_is() -> None:
    assert addresses_of(["8.8.4.4", "2001:db8::1"], "udp") == ["2001:db8::1", "8.8.4.4"]
    for private in ("10.0.0.7", "100.64.0.7", "127.0.0.1", "169.254.0.7"):
        assert addresses_of([private], "udp") == [private]


@given(st.lists(st.sampled_from([*FOUR, *SIX]), min_size=1, unique=True))
def test_every_address_has_both_and_no_two_share_a_priority_or_a_foundation(addresses: list[str]) -> None:
    found = [
        candidate_from_sdp(line.removeprefix("a=candidate:")) for line in candidate_lines(addresses, 4000)
    ]
    assert sorted((one.ip, one.protocol) for one in found) == sorted(
        (address, protocol) for address in addresses for protocol in ("udp", "tcp")
    )
    priorities = [one.priority for one in found]
    assert priorities == sorted(set(priorities), reverse=True)
    assert len({one.foundation for one in found}) == len(found)
