"""What kind of act an operation is, where it is not for everybody themselves: integrations need it as a scope."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from clinic.identity.access import Action

__all__ = ["ACTIONS"]

_BY_ACTS: Final = {
    (Action.SETTINGS_READ,): ("readSettings", "readProvider", "readOnCall", "listWebhooks", "listDeliveries"),
    (Action.SETTINGS_WRITE,): (
        "changeSettings",
        "putProvider",
        "removeProvider",
        "addWebhook",
        "changeWebhook",
        "removeWebhook",
        "renewWebhookSecret",
        "testWebhook",
        "sendFailedAgain",
        "sendDeliveryAgain",
    ),
    (Action.ON_CALL_WRITE,): ("putOnCall",),
    (Action.PEOPLE_READ, Action.PEOPLE_WRITE): ("changePerson", "archivePerson", "restorePerson"),
    (Action.PEOPLE_READ, Action.PEOPLE_INVITE): ("invitePerson", "withdrawInvitations"),
    (Action.PEOPLE_READ, Action.CARE_TEAM_READ): ("listCareTeamOfPerson",),
    (Action.OWN_CREDENTIALS,): (
        "setPassword",
        "beginTotp",
        "confirmTotp",
        "makeRecoveryCodes",
    ),
    (Action.TOKENS_MANAGE,): ("makeToken",),
    (Action.PEOPLE_IMPORT,): ("importPeople",),
    (Action.PEOPLE_EXPORT,): ("exportPeople", "askCopy", "fetchCopy"),
    (Action.OWN_COPY,): ("askOwnCopy", "fetchOwnCopy"),
    (Action.RECORDS_READ,): ("readRetention", "listHolds", "listCopies", "listCorrections"),
    (Action.RECORDS_KEEP,): ("placeHold", "answerCorrection"),
    (Action.HOLDS_END,): ("endHold",),
    (Action.PEOPLE_READ,): (
        "listPeople",
        "readPerson",
        "listCouples",
        "readCouple",
        "readAgreed",
        "readCourse",
        "readAgreementsOfPerson",
    ),
    (Action.PEOPLE_WRITE,): (
        "addPerson",
        "findDuplicates",
        "formCouple",
        "changeCouple",
        "endCouple",
        "putAgreed",
        "noteSpokenAgreement",
        "withdrawAgreementOfPerson",
    ),
    (Action.PEOPLE_MERGE,): ("mergePeople", "listDuplicates"),
    (Action.STAFF_MANAGE,): ("putRoles",),
    (Action.STAFF_READ,): (
        "readQualifications",
        "listLicences",
    ),
    (Action.LICENCES_WRITE,): (
        "putQualifications",
        "addLicence",
        "removeLicence",
    ),
    (Action.SIGN_INS_MANAGE,): (
        "listSignIns",
        "endSignIns",
    ),
    (Action.CARE_TEAM_READ,): (
        "listCareTeamOfCouple",
        "listFollowUps",
        "countFollowUps",
        "concludeFollowUp",
        "seeAlerts",
        "readPulse",
    ),
    (Action.CARE_TEAM_ASSIGN,): (
        "assignClinician",
        "endAssignment",
    ),
    (Action.CARE_TEAM_OVERRIDE,): (
        "proposeOverride",
        "endOverride",
    ),
    (Action.BREAK_GLASS,): ("breakGlass",),
    (Action.PROGRAMME_READ,): (
        "listPrograms",
        "readProgram",
        "listCohorts",
        "readCohort",
        "listCohortMembers",
        "listEpisodes",
        "listMeasurePlans",
        "readGroupCourse",
    ),
    (Action.PROGRAMME_WRITE,): (
        "addProgram",
        "addCohort",
        "importCohorts",
        "importMemberships",
        "addCohortMember",
        "endCohortMember",
        "addEpisode",
        "changeEpisode",
        "addMeasurePlan",
        "endMeasurePlan",
    ),
    (
        Action.PROGRAMME_READ,
        Action.PROGRAMME_WRITE,
    ): (
        "changeProgram",
        "changeCohort",
    ),
    (Action.SCHEDULE_READ,): (
        "readWeek",
        "readToday",
        "listTemplates",
        "listHolidays",
        "listAppointments",
        "readAppointment",
        "readAgenda",
        "readPreviousAgenda",
    ),
    (Action.SCHEDULE_READ, Action.SCHEDULE_WRITE): (
        "prepareAgenda",
        "keepAgendaTemplate",
        "removeAgendaTemplate",
    ),
    (Action.SCHEDULE_WRITE,): (
        "planAppointments",
        "checkAppointments",
        "changeAppointment",
        "cancelAppointment",
        "substituteStaff",
        "addInterpreter",
        "planTemplate",
        "putHolidays",
    ),
    (Action.POLICIES_READ,): (
        "listPolicies",
        "readPolicy",
        "listDocuments",
        "readDocument",
        "listMeasureInstruments",
    ),
    (Action.POLICIES_WRITE,): (
        "putPolicy",
        "putDraft",
        "reviewDraft",
        "discardDraft",
        "bringMeasureInstrument",
        "changeRetention",
    ),
    (Action.MAIL_READ,): (
        "listMails",
        "sendMailAgain",
        "listDemoMails",
    ),
    (Action.AUDIT_READ,): ("readAudit",),
    (Action.SYSTEMS_WRITE,): ("listSystems", "addSystem", "changeSystem", "withdrawSystem", "systemActivity"),
    (Action.PROGRAMME_OVERSEE,): ("readProgrammeWeek", "exportProgrammeWeek"),
}

ACTIONS: Final[Mapping[str, tuple[Action, ...]]] = MappingProxyType(
    {operation: acts for acts, operations in _BY_ACTS.items() for operation in operations}
)
"""By the operation's id. Whether this row is the caller's is decided after it."""
