"""An outline as the plain values that the command line prints."""

from __future__ import annotations

import json

from surveyapp.outline import as_dict
from tests.outline.reading import read


def test_as_dict() -> None:
    outline = read("Gait Strategic Plan\n\nHigh Priority Goals:\n\nA. One\n1. Two (strategy)\n3. Three\n")

    assert json.loads(json.dumps(as_dict(outline))) == {
        "title": "Gait Strategic Plan",
        "practice_area": "Gait",
        "items": [
            {
                "kind": "goal",
                "label": label,
                "marker": marker,
                "level": level,
                "tier": "High Priority",
                "text": text,
                "strategy": strategy,
                "line": line,
            }
            for label, marker, level, text, strategy, line in (
                ("A", "A", 1, "One", False, 5),
                ("A.1", "1", 2, "Two", True, 6),
                ("A.3", "3", 2, "Three", False, 7),
            )
        ],
        "warnings": [
            {
                "line": 7,
                "message": "The numbering jumps from A.1 to A.3. Is a goal missing, or is this number wrong?",
            }
        ],
    }
