"""CPU of a complete member journey, beside a bare Flask page and a bare insert, all on waitress in the same run.

Run from the top of a checkout: python -m benchmarks.journeys
"""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.member import Member
from benchmarks.servers import Make, Server, application, bare_insert, bare_page, serving

_WARM, _COUNTED = 10, 60
_CLIENTS = (1, 8)


def main() -> None:
    """Print the figures."""
    with serving(application, _WARM + _COUNTED * (1 + len(_CLIENTS))) as server:
        links = list(server.links)
        _walk(server, [links.pop() for _ in range(_WARM)])
        cpu = server.cpu_seconds()
        requests, saves, answers = _walk(server, [links.pop() for _ in range(_COUNTED)])
        cpu = (server.cpu_seconds() - cpu) / _COUNTED
        speeds = {clients: _speed(server, [links.pop() for _ in range(_COUNTED)], clients) for clients in _CLIENTS}
    page = _bare(bare_page, requests, saves)
    insert = _bare(bare_insert, requests, saves)
    print(f"a journey: {answers} answers on {requests} requests, {saves} of them saves")
    print(f"complete journey   {cpu * 1000:6.1f} ms of CPU", end="   ")
    print(f"{cpu / page:.1f} x the bare page, {cpu / insert:.1f} x the bare insert")
    print(f"bare Flask page    {page * 1000:6.1f} ms of CPU for as many requests")
    print(f"bare insert        {insert * 1000:6.1f} ms of CPU for as many requests, a row inserted at each save")
    for clients, speed in speeds.items():
        print(f"{clients} at a time: {speed:5.1f} journeys a second")


def _walk(server: Server, links: list[str]) -> tuple[int, int, int]:
    """Walk the journeys one after the other; returns requests, saves and answers of one."""
    member = Member(server.port)
    for link in links:
        member = Member(server.port)
        member.walk(link)
    return member.requests, member.saves, member.answers


def _speed(server: Server, links: list[str], clients: int) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(lambda link: Member(server.port).walk(link), links))
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


if __name__ == "__main__":
    main()
