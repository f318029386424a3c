"""Pages: load, ask a service, answer. Every page says who may open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.routing import IntegerConverter

from surveyapp.views import (
    accounts,
    api,
    comments,
    decisions,
    errors,
    export_jobs,
    exports,
    invitations,
    links,
    members,
    plans,
    previews,
    responses,
    results,
    rules,
    saving,
    segments,
    surveys,
    tokens,
)

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Map

_LARGEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """A number that a row can have; a larger one is an unknown address rather than a failing query."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, min=1, max=_LARGEST_ID)


def init_app(app: Flask) -> None:
    """Register all pages and the error pages."""
    app.url_map.converters["id"] = IdConverter
    for module in (
        accounts,
        api,
        comments,
        decisions,
        export_jobs,
        exports,
        invitations,
        links,
        members,
        plans,
        previews,
        responses,
        results,
        rules,
        saving,
        segments,
        surveys,
        tokens,
    ):
        app.register_blueprint(module.bp)
    errors.init_app(app)
