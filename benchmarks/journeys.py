"""CPU of a complete member journey, with and without saving at every tap, beside bare Flask pages on the same waitress.

Run from the top of a checkout: python -m benchmarks.journeys
"""

from __future__ import annotations

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.member import Member
from benchmarks.servers import Make, Server, application, bare_insert, bare_page, bare_update, serving

_WARM, _COUNTED = 10, 60
_CLIENTS = (1, 8, 16)


@dataclass(frozen=True, slots=True)
class Walked:
    """What one journey took, and how many journeys a second went through for each number of clients."""

    cpu: float
    member: Member
    speeds: dict[int, float]

    def tell(self, name: str) -> None:
        """Print it."""
        made = self.member
        print(f"{name}: {made.answers} answers on {made.requests} requests, {made.saves + made.taps} of them saves")
        print(f"  {self.cpu * 1000:6.1f} ms of CPU;", end=" ")
        print(", ".join(f"{clients} at a time: {speed:.1f} a second" for clients, speed in self.speeds.items()))


def main() -> None:
    """Print the figures."""
    form = _walked(saves_at_once=False)
    taps = _walked(saves_at_once=True)
    page = _bare(bare_page, form.member.requests, form.member.saves)
    insert = _bare(bare_insert, form.member.requests, form.member.saves)
    update = _bare_update(taps.member.taps)
    form.tell("without a script")
    print(f"  {form.cpu / page:.1f} x the bare page, {form.cpu / insert:.1f} x the bare insert")
    taps.tell("saving at every tap")
    save = (taps.cpu - form.cpu) / taps.member.taps
    print(f"  {taps.cpu / form.cpu:.1f} x the journey without;", end=" ")
    print(f"a save takes {save * 1000:.2f} ms of CPU, {save / update:.1f} x the bare update")
    print(f"bare Flask page:  {page * 1000:6.1f} ms of CPU for as many requests as the journey without a script")
    print(f"bare insert:      {insert * 1000:6.1f} ms of CPU for as many, a row inserted at each save")
    print(f"bare update:      {update * 1000:6.2f} ms of CPU for one")


def _walked(*, saves_at_once: bool) -> Walked:
    with serving(application, _WARM + _COUNTED * (1 + len(_CLIENTS))) as server:
        links = list(server.links)

        def take(count: int) -> list[str]:
            return [links.pop() for _ in range(count)]

        _walk(server, take(_WARM), saves_at_once=saves_at_once)
        cpu = server.cpu_seconds()
        member = _walk(server, take(_COUNTED), saves_at_once=saves_at_once)
        cpu = (server.cpu_seconds() - cpu) / _COUNTED
        speeds = {clients: _speed(server, take(_COUNTED), clients, saves_at_once=saves_at_once) for clients in _CLIENTS}
    return Walked(cpu, member, speeds)


def _walk(server: Server, links: list[str], *, saves_at_once: bool) -> Member:
    """Walk the journeys one after the other; returns the last member."""
    member = Member(server.port)
    for link in links:
        member = Member(server.port, saves_at_once=saves_at_once)
        member.walk(link)
    return member


def _speed(server: Server, links: list[str], clients: int, *, saves_at_once: bool) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda link: Member(server.port, saves_at_once=saves_at_once).walk(link), links))
    return len(links) / (time.perf_counter() - began)


def _bare(make: Make, requests: int, saves: int) -> float:
    """CPU seconds for as many requests as one journey has."""
    with serving(make) as server:
        _ask(server, requests, saves, _WARM)
        before = server.cpu_seconds()
        _ask(server, requests, saves, _COUNTED)
        return (server.cpu_seconds() - before) / _COUNTED


def _ask(server: Server, requests: int, saves: int, times: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for number in range(requests * times):
        if number % requests < saves:
            connection.request("POST", "/", "a=some+words&b=4&c=5", headers)
        else:
            connection.request("GET", "/")
        connection.getresponse().read()


def _bare_update(taps: int) -> float:
    """CPU seconds for one bare update, over as many as the journeys made."""
    with serving(bare_update) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        body = json.dumps(
            {"token": "x" * 64, "revision": 2, "count": 1, "seen": 0, "changes": {"importance-1": ["4", 0]}}
        )
        before = 0.0
        for number in range(taps * (_WARM + _COUNTED)):
            if number == taps * _WARM:
                before = server.cpu_seconds()
            connection.request("POST", "/", body, {"Content-Type": "application/json"})
            connection.getresponse().read()
        return (server.cpu_seconds() - before) / (taps * _COUNTED)


if __name__ == "__main__":
    main()
