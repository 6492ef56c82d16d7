"""What docs/webhooks.md tells receivers to do, tried on what is sent."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.access.mail.webhooks.signing import headers_of, new_secret

PAGE = Path("docs/webhooks.md").read_text()
NODE = Path(".venv/bin/node")
BODY = '{"type":"test","data":{"clinic":"cl_ñ"}}'.encode()
IsOurs = Callable[[str, dict[str, str], bytes], bool]


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def in_python(secret: str, headers: dict[str, str], body: bytes) -> bool:
    names: dict[str, Any] = {}
    exec(example("python"), names)
    return bool(names["is_ours"](secret, headers, body))


def in_node(secret: str, headers: dict[str, str], body: bytes) -> bool:
    call = f"isOurs({json.dumps(secret)}, {json.dumps(headers)}, Buffer.from('{body.hex()}', 'hex'))"
    script = f"{example('js')}\nconsole.log({call});"
    ran = subprocess.run(
        [NODE, "--input-type=module", "-"], input=script, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip() == "true"


def headers(secrets: list[str], at: float, body: bytes = BODY) -> dict[str, str]:
    return {name.lower(): value for name, value in headers_of(secrets, "we_1", int(at), body).items()}


@pytest.mark.parametrize("is_ours", [in_python, in_node])
def test_a_receiver_tells_what_is_ours_from_all_else(is_ours: IsOurs) -> None:
    now = time.time()
    former, secret = new_secret(), new_secret()
    both = headers([secret, former], now)
    assert is_ours(secret, both, BODY)
    assert is_ours(former, both, BODY), "while it is renewed"
    assert not is_ours(new_secret(), both, BODY)
    assert not is_ours(secret, both, BODY + b" ")
    assert not is_ours(secret, headers([secret], now - 600), BODY), "played again"
    assert not is_ours(secret, both | {"webhook-id": "we_2"}, BODY)
