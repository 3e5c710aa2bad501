"""What can go wrong, sorted by what the caller should do.

RelanceError
├── InvalidInputError    never retry; tell the person what to change
├── NotFoundError        there is no such record
├── ConflictError        the state does not allow it, or somebody else was quicker
└── UnavailableError     retry: a dependency is down
    └── NotLetInError    retry, but an operator may have to let us in first
"""


class RelanceError(Exception):
    """Root of every error that relance raises on purpose."""


class InvalidInputError(RelanceError):
    """The input cannot be accepted; the message tells the person what to change. Never retried."""


class NotFoundError(RelanceError):
    """There is no such record."""


class ConflictError(RelanceError):
    """The record's state does not allow it, or another writer was quicker."""


class UnavailableError(RelanceError):
    """A dependency is down or too slow; the same call may work later."""


class NotLetInError(UnavailableError):
    """A dependency knows us and refuses: a permission is not there yet, or is missing until an operator gives it."""
