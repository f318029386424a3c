"""What can go wrong, said to the person it happens to. The message is shown as it stands."""


class AppError(Exception):
    """A failure with a sentence for the person and the HTTP status that fits it."""

    status = 400


class InvalidInput(AppError):
    """What was handed in cannot be used; the message says where and what was expected."""

    status = 422


class RuleBroken(AppError):
    """The request is well formed, but a rule of the domain forbids it now."""

    status = 409


class NotFound(AppError):
    """There is no such thing, or none that this person may know of."""

    status = 404


class NotAllowed(AppError):
    """The person is known, but this is not theirs to do."""

    status = 403
