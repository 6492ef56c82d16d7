"""Runs that the end of the session interrupts: only resumable ones are kept."""

from rooms.model import commands as cmd
from rooms.model.events import ProtocolKept
from rooms.model.events.codec import decode_event, encode_event
from rooms.rules.common.kept import keep_runs
from tests.support.protocols.dyads import DANA, EMIL, apart
from tests.support.rooms.setups import THERAPIST


def test_a_resumable_run_is_kept_as_it_is() -> None:
    driver = apart()
    driver.start("imago", people=[DANA, EMIL])
    driver.acts((EMIL, "now"), (DANA, "sent"))
    driver.do(cmd.EndSession(THERAPIST))
    kept = next(record.event for record in driver.log if isinstance(record.event, ProtocolKept))
    assert (kept.protocol, kept.step) == ("imago", "mirror")
    assert kept.roles == {"sender": (DANA,), "receiver": (EMIL,)}
    assert decode_event(*encode_event(kept)) == kept
    assert [run.step for run in driver.room.state.kept] == ["mirror"]
    assert driver.room.state.runs == []


def test_other_runs_are_not_kept() -> None:
    driver = apart()
    driver.start("speaker_listener", people=[DANA, EMIL])
    driver.start("time_out", by=DANA)
    context = driver.room.context(driver.now)
    keep_runs(context)
    assert context.records == []
