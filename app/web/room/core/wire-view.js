// The view of the Attune protocol as types: made by python -m signaling.schema, holds no code.

/** @typedef {object} Agenda The agenda. Items that have begun come first, in the order in which they began.
 * @property {number} version What requests about the agenda send back (`expected_version`).
 * @property {AgendaItem[]} items All items.
 * @property {string} [current] The item that is on; absent before the first.
 * @property {number} [since] Since when it is on.
 * @property {number} [ends_at] When the session is to be over; absent if nobody said. */
/** @typedef {object} AgendaItem One item of the agenda.
 * @property {string} id Its id, which stays with it.
 * @property {string} part What it is for, as a code: `check_in`, `break`, `process_group` and the like.
 * @property {number} minutes How long it is meant to last now.
 * @property {number} planned_min How many minutes it was meant to last when the session was prepared; 0 if it was added since.
 * @property {FloorMode} [mode] How turns start while it lasts; absent if it changes nothing.
 * @property {string} [protocol] The protocol that it starts; absent if it starts none.
 * @property {Record<string, any>} [options] What was chosen for the protocol beforehand.
 * @property {true} [dropped] It is left out.
 * @property {number} [spent_s] How long it lasted, seconds; absent until it is over. */
/** @typedef {object} Airtime How much everybody spoke. Empty before anybody has spoken.
 * @property {number} [window_s] Over the last so many seconds.
 * @property {number} [total_s] Seconds that were spoken in all.
 * @property {Record<string, PersonTalk>} [people] By person.
 * @property {Record<string, UnitTalk>} [units] By seat. */
/** @typedef {"over" | "under"} AirtimeHint What a facilitator might want to notice. */
/** @typedef {object} Arriving Somebody whose partner is in the room without them, and who has shown who they are since.
 * @property {string} name Their display name.
 * @property {string} seat Where their partner sits. */
/** @typedef {object} Ask What a run asks of those who lead, or tells them.
 * @property {string} code Its sentence among the protocol's `asks`.
 * @property {string[]} [people] Whom it is about.
 * @property {number} [number] A number that belongs to it.
 * @property {number} [seconds] A length of time that belongs to it.
 * @property {Record<string, number>} [numbers] A number for each of some people.
 * @property {Deed[]} [deeds] What can be done about it. */
/** @typedef {object} Away A seat that has stepped out, into a private room.
 * @property {string[]} people Who sits there. */
/** @typedef {object} BaseFloor The floor as it is without a protocol.
 * @property {FloorMode} mode How turns start.
 * @property {MicPolicy} mic_policy What a closed floor does to microphones. */
/** @typedef {object} CameraRest What a member may know of the rests of their camera (`camera.rest`).
 * @property {number} for_s How long a rest is, seconds.
 * @property {number} [until] While the camera rests: until when.
 * @property {number} [next_at] Once this seat has had all the rests of an hour: when the next may begin. It may be over. */
/** @typedef {object} Caption A line of captions.
 * @property {string} id Its id.
 * @property {string} text What is said.
 * @property {number} at When it was typed.
 * @property {string} [speaker] Who says it, where the captioner named them. */
/** @typedef {object} Care Whom those who lead look after in particular. Nobody else knows.
 * @property {string[]} overheard Who may be overheard where they are, as staff noted: do not ask them about their safety aloud.
 * @property {Record<string, ("mark" | "distress" | "talk" | "help" | "answer" | "call")[]>} flagged By person: why staff want to hear from them if the connection is lost.
 * @property {Record<string, "due" | "seen">} talk By person, here or waiting: whom to talk with one to one before the session ends; `seen`: somebody has it.
 * @property {Record<string, OpenWelfare>} welfare By person: welfare checks that are not over.
 * @property {string[][]} apart Couples on two seats in the room, whom a device check can talk to apart.
 * @property {DeviceCheck} [device_check] The device check that goes on; absent while none does. */
/** @typedef {object} Chat Messages. People in the waiting room get the section only once there is a message.
 * @property {boolean} open Whether members may write to all now.
 * @property {string[]} may To whom you may write: `all`, `staff`, `direct` (to some people, by id). While you wait: `reply` to whoever of the staff wrote to you, with a `reply`, and `direct` if also in words.
 * @property {Record<string, ChatMessage>} messages By id. */
/** @typedef {object} ChatMessage A message that you may read.
 * @property {string} from Who wrote it.
 * @property {string} id Its id.
 * @property {number} at When it was written.
 * @property {string} to `all`, `staff`, a person's id, or a waiting seat's.
 * @property {string} text What was written; empty with a `reply`.
 * @property {Reply} [reply] What somebody who waits answered without words of their own.
 * @property {true} [both] Written on behalf of both people on a shared seat.
 * @property {true} [attributed] From a shared seat: the author is as the two stated.
 * @property {true} [waiting] Staff only: your own message, not delivered yet, because its reader has no screen of their own. */
/** @typedef {object} DeckPlace A fact of the kind `deck_place`.
 * @property {string} deck Id of a deck of the library.
 * @property {number} topic Number of the topic, from 0.
 * @property {number} question Number of the question in the topic, from 0. */
/** @typedef {object} Deed What can be done about an ask with one tap: an action of the step, a protocol, a private room, in this order.
 * @property {string} [action] The action.
 * @property {Record<string, any>} [values] Its `values`.
 * @property {string} [protocol] The protocol.
 * @property {Record<string, any>} [options] The protocol's `options`: it starts at once. Absent: show its options first.
 * @property {string} [aside] Whose seat to take to a private room, with you (`private.move`).
 * @property {string} [word] Its label among the protocol's `deeds`; absent: the action's own.
 * @property {number} [number] Fills `{number}` of the label. */
/** @typedef {object} DeviceCheck You, or a colleague, talk to each of a couple apart; both were told that their devices are checked.
 * @property {string} by Who talks with them.
 * @property {Record<string, string>} people Both by their display names, in the order of their turns.
 * @property {number} turn Whose turn it is: 0 or 1.
 * @property {number} turn_since When that turn began.
 * @property {number} least_s How long each turn takes at least, seconds; before that the other's cannot begin.
 * @property {number} [first_s] During the second turn: how long the first one was, seconds. */
/** @typedef {object} Expected How many people are expected.
 * @property {number} members How many members.
 * @property {number} facilitators How many facilitators and co-facilitators. */
/** @typedef {object} Floor The floor as everybody in the room sees it; also the answer to a stale request.
 * @property {FloorMode} mode How turns start now.
 * @property {MicPolicy} mic_policy What a closed floor does to microphones now.
 * @property {GrantRule} grants Who gives the floor to the first in line.
 * @property {BaseFloor} base Both as they are without a protocol.
 * @property {number} seq What `expected_seq` of floor requests is compared with.
 * @property {string[]} queue Who waits in line, first is next.
 * @property {string[]} quick Those in the queue who wait for "on this point".
 * @property {string[]} heard Who has had a turn since the mode was set.
 * @property {string[]} quick_had Who has had a quick turn on the present point: one each.
 * @property {string} [point] Whose turn was the last that was not quick: "on this point" refers to it. Absent before the first.
 * @property {Holder} [holder] Whose turn it is; absent while the floor is free. */
/** @typedef {"open" | "queue" | "popcorn" | "round" | "held" | "dyad" | "fishbowl" | "staff_only" | "quiet"} FloorMode How turns start. */
/** @typedef {"on" | "none" | "closed_by_room" | "closed_by_role" | "off_by_you" | "closed_by_floor"} Gate Whether a seat's media passes and, if not, why; its own screen is told the same value. */
/** @typedef {"with_you" | "nod" | "warm"} Gesture Silent backchannels for people who are not heard (docs/domain.md, Signs). */
/** @typedef {"good" | "fair" | "poor"} Grade How well one direction works, in terms of what a person notices. */
/** @typedef {"by_facilitator" | "when_free"} GrantRule What happens to a raised hand while the floor is free (decision 0004). */
/** @typedef {object} Holder Whose turn it is. The length of a turn is not included.
 * @property {string} person Who holds the floor.
 * @property {TurnKind} kind A turn, or a quick one on the point being made.
 * @property {"announced" | "speaking" | "suspended" | "paused"} phase How far the turn is; the holder is heard in all phases but `paused`.
 * @property {number} since When the floor was granted.
 * @property {number} starts_at When the announcement is over: the holder begins.
 * @property {number} [hold_until] While `suspended`: until when the place of a holder who lost the connection is kept. */
/** @typedef {object} Home Where the owner of a companion device sits.
 * @property {string} seat Their seat.
 * @property {Place} space Where that seat is. */
/** @typedef {object} KeptRun A run that was not finished, in this session or an earlier one of the same people, and may go on.
 * @property {number} kept Its number for `protocol.start`.
 * @property {string} protocol Which protocol.
 * @property {string} step In which step it stopped.
 * @property {Record<string, string[]>} roles People by role. */
/** @typedef {object} Leading The section of those who lead.
 * @property {string[]} come_back Whom a facilitator means to come back to.
 * @property {string[]} distress Who is having a hard time, as staff noted.
 * @property {Record<string, SplitWish>} splits By person: who asks for a seat of their own.
 * @property {Record<string, PrivateRoom>} private By seat: who has stepped out, and where to.
 * @property {Record<string, Record<string, boolean>>} observers By observer: who has answered, and whether they agree.
 * @property {string} [lead] Who has the lead.
 * @property {string} [lead_offered] To whom the lead is offered.
 * @property {Record<string, VoiceWish>} voices By shared seat: who asks for its in-seat floor.
 * @property {LedTurn} [turn] The present turn, if any, with its clock.
 * @property {string} emergency The protocol that always has a button.
 * @property {KeptRun[]} [kept] Runs that were not finished and may go on.
 * @property {Record<string, any>} [run] What only those who lead may know of the run on top, by name.
 * @property {Ask[]} [asks] What the run asks of those who lead, most pressing first.
 * @property {OpenEnding} [ending] What ending the session now leaves open; absent while nothing is. */
/** @typedef {object} LedTurn The present turn, as those who lead see it.
 * @property {string} person Whose turn it is.
 * @property {TurnPhase} phase How far the turn is; `wrap_up` is the last fifth of its time, and what comes after.
 * @property {number} [limit_s] How long it is meant to be, seconds; absent where it has no limit.
 * @property {number} [ends_at] When its time is up, while the clock runs.
 * @property {number} [left_s] While the clock stands: seconds that are left.
 * @property {number} [overrun] Not on a shared screen: 0, 100, 125 or 200, the percentage of its time it has passed.
 * @property {boolean} [closing] Not on a shared screen: a facilitator asked for a gentle close.
 * @property {"hold_over" | "overrun" | "overrun_long"} [ask] What waits for an answer: `hold_over`, a lost holder has not come back (`floor.decide_hold`); `overrun`, the time is up; `overrun_long`, twice the time has passed (both `floor.answer_overrun`).
 * @property {boolean} asked An overrun waits for an answer (`floor.answer_overrun`).
 * @property {boolean} stayed A facilitator stays with the holder: no clock.
 * @property {number} [counts_from] While the clock runs: from when it counts, pauses taken out.
 * @property {number} [decide_until] A lost holder has not come back: until when to choose wait, defer or skip (`floor.decide_hold`).
 * @property {string} [then] Whose turn follows by itself. */
/** @typedef {"advisory" | "soft" | "hard"} MicPolicy Whether the relay enforces the floor. */
/** @typedef {"question" | "affirmation" | "reflection" | "summary"} Oars What a therapist may count: open questions, affirmations, reflections, summaries (docs/domain.md, Tally). */
/** @typedef {object} OarsTally What this therapist has counted.
 * @property {number} question How many questions.
 * @property {number} affirmation How many affirmations.
 * @property {number} reflection How many reflections.
 * @property {number} summary How many summaries.
 * @property {Oars} last What was counted last.
 * @property {number} [ratio] Reflections to a question; absent before the first question.
 * @property {true} [three_questions] The last three were questions. */
/** @typedef {object} ObserverQuestion An observer about whom somebody here has not answered yet (`observer.answer`).
 * @property {string} person Who is asked.
 * @property {string} observer Who would look on.
 * @property {string} name The observer's display name. */
/** @typedef {object} OpenEnding What is left open if the session ends now.
 * @property {string} protocol Of which protocol.
 * @property {string} code Its sentence among the protocol's `endings`. */
/** @typedef {object} OpenHelp Somebody told those who lead that something is wrong. Nobody else knows; take it as real.
 * @property {number} at When it reached the room.
 * @property {string} [person] Who sent it; absent if either of the two on the seat may have.
 * @property {true} [late] It was meant earlier, while the connection was lost.
 * @property {string} [seen_by] The facilitator who attends to it; absent while nobody has seen it (`help.acknowledge`).
 * @property {PageOutcome} [paged] What became of paging somebody outside the session: `sent`, `answered`, or `unreached`: then you have to call.
 * @property {number} [paged_at] Since when that is known. */
/** @typedef {object} OpenWelfare Somebody flagged has been gone for too long: find out whether they are safe (`welfare.note`).
 * @property {string} name The display name of the person, who may be in no other part of the view.
 * @property {number} at When that was noticed.
 * @property {"due" | "called" | "unreached"} state `due` (nobody has tried yet), `called`, `unreached` (call their contact, or the emergency line where they are).
 * @property {number} [returned_at] When they were first connected again; absent while they were not.
 * @property {Record<string, number>} steps What was done, and when last. */
/** @typedef {object} OwnConnection How well this seat's own media connection works.
 * @property {Grade} grade The worse of both directions.
 * @property {string[]} reasons Codes, worst first (listed below). */
/** @typedef {"more" | "about_as_much" | "less"} OwnShare What people may be told about themselves: relative to the others, never how much anybody spoke. */
/** @typedef {object} OwnTurn A turn and its clock.
 * @property {string} person Whose turn it is.
 * @property {TurnPhase} phase How far the turn is; `wrap_up` is the last fifth of its time, and what comes after.
 * @property {number} [limit_s] How long it is meant to be, seconds; absent where it has no limit.
 * @property {number} [ends_at] When its time is up, while the clock runs.
 * @property {number} [left_s] While the clock stands: seconds that are left.
 * @property {number} [overrun] Not on a shared screen: 0, 100, 125 or 200, the percentage of its time it has passed.
 * @property {boolean} [closing] Not on a shared screen: a facilitator asked for a gentle close. */
/** @typedef {"sent" | "answered" | "unreached"} PageOutcome What became of paging somebody outside the session about a help signal. */
/** @typedef {object} Person One person.
 * @property {string} name The display name that the person chose.
 * @property {Role} role What the person is in this session.
 * @property {string} seat Where the person sits.
 * @property {string} [serves] Of an interpreter or captioner who is here for one client: which. */
/** @typedef {object} PersonReadiness What stands between somebody and the room, as codes.
 * @property {string[]} [todo] The steps that they have still to take on their page (`admission.todo`); absent when there is none.
 * @property {string[]} [holds] Why they are kept waiting until it is cleared up (`admission.held`); absent when nothing holds them.
 * @property {string[]} [notes] What staff should know; absent when there is nothing. */
/** @typedef {object} PersonRun What one person on this screen may start and do, and may know.
 * @property {string[]} starts The protocols that could be started now.
 * @property {string[]} [acts] While one runs: the actions of its step that would be accepted.
 * @property {string} [main] The action that the step asks for, if any.
 * @property {Record<string, any>} [facts] Not on a shared screen: what only this person may know of the run. */
/** @typedef {object} PersonTalk How much one person spoke.
 * @property {number} seconds Seconds of speech.
 * @property {number} share Its share of all that was spoken, 0 to 1.
 * @property {number} fair The share that would be an equal one, 0 to 1.
 * @property {number[]} per_minute Seconds of speech in each minute, oldest first.
 * @property {boolean} separated Whether the two people of a shared seat can be told apart.
 * @property {boolean} unreliable It is not well known when this seat speaks.
 * @property {AirtimeHint} [hint] What a facilitator might look at. */
/** @typedef {"waiting" | "live" | "held" | "suspended" | "ended"} Phase The phase of the session. */
/** @typedef {"outside" | "waiting" | "main" | "private" | "companion"} Place Where a seat is. */
/** @typedef {object} PrivateRoom Where a seat is that has stepped out.
 * @property {number} room The number of its private room. */
/** @typedef {object} Progress A fact of the kind `progress`.
 * @property {number} done How many are done.
 * @property {number} of Of how many. */
/** @typedef {"distress" | "intoxicated" | "not_alone" | "unsafe_place" | "disruptive" | "confidentiality" | "technical" | "other"} RemovalReason Why staff moved somebody out of the room: what they saw, in words that blame nobody. Staff alone see it. */
/** @typedef {"here" | "moment" | "trouble" | "call"} Reply What somebody who waits may answer with one tap; each side reads it in their own language. */
/** @typedef {"facilitator" | "co_facilitator" | "tech_host" | "observer" | "trainee" | "interpreter" | "captioner" | "member"} Role A person's role in this session (docs/domain.md, Roles). */
/** @typedef {object} Room The session.
 * @property {string} id Its id.
 * @property {string} title Its title, for people.
 * @property {RoomKind} kind What kind of session it is.
 * @property {Phase} state `waiting` (no facilitator has been in the room yet), `live`, `held` (no facilitator is here, and what clients send to each other is paused), `suspended` (held for a long time), `ended`.
 * @property {number} since Since when it is in this state; 0 before the session begins.
 * @property {number} seats How many media slots there are.
 * @property {number} [unled_since] Since when nobody who may keep the session running is in the room; absent while somebody is. */
/** @typedef {object} RoomEvent Something that happened; the fields depend on its kind.
 * @property {string} kind What happened: one of the event kinds.
 * @property {string} [seat] Which seat.
 * @property {string} [person] Which person.
 * @property {string} [reason] Why a seat left.
 * @property {RemovalReason} [cause] Why staff moved the seat out of the room. Only those who lead receive it.
 * @property {FloorMode} [mode] How turns start from now on.
 * @property {MicPolicy} [mic_policy] What a closed floor does to microphones from now on.
 * @property {GrantRule} [grants] Who gives the floor from now on.
 * @property {number} [hold_until] Until when a lost holder's place is kept.
 * @property {number} [starts_at] When the turn begins.
 * @property {TurnKind} [turn] What sort of turn it is.
 * @property {TurnEnding} [ending] How the turn ended.
 * @property {number} [run] The number of the run.
 * @property {string} [protocol] Which protocol.
 * @property {string} [step] Which step.
 * @property {number} [level] How much of its time the turn has taken, percent.
 * @property {boolean} [beside] The hand went up because the person unmuted beside the holder.
 * @property {boolean} [open] Whether the chat is open now.
 * @property {boolean} [on] Whether it was switched on. */
/** @typedef {"group" | "multi_couple" | "couples" | "individual" | "psychoeducation" | "medical_visit" | "alumni"} RoomKind The kind of session a room is for. */
/** @typedef {object} Run The protocol on top, as everybody in the room sees it.
 * @property {number} number 1 for the first run of the room.
 * @property {string} protocol Which protocol.
 * @property {string} step Its present step.
 * @property {number} since When the step began.
 * @property {Record<string, string[]>} roles People by role.
 * @property {boolean} paused Whether it stands still.
 * @property {string[]} below The protocols that wait under it, lowest first.
 * @property {Record<string, any>} facts What everybody may know of it, by name.
 * @property {string[]} [next] Who comes next, in order, where the run has an order.
 * @property {number} [due] When the step's time is up; it only informs. */
/** @typedef {object} ScriptLine A fact of the kind `line`.
 * @property {string} script Id of a script of the library.
 * @property {number} line Number of the line, from 0.
 * @property {number} [since] When it was shown first: the lines go on from then, each for its seconds. Absent while the run is paused. */
/** @typedef {object} Seat One seat of the same space.
 * @property {string[]} people Who sits there, one or two, in seat order.
 * @property {number} slot The media slot in which its sound and picture come.
 * @property {number} since When it came to its place.
 * @property {"here" | "reconnecting"} presence Whether its people are here, or the seat has lost its media or its socket and is expected back.
 * @property {boolean} mic Whether its own microphone is switched on.
 * @property {boolean} camera Whether its own camera is switched on.
 * @property {boolean} audio Whether it would be heard now.
 * @property {boolean} video Whether it would be seen now.
 * @property {true} [sharing] Its video is a screen.
 * @property {string} [voice] On a shared seat: who has the in-seat floor.
 * @property {true} [simulated] A program plays those who sit there, so that staff can practise. */
/** @typedef {object} SeatConnection How well a seat's media connection works.
 * @property {Grade} up Of what the seat sends.
 * @property {Grade} down Of what it receives.
 * @property {string[]} reasons Codes, worst first (listed below). */
/** @typedef {object} ShownPrompt A prompt.
 * @property {string} id Id of a prompt of the library.
 * @property {string} [person] For whom it is, when it is for one. */
/** @typedef {object} SilenceView Whether it is silent in the room.
 * @property {number} without_media How many seats in the room have no media: the silence may be an outage.
 * @property {number} [since] While nobody speaks: since when.
 * @property {number} [hint_at] When the silence counts as long. */
/** @typedef {object} SplitWish Somebody asks for a seat of their own (`split.answer`).
 * @property {boolean} apart Whether they said that their two devices cannot hear each other. */
/** @typedef {object} Tag A fact of the kind `tag`, or one of `tags` and `tile_tags`.
 * @property {string} word A word of the wheel.
 * @property {number} number How much of it. */
/** @typedef {"released" | "passed" | "deferred" | "skipped" | "revoked"} TurnEnding How a turn ended. */
/** @typedef {"turn" | "quick"} TurnKind The kind of a turn. */
/** @typedef {"announced" | "speaking" | "wrap_up" | "suspended" | "paused"} TurnPhase The phase of a turn. */
/** @typedef {object} UnitTalk How much one seat spoke.
 * @property {number} seconds Seconds of speech.
 * @property {number} share Its share of all that was spoken, 0 to 1.
 * @property {number} fair The share that would be an equal one, 0 to 1.
 * @property {number[]} per_minute Seconds of speech in each minute, oldest first.
 * @property {boolean} separated Whether the two people of a shared seat can be told apart.
 * @property {string[]} people Who sits there.
 * @property {number} unattributed_s Seconds of which it is not known who of the two spoke. */
/** @typedef {object} Unproved Somebody of this seat who does not count as being here.
 * @property {string} person Who.
 * @property {string} name Their display name.
 * @property {"unproved" | "absent" | "arriving"} proof `unproved` (they have not shown who they are, and the seat cannot come in), `absent` (the same, but staff confirmed that they are not here), `arriving` (they have, and staff have to confirm that they see them). */
/** @typedef {object} View Everything that one screen shows.
 * @property {Room} room The session.
 * @property {You} you Who you are, what is true of your devices, what you may do now.
 * @property {Record<string, Person>} people Yourselves, and in the room everybody who is there or has stepped out; staff also see who waits.
 * @property {Record<string, Seat>} [seats] The seats in the same space, with their media slots.
 * @property {string[]} [speaking] Whose voice is heard now.
 * @property {Record<string, Away>} [away] The seats that have stepped out, into a private room.
 * @property {Floor} [floor] Whose turn it is, who waits, how turns start.
 * @property {Run} [run] The protocol on top; absent while none runs.
 * @property {Chat} [chat] Messages that you may read, and to whom you may write.
 * @property {Record<string, Gesture>} [gestures] By person: a silent sign, which disappears by itself.
 * @property {Caption[]} [captions] Lines of captions since you joined, oldest first.
 * @property {boolean} [captions_live] Whether a captioner is at work here.
 * @property {ShownPrompt} [prompt] The prompt on this screen; absent when there is none.
 * @property {Airtime | OwnShare} [airtime] Those who lead: how much everybody spoke. Who asked (`airtime.show`), on a screen of their own: one word of their own share; absent while no honest one can be given.
 * @property {SilenceView} [silence] Whether it is silent in the room.
 * @property {OarsTally} [oars] Your own count of what you say; absent before the first.
 * @property {Record<string, WaitingSeat>} [waiting] The seats in the waiting room.
 * @property {Record<string, Arriving>} [arriving] Who counts once staff see them (`person.confirm_present`).
 * @property {Record<string, PersonReadiness>} [readiness] By person who waits or is here: what stands between them and the room, if anything does.
 * @property {Record<string, number>} [resting] The seats whose cameras rest (`camera.rest`), and until when. Everybody else sees a camera that is off.
 * @property {Record<string, SeatConnection>} [quality] Established media connections.
 * @property {("relay_down" | "storage_behind" | "storage_refused")[]} [notices] `storage_behind` (the database is down: the record is kept in memory and written once it is back), `storage_refused` (the database is up and refuses the record: operators must fix it), `relay_down` (audio and video are being restored).
 * @property {Leading} [leading] What waits for those who lead, and what only they may know.
 * @property {Record<string, OpenHelp>} [help] By seat or companion phone: the help signals that are not closed.
 * @property {Care} [care] Whom those who lead look after in particular.
 * @property {Agenda} [agenda] What the session is to be, item by item; absent while there is no agenda.
 * @property {Expected} [expected] How many people are expected. */
/** @typedef {object} VoiceWish Somebody asks for the in-seat floor of a shared seat.
 * @property {string} person Who asks.
 * @property {number} since Since when. */
/** @typedef {object} WaitingSeat A seat in the waiting room.
 * @property {string[]} people Who sits there.
 * @property {number} since When it began to wait.
 * @property {"here" | "reconnecting"} presence Whether its socket stands.
 * @property {string[]} [unproved] Who of them has not shown who they are; the seat cannot be admitted (`person.confirm_absent`).
 * @property {true} [late] Its people came later than the policy's time.
 * @property {true} [simulated] A program plays those who sit there, so that staff can practise. */
/** @typedef {"called" | "reached" | "not_reached" | "contact_called" | "emergency_called" | "closed"} WelfareStep What somebody did to find out whether a person whose connection was lost is safe. Never what was said. */
/** @typedef {object} You The viewer's own section.
 * @property {string} seat This seat, or companion device.
 * @property {string[]} people Who sits here, in seat order; on a companion device its owner.
 * @property {Role} role The role of its people.
 * @property {boolean} leads Whether you lead here: then you have `leading`.
 * @property {Place} space Where the seat is.
 * @property {boolean} mic Your own switch of the microphone.
 * @property {boolean} camera Your own switch of the camera.
 * @property {Unproved[]} [unproved] Who of this seat does not count as being here; absent when nobody does.
 * @property {Record<string, string[]>} [todo] By person of this seat: the steps that they have still to take before they come in; absent when nobody does.
 * @property {"talk" | "wait"} [device_check] While the devices of you and your partner are checked in turn: whether it is your turn, or you wait.
 * @property {ObserverQuestion[]} [asks] Observers about whom one of you has not answered yet.
 * @property {CameraRest} [rest] Of members where cameras may rest: the rests of this seat's camera.
 * @property {OwnConnection} [quality] Your own connection; absent while it is not measured.
 * @property {Home} [home] On a companion device: where its owner sits.
 * @property {true} [split_asked] Not on a shared screen: you asked for a seat of your own.
 * @property {string[]} [merge] Not on a shared screen: who of you and your partner wants to sit together again. Absent when nobody does.
 * @property {Gate} audio What is true of your sound at the relay (explained below).
 * @property {"on" | "none" | "closed_by_room" | "off_by_you"} video What is true of your picture at the relay.
 * @property {Record<string, string[]>} can By person: the types of the requests that would be accepted now.
 * @property {Record<string, PersonRun>} run By person: what they may start and do in protocols, and may know.
 * @property {Record<string, string[]>} [names] By person who may name who is next (`floor.name_next`): whom.
 * @property {string} [call] The protocol for which this screen has a button now: a pause that members may call.
 * @property {OwnTurn} [turn] While one of you holds the floor: their turn. */
export {};
