"""The comments page for 1,000 and 10,000 comments, beside a bare render of it and a plain Python scan.

Run from the top of a checkout: python -m benchmarks.comments [sizes]. Cold is the first look at new data, warm every
further one; coded is warm when every comment has two themes. A search is beside `word in text.casefold()` over the
same texts, finding what is similar beside one bare render, a press of a key beside one row changed and committed. All
are seconds of CPU, which other work on the machine changes least.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import sqlalchemy as sa
from flask import render_template

from benchmarks.rounds import an_app, fill
from surveyapp import database
from surveyapp.enums import Role, WordsKind
from surveyapp.models import ItemWords, Theme
from surveyapp.permissions import ALLOWED, OPERATOR, Actor
from surveyapp.services import questionnaires, results, surveys, themes
from surveyapp.services.alike import similar_comments
from surveyapp.services.coding import MOST_TOGETHER, code_words
from surveyapp.services.comments import PER_PAGE, CommentFilter, list_comments
from surveyapp.services.remarks import digest_of, load_words, seen_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient

SIZES = (1_000, 10_000)
REPEATS = 15
THEMES = 9
WORDS = ("word7", "word11")
_VOCABULARY = 5_000
_SEED = 2


def main(sizes: tuple[int, ...]) -> None:
    """Measure each size in a database of its own."""
    print(f"{'comments':>8}  {'what':<26} {'ours':>9} {'yardstick':>10} {'ratio':>7}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            for line in _apart(_measure, Path(folder), *_apart(_fill, Path(folder), size)):
                print(f"{size:>8,}  {line}", flush=True)


def _apart(work: Callable[..., Any], *given: object) -> Any:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def _fill(folder: Path, size: int) -> tuple[int, int]:
    with an_app(folder).app_context():
        round_id, account_id = fill(2 * size)
        _write(round_id, size)
        for number in range(THEMES):
            themes.add_theme(OPERATOR, round_id, name=f"Theme {number + 1}", now=datetime.now(UTC))
        surveys.close_round(OPERATOR, round_id, now=datetime.now(UTC))
        return round_id, account_id


def _write(round_id: int, size: int) -> None:
    """Give every comment words of its own, as often as words are in a language (Zipf); one in fifty repeats another.

    Every tenth becomes a suggested wording that changes up to eight words of its item.
    """
    chance, texts = np.random.default_rng(_SEED), [""] * size
    for place, length in enumerate(chance.integers(3, 60, size)):
        texts[place] = texts[place // 2] if place % 50 == 49 else " ".join(_drawn(chance, length)).capitalize() + "."
    items = {item.id: item.text.split() for item in questionnaires.load_questionnaire(round_id).items}
    with database.transaction() as db:
        for place, (written, text) in enumerate(zip(db.scalars(sa.select(ItemWords)), texts, strict=True)):
            written.text = text
            if place % 10 == 0:
                words = items[written.item_id].copy()
                for word in _drawn(chance, 1 + place % 8):
                    words[int(chance.integers(len(words)))] = word
                written.kind, written.text = WordsKind.WORDING, " ".join(words)


def _drawn(chance: np.random.Generator, count: int) -> list[str]:
    return [f"word{number}" for number in chance.zipf(1.3, count) % _VOCABULARY]


def _measure(folder: Path, round_id: int, account_id: int) -> list[str]:
    app, address = an_app(folder), f"/rounds/{round_id}/comments"
    client, actor = _signed_in(app, account_id), Actor("B", ALLOWED[Role.STAFF], account_id)
    with app.app_context():
        results.load_figures(OPERATOR, round_id)
    cold = _seconds(lambda: _look(client, address))
    warm, plain = _warm_and_bare(app, client, address)
    lines = [_line("page, cold / bare", cold, plain), _line("page / bare", warm, plain)]
    lines.append(_line("page of a search / bare", *_warm_and_bare(app, client, f"{address}?q={'+'.join(WORDS)}")))
    wordings = f"{address}?kind=wordings"
    cold = _seconds(lambda: _look(client, wordings))
    warm, of_wordings = _warm_and_bare(app, client, wordings)
    lines += [_line("wordings, cold / bare", cold, of_wordings), _line("wordings / bare", warm, of_wordings)]
    with app.app_context():
        lines += _parts(actor, round_id, plain)
        _code_all(actor, round_id)
    return [*lines, _line("page, all coded / bare", *_warm_and_bare(app, client, address))]


def _parts(actor: Actor, round_id: int, plain: float) -> Iterator[str]:
    texts = [words.text for words in load_words(actor, round_id).of_responses()]
    ours = _median(lambda: list_comments(actor, round_id, CommentFilter(terms=WORDS)))
    scan = _median(lambda: [text for text in texts if all(word in text.casefold() for word in WORDS)])
    yield _line("search / plain scan", ours, scan)
    pages = range(1, len(texts) // PER_PAGE + 1)
    everything = [
        one for page in pages for one, _ in list_comments(actor, round_id, CommentFilter(), page=page).entries
    ]
    yield _line("similar, cold / bare", _seconds(lambda: similar_comments(everything[:PER_PAGE], everything)), plain)
    yield _line("similar / bare", _median(lambda: similar_comments(everything[:PER_PAGE], everything)), plain)
    seen, now = {everything[0].written.address: everything[0].seen}, datetime.now(UTC)
    numbers = iter(range(REPEATS * THEMES))
    key = _median(lambda: code_words(actor, round_id, seen, add=[1 + next(numbers) % THEMES], now=now))
    yield _line("a key / one-row commit", key, _median(_one_row))


def _one_row() -> None:
    with database.transaction() as db:
        db.execute(sa.update(Theme).where(Theme.id == 1).values(position=time.perf_counter_ns() % 1000))


def _code_all(actor: Actor, round_id: int) -> None:
    written, now = list(load_words(actor, round_id).of_responses()), datetime.now(UTC)
    for start in range(0, len(written), MOST_TOGETHER):
        seen = {one.address: seen_mark(digest_of(one.text)) for one in written[start : start + MOST_TOGETHER]}
        given = [1 + start // MOST_TOGETHER % THEMES, 1 + (start // MOST_TOGETHER + 3) % THEMES]
        code_words(actor, round_id, seen, add=given, now=now)


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
        _look(client, address)
    template = kept.pop("template")
    warm, bare = [], []
    for _ in range(REPEATS):
        warm.append(_seconds(lambda: _look(client, address)))
        with app.test_request_context(address):
            bare.append(_seconds(lambda: render_template(template, **kept)))
    return statistics.median(warm), statistics.median(bare)


def _median(act: Callable[[], object]) -> float:
    return statistics.median(_seconds(act) for _ in range(REPEATS))


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def _line(what: str, ours: float, yardstick: float) -> str:
    return f"{what:<26} {ours * 1e3:>7.1f}ms {yardstick * 1e3:>8.1f}ms {ours / yardstick:>7.2f}"


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
