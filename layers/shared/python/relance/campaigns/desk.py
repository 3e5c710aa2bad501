"""What the use cases around campaigns need from the outside, in one place."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from relance.campaigns.audience import Search
from relance.campaigns.eligibility import EligibilityPorts
from relance.campaigns.rules import RelanceRules
from relance.candidates import Candidate
from relance.mail.house import NO_WORDINGS, CurrentWordings
from relance.mail.mails import Mail
from relance.mail.rendering import RenderedMail
from relance.ports.campaigns import AudienceStore, CampaignStore
from relance.ports.people import JobStore
from relance.rejections.reasons import Catalogue, catalogue

type Compose = Callable[[Mail, Candidate], RenderedMail]
"""The very mail that a person would read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDesk:
    """The ports behind previewing, freezing and expanding a campaign."""

    campaigns: CampaignStore
    audiences: AudienceStore
    jobs: JobStore
    search: Search
    eligibility: EligibilityPorts
    rules: RelanceRules
    compose: Compose
    text_hash: Callable[[Mail, Candidate], str]
    """Of the same mail's text."""
    wordings: CurrentWordings = NO_WORDINGS
    reasons: Callable[[], Catalogue] = catalogue
    """Grounds of a rejection as recruiters may name them now."""
    time_zone: str
    """IANA name of the employer's zone, for the months that mails speak of."""
    workers: int = 1
    """How many transactions are under way at once: it is waiting, mostly."""
    part: int = 800
    """How many people of the index are read for one part of an audience, and written to before the cursor is saved: two
    parts are all that is in memory at once, and one may be looked at twice after a crash."""

    def each[Given, Made](self, do: Callable[[Given], Made], given: Iterable[Given]) -> list[Made]:
        """What `do` makes of each, in the order given; the first error ends it."""
        if self.workers == 1:
            return [do(one) for one in given]
        with ThreadPoolExecutor(self.workers) as pool:
            return list(pool.map(do, given))
