"""A mail in words: subject, text and HTML from the folder of its kind, in the person's language (R13, R14)."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, select_autoescape

from relance.errors import InvalidInputError
from relance.mail.mails import Mail
from relance.mail.phrases import Employer, Phrases, Recipient, one_line
from relance.records import Record

__all__ = ["Employer", "MailLinks", "Recipient", "RenderedMail", "render", "text_hash"]


class MailLinks(Record):
    """Signed links to the portal: which of them a kind of mail needs is in NEEDED_LINKS."""

    opt_in: str | None = None
    rights: str | None = None
    interested: str | None = None
    pause: str | None = None
    preferences: str | None = None
    unsubscribe: str | None = None


class RenderedMail(Record):
    """What the person reads."""

    subject: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...] = ()
    links: MailLinks = MailLinks()

    @property
    def plain_text(self) -> str:
        """The text with each signed link replaced by its purpose: what a person approves."""
        plain = self.text
        for purpose, url in sorted(self.links.model_dump(exclude_none=True).items(), key=lambda link: -len(link[1])):
            plain = plain.replace(url, f"[{purpose}]")
        return plain


def render(
    mail: Mail,
    recipient: Recipient,
    employer: Employer,
    links: MailLinks,
    *,
    paragraphs: Mapping[str, str] | None = None,
    with_html: bool = True,
) -> RenderedMail:
    """The very mail: preview and sending both come from here. InvalidInputError when a needed link is missing.

    `paragraphs`: phrases by dotted name that take the place of the product's own. Without HTML it is good for its
    `text_hash` alone, and takes a third of the time.
    """
    kind = mail.content.kind
    _require(links, NEEDED_LINKS[kind])
    phrases = Phrases(mail, recipient, employer, paragraphs)
    context: dict[str, object] = {
        "content": mail.content,
        "language": mail.language,
        "employer": employer,
        "links": links,
        "is_test": mail.test_for is not None,
    }
    context |= {name: getattr(phrases, name) for name in SPOKEN}
    subject = one_line(_part(kind, "subject.txt", context))
    subject = f"{TEST_MARK} {subject}" if mail.test_for else subject
    context["subject"] = subject
    return RenderedMail(
        subject=subject,
        text=_tidy(_part(kind, "body.txt", context)),
        html=_part(kind, "body.html", context).strip("\n") + "\n" if with_html else "",
        headers=_headers(kind, links),
        links=links,
    )


def _part(kind: str, name: str, context: Mapping[str, object]) -> str:
    return _template(f"{kind}/{name}").render(context)


@cache  # jinja2's own cache takes a lock for each look.
def _template(name: str) -> Template:
    return _environment().get_template(name)


def text_hash(rendered: RenderedMail) -> str:
    """SHA-256 of subject and text; links count by their purpose: a renewed signature is no other text."""
    return hashlib.sha256(f"{rendered.subject}\n\n{rendered.plain_text}".encode()).hexdigest()


_LINK: Final = re.compile(r"https?://[!-;=?-~]{1,790}")
"""Fits one unencoded header line; no blanks, no angle brackets."""

TEST_MARK: Final = "[Test]"
"""Before the subject of a mail that a colleague sends to themselves; the same word in both languages."""
SPOKEN: Final = (
    "greeting", "claim", "say", "counted", "typeset", "terms", "consent", "years", "house", "introduction", "signature",
)  # fmt: skip
NEEDED_LINKS: Final[Mapping[str, tuple[str, ...]]] = {
    "answer": ("opt_in", "rights"),
    "offer": ("interested", "pause", "preferences", "unsubscribe", "rights"),
    "renewal": ("opt_in", "unsubscribe", "rights"),
}


def _require(links: MailLinks, needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if getattr(links, name) is None]
    if missing:
        raise InvalidInputError(f"the mail needs these links: {', '.join(missing)}")
    if not all(_LINK.fullmatch(url) for url in links.model_dump(exclude_none=True).values()):
        raise InvalidInputError("a link is not one plain web address of at most 800 ASCII characters")


def _headers(kind: str, links: MailLinks) -> tuple[tuple[str, str], ...]:
    """One-click unsubscribe wherever the mail has such a link (R12, RFC 8058)."""
    if "unsubscribe" not in NEEDED_LINKS[kind]:
        return ()
    return (("List-Unsubscribe", f"<{links.unsubscribe}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))


@cache
def _environment() -> Environment:
    folder = files("relance.mail").joinpath("templates")
    return Environment(
        loader=FunctionLoader(lambda name: folder.joinpath(*name.split("/")).read_text(encoding="utf-8")),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _tidy(text: str) -> str:
    """No trailing blanks, at most one empty line in a row, one line end at the end."""
    lines = "\n".join(line.rstrip(" ") for line in text.strip("\n ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
