"""Composes a mail for its recipient: preview is this, sending is this plus transport."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from relance.candidates import Candidate
from relance.mail.mails import Mail, OfferContent
from relance.mail.rendering import Employer, MailLinks, Recipient, RenderedMail, render, text_hash

_MOST_HASHES: Final = 1000


@dataclass(frozen=True, slots=True)
class Composer:
    """Who writes, and how links to the portal are made: the same links whenever the same mail is composed."""

    employer: Employer
    links: Callable[[Mail], MailLinks]
    paragraphs: Callable[[Mail], Mapping[str, str] | None] = lambda _: None
    """The phrases that the mail was written with, where they are not the product's own."""
    _hashes: dict[tuple[str, OfferContent], str] = field(default_factory=dict, init=False, repr=False)

    def compose(self, mail: Mail, candidate: Candidate) -> RenderedMail:
        """Subject, text and HTML as they leave."""
        return self._rendered(mail, candidate.name, with_html=True)

    def text_hash(self, mail: Mail, candidate: Candidate) -> str:
        """Of the same text, without composing its HTML; of an offer, as it is said to nobody in particular.

        What is approved of a campaign is its wording: a name that is read better meanwhile holds no mail back, and
        those who are offered the same are hashed once.
        """
        content = mail.content
        if not isinstance(content, OfferContent):
            return text_hash(self._rendered(mail, candidate.name, with_html=False))
        undated = content.model_copy(update={"consent_given_at": None, "consent_expires_at": None})
        key = (mail.language, undated)
        if key not in self._hashes:
            if len(self._hashes) >= _MOST_HASHES:
                self._hashes.clear()
            anybody = mail.model_copy(update={"content": undated})
            self._hashes[key] = text_hash(self._rendered(anybody, None, with_html=False))
        return self._hashes[key]

    def _rendered(self, mail: Mail, name: str | None, *, with_html: bool) -> RenderedMail:
        who, links = Recipient(name=name), self.links(mail)
        own = self.paragraphs(mail)
        return render(mail, who, self.employer, links, paragraphs=own, with_html=with_html)
