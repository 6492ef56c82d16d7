"""Names of documents, and what each kind asks for."""

import pytest

from clinic.common.errors import Refused
from clinic.consents.documents import RULES, DocumentKey, DocumentKind, key_from


def test_every_kind_has_its_rules() -> None:
    assert set(RULES) == set(DocumentKind)


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_document_is_found_by_its_name(kind: DocumentKind) -> None:
    assert key_from(str(DocumentKey(kind))) == DocumentKey(kind)


def test_a_state_may_have_a_text_of_its_own_for_treatment_by_video() -> None:
    assert key_from("telehealth-CA") == DocumentKey(DocumentKind.TELEHEALTH, "CA")


@pytest.mark.parametrize(
    "name",
    ["", "agreements", "agreement-CA", "telehealth-ZZ", "telehealth-", "telehealth-ca", "Agreement", "a\nb"],
)
def test_other_names_are_unknown(name: str) -> None:
    with pytest.raises(Refused, match=r"document\.unknown"):
        key_from(name)
