"""Who may open which page, what browsers are told, and how a participant's device is recognised."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeVar

from flask import current_app, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from itsdangerous import BadSignature, Signer
from werkzeug.exceptions import Forbidden

from surveyapp import permissions
from surveyapp.errors import NotAllowed
from surveyapp.services import accounts

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from flask import Flask, Request, Response
    from flask.sessions import SecureCookieSession
    from flask.typing import ResponseReturnValue

    from surveyapp.config import Settings
    from surveyapp.permissions import Actor, Permission

    View = TypeVar("View", bound=Callable[..., Any])

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_MARK = "surveyapp_access"
_WITHOUT_SESSION = ("/r/", "/s/", "/assets/", "/api/")


class Access(Enum):
    """Who may open a page that asks for no permission of an account."""

    EVERYBODY = auto()
    LINK_HOLDER = auto()
    TOKEN_BEARER = auto()


@dataclass(frozen=True, slots=True)
class Device:
    """A participant's device: whose draft is open on it, and the random name under which it saves there.

    `admission` came with the link that was opened on it; the device is let in while the invitation still has it.
    """

    draft_id: int
    name: str
    admission: str


@dataclass(slots=True)
class SignedIn:
    """The account of this request, in the shape that Flask-Login asks for."""

    actor: Actor
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return str(self.actor.account_id)


class StaffSession(SecureCookieSessionInterface):
    """The session of whoever signs in. A participant's pages and the API have none, so nothing of it reaches them."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith(_WITHOUT_SESSION):
            return self.make_null_session(app)
        return super().open_session(app, request)


csrf = CSRFProtect()
login = LoginManager()


def init_app(app: Flask) -> None:
    """Install the checks. Raises `RuntimeError` when a page does not say who may open it."""
    app.session_interface = StaffSession()
    csrf.init_app(app)
    login.init_app(app, add_context_processor=False)
    login.user_loader(_load_signed_in)
    app.before_request(_check_access)
    app.after_request(_set_headers)
    unmarked = sorted(endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, _MARK))
    if unmarked:
        message = f"pages without an access mark: {', '.join(unmarked)}"
        raise RuntimeError(message)


def requires(mark: Permission | Access) -> Callable[[View], View]:
    """Mark a page with who may open it; a page without a mark keeps the application from starting."""

    def attach(view: View) -> View:
        setattr(view, _MARK, mark)
        return view

    return attach


def access_of(view: Callable[..., Any]) -> Permission | Access:
    """The mark of a page."""
    mark: Permission | Access = getattr(view, _MARK)
    return mark


def settings() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.config["SURVEYAPP"]
    return found


def current_actor() -> Actor:
    """The account that asks. Raises `NotAllowed` when nobody is signed in."""
    if not current_user.is_authenticated:
        message = "Sign in first."
        raise NotAllowed(message)
    actor: Actor = current_user.actor
    return actor


def seal_sitting(device: Device) -> str:
    """The value of the cookie by which a participant's device is recognised."""
    return _signer().sign(f"{device.draft_id}.{device.name}.{device.admission}").decode()


def read_sitting(value: str | None) -> Device | None:
    """The device a cookie stands for; None for a missing or altered cookie."""
    if value is None:
        return None
    try:
        draft_id, name, admission = _signer().unsign(value).decode().split(".")
        return Device(int(draft_id), name, admission)
    except (BadSignature, ValueError):
        return None


def form_token(purpose: str) -> str:
    """A CSRF token that is bound to a link or a draft and never expires: waiting must not cost a member any text."""
    return hmac.new(settings().secret_key.encode(), b"form\0" + purpose.encode(), hashlib.sha256).hexdigest()


def is_form_token(purpose: str, token: str | None) -> bool:
    """Whether `token` belongs to `purpose`."""
    return token is not None and hmac.compare_digest(form_token(purpose).encode(), token.encode())


def _signer() -> Signer:
    return Signer(settings().secret_key, salt="sitting", digest_method=hashlib.sha256)


def _load_signed_in(account_id: str) -> SignedIn | None:
    actor = accounts.get_actor(int(account_id))
    return None if actor is None else SignedIn(actor)


def _check_access() -> ResponseReturnValue | None:
    if request.method not in _SAFE_METHODS and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Forbidden(description="This form was sent from another site, so nothing was changed.")
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or isinstance(mark := access_of(view), Access):
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), code=303)
    permissions.require(current_actor(), mark)
    return None


def _set_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = _POLICY
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if not (response.cache_control.immutable or response.cache_control.private):
        headers["Cache-Control"] = "no-store"
    if settings().is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
