import json
from http import HTTPStatus

from app.api.problems import Problem, problem_response


def test_a_problem_has_a_code_and_its_own_media_type() -> None:
    response = problem_response(Problem(HTTPStatus.GONE, "link.ended"))
    assert response.status_code == 410
    assert response.headers["content-type"] == "application/problem+json"
    assert json.loads(bytes(response.body)) == {"title": "Gone", "status": 410, "code": "link.ended"}
    assert "retry-after" not in response.headers


def test_a_problem_may_say_when_to_come_back() -> None:
    response = problem_response(Problem(HTTPStatus.TOO_MANY_REQUESTS, "rate.limited", retry_after_s=5))
    assert response.headers["retry-after"] == "5"
