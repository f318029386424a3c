"""A sample society of our own invention: its plan, its members, and what they answered."""

from surveyapp.demo.build import Sample, build_demo, sample_settings

__all__ = ["Sample", "build_demo", "sample_settings"]
