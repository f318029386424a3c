"""The operator's commands: one line of outcome, harmless twice, a sentence and exit code 1 when refused."""

from __future__ import annotations

import csv
import json
import os
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from surveyapp.cli import main
from surveyapp.cli.running import sqlite_warning
from tests.factories import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command in an installation of its own."""
    runner = CliRunner(env={"SURVEYAPP_INSTANCE": str(tmp_path / "instance"), "SURVEYAPP_DATABASE_URL": ""})

    def run_command(*words: object, answer: str = "") -> Result:
        return runner.invoke(main, [str(word) for word in words], input=answer)

    return run_command


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    return file


def test_reading_a_plan_stores_nothing_and_needs_no_database(run: Run, plan_file: Path, tmp_path: Path) -> None:
    result = run("plans", "read", plan_file)

    assert result.exit_code == 0
    assert "A.1.a" in result.output
    assert not (tmp_path / "instance").exists()


def test_reading_a_plan_as_json(run: Run, plan_file: Path) -> None:
    outline = json.loads(run("plans", "read", plan_file, "--json").stdout)

    assert set(outline) == {"title", "practice_area", "items", "warnings"}
    assert outline["items"][2] == {
        "kind": "goal",
        "label": "A",
        "marker": "A",
        "level": 1,
        "tier": "High Priority",
        "text": "Shorten the wait for the first visit.",
        "strategy": False,
        "line": 13,
    }


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "empty"), (b"\x00\x01\x02\xff" * 50, "text"), (b"Nothing of a plan.\n", "goal")]
)
def test_a_document_that_is_no_plan_is_refused_on_standard_error(
    run: Run, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "other.txt"
    file.write_bytes(content)

    result = run("plans", "read", file, "--json")

    assert result.exit_code == 1
    assert sentence in result.stderr.lower()
    assert result.stdout == ""


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    for command in (("plans", "read"), ("plans", "import"), ("members", "import")):
        result = run(*command, tmp_path / "nothing.txt")
        assert result.exit_code == 1
        assert "cannot be read: No such file" in result.stderr


def test_the_main_job_by_command_each_step_twice(run: Run, plan_file: Path, tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("email,given name\nann@example.org,=Ann\nbo@example.org,Bo\nno address,Cy\n", "utf-8")
    links, results = tmp_path / "links.csv", tmp_path / "results.xlsx"

    assert "version 1" in run("plans", "import", plan_file).output
    assert "nothing changed" in run("plans", "import", plan_file).output
    assert run("members", "import", members).stdout.startswith("3 rows = 2 added + 0 changed + 0 unchanged")
    again = run("members", "import", members)
    assert again.stdout.startswith("3 rows = 0 added + 0 changed + 2 unchanged + 0 repeated + 1 rejected + 0 blank")
    assert "row 4: “no address” is not an e-mail address." in again.stderr
    assert "Next: surveyapp surveys open 1" in run("surveys", "create", 1).output
    refused = run("surveys", "create", 1)
    assert (refused.exit_code, "has a survey already" in refused.stderr) == (1, True)
    assert run("surveys", "open", 1).exit_code == 0
    assert "is fixed" in run("surveys", "open", 1).stderr
    assert "2 of them are new" in run("invitations", "links", 1, "--out", links).output
    first = links.read_bytes()
    assert "0 of them are new" in run("invitations", "links", 1, "--out", links).output
    assert links.read_bytes() == first
    assert "must be later" in run("surveys", "extend", 1, "--closes", "2020-01-01T00:00").stderr
    assert (
        "now closes at 2099-01-01 00:00 in America/Chicago"
        in run("surveys", "extend", 1, "--closes", "2099-01-01T00:00").output
    )
    assert "is closed" in run("surveys", "close", 1).output
    assert "not open" in run("surveys", "close", 1).stderr
    assert run("results", "export", 1, "--out", results).exit_code == 0
    assert load_workbook(results).sheetnames[0] == "Read me"
    for ending, begins in (("docx", b"PK"), ("json", b"{")):
        other = results.with_suffix(f".{ending}")
        assert f"of round 1 is in {other}." in run("results", "export", 1, "--out", other).output
        assert other.read_bytes().startswith(begins)
    table = ("--format", "csv", "--table", "summary", "--out", results.with_suffix(".csv"))
    assert run("results", "export", 1, *table).exit_code == 0
    assert (
        "There is no table called" in run("results", "export", 1, "--format", "csv", "--table", "x", *table[4:]).stderr
    )
    assert "is sealed" in run("surveys", "seal", 1, "--yes").output
    assert "sealed already" in run("surveys", "seal", 1, "--yes").stderr


def test_times_that_do_not_exist_and_zones_that_are_none(run: Run, plan_file: Path) -> None:
    run("plans", "import", plan_file)

    gap = run("surveys", "create", 1, "--closes", "2027-03-14T02:30", "--zone", "America/Chicago")
    zone = run("surveys", "create", 1, "--closes", "2027-03-14T05:30", "--zone", "Mars/Olympus")

    assert (gap.exit_code, "clocks go forward" in gap.stderr) == (1, True)
    assert (zone.exit_code, "Choose a time zone" in zone.stderr) == (1, True)
    assert run("surveys", "create", 1).exit_code == 0


def test_links_are_made_from_the_configured_address_and_kept_private(run: Run, plan_file: Path, tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text("email,given name\nann@example.org,=Ann\n", "utf-8")
    for command in (("plans", "import", plan_file), ("members", "import", tmp_path / "members.csv")):
        run(*command)
    run("surveys", "create", 1)

    run("invitations", "links", 1, "--out", tmp_path / "links.csv")

    rows = list(csv.DictReader((tmp_path / "links.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0]["link"].startswith("http://127.0.0.1:8000/r/")
    assert rows[0]["given name"] == "'=Ann"
    assert (tmp_path / "links.csv").stat().st_mode & 0o077 == 0


def test_a_link_is_replaced_and_an_invitation_withdrawn_by_command(run: Run, plan_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    (tmp_path / "members.csv").write_text("email\nann@example.org\nbo@example.org\n", "utf-8")
    for command in (("plans", "import", plan_file), ("members", "import", tmp_path / "members.csv")):
        run(*command)
    run("surveys", "create", 1)
    run("invitations", "links", 1, "--out", file)
    first = {row["e-mail"]: row["link"] for row in csv.DictReader(file.read_text("utf-8-sig").splitlines())}

    assert run("invitations", "replace", 1, "ann@example.org", answer="n\n").exit_code == 1
    replaced = run("invitations", "replace", 1, "Ann@example.org", "--yes").output

    assert replaced.startswith("ann@example.org: http://127.0.0.1:8000/r/")
    assert first["ann@example.org"] not in replaced
    assert (
        "The invitation of bo@example.org is withdrawn." in run("invitations", "withdraw", 1, "bo@example.org").output
    )
    assert "withdrawn already" in run("invitations", "withdraw", 1, "bo@example.org").stderr
    run("invitations", "links", 1, "--out", file)
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert [(row["e-mail"], row["link"] in replaced, row["reminders"]) for row in rows] == [
        ("ann@example.org", True, "yes")
    ]
    undo = ("invitations", "withdraw", 1, "bo@example.org", "--undo")
    assert "The link of bo@example.org works again." in run(*undo).output
    assert "not withdrawn" in run(*undo).stderr
    run("invitations", "links", 1, "--out", file)
    assert first["bo@example.org"] in file.read_text("utf-8-sig")
    nobody = run("invitations", "replace", 1, "zoe@example.org", "--yes")
    assert (nobody.exit_code, "Nobody with that address or number" in nobody.stderr) == (1, True)


def test_accounts(run: Run) -> None:
    words = ("accounts", "create", "kim@example.org", "--name", "Kim", "--role", "staff", "--password")

    assert "may sign in as staff" in run(*words, "a long enough password").output
    assert "already" in run(*words, "a long enough password").stderr
    assert "at least 12" in run("accounts", "create", "bo@example.org", "--name", "Bo", "--password", "short").stderr


def test_check_says_what_it_sees(run: Run) -> None:
    result = run("check")

    assert result.exit_code == 0
    assert "database   ok, sqlite, migrated" in result.output
    assert "accent     ours; change it with SURVEYAPP_ACCENT" in result.output
    assert "mark       ours; change it with SURVEYAPP_MARK" in result.output


def test_check_names_the_societys_own_look(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "mark.svg"
    mark.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>', "utf-8")
    for name, value in (("SOCIETY", "Larkspur"), ("ACCENT", "#003366"), ("MARK", str(mark))):
        monkeypatch.setitem(os.environ, f"SURVEYAPP_{name}", value)

    result = run("check")

    assert "society    Larkspur\naccent     #003366\nmark       your own\n" in result.output


def test_a_weak_secret_is_refused_before_anything_starts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SURVEYAPP_SECRET_KEY", "changeme")

    result = run("check")

    assert result.exit_code == 1
    assert "too weak" in result.stderr


def test_a_folder_that_cannot_be_written(run: Run, plan_file: Path, tmp_path: Path) -> None:
    run("plans", "import", plan_file)
    run("surveys", "create", 1)

    result = run("results", "export", 1, "--out", tmp_path / "missing" / "results.xlsx")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_versions_of_sqlite_that_need_a_single_writer(version: tuple[int, ...], is_safe: bool) -> None:
    assert (sqlite_warning(version) is None) == is_safe


def test_every_command_has_help_with_an_example() -> None:
    commands = [
        (name, command)
        for group, entry in main.commands.items()
        for name, command in (
            [(f"{group} {name}", command) for name, command in entry.commands.items()]
            if isinstance(entry, click.Group)
            else [(group, entry)]
        )
    ]

    assert len(commands) >= 15
    for name, command in commands:
        assert command.help, name
        assert f"surveyapp {name}" in (command.epilog or ""), name
