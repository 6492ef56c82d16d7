from datetime import UTC, datetime

import pytest

from clinic.common.errors import Refused
from clinic.identity.recovery import CODES, RecoveryCodes, issue_codes, spend_code

NOW = datetime(2027, 3, 1, tzinfo=UTC)
HASHES = frozenset(f"hash{number}" for number in range(CODES))


def code(codes: RecoveryCodes | None, hashed: str) -> str:
    with pytest.raises(Refused) as refused:
        spend_code(codes, hashed)
    return refused.value.code


def test_each_code_is_good_once() -> None:
    codes = issue_codes(HASHES, NOW)
    for hashed in sorted(HASHES):
        codes = spend_code(codes, hashed)
        assert code(codes, hashed) == "recovery.used"
    assert codes.unused == frozenset()


def test_new_codes_make_the_old_ones_worthless() -> None:
    old = spend_code(issue_codes(HASHES, NOW), "hash0")
    new = issue_codes(frozenset(f"new{number}" for number in range(CODES)), NOW)
    for hashed in old.unused | old.used:
        assert code(new, hashed) == "recovery.wrong"


def test_somebody_without_codes_is_answered_like_somebody_with_others() -> None:
    assert code(None, "hash0") == code(issue_codes(HASHES, NOW), "elsewhere") == "recovery.wrong"


def test_a_set_has_exactly_ten() -> None:
    with pytest.raises(ValueError, match="10 codes"):
        issue_codes(HASHES | {"one more"}, NOW)
