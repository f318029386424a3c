"""Error pages: what happened, whether anything was lost, what to do next. All failures look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, make_response, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from surveyapp.errors import AppError, NotAllowed
from surveyapp.views.problems import is_for_programs, problem

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

_WORDS = {
    400: ("That could not be read", "Nothing was changed. Go back, load the page again and retry."),
    403: ("This page is not yours to open", "Nothing was changed. Ask an administrator if you need it."),
    404: ("There is no such page", "Check the address. If you followed a link in an e-mail, use the newest one."),
    405: ("That is not how this page is used", "Nothing was changed. Go back and use the buttons on the page."),
    413: (
        "That was too large to take",
        "Nothing was changed. Go back: what you typed is still on the page. Shorten it, or choose a smaller file.",
    ),
}


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(AppError, say_ours)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, say_theirs)
    app.register_error_handler(Exception, _crash)


def _page(status: int, title: str, message: str) -> ResponseReturnValue:
    if is_for_programs():
        return problem(status, title, message)
    # A role that may do nothing here must still find the way out.
    may_leave = status == NotAllowed.status and current_user.is_authenticated
    return render_template("errors/error.html", title=title, message=message, may_leave=may_leave), status


def say_ours(error: AppError) -> ResponseReturnValue:
    """Show one of our errors as its sentence."""
    title = "This is not yours to do" if isinstance(error, NotAllowed) else "That did not work"
    return _page(error.status, title, str(error))


def _stale(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, "This form is out of date", "Nothing was changed. Go back, load the page again and retry.")


def say_theirs(error: HTTPException) -> ResponseReturnValue:
    """Show an error of the protocol in our words."""
    status = error.code or 500
    title, message = _WORDS.get(status, ("That did not work", "Nothing was changed. Go back and try again."))
    response = make_response(_page(status, title, message))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _crash(error: Exception) -> ResponseReturnValue:
    # The path of a personal link is a secret, so only the page's name goes into the log.
    current_app.logger.error("page %s failed", request.endpoint, exc_info=error)
    title = "Something went wrong on our side"
    return _page(500, title, "What you saved before is kept; this last step was not saved. Go back and try again.")
