"""What a person thinks of our answer: eleven buttons, reached from the pages of the mail's own two links."""

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from candidate_portal.request import Request
from relance.privacy.links import LinkPurpose
from relance.ratings.give import give
from relance.ratings.rating import HIGHEST, LONGEST_COMMENT, LOWEST, Rating, RatingClosedError, can_be_rated
from relance.records import Record


class Scale(Record):
    """What the eleven buttons need to know."""

    action: str
    """Where a tap goes, seen from any page of a link."""
    scores: tuple[int, ...] = tuple(range(LOWEST, HIGHEST + 1))
    rating: Rating | None = None
    longest_comment: int = Field(default=LONGEST_COMMENT)

    @property
    def may_rescore(self) -> bool:
        """Whether a tap still counts."""
        return self.rating is None or self.rating.rescored_at is None

    @property
    def may_comment(self) -> bool:
        """Whether a comment still counts."""
        return self.rating is None or self.rating.recommented_at is None


def scale(request: Request) -> Scale | None:
    """The buttons for the answer whose link brought the person here; None when it was no answer, or too long ago."""
    mail = request.visit.mail
    if request.visit.candidate is None or mail is None or not can_be_rated(mail):
        return None
    action = request.way_to(LinkPurpose.RATING)
    return None if action is None else Scale(action=action, rating=request.ports.ratings.get(mail.mail_id))


def show_rating(request: Request) -> Response[str]:
    """The question and its buttons; what was said before is shown."""
    return _page(request, "rating.title")


def submit_rating(request: Request) -> Response[str]:
    """Keeps score and comment. The same again changes nothing; a change is taken once."""
    mail = request.visit.mail
    if scale(request) is None or mail is None:
        return _page(request, "rating.title")
    comment = request.field("comment") or None
    try:
        kept = give(mail, score=_score(request), comment=comment, ratings=request.ports.ratings, now=request.now)
    except RatingClosedError:
        return _page(request, "rating.title", "rating.closed")
    if kept is None:
        return _page(request, "rating.title", "rating.choose")
    return _page(request, "rating.done_title", "rating.done")


def _score(request: Request) -> int | None:
    given = request.field("score")
    return int(given) if given.isascii() and given.isdigit() and LOWEST <= int(given) <= HIGHEST else None


def _page(request: Request, heading: str, told: str | None = None) -> Response[str]:
    asked = scale(request)
    if asked is None:
        text = request.say("rating.none" if request.visit.candidate else "common.gone")
        return request.page("message.html", "rating.title", texts=[text])
    texts = [request.say(told)] if told else []
    return request.page("rating.html", heading, texts=texts, scale=asked, with_comment=True)
