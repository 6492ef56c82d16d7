"""One simulated person: what they mean to do, and when. What they meant is forgotten when the room moves on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from practice.people.deeds import Ask, Deed, Speak
from practice.people.habits import HABITS, PACE_S, RETRY_S, SENTENCES, likely
from practice.people.moment import Moment, Situation, View, read_moment
from practice.people.occasions import choose_occasion
from practice.people.values import fill

__all__ = ["Mind"]

_TRIES = 3
"""So often somebody tries the same again after a refusal, until the room moves on."""


@dataclass(frozen=True, slots=True)
class _Intention:
    deed: str
    due: float
    action: str = ""


class Mind:
    """A person at a page.

    Args:
        person: Their id.
        sentences: By occasion, how many seconds each of their sentences takes; empty for a page without sound.
        library: The library of the service (PROTOCOL.md, part 10).
        rng: Makes them different from the others.
    """

    def __init__(
        self,
        person: str,
        sentences: Mapping[str, Sequence[float]],
        library: Mapping[str, Any],
        rng: Random,
    ) -> None:
        self.person = person
        self._sentences = sentences
        self._texts: Mapping[str, Any] = library["protocols"]
        self._rules = {name: text["rules"] for name, text in self._texts.items() if text.get("rules")}
        self._rng = rng
        self._key: tuple[object, ...] = ()
        self._step: tuple[object, ...] = ()
        self._acted: set[str] = set()
        self._intention: _Intention | None = None
        self._done: set[str] = set()
        self._refused: dict[str, int] = {}
        self._said: dict[str, int] = {}
        self._free_at = float("-inf")
        self._speaks_until = float("-inf")
        self._asked = ""

    def decide(self, view: View, now: float) -> Deed | None:
        """Return what the person does at this moment, if anything; ``now`` in seconds of any clock.

        Whoever asked something waits for the answer (`answered`).
        """
        moment = read_moment(view, self.person, self._rules)
        self._move_on(moment)
        if self._asked or now < max(self._free_at, self._speaks_until):
            return None
        if self._intention is None:
            self._intention = self._intend(moment, now)
        if self._intention is None or now < self._intention.due:
            return None
        intention, self._intention = self._intention, None
        return self._do(intention, view, moment, now)

    def _move_on(self, moment: Moment) -> None:
        """Forget what belonged to what is over."""
        if moment.step != self._step:
            self._step = moment.step
            self._acted.clear()
        if moment.key != self._key:
            self._key, self._intention = moment.key, None
            self._done.clear()
            self._refused.clear()

    def answered(self, now: float, *, ok: bool) -> None:
        """Take note of the answer to what was asked."""
        asked, self._asked = self._asked, ""
        self._free_at = now + PACE_S
        if ok:
            self._done.add(asked)
            self._acted.add(asked)
        else:
            self._refused[asked] = self._refused.get(asked, 0) + 1
            self._free_at = now + RETRY_S

    def lost(self) -> None:
        """Forget what was asked: the connection is gone, and no answer will come."""
        self._asked = ""

    def hush(self, now: float) -> None:
        """Stop speaking: the microphone was closed, or the turn is over."""
        self._speaks_until = min(self._speaks_until, now)

    # What somebody means to do.

    def _intend(self, moment: Moment, now: float) -> _Intention | None:
        possible = [habit for habit in HABITS[moment.situation] if self._is_possible(habit.deed, moment)]
        if not possible:
            return None
        finishing = [habit for habit in possible if not habit.weight]
        if finishing and "speak" in self._done:
            habit = finishing[0]
        else:
            begun = [habit for habit in possible if habit.weight] or finishing
            habit = self._rng.choices(begun, [habit.weight or 1 for habit in begun])[0]
        due = now + self._rng.uniform(habit.least_s, habit.most_s)
        action = self._choose_action(moment) if habit.deed == "act" else ""
        return _Intention(habit.deed, due, action)

    def _is_possible(self, deed: str, moment: Moment) -> bool:
        match deed:
            case "speak":
                return bool(self._sentences) and (
                    moment.situation is Situation.OPEN or "speak" not in self._done
                )
            case "pass":
                return "floor.pass" in moment.may and "speak" not in self._done and self._is_new("pass")
            case "end":
                return self._is_new("end")
            case "raise":
                return "floor.request" in moment.may and self._is_new("raise")
            case "nod":
                return "gesture" in moment.may and self._is_new("nod")
            case "call":
                return self._is_new("call")
            case "act":
                return bool(self._open_actions(moment))
            case _:
                return True

    def _is_new(self, what: str) -> bool:
        return what not in self._done and self._refused.get(what, 0) < _TRIES

    def _open_actions(self, moment: Moment) -> list[str]:
        fresh = (name for name in moment.acts if name not in self._acted and self._is_new(name))
        return [name for name in fresh if likely(name) > 0]

    def _choose_action(self, moment: Moment) -> str:
        actions = self._open_actions(moment)
        return self._rng.choices(actions, [likely(name) for name in actions])[0]

    # How it is done.

    def _do(self, intention: _Intention, view: View, moment: Moment, now: float) -> Deed | None:
        if not self._is_possible(intention.deed, moment):
            return None
        match intention.deed:
            case "speak":
                return self._speak(view, moment, now)
            case "pass":
                return self._ask("pass", "floor.pass", self._with_seq(view))
            case "end":
                return self._end(view, moment)
            case "raise":
                return self._ask("raise", "floor.request", self._with_seq(view) | {"quick": False})
            case "nod":
                return self._ask("nod", "gesture", {"person": self.person, "gesture": "nod"})
            case "call":
                return self._call(view)
            case "act":
                return self._act(intention.action, view, moment)
            case _:
                return None

    def _speak(self, view: View, moment: Moment, now: float) -> Deed | None:
        if view["you"]["audio"] != "on":
            # Not heard after all: whatever the step waits for, it is no sentence.
            self._done.add("speak")
            return None
        others = [seat for seat in view.get("speaking", ()) if seat != view["you"]["seat"]]
        if moment.situation is Situation.OPEN and others:
            return None
        occasion = choose_occasion(view, moment, self._sentences)
        lengths = self._sentences[occasion]
        least, most = SENTENCES[moment.situation]
        first, count = self._said.get(occasion, 0), min(len(lengths), self._rng.randint(least, most))
        self._said[occasion] = first + count
        clips = tuple((first + number) % len(lengths) for number in range(count))
        seconds = sum(lengths[clip] for clip in clips)
        self._speaks_until = now + seconds
        self._done.add("speak")
        return Speak(self.person, occasion, clips, seconds)

    def _end(self, view: View, moment: Moment) -> Deed | None:
        """End the turn as the room offers it: name who is next, do what the step waits for, or say that one is done."""
        names = view["you"].get("names", {}).get(self.person)
        if names and "floor.name_next" in moment.may:
            return self._ask(
                "end", "floor.name_next", self._with_seq(view) | {"next": self._rng.choice(names)}
            )
        if moment.main in self._open_actions(moment) and self._rng.random() < likely(moment.main):
            return self._act(moment.main, view, moment)
        if "floor.release" in moment.may:
            return self._ask("end", "floor.release", self._with_seq(view))
        return None

    def _call(self, view: View) -> Deed | None:
        protocol = view["you"].get("call")
        if not protocol or protocol not in view["you"]["run"].get(self.person, {}).get("starts", ()):
            self._done.add("call")
            return None
        return self._ask(
            "call", "protocol.start", self._with_seq(view) | {"protocol": protocol, "options": {}}
        )

    def _act(self, action: str, view: View, moment: Moment) -> Deed | None:
        if action not in moment.acts:
            return None
        takes = self._rules[moment.protocol]["acts"][action]["takes"]
        texts = self._texts[moment.protocol]["values"]
        others = [
            person
            for person, known in view["people"].items()
            if person != self.person and known["role"] == "member"
        ]
        values = fill(takes, texts, others, self._rng)
        return self._ask(action, "protocol.act", self._with_seq(view) | {"action": action, "values": values})

    def _ask(self, name: str, kind: str, fields: dict[str, Any]) -> Ask:
        self._asked = name
        return Ask(kind, fields)

    def _with_seq(self, view: View) -> dict[str, Any]:
        return {"person": self.person, "expected_seq": view.get("floor", {}).get("seq", 0)}
