"""The processes of a browser, found by a mark and counted with all that come from them."""

import subprocess
import sys
import time

from bench.page.processes import BrowserCpu, family, parents


def test_a_family_is_a_process_and_all_that_come_from_it() -> None:
    parent_of = {2: 1, 3: 2, 4: 3, 5: 1, 6: 9}
    assert family(2, parent_of) == {2, 3, 4}
    assert family(6, parent_of) == {6}


def test_the_marked_process_is_found_and_its_work_is_counted() -> None:
    mark = "--attune-bench=test"
    busy = "import sys, time\nsys.stdout.write('on'); sys.stdout.flush()\nwhile True: pass"
    with subprocess.Popen([sys.executable, "-c", busy, mark], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.read(2) == b"on"
            cpu = BrowserCpu(mark)
            pids = cpu.pids()
            assert process.pid in pids
            assert process.pid in parents()
            before, deadline = cpu.used(pids), time.monotonic() + 20
            while cpu.used(pids) <= before:
                assert time.monotonic() < deadline, "it works"
        finally:
            process.kill()


def test_a_process_that_has_ended_counts_no_more() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert BrowserCpu("-").used([process.pid]) == 0.0
