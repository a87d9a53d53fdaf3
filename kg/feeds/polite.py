"""Manners towards the servers asked: robots.txt, a pause between two requests to one host, and Retry-After."""

from __future__ import annotations

import datetime as dt
import email.utils
import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from kg.errors import KgError, RemoteError, RemoteRefused
from kg.feeds.addresses import Target
from kg.feeds.fetch import Fetcher
from kg.feeds.model import NONE, Response, Validators
from kg.feeds.state import State
from kg.settings import Settings

ROBOTS_SECONDS = 3600.0  # RFC 9309 allows a day
_PATIENCE = 60.0  # seconds that are waited for; longer is for later
NAME = "conflict-kg"  # in robots.txt
_LONGEST = 86_400.0  # seconds; a longer Retry-After or Crawl-delay is cut to a day


@dataclass(frozen=True, slots=True)
class Rules:
    robots: Protego | None  # None: robots.txt cannot be had, which forbids all for now (RFC 9309, 2.3.1.4)
    until: float


class Door:
    """Fetches as a guest would; waits with ``pause`` (seconds), which may raise to stop."""

    def __init__(self, settings: Settings, state: State, pause: Callable[[float], None]) -> None:
        self._fetcher, self._state, self._pause = Fetcher(settings), state, pause
        self._seconds = settings.limit("host_seconds")
        self._rules: dict[str, Rules] = {}

    def get(self, url: str, validators: Validators = NONE) -> Response:
        """As Fetcher.get; also raises RemoteRefused for what robots.txt forbids."""
        return self._waited(url, self._before, validators)

    def _waited(self, url: str, before: Callable[[Target], None], validators: Validators) -> Response:
        last: list[Target] = []

        def note(goal: Target) -> None:
            before(goal)
            last[:] = [goal]

        try:
            return self._fetcher.get(url, note, validators)
        except RemoteError as error:
            if last and (wait := seconds_of(error.extra.get("wait"))) is not None:
                self._state.leave_alone(last[0].authority, time.time() + wait)
            raise

    def _before(self, goal: Target) -> None:
        self._refuse_when_left_alone(goal, self._seconds)
        rules = self._rules_of(goal)
        if rules.robots is None:
            raise RemoteError(f"{goal.origin}/robots.txt cannot be had, so nothing else is asked of the host for now.")
        if not rules.robots.can_fetch(goal.origin + goal.path, NAME):
            raise RemoteRefused(f"{goal.origin}/robots.txt does not want {goal.path} fetched.")
        self._keep_apart(goal, max(self._seconds, min(rules.robots.crawl_delay(NAME) or 0.0, _LONGEST)))

    def _keep_apart(self, goal: Target, seconds: float) -> None:
        self._refuse_when_left_alone(goal, seconds)
        wait = self._state.free_at(goal.authority) - time.time()
        if wait > 0:
            self._pause(wait)
        self._state.leave_alone(goal.authority, time.time() + seconds)

    def _refuse_when_left_alone(self, goal: Target, seconds: float) -> None:
        wait = self._state.free_at(goal.authority) - time.time()
        if wait > max(seconds, _PATIENCE):
            asked = f"{goal.authority} asked to be left alone for {wait:.0f} seconds more."
            raise RemoteError(asked, wait=str(int(wait)))

    def _rules_of(self, goal: Target) -> Rules:
        known = self._rules.get(goal.origin)
        if known is None or known.until < time.time():
            robots = self._robots(goal)
            keep = ROBOTS_SECONDS if robots else _PATIENCE
            known = self._rules[goal.origin] = Rules(robots, time.time() + keep)
        return known

    def _robots(self, goal: Target) -> Protego | None:
        """What RFC 9309 makes of the answer: 4xx allows all, no answer or an error of the server forbids all."""

        def wait(to: Target) -> None:
            self._keep_apart(to, self._seconds)

        try:
            answer = self._waited(f"{goal.origin}/robots.txt", wait, NONE)
        except RemoteRefused:
            return Protego.parse("")  # a circle of redirections, or out of the public network: as if there were none
        except KgError:
            return None
        return Protego.parse(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")


def seconds_of(retry_after: object) -> float | None:
    """A Retry-After as seconds from now: a number or a date (RFC 9110, 10.2.3); None for neither."""
    if not isinstance(retry_after, str):
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            when = email.utils.parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
        seconds = (when - dt.datetime.now(dt.UTC)).total_seconds()
    return min(max(seconds, 0.0), _LONGEST) if seconds == seconds else None
