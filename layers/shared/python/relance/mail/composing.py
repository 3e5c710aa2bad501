"""Composes a mail for its recipient: preview is this, sending is this plus transport."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from relance.candidates import Candidate
from relance.mail.mails import Mail
from relance.mail.rendering import Employer, MailLinks, Recipient, RenderedMail, render, text_hash


@dataclass(frozen=True, slots=True)
class Composer:
    """Who writes, and how links to the portal are made: the same links whenever the same mail is composed."""

    employer: Employer
    links: Callable[[Mail], MailLinks]
    paragraphs: Callable[[Mail], Mapping[str, str] | None] = lambda _: None
    """The phrases that the mail was written with, where they are not the product's own."""

    def compose(self, mail: Mail, candidate: Candidate) -> RenderedMail:
        """Subject, text and HTML as they leave."""
        return self._rendered(mail, candidate, with_html=True)

    def text_hash(self, mail: Mail, candidate: Candidate) -> str:
        """Of the same text, without composing its HTML."""
        return text_hash(self._rendered(mail, candidate, with_html=False))

    def _rendered(self, mail: Mail, candidate: Candidate, *, with_html: bool) -> RenderedMail:
        who, links = Recipient(name=candidate.name), self.links(mail)
        own = self.paragraphs(mail)
        return render(mail, who, self.employer, links, paragraphs=own, with_html=with_html)
