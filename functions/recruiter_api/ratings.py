"""What people think of their answers: figures for everybody, comments for those who approve answers."""

from recruiter_api.access import APPROVERS, Caller
from recruiter_api.dependencies import After, GivenRatings, Limit
from recruiter_api.routing import new_router
from relance.ratings.comments import ShownComment, shown
from relance.ratings.statistics import Statistics, statistics
from relance.records import Page

router = new_router()


@router.get("/ratings", summary="Mean rating and net promoter score", tags=["ratings"])
def read_statistics(ratings: GivenRatings) -> Statistics:
    """By reason and by version of the words; groups of fewer than ten ratings are left out."""
    return statistics(ratings.counts())


@router.get("/ratings/comments", summary="What people wrote", tags=["ratings"])
def list_comments(user: Caller, ratings: GivenRatings, after: After = None, limit: Limit = 50) -> Page[ShownComment]:
    """Needs the group approver. Contact data and words on protected grounds are masked; a page can hold fewer items."""
    user.need(APPROVERS)
    page = ratings.page(after=after, limit=limit)
    comments = tuple(comment for rating in page.items if (comment := shown(rating)) is not None)
    return Page(items=comments, next=page.next)
