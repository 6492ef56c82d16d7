"""Every table: importing this completes ``Schema.metadata``, for migrations."""

from app.persistence.models import (
    attendance,
    care_team,
    clinics,
    identity,
    mail,
    people,
    programme,
    schedule,
)
from app.persistence.models.base import Schema
from app.persistence.models.live import record, sessions
from app.persistence.models.records import audit, rights
from app.persistence.models.safety import alerts, clearance, consents, follow_ups, preparations

__all__ = [
    "Schema",
    "alerts",
    "attendance",
    "audit",
    "care_team",
    "clearance",
    "clinics",
    "follow_ups",
    "consents",
    "identity",
    "mail",
    "people",
    "preparations",
    "programme",
    "record",
    "rights",
    "schedule",
    "sessions",
]
