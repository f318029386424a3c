"""The formats in which a round's results can be had: what each is called, what it needs, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO

from surveyapp.errors import InvalidInput, RuleBroken
from surveyapp.reports.selection import beside_responses, say_choice
from surveyapp.reports.tables import too_few

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from surveyapp.reports.progress import Tell
    from surveyapp.reports.report import RoundReport


@dataclass(frozen=True, slots=True)
class Options:
    """What may be chosen of a format.

    The `society` whose name stands above every page; the single `responses` in place of what is said by segment;
    `words` in place of their codes; `long`: a row per answer instead of per response; one `table` by its name instead
    of all. By segment and of comments, `members` (the address of a segment) or `by` (an attribute) leave the chosen
    segments alone.
    """

    society: str = ""
    responses: bool = False
    words: bool = False
    long: bool = False
    table: str = ""
    members: str = ""
    by: str = ""

    @property
    def distinction(self) -> str:
        """Say in a few words what sets a file apart from the whole one of its format: `only Setting: Hospital`."""
        return "with responses" if self.responses else say_choice(self.members, self.by)

    def in_words(self, wanted: Format) -> str:
        """Say which options that a format heeds were chosen, for the audit trail: `with responses, in words`."""
        chosen = (
            ("responses", self.responses, "with responses"),
            ("words", self.words, "in words"),
            ("long", self.long, "long"),
            ("table", bool(self.table), f"table {self.table[:60]}"),
            ("members", bool(self.members or self.by), say_choice(self.members, self.by)[:200]),
        )
        return ", ".join(words for option, is_chosen, words in chosen if is_chosen and option in wanted.options)

    def heeded(self, wanted: Format) -> Options:
        """Leave what a format does not heed as it is without any choice.

        Raises `InvalidInput` for single responses with a choice of segments, which a file never holds together.
        """
        heeded = replace(Options(self.society), **{name: getattr(self, name) for name in wanted.options})
        if heeded.responses and (heeded.members or heeded.by):
            message = (
                "A file with single responses holds no figures by segment, so there are no segments to choose in it. "
                "Nothing was exported. Export without single responses, or without a choice of segments."
            )
            raise InvalidInput(message)
        return heeded


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its `name` for programs, its `title` for people, and the options that it heeds.

    `modules` are what it needs beyond the ordinary installation, which the extra called `extra` brings. Those with
    `needs_answers` hold nothing but single answers, so there are none of a round with too few.
    """

    name: str
    title: str
    ending: str
    mimetype: str
    write: Callable[[RoundReport, BinaryIO, Options, Tell], None]
    options: frozenset[str] = frozenset()
    extra: str = ""
    modules: tuple[str, ...] = ()
    needs_answers: bool = False

    @property
    def is_installed(self) -> bool:
        """Whether everything that it needs is installed."""
        return all(find_spec(module) is not None for module in self.modules)

    def require_installed(self) -> None:
        """Raise `RuleBroken` with what to install when something is missing."""
        if not self.is_installed:
            message = (
                f"{self.title} needs packages that are not installed. Nothing was exported. Ask whoever runs this "
                f"installation to install them: pip install 'surveyapp[{self.extra}]'"
            )
            raise RuleBroken(message)

    def require_answers(self, report: RoundReport) -> None:
        """Raise `RuleBroken` when the format would hold single answers alone, and none may be shown."""
        if self.needs_answers and report.summary.hidden:
            raise RuleBroken(too_few(report.summary.minimum_cell))


def format_of(name: str) -> Format:
    """Find the format called `name`. Raises `InvalidInput` when there is none."""
    try:
        return FORMATS[name]
    except KeyError:
        message = f"There is no format called {name!r}. Choose one of: {', '.join(FORMATS)}."
        raise InvalidInput(message) from None


def _as_chosen(report: RoundReport, options: Options) -> RoundReport:
    """Give a report as it stands in a file with or without single responses."""
    return beside_responses(report) if options.responses else report


# Each writer is imported when it is used: it and what it stands on cost a page that exports nothing.


def _write_excel(report: RoundReport, out: BinaryIO, options: Options, tell: Tell) -> None:
    from surveyapp.reports.excel import write_workbook  # noqa: PLC0415

    write_workbook(_as_chosen(report, options), out, responses=options.responses, words=options.words, tell=tell)


def _write_word(report: RoundReport, out: BinaryIO, options: Options, tell: Tell) -> None:
    from surveyapp.reports.word import write_document  # noqa: PLC0415

    write_document(report, out, society=options.society, tell=tell)


def _write_csv(report: RoundReport, out: BinaryIO, options: Options, tell: Tell) -> None:
    from surveyapp.reports.separate import write_tables  # noqa: PLC0415

    told = _as_chosen(report, options)
    write_tables(told, out, responses=options.responses, words=options.words, only=options.table, tell=tell)


def _write_parquet(report: RoundReport, out: BinaryIO, options: Options, _tell: Tell) -> None:
    from surveyapp.reports.arrow import write_parquet  # noqa: PLC0415

    write_parquet(report, out, long=options.long, words=options.words)


def _write_arrow(report: RoundReport, out: BinaryIO, options: Options, _tell: Tell) -> None:
    from surveyapp.reports.arrow import write_arrow  # noqa: PLC0415

    write_arrow(report, out, long=options.long, words=options.words)


def _write_sav(report: RoundReport, out: BinaryIO, _options: Options, _tell: Tell) -> None:
    from surveyapp.reports.spss import write_sav  # noqa: PLC0415

    write_sav(report, out)


def _write_bundle(report: RoundReport, out: BinaryIO, _options: Options, _tell: Tell) -> None:
    from surveyapp.reports.bundle import write_bundle  # noqa: PLC0415

    write_bundle(report, out)


def _write_json(report: RoundReport, out: BinaryIO, _options: Options, tell: Tell) -> None:
    from surveyapp.reports.json_form import report_json  # noqa: PLC0415

    out.write(report_json(report, tell))


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIP, _BYTES = "application/zip", "application/octet-stream"
_READ = frozenset({"members", "by"})
_SHEETS = _READ | {"responses", "words"}
_TABULAR = _SHEETS | {"table"}
_BIG = frozenset({"words", "long"})

FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("xlsx", "Excel summary", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", _write_excel, _SHEETS),
        Format(
            "docx",
            "Word report",
            "docx",
            f"{_OFFICE}.wordprocessingml.document",
            _write_word,
            _READ,
            extra="word",
            modules=("docx", "PIL"),
        ),
        Format("csv", "CSV tables", "csv.zip", _ZIP, _write_csv, _TABULAR),
        Format(
            "parquet",
            "Parquet file",
            "parquet",
            "application/vnd.apache.parquet",
            _write_parquet,
            _BIG,
            "arrow",
            ("pyarrow",),
            needs_answers=True,
        ),
        Format(
            "arrow",
            "Arrow file",
            "arrow",
            "application/vnd.apache.arrow.file",
            _write_arrow,
            _BIG,
            "arrow",
            ("pyarrow",),
            needs_answers=True,
        ),
        Format(
            "sav",
            "SPSS file",
            "sav",
            _BYTES,
            _write_sav,
            extra="spss",
            modules=("pandas", "pyreadstat"),
            needs_answers=True,
        ),
        Format("bundle", "Recompute bundle", "recompute.zip", _ZIP, _write_bundle, needs_answers=True),
        Format("json", "JSON", "json", "application/json", _write_json, _READ),
    )
}
"""Every format, by its name, in the order in which they are offered."""
