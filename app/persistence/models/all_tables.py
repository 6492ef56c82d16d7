"""Every table: importing this completes ``Schema.metadata``, for migrations."""

from app.persistence.models import people
from app.persistence.models.base import Schema
from app.persistence.models.live import record, sessions

__all__ = ["Schema", "people", "record", "sessions"]
