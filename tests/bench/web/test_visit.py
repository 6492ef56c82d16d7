from bench.web.visit import LINKS, Link, Traffic


def asked(traffic: Traffic, number: str, at: float, url: str = "http://attune.test/join") -> None:
    traffic.on_request({"requestId": number, "wallTime": at, "request": {"url": url}})


def answered(traffic: Traffic, number: str, size: int, *, disk: bool = False) -> None:
    traffic.on_response({"requestId": number, "response": {"fromDiskCache": disk}})
    traffic.on_finished({"requestId": number, "encodedDataLength": size})


def test_what_was_asked_for_before_it_could_go_on_is_counted_whole() -> None:
    traffic = Traffic()
    for number, at in (("1", 10.0), ("2", 10.5), ("3", 11.5)):
        asked(traffic, number, at)
        answered(traffic, number, 1_000)
    assert traffic.until(11.0) == (2, 2_000)
    assert traffic.until(12.0) == (3, 3_000)


def test_what_the_browser_has_already_does_not_go_over_the_link() -> None:
    traffic = Traffic()
    for number in "123":
        asked(traffic, number, 10.0)
    answered(traffic, "1", 900)
    answered(traffic, "2", 0, disk=True)
    traffic.on_kept({"requestId": "3"})
    assert traffic.until(11.0) == (1, 900)


def test_what_is_written_into_the_page_is_no_request() -> None:
    traffic = Traffic()
    asked(traffic, "1", 10.0, "data:image/svg+xml,<svg/>")
    answered(traffic, "1", 300)
    assert traffic.until(11.0) == (0, 0)


def test_a_request_that_never_ends_counts_as_one() -> None:
    traffic = Traffic()
    asked(traffic, "1", 10.0)
    assert traffic.until(11.0) == (1, 0)


def test_chromium_is_told_bytes() -> None:
    assert Link("slow", 150, 1_600, 750).conditions() == {
        "offline": False,
        "latency": 150,
        "downloadThroughput": 200_000,
        "uploadThroughput": 93_750,
    }
    assert len({link.name for link in LINKS}) == len(LINKS)
