"""Surveyapp: what members think of their society's plan, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from surveyapp.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application. Raises `InvalidInput` when a setting cannot be used."""
    from flask import Flask  # noqa: PLC0415 - `import surveyapp` alone stays light for tools and commands

    from surveyapp import assets, database, security, storage, templating, views  # noqa: PLC0415
    from surveyapp.config import load_settings  # noqa: PLC0415

    settings = settings or load_settings()
    # What lies in static/ is served by `assets` alone, at addresses that change with the content.
    app = Flask("surveyapp", instance_path=str(settings.instance_path), static_folder=None)
    app.config.update(
        SURVEYAPP=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,  # a form that was open for long still saves what was typed
    )
    database.init_app(app, settings.database_url)
    storage.init_app(app, settings.instance_path)
    templating.init_app(app)
    assets.init_app(app)
    views.init_app(app)
    security.init_app(app)
    return app
