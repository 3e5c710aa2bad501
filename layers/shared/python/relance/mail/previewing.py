"""Links of a preview: they stand where the signed ones will and do nothing, for a preview is read by somebody else."""

from typing import Final

from relance.mail.mails import Mail
from relance.mail.rendering import NEEDED_LINKS, MailLinks

PREVIEW: Final = "preview"
"""First part of the path of every inert link; the portal says there what it is."""


def inert_links(mail: Mail, *, portal_url: str) -> MailLinks:
    """Addresses without a signature: whoever presses one agrees to nothing and unsubscribes nobody.

    `text_hash` counts links by their purpose, so that what was read and approved in a preview is what leaves.
    """
    where = portal_url.rstrip("/")
    return MailLinks.model_validate({name: f"{where}/{PREVIEW}/{name}" for name in NEEDED_LINKS[mail.content.kind]})
