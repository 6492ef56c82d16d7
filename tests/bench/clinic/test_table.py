from bench.clinic.table import Call, Figures, figures_of, render


def test_figures_are_the_middle_the_high_end_and_the_most_queries() -> None:
    calls = [Call(wall_ms=float(number), cpu_ms=number / 2, queries=4) for number in range(99)]
    figures = figures_of("Today", 50, [*calls, Call(200.0, 100.0, 9)])
    assert figures == Figures("Today", 50, 100, 9, 25.0, 47.5, 50.0, 95.0)
    assert not figures.is_met


def test_the_clinics_stand_beside_each_other_and_what_is_missed_is_marked() -> None:
    small, large = figures_of("Today", 50, [Call(9, 8, 6)]), figures_of("Today", 50, [Call(61.25, 40, 6)])
    titles, heads, row = render([("50 clients", [small]), ("5,000 clients", [large])]).splitlines()
    assert row.split() == [
        "Today",
        "50",
        "6",
        "8.0",
        "8.0",
        "9.0",
        "9.0",
        "6",
        "40.0",
        "40.0",
        "61.2",
        "61.2!",
    ]
    assert titles.index("50 clients") == heads.index("queries")
    assert titles.index("5,000 clients") == heads.rindex("queries")
