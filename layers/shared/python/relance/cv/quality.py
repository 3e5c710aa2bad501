"""Reading quality as data: what was seen on each page, what was found, what was not understood."""

from pydantic import BaseModel, ConfigDict


class PageQuality(BaseModel):
    """One page: printable characters, share of the area under pictures (0 to 1), columns of text.

    `readable` is False for a page whose writing could not be read: a scan, or letters without meaning.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    characters: int
    image_share: float
    columns: int
    readable: bool = True


class Quality(BaseModel):
    """How well a CV could be read. `score` is 0 (nothing) to 1 (everything expected was found).

    `missing` names the fields that the CV does not show or that were not understood, in JSON Resume terms.
    `spaced_headings` is the joined text of headings whose letters were spaced out, or that stand in a text box: other
    software may lose them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    score: float
    pages: tuple[PageQuality, ...]
    sections: tuple[str, ...]
    missing: tuple[str, ...]
    lines_not_understood: int
    mean_confidence: float
    spaced_headings: tuple[str, ...] = ()
