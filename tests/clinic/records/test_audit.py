from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import ClinicId
from clinic.records.audit import BEGINNING, AuditEntry, SealedEntry, find_break, seal_entry

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

texts = st.text(max_size=20)
moments = st.datetimes(timezones=st.just(UTC))
entries = st.builds(
    AuditEntry,
    clinic=st.just(ClinicId("cl_a")),
    number=st.just(0),
    at=moments,
    actor=texts,
    sign_in=st.none() | texts,
    action=texts,
    subjects=st.lists(texts, max_size=3).map(tuple),
    facts=st.dictionaries(texts, texts | st.integers(-9, 9) | st.booleans() | st.none(), max_size=3),
)
chains = st.lists(entries, min_size=1, max_size=6)


def chained(parts: list[AuditEntry]) -> list[SealedEntry]:
    before, chain = BEGINNING, []
    for number, part in enumerate(parts, 1):
        entry = replace(part, number=number)
        before = seal_entry(before, entry)
        chain.append(SealedEntry(entry, before))
    return chain


@given(chains)
def test_a_chain_that_nobody_touched_is_whole(parts: list[AuditEntry]) -> None:
    assert find_break(chained(parts)) is None


@given(chains, st.data())
def test_a_changed_entry_is_found(parts: list[AuditEntry], data: st.DataObject) -> None:
    chain = chained(parts)
    at = data.draw(st.integers(0, len(chain) - 1))
    entry = chain[at].entry
    changed = data.draw(
        st.sampled_from(
            [
                replace(entry, actor=entry.actor + "x"),
                replace(entry, action=entry.action + "x"),
                replace(entry, at=entry.at + timedelta(microseconds=1)),
                replace(entry, sign_in="other" if entry.sign_in != "other" else None),
                replace(entry, subjects=(*entry.subjects, "x")),
                replace(entry, facts={**entry.facts, "more than twenty characters": 1}),
            ]
        )
    )
    chain[at] = SealedEntry(changed, chain[at].seal)
    assert find_break(chain) == at + 1


@given(chains, st.data())
def test_a_missing_entry_is_found(parts: list[AuditEntry], data: st.DataObject) -> None:
    chain = chained(parts)
    at = data.draw(st.integers(0, len(chain) - 1))
    del chain[at]
    assert find_break(chain) == (at + 1 if at < len(chain) else None)


def test_one_byte_of_a_seal_is_found() -> None:
    chain = chained([AuditEntry(ClinicId("cl_a"), 0, NOW, "pt_a", None, "person.read", ("pt_b",), {})])
    seal = bytearray(chain[0].seal)
    seal[7] ^= 1
    assert find_break([SealedEntry(chain[0].entry, bytes(seal))]) == 1


def test_the_zone_of_a_time_does_not_matter() -> None:
    here = AuditEntry(ClinicId("cl_a"), 1, NOW, "pt_a", None, "person.read", (), {})
    there = replace(here, at=NOW.astimezone(timezone(timedelta(hours=-5))))
    assert seal_entry(BEGINNING, here) == seal_entry(BEGINNING, there)


def test_a_chain_can_be_checked_from_any_entry_on() -> None:
    part = AuditEntry(ClinicId("cl_a"), 0, NOW, "pt_a", None, "person.read", (), {})
    chain = chained([part] * 5)
    assert find_break(chain[2:], before=chain[1].seal, number=2) is None
