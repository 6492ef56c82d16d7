import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bench.web.caddy import has_caddy, own_file
from tests.app.test_deploy import ROOT


def test_it_is_the_deployed_file_that_changes_nothing_of_the_machine() -> None:
    text = own_file()
    for line in ("admin off", "skip_install_trust", "auto_https disable_redirects"):
        assert text.count(f"\n\t{line}\n") == 1
        text = text.replace(f"\t{line}\n", "")
    assert text == (ROOT / "deploy" / "Caddyfile").read_text()


@pytest.mark.skipif(not has_caddy(), reason="not installed: caddy")
def test_caddy_takes_it(tmp_path: Path) -> None:
    file = tmp_path / "Caddyfile"
    file.write_text(own_file())
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "DOMAIN": "https://localhost:8443",
        "UPSTREAM": "127.0.0.1:8000",
    }
    caddy = shutil.which("caddy")
    assert caddy
    done = subprocess.run(
        [caddy, "adapt", "--validate", "--adapter", "caddyfile", "--config", str(file)],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["admin"] == {"disabled": True}
