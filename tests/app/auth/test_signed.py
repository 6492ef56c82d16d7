import hashlib

import pytest
from itsdangerous import BadSignature, URLSafeSerializer

from app.auth.signed import SignedTexts


def test_texts_are_those_that_any_holder_of_the_key_writes_for_the_purpose() -> None:
    ours = SignedTexts("key", "purpose")
    theirs = URLSafeSerializer("key", salt="purpose", signer_kwargs={"digest_method": hashlib.sha256})
    assert ours.dumps(["se_ana", 1]) == theirs.dumps(["se_ana", 1])
    assert ours.loads(theirs.dumps(["se_ana", 2])) == ["se_ana", 2]


@pytest.mark.parametrize(("key", "purpose"), [("another", "purpose"), ("key", "another")])
def test_a_text_of_another_key_or_purpose_is_worth_nothing(key: str, purpose: str) -> None:
    with pytest.raises(BadSignature):
        SignedTexts("key", "purpose").loads(SignedTexts(key, purpose).dumps(["se_ana", 1]))
