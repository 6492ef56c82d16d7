import httpx
import pytest
from fastapi import FastAPI

from app.api.pages.offline import Offline, build_offline_router


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [("/offline", "<p>calm", "text/html"), ("/worker.js", "// script", "text/javascript")],
)
async def test_both_are_where_browsers_look_for_them(path: str, text: str, kind: str) -> None:
    app = FastAPI()
    app.include_router(build_offline_router(Offline(b"<p>calm", b"// script")))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://host") as client:
        response = await client.get(path)
        assert (response.text, response.headers["content-type"].split(";")[0]) == (text, kind)
        assert (await client.head(path)).status_code == 200
