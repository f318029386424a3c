"""Invented wordings: changes that members might make to the text of an item, always handed in as the whole text."""

from __future__ import annotations

REVISIONS: tuple[tuple[str, str], ...] = (
    (
        "meets a physiatrist-led team within two weeks",
        "is offered a visit with a physiatrist-led team within two weeks",
    ),
    (
        "leaves the hospital after a stroke, an injury",
        "leaves a hospital or nursing facility after a stroke, an injury",
    ),
    ("agreed with therapists, nurses, insurers, home agencies & families", "agreed with the family and the whole team"),
    ("as reliably as blood pressure is", "at every visit"),
    (
        "has worked in homes, in clinics and by video",
        "has worked for at least two months in homes, in clinics & by video",
    ),
    ("send in a few well-chosen results", "choose freely whether to send in a few well-chosen results"),
    ("Payment follows regained function", "Payment follows function that is regained, kept or lost more slowly"),
    ("is known to keep people", "has been shown to keep people"),
    (
        "Shorten the wait between hospital discharge and the first community visit.",
        "See every patient within two weeks of hospital discharge, starting where the wait is longest.",
    ),
    ("Shorten the wait between hospital discharge", "Halve the wait between discharge from any hospital or facility"),
    ("the common language of community care", "the common language of community care, in the words patients use"),
    ("Make function", "Make function and participation"),
    ("Prepare members to lead teams", "Prepare members to lead, join and support teams"),
    ("teams that work in the home", "teams that work in homes, schools & residences"),
    ("Widen access to video and home visits", "Secure lasting payment for video, telephone and home visits"),
    ("for people who cannot travel", "for people who cannot travel or should not have to"),
    ("Build the evidence for", "Build and use the evidence for"),
    ("in everyday practice", "in the practices where most patients are seen"),
    ("Strengthen ties with primary care", "Agree on shared work with primary care"),
    ("Explore staffing shared between", "Test in three regions, for one year, staffing shared between"),
    (
        "Develop a functional record that the patient holds",
        "Develop a one-page record of function that the patient holds",
    ),
    ("Develop a functional record", "Together with patients, develop a record of function, on paper and by phone,"),
    ("prior approval for the first visit", "prior approval for the first two visits"),
    ("in six practices for one year", "in twelve practices, half of them rural, for one year"),
    ("a one-page worksheet and a spreadsheet", "a one-page worksheet"),
    ("under five minutes", "under five minutes for most patients, with more time for those who need it"),
    ("Ask every residency to offer four weeks", "Ask every residency to require two weeks, and offer four,"),
    (
        "Propose a fair fee for time on the road.",
        "Propose a fee for travel time that takes account of distance & terrain.",
    ),
    ("DME", "Delays and denials of durable medical equipment (DME)"),
    ("Broadband", "Places without broadband: map them and offer the telephone there"),
    ("within two working days", "within 48 hours"),
    ("Ask payers to drop prior approval", "Agree with payers on dropping, for two years on trial, prior approval"),
    ("Ask payers to drop", "Seek, with patients’ organizations, a state rule that ends"),
    ("Say which visits are safe by video", "Say, on one page and with examples, which visits are safe by video"),
    ("which should never be done at a distance", "which are better done in person"),
    ("any primary care practice within two working days", "any primary care practice by the end of the next day"),
    ("who may write on it and who pays for its upkeep", "who may write on it, who corrects it and who pays for it"),
    ("Settle with patients/vendors what belongs", "Let patients decide, with advice from clinicians, what belongs"),
    ("what belongs on its first page, who may write on it", "what belongs on its only page, who may write on it"),
    ("home-health orders and insurers’ reviews", "home-health orders, school plans and insurers’ reviews"),
    ("a core set of measures", "two measures, not more,"),
    ("costs them in staff time/travel", "costs them and saves them"),
    ("and what everyone else does", "and who decides when they disagree"),
    ("a regular part of", "a required part of"),
    ("a practice-based research network", "a small practice-based research network, or join an existing one"),
    ("who orders, who may change an order and who signs", "who orders, who changes, who signs & who is paid"),
    ("Clear obstacles", "Name one responsible person for each of the obstacles"),
    ("Learn from patients who", "Learn from patients and parents who"),
    ("Publish", "Agree on, test and publish"),
    ("Convene", "Hear"),
    ("Describe", "Describe on one page"),
    ("Try ", "Test "),
)

ADDITIONS: tuple[str, ...] = (
    ", with a named owner and a date",
    ", starting with a small trial",
    ", and report on it to members every year",
    ", if members outside the large systems can take part",
)


def suggested_wordings(text: str) -> tuple[str, ...]:
    """Whole rewrites of `text`: one for each revision whose words occur in it, else the text with something added."""
    revised = tuple(text.replace(words, better, 1) for words, better in REVISIONS if words in text)
    if revised:
        return revised
    stem = text.rstrip(" .:;")
    return tuple(f"{stem}{addition}." for addition in ADDITIONS)
