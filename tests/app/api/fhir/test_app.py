"""What the API says of itself, to anybody."""

import httpx

from app.exports.fhir.search import PARAMETERS, TYPES

BASE = "http://localhost:8000/fhir/r4"


async def test_the_capability_statement_names_every_type_and_parameter(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{BASE}/metadata")
    assert answer.status_code == 200
    statement = answer.json()
    assert statement["fhirVersion"] == "4.0.1"
    found = {
        each["type"]: {one["name"] for one in each["searchParam"]}
        for each in statement["rest"][0]["resource"]
    }
    assert found == {type_: set(PARAMETERS[type_]) for type_ in TYPES}


async def test_how_systems_are_authorised_is_known(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"{BASE}/.well-known/smart-configuration")).json()
    assert found["token_endpoint"] == f"{BASE}/auth/token"
    assert found["token_endpoint_auth_signing_alg_values_supported"] == ["RS384", "ES384"]
    assert found["grant_types_supported"] == ["client_credentials"]
