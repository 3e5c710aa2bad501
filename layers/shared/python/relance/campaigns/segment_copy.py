"""A draft follows the kept segment that it names; its approval copies what the segment says then, for good."""

from relance.campaigns.models import Campaign, CampaignState
from relance.errors import ConflictError, NotFoundError
from relance.ports.segments import SegmentStore


def following(campaign: Campaign, *, segments: SegmentStore, read: int | None = None) -> Campaign:
    """The campaign with the definition of its segment as of now, while it is a draft; not saved.

    ConflictError when the segment was forgotten, or has changed since revision `read`.
    """
    if campaign.segment_id is None or campaign.state is not CampaignState.DRAFT:
        return campaign
    try:
        kept = segments.get(campaign.segment_id)
    except NotFoundError as error:
        raise ConflictError("the segment of this campaign was forgotten: name another one") from error
    if read not in (None, kept.revision):
        raise ConflictError(f"the segment has changed since revision {read}: preview the campaign again")
    return campaign.model_copy(update={"segment": kept.definition})
