"""What the API says of itself: its capability statement, and how systems are authorised (SMART App Launch 2)."""

from typing import Any, Final

from app.exports.fhir.made import Content, made
from app.exports.fhir.search import PARAMETERS, TYPES

__all__ = ["ALGORITHMS", "TOKEN_PATH", "capability_statement", "smart_configuration"]

ALGORITHMS: Final = ("RS384", "ES384")
"""With which systems sign."""
TOKEN_PATH: Final = "/auth/token"
_RELEASED: Final = "2026-11-29"
_EXPORT: Final = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition"


def capability_statement(base: str) -> Content:
    """Return what can be asked for at this address."""
    return made(
        {
            "resourceType": "CapabilityStatement",
            "status": "active",
            "date": _RELEASED,
            "kind": "instance",
            "software": {"name": "Attune"},
            "implementation": {"description": "Attune", "url": base},
            "instantiates": ["http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data"],
            "fhirVersion": "4.0.1",
            "format": ["application/fhir+json"],
            "rest": [
                {
                    "mode": "server",
                    "documentation": "Read only; everything needs an access token but this page.",
                    "security": {
                        "service": [
                            {
                                "coding": [
                                    {
                                        "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                                        "code": "SMART-on-FHIR",
                                    }
                                ]
                            }
                        ],
                    },
                    "resource": [_resource(each) for each in TYPES],
                    "operation": [_operation("export", "export")],
                }
            ],
        }
    )


def smart_configuration(base: str) -> dict[str, Any]:
    """Return how a system gets an access token here."""
    return {
        "token_endpoint": f"{base}{TOKEN_PATH}",
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "scopes_supported": ["system/*.rs", *(f"system/{each}.rs" for each in TYPES)],
        "capabilities": [
            "client-confidential-asymmetric",
            "permission-v1",
            "permission-v2",
        ],
    }


def _resource(type_: str) -> Content:
    operations = {
        "Patient": [_operation("export", "patient-export")],
        "Group": [_operation("export", "group-export")],
    }
    return {
        "type": type_,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "no-version",
        "readHistory": False,
        "searchParam": [{"name": name, "type": kind} for name, kind in PARAMETERS[type_].items()],
        "operation": operations.get(type_, []),
    }


def _operation(name: str, definition: str) -> Content:
    return {"name": name, "definition": f"{_EXPORT}/{definition}"}
