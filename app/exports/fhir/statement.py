"""What is said of records that 42 CFR Part 2 protects, in OperationOutcomes and beside the records themselves."""

from typing import Final

from clinic.consents.recipients import REDISCLOSURE_NOTICE

__all__ = ["LEFT_OUT", "REDISCLOSURE"]

REDISCLOSURE: Final = REDISCLOSURE_NOTICE
"""The statement of § 2.32, which goes along with every disclosure made with consent."""
LEFT_OUT: Final = (
    "Records that 42 CFR part 2 protects are left out where no consent in force names this recipient."
)
"""Said of every answer alike, so that it tells nothing of anybody."""
