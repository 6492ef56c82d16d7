"""Every table: importing this completes ``Schema.metadata``, for migrations."""

from app.persistence.models import care_team, clinics, identity, mail, people, schedule
from app.persistence.models.base import Schema
from app.persistence.models.live import attendance, record, sessions
from app.persistence.models.programme import programme, support
from app.persistence.models.records import audit, exports, rights
from app.persistence.models.safety import alerts, clearance, consents, follow_ups, measures, preparations

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
    "exports",
    "identity",
    "mail",
    "measures",
    "people",
    "preparations",
    "programme",
    "record",
    "rights",
    "schedule",
    "sessions",
    "support",
]
