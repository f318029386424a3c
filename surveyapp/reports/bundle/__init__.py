"""The recompute bundle: the data without names, the rules, and two short scripts that work every figure out again."""

from surveyapp.reports.bundle.archive import write_bundle

__all__ = ["write_bundle"]
