"""Record a rating: repeating it is harmless, changing it is allowed once."""

from relance.errors import ConflictError, UnavailableError
from relance.mail.mails import Mail
from relance.ports.answers import Ratings
from relance.ratings.rating import Rating, commented, first, rescored
from relance.records import Instant

_TRIES = 5


def give(mail: Mail, *, score: int | None, comment: str | None, ratings: Ratings, now: Instant) -> Rating | None:
    """The rating as it stands afterwards; None when neither a score is given nor one stands.

    RatingClosedError when score or comment was changed before; ConflictError when the mail is no answer that left.
    """
    for _ in range(_TRIES):
        held = ratings.get(mail.mail_id)
        if held is None and score is None:
            return None
        before = held or first(mail, score or 0, now=now)
        wanted = commented(rescored(before, before.score if score is None else score, now=now), comment, now=now)
        if wanted == held:
            return held
        try:
            return ratings.save(wanted, replaces=held)
        except ConflictError:
            continue  # A second tap was quicker: look again.
    raise UnavailableError("the rating is being written by too many at once")
