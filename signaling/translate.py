"""Translates wire messages to room commands; the only module that knows both. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from signaling import messages as wire

__all__ = ["Sender", "to_command"]


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a request comes from: the seat or companion device, and who sits there now."""

    seat: SeatId
    people: tuple[PersonId, ...]

    @property
    def me(self) -> PersonId:
        """The person behind requests that name nobody: staff seats and companion devices have one person."""
        return self.people[0]

    def own(self, person: str) -> PersonId:
        """Return ``person``. Raises Refused (``person.not_yours``) if they do not sit there."""
        for own in self.people:
            if own == person:
                return own
        raise Refused("person.not_yours")


def to_command(message: wire.Request, sender: Sender) -> cmd.Command:
    """Return the command for a request.

    Raises:
        Refused: ``person.not_yours`` if the request names a person who does not sit there.
    """
    return _COMMANDS[type(message)](message, sender)


def _maybe(person: str | None) -> PersonId | None:
    return None if person is None else PersonId(person)


_SEATS: Mapping[type, Callable[[Any, Sender], cmd.Command]] = {
    wire.SetDevices: lambda m, s: cmd.SetDevices(s.me, m.mic, m.camera, s.seat, m.by_system),
    wire.CameraRest: lambda m, s: cmd.RestCamera(s.me, s.seat),
    wire.SeatAdmit: lambda m, s: cmd.Admit(s.me, SeatId(m.seat)),
    wire.SeatAdmitAll: lambda m, s: cmd.AdmitAll(s.me),
    wire.SeatMoveToWaiting: lambda m, s: cmd.MoveToWaiting(s.me, SeatId(m.seat), m.reason),
    wire.SessionLeave: lambda m, s: cmd.Leave(s.me, s.seat),
    wire.SessionEnd: lambda m, s: cmd.EndSession(s.me),
}

_FLOOR: Mapping[type, Callable[[Any, Sender], cmd.Command]] = {
    wire.FloorRequest: lambda m, s: cmd.RequestFloor(s.own(m.person), m.expected_seq, m.quick),
    wire.FloorWithdraw: lambda m, s: cmd.WithdrawRequest(s.own(m.person), m.expected_seq, m.made),
    wire.FloorPass: lambda m, s: cmd.PassTurn(s.own(m.person), m.expected_seq),
    wire.FloorRelease: lambda m, s: cmd.ReleaseFloor(s.own(m.person), m.expected_seq),
    wire.FloorNameNext: lambda m, s: cmd.NameNext(s.own(m.person), PersonId(m.next), m.expected_seq),
    wire.FloorGrant: lambda m, s: cmd.GrantFloor(
        s.me, PersonId(m.person), m.expected_seq, m.limit_s, _maybe(m.then)
    ),
    wire.FloorRevoke: lambda m, s: cmd.RevokeFloor(s.me, m.expected_seq),
    wire.FloorNext: lambda m, s: cmd.NextSpeaker(s.me, m.expected_seq),
    wire.FloorMoveHand: lambda m, s: cmd.MoveHand(s.me, PersonId(m.person), m.place, m.expected_seq),
    wire.FloorDecideHold: lambda m, s: cmd.DecideHold(s.me, m.choice, m.expected_seq),
    wire.FloorAnswerOverrun: lambda m, s: cmd.AnswerOverrun(s.me, m.expected_seq, m.more_s, m.close),
    wire.FloorStayWith: lambda m, s: cmd.StayWith(s.me, m.expected_seq),
    wire.FloorComeBack: lambda m, s: cmd.ComeBackTo(s.me, PersonId(m.person), m.on),
    wire.FloorSetMode: lambda m, s: cmd.SetFloorMode(s.me, m.mode, m.mic_policy, m.grants, m.expected_seq),
}

_PROTOCOLS: Mapping[type, Callable[[Any, Sender], cmd.Command]] = {
    wire.ProtocolStart: lambda m, s: cmd.StartProtocol(
        s.own(m.person), m.protocol, m.expected_seq, m.options, m.kept
    ),
    wire.ProtocolAct: lambda m, s: cmd.ActInProtocol(
        s.own(m.person), s.seat, m.action, m.expected_seq, m.values
    ),
    wire.ProtocolPause: lambda m, s: cmd.PauseProtocol(s.me),
    wire.ProtocolResume: lambda m, s: cmd.ResumeProtocol(s.me),
    wire.ProtocolAbort: lambda m, s: cmd.AbortProtocol(s.me),
}

_AGENDA: Mapping[type, Callable[[Any, Sender], cmd.Command]] = {
    wire.AgendaNext: lambda m, s: cmd.LeadOn(s.me, m.expected_version, m.options),
    wire.AgendaMove: lambda m, s: cmd.MoveItem(s.me, m.item, m.place, m.expected_version),
    wire.AgendaDrop: lambda m, s: cmd.DropItem(s.me, m.item, m.on, m.expected_version),
    wire.AgendaStretch: lambda m, s: cmd.StretchItem(s.me, m.item, m.minutes, m.expected_version),
    wire.AgendaAdd: lambda m, s: cmd.AddItem(
        s.me, m.part, m.minutes, m.place, m.expected_version, m.mode, m.protocol, m.options
    ),
}

_PEOPLE: Mapping[type, Callable[[Any, Sender], cmd.Command]] = {
    wire.RoleSet: lambda m, s: cmd.SetRole(s.me, PersonId(m.person), m.role),
    wire.LeadOffer: lambda m, s: cmd.OfferLead(s.me, _maybe(m.person)),
    wire.LeadTake: lambda m, s: cmd.TakeLead(s.me),
    wire.PrivateMove: lambda m, s: cmd.MoveToPrivate(s.me, SeatId(m.seat), m.join, m.room, m.reason),
    wire.PrivateBringBack: lambda m, s: cmd.BringBack(s.me, SeatId(m.seat)),
    wire.VoiceAsk: lambda m, s: cmd.AskVoice(s.own(m.person), m.on),
    wire.VoiceGive: lambda m, s: cmd.GiveVoice(s.own(m.person), SeatId(m.seat), _maybe(m.to)),
    wire.SplitAsk: lambda m, s: cmd.AskSplit(s.me, s.seat, m.on, m.apart),
    wire.SplitAnswer: lambda m, s: cmd.AnswerSplit(s.me, PersonId(m.person), m.agree),
    wire.MergeAgree: lambda m, s: cmd.AgreeToMerge(s.own(m.person), m.on),
    wire.ObserverAnswer: lambda m, s: cmd.AnswerObserver(s.own(m.person), PersonId(m.observer), m.agrees),
    wire.DistressMark: lambda m, s: cmd.MarkDistress(s.me, PersonId(m.person), m.on),
    wire.ChatOpen: lambda m, s: cmd.OpenChat(s.me, m.open),
    wire.ScreenShare: lambda m, s: cmd.ShareScreen(s.me, m.on, s.seat),
    wire.PersonConfirmAbsent: lambda m, s: cmd.ConfirmAbsent(s.me, PersonId(m.person)),
    wire.PersonConfirmPresent: lambda m, s: cmd.ConfirmPresent(s.me, PersonId(m.person)),
    wire.AirtimeShow: lambda m, s: cmd.ShowAirtime(s.me, s.seat, m.on),
}

_SAFETY: Mapping[type, Callable[[Any, Sender], cmd.Command]] = {
    wire.HelpSignal: lambda m, s: cmd.SignalHelp(s.me, s.seat, m.late),
    wire.HelpAcknowledge: lambda m, s: cmd.AcknowledgeHelp(s.me, SeatId(m.seat)),
    wire.HelpClose: lambda m, s: cmd.CloseHelp(s.me, SeatId(m.seat)),
    wire.OverheardMark: lambda m, s: cmd.MarkOverheard(s.me, PersonId(m.person), m.on),
    wire.FlagMark: lambda m, s: cmd.FlagPerson(s.me, PersonId(m.person), m.on),
    wire.WelfareNote: lambda m, s: cmd.NoteWelfare(s.me, PersonId(m.person), m.step),
    wire.DeviceCheckStart: lambda m, s: cmd.StartDeviceCheck(s.me, PersonId(m.first)),
    wire.DeviceCheckNext: lambda m, s: cmd.NextInDeviceCheck(s.me),
    wire.DeviceCheckEnd: lambda m, s: cmd.EndDeviceCheck(s.me),
}

_ASIDE: Mapping[type, Callable[[Any, Sender], cmd.Command]] = {
    wire.MessageSend: lambda m, s: cmd.SendMessage(s.own(m.person), s.seat, m.to, m.text, m.both, m.reply),
    wire.GestureMake: lambda m, s: cmd.Gestured(s.own(m.person), m.gesture),
    wire.CaptionLine: lambda m, s: cmd.Caption(s.me, m.text, _maybe(m.speaker)),
    wire.PromptSend: lambda m, s: cmd.SendPrompt(s.me, m.prompt, _maybe(m.person)),
    wire.PromptDismiss: lambda m, s: cmd.DismissPrompt(s.me, s.seat),
    wire.OarsTally: lambda m, s: cmd.TallyOars(s.me, m.kind, m.undo),
}

_COMMANDS = {**_SEATS, **_FLOOR, **_PROTOCOLS, **_AGENDA, **_PEOPLE, **_SAFETY, **_ASIDE}
