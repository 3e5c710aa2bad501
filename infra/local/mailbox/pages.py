"""The pages of the mailbox: a list of mails, and each one as its reader sees it."""

import re
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader

from infra.local.mailbox.box import KeptMail
from infra.local.mailbox.http import Reply

_OWN_PAGE: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"
)
# Mails run no script and load nothing from elsewhere; a link opens in a tab of its own, outside the box.
_SHUT_IN: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
_HEAD: Final = re.compile(r"<head[^>]*>", re.IGNORECASE)
_NEW_TAB: Final = '<base target="_blank">'


@cache
def _templates() -> Environment:
    folder = Path(__file__).with_name("templates")
    return Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _page(name: str, **values: Any) -> Reply:
    body = _templates().get_template(name).render(**values).encode()
    return Reply(
        HTTPStatus.OK, body, {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _OWN_PAGE}
    )


def index(mails: Sequence[KeptMail]) -> Reply:
    """All mails, newest first."""
    return _page("index.html", mails=list(reversed(mails)))


def mail(kept: KeptMail) -> Reply:
    """One mail: its HTML, its text, what came with it and what became of it."""
    return _page("mail.html", mail=kept)


def html_part(kept: KeptMail) -> Reply:
    """The HTML part for the frame of `mail`; links leave the frame."""
    html = kept.html or "<p>This mail has no HTML part.</p>"
    opened = _HEAD.sub(lambda found: found[0] + _NEW_TAB, html, count=1)
    body = (opened if opened != html else _NEW_TAB + html).encode()
    return Reply(HTTPStatus.OK, body, {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _SHUT_IN})
