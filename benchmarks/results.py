"""The results page, cold and warm, for 1,000, 10,000 and 100,000 responses, beside a bare render of its template.

Run from the top of a checkout: python -m benchmarks.results [sizes]. Cold is the first look at new data: reading,
summing, resampling, suppressing. Warm is every further one. Bare is Jinja alone on values that lie ready, in the same
process. Each size is filled in one process and measured in another, so that neither stands in the other's memory.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from flask import render_template

from benchmarks.rounds import ATTRIBUTES, an_app, fill
from surveyapp.permissions import OPERATOR
from surveyapp.services import results, surveys

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

SIZES = (1_000, 10_000, 100_000)
REPEATS = 25
AT_ONCE = 10


def main(sizes: tuple[int, ...]) -> None:
    """Measure each size in a database of its own."""
    print(f"{'responses':>9}  {'page':<20} {'cold':>8} {'memory':>7} {'warm':>8} {'bare':>8} {'warm/bare':>9}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            round_id, account_id = _apart(_fill, place, size)
            lines = _apart(_measure_open, place, round_id, account_id)
            _apart(_close, place, round_id)
            for line in (*lines, *_apart(_measure_closed, place, round_id, account_id)):
                print(f"{size:>9,}  {line}", flush=True)


def _apart(work: Callable[..., Any], *given: object) -> Any:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def _fill(folder: Path, size: int) -> tuple[int, int]:
    with an_app(folder).app_context():
        return fill(size)


def _close(folder: Path, round_id: int) -> None:
    with an_app(folder).app_context():
        surveys.close_round(OPERATOR, round_id, now=datetime.now(UTC))


def _measure_open(folder: Path, round_id: int, account_id: int) -> list[str]:
    app = an_app(folder)
    with app.app_context():
        step = _seconds(lambda: results.move_on(OPERATOR, round_id))
    return [f"a step of the figures {step:.2f}s", _page(app, account_id, "open", _address(round_id))]


def _measure_closed(folder: Path, round_id: int, account_id: int) -> list[str]:
    address, app = _address(round_id), an_app(folder)
    lines = [
        _page(app, account_id, "closed", address),
        _page(app, account_id, "closed, by segment", f"{address}?by={ATTRIBUTES[0]}"),
    ]
    # an application made anew has computed nothing yet
    together = _at_once(an_app(folder), account_id, address)
    return [*lines, f"cold for {AT_ONCE} people at once {together:.2f}s"]


def _address(round_id: int) -> str:
    return f"/rounds/{round_id}/results"


def _page(app: Flask, account_id: int, name: str, address: str) -> str:
    client = _signed_in(app, account_id)
    before = _peak()
    cold = _seconds(lambda: _look(client, address))
    grown = _peak() - before
    warm, bare = _warm_and_bare(app, client, address)
    return f"{name:<20} {cold:>7.2f}s {grown:>5.0f}MB {warm * 1e3:>6.1f}ms {bare * 1e3:>6.1f}ms {warm / bare:>9.2f}"


def _at_once(app: Flask, account_id: int, address: str) -> float:
    clients = [_signed_in(app, account_id) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return _seconds(lambda: list(threads.map(lambda client: _look(client, address), clients)))


def _signed_in(app: Flask, account_id: int) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = str(account_id), True
    return client


def _look(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status


def _warm_and_bare(app: Flask, client: FlaskClient, address: str) -> tuple[float, float]:
    """Time the page, and Jinja alone on the values of one request; in turns, so that both meet the same machine."""
    kept: dict[str, Any] = {}

    def keep(template: str, **values: Any) -> str:
        kept.update(values, template=template)
        return render_template(template, **values)

    with mock.patch("surveyapp.views.staff.render_template", keep):
        client.get(address)
    template = kept.pop("template")
    warm, bare = [], []
    for _ in range(REPEATS):
        warm.append(_seconds(lambda: _look(client, address)))
        with app.test_request_context(address):
            bare.append(_seconds(lambda: render_template(template, **kept)))
    return statistics.median(warm), statistics.median(bare)


def _peak() -> float:
    """The most memory that this process had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
