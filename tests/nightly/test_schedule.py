from __future__ import annotations

import threading

from tweetarchive.nightly.schedule import FAILURES_IN_A_ROW, Schedule


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def schedule(clock: Clock, interval: float = 1.0, per_host: int = 1) -> Schedule[str]:
    return Schedule(interval, per_host=per_host, clock=clock)


def test_hosts_take_turns_and_a_slow_one_holds_nobody() -> None:
    clock = Clock()
    plan = schedule(clock)
    for host in ("a", "b"):
        for number in range(2):
            plan.add(host, f"{host}{number}")
    assert plan.take() == ("a", "a0")  # and never comes back
    assert plan.take() == ("b", "b0")
    plan.done("b", failed=False)
    clock.now = 1.0
    assert plan.take() == ("b", "b1")
    plan.done("b", failed=False)
    assert plan.left == 1
    plan.done("a", failed=False)
    assert plan.take() == ("a", "a1")
    plan.done("a", failed=False)
    plan.complete()
    assert plan.take() is None


def test_while_jobs_may_still_come_they_are_waited_for() -> None:
    plan = schedule(Clock())
    taken: list[object] = []
    waiting = threading.Thread(target=lambda: taken.extend([plan.take(), plan.take()]), daemon=True)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    plan.add("a", "late")
    plan.complete()
    plan.done("a", failed=False)
    waiting.join(5)
    assert taken == [("a", "late"), None]


def test_a_host_is_asked_no_faster_than_its_interval() -> None:
    clock = Clock()
    plan = schedule(clock, per_host=9)
    for number in range(3):
        plan.add("a", str(number))
    plan.take()
    waiting = threading.Thread(target=plan.take, daemon=True)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    clock.now = 1.0
    plan.done("a", failed=False)
    waiting.join(5)
    assert not waiting.is_alive()
    plan.slow_down("a", 5.0)
    plan.slow_down("a", 2.0)
    waiting = threading.Thread(target=plan.take, daemon=True)
    waiting.start()
    clock.now = 5.9
    plan.done("a", failed=False)
    waiting.join(0.05)
    assert waiting.is_alive()
    plan.stop()
    waiting.join(5)
    assert not waiting.is_alive()


def test_no_more_than_so_many_requests_to_one_host_are_under_way() -> None:
    plan = schedule(Clock(), interval=0.0, per_host=2)
    plan.add("a", "first")  # alone: what the host wants is not known yet
    for number in range(3):
        plan.add("a", str(number))
    assert plan.take() == ("a", "first")
    plan.done("a", failed=False)
    assert [plan.take(), plan.take()] == [("a", "0"), ("a", "1")]
    third: list[object] = []
    thread = threading.Thread(target=lambda: third.append(plan.take()))
    thread.start()
    thread.join(0.05)
    assert third == []
    plan.done("a", failed=False)
    thread.join(5)
    assert third == [("a", "2")]


def test_a_host_that_fails_again_and_again_is_left_alone() -> None:
    plan = schedule(Clock(), interval=0.0)
    for number in range(FAILURES_IN_A_ROW + 3):
        plan.add("a", str(number))
    plan.add("b", "b")
    for _ in range(FAILURES_IN_A_ROW - 1):
        plan.take()
        assert plan.done("a", failed=True) == ()
    taken = [plan.take(), plan.take()]
    assert sorted(one[0] for one in taken if one) == ["a", "b"]
    assert plan.done("a", failed=True) == ("5", "6", "7")
    plan.done("b", failed=False)
    plan.complete()
    assert plan.take() is None


def test_one_success_forgives_all_failures() -> None:
    plan = schedule(Clock(), interval=0.0)
    for number in range(20):
        plan.add("a", str(number))
    for number in range(20):
        plan.take()
        assert plan.done("a", failed=number % FAILURES_IN_A_ROW != 0) == ()
