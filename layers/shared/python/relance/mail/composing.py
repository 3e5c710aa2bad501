"""Composes a mail for its recipient: preview is this, sending is this plus transport."""

from collections.abc import Callable
from dataclasses import dataclass

from relance.candidates import Candidate
from relance.mail.mails import Mail
from relance.mail.rendering import Employer, MailLinks, Recipient, RenderedMail, render


@dataclass(frozen=True, slots=True)
class Composer:
    """Who writes, and how links to the portal are made: the same links whenever the same mail is composed."""

    employer: Employer
    links: Callable[[Mail], MailLinks]

    def compose(self, mail: Mail, candidate: Candidate) -> RenderedMail:
        """Subject, text and HTML as they leave."""
        return render(mail, Recipient(name=candidate.name), self.employer, self.links(mail))
