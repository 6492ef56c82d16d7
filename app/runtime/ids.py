"""New identifiers: a prefix for the kind, and an unguessable random part."""

import secrets

from clinic.common.ids import (
    ClinicId,
    CohortId,
    CoupleId,
    EpisodeId,
    PersonId,
    ProgramId,
    RecipientId,
    SeriesId,
    SignInId,
)
from clinic.consents.versions import VersionId
from rooms.model.ids import RoomId, SeatId

__all__ = [
    "new_activity_id",
    "new_aftercare_plan_id",
    "new_agenda_item_id",
    "new_agenda_template_id",
    "new_alert_id",
    "new_assignment_id",
    "new_authorisation_id",
    "new_check_in_id",
    "new_clinic_id",
    "new_cohort_id",
    "new_copy_request_id",
    "new_correction_id",
    "new_correction_request_id",
    "new_couple_id",
    "new_coverage_id",
    "new_disclosure_id",
    "new_episode_id",
    "new_export_id",
    "new_follow_up_id",
    "new_glass_break_id",
    "new_grant_id",
    "new_hand_over_id",
    "new_hold_id",
    "new_licence_id",
    "new_link_id",
    "new_mail_id",
    "new_measure_plan_id",
    "new_override_id",
    "new_page_id",
    "new_peer_link_id",
    "new_peer_report_id",
    "new_person_id",
    "new_program_id",
    "new_recipient_id",
    "new_resource_card_id",
    "new_response_id",
    "new_room_id",
    "new_screening_id",
    "new_seat_id",
    "new_series_id",
    "new_sign_in_id",
    "new_statement_id",
    "new_system_id",
    "new_token_id",
    "new_version_id",
    "new_webhook_delivery_id",
    "new_webhook_event_id",
    "new_webhook_id",
]

_BYTES = 9


def new_room_id() -> RoomId:
    """Return the id of a new session and of its room."""
    return RoomId(_new("ss"))


def new_agenda_item_id() -> str:
    """Return the id of a new item of an agenda, ``it_…``."""
    return _new("it")


def new_agenda_template_id() -> str:
    """Return the id of an agenda that a clinic keeps to begin with, ``ag_…``."""
    return _new("ag")


def new_screening_id() -> str:
    """Return the id of a new private screening."""
    return _new("sc")


def new_seat_id() -> SeatId:
    """Return the id of a new seat."""
    return SeatId(_new("se"))


def new_clinic_id() -> ClinicId:
    """Return the id of a new clinic."""
    return ClinicId(_new("cl"))


def new_person_id() -> PersonId:
    """Return the id of a new person."""
    return PersonId(_new("pt"))


def new_couple_id() -> CoupleId:
    """Return the id of a new couple."""
    return CoupleId(_new("cu"))


def new_licence_id() -> str:
    """Return the id of a new licence, ``li_…``."""
    return _new("li")


def new_assignment_id() -> str:
    """Return the id of a new assignment, ``as_…``."""
    return _new("as")


def new_override_id() -> str:
    """Return the id of a new override, ``ov_…``."""
    return _new("ov")


def new_glass_break_id() -> str:
    """Return the id of a new use of break-glass access, ``bg_…``."""
    return _new("bg")


def new_mail_id() -> str:
    """Return the id of a new mail, ``ml_…``; it becomes part of its Message-ID."""
    return _new("ml")


def new_program_id() -> ProgramId:
    """Return the id of a new programme."""
    return ProgramId(_new("pg"))


def new_cohort_id() -> CohortId:
    """Return the id of a new cohort."""
    return CohortId(_new("co"))


def new_episode_id() -> EpisodeId:
    """Return the id of a new episode of care."""
    return EpisodeId(_new("ep"))


def new_series_id() -> SeriesId:
    """Return the id of a new series."""
    return SeriesId(_new("sr"))


def new_sign_in_id() -> SignInId:
    """Return the id of a new sign-in."""
    return SignInId(_new("si"))


def new_token_id() -> SignInId:
    """Return the id of a new token, by which an integration is signed in."""
    return SignInId(_new("to"))


def new_link_id() -> str:
    """Return the id of a new one-time link, ``ln_…``."""
    return _new("ln")


def new_alert_id() -> str:
    """Return the id of a new help alert, ``al_…``."""
    return _new("al")


def new_page_id() -> str:
    """Return the id of a page to somebody on call, ``pa_…``; a webhook's receiver knows repeats by it."""
    return _new("pa")


def new_disclosure_id() -> str:
    """Return the id of a disclosure in an emergency, ``dc_…``."""
    return _new("dc")


def new_version_id() -> VersionId:
    """Return the id of a new version of a document."""
    return VersionId(_new("dv"))


def new_grant_id() -> str:
    """Return the id of a new signature, ``gr_…``."""
    return _new("gr")


def new_system_id() -> str:
    """Return the id of a new connected system, ``sy_…``; it is its client id, too."""
    return _new("sy")


def new_export_id() -> str:
    """Return the id of a new export, ``ex_…``."""
    return _new("ex")


def new_hand_over_id() -> str:
    """Return the id of a session that was handed over, ``ho_…``."""
    return _new("ho")


def new_webhook_id() -> str:
    """Return the id of a new webhook, ``wh_…``."""
    return _new("wh")


def new_webhook_event_id() -> str:
    """Return the id of a new event for webhooks, ``we_…``; a receiver knows repeats by it."""
    return _new("we")


def new_webhook_delivery_id() -> str:
    """Return the id of the telling of one event to one webhook, ``wd_…``."""
    return _new("wd")


def new_recipient_id() -> RecipientId:
    """Return the id of a new organisation that records may go to."""
    return RecipientId(_new("rc"))


def new_coverage_id() -> str:
    """Return the id of a new coverage, ``cv_…``."""
    return _new("cv")


def new_authorisation_id() -> str:
    """Return the id of a new authorisation, ``az_…``."""
    return _new("az")


def new_statement_id() -> str:
    """Return the id of a new statement, ``st_…``."""
    return _new("st")


def new_follow_up_id() -> str:
    """Return the id of a new follow-up task that no room's log makes, ``fu_…``."""
    return _new("fu")


def new_response_id() -> str:
    """Return the id of a new response to a questionnaire, ``me_…``."""
    return _new("me")


def new_measure_plan_id() -> str:
    """Return the id of a new plan of what clients are asked, ``mp_…``."""
    return _new("mp")


def new_peer_link_id() -> str:
    """Return the id of what is between two people of the support network, ``pl_…``."""
    return _new("pl")


def new_peer_report_id() -> str:
    """Return the id of a new report of abuse, ``rp_…``."""
    return _new("rp")


def new_activity_id() -> str:
    """Return the id of a new sober activity, ``ac_…``."""
    return _new("ac")


def new_resource_card_id() -> str:
    """Return the id of a new resource card, ``rs_…``."""
    return _new("rs")


def new_aftercare_plan_id() -> str:
    """Return the id of a new version of an aftercare plan, ``ap_…``."""
    return _new("ap")


def new_check_in_id() -> str:
    """Return the id of a new check-in, ``ck_…``."""
    return _new("ck")


def new_hold_id() -> str:
    """Return the id of a new legal hold, ``lh_…``."""
    return _new("lh")


def new_copy_request_id() -> str:
    """Return the id of a new request for a copy of what is kept about somebody, ``dr_…``."""
    return _new("dr")


def new_correction_request_id() -> str:
    """Return the id of a new request for a correction, ``cr_…``."""
    return _new("cr")


def new_correction_id() -> str:
    """Return the id of a correction of attendance, ``at_…``."""
    return _new("at")


def _new(prefix: str) -> str:
    return f"{prefix}_{secrets.token_urlsafe(_BYTES)}"
