"""The inbox to which people send files from their own page: one spelling for the bucket and its twin."""

import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Final
from urllib.parse import unquote

from relance.candidates import CandidateId

INBOX: Final = "inbox/pool/"
LARGEST_UPLOAD_BYTES: Final = 15 * 1024 * 1024
"""R38."""
LONGEST_NAME: Final = 150
SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""How an uploader names where a file comes from; segments find people by it."""


def own_uploads(sent_by: CandidateId) -> str:
    """What every key of this person's own uploads begins with."""
    return f"{INBOX}{sent_by}-"


def told_filename(told: str) -> str:
    """The name that a file had, from the object's metadata: URL-encoded by our own uploaders; from a browser's form an
    encoded word of RFC 2047 (S3) or plain UTF-8, which HTTP clients show as Latin-1. Without folders; of a long name
    the end, which tells the kind."""
    try:
        name = str(make_header(decode_header(told)))
    except (HeaderParseError, LookupError, UnicodeDecodeError):
        name = told
    with suppress(UnicodeError):
        name = name.encode("latin-1").decode()
    return unquote(name).replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]


def told_source(told: str | None) -> str | None:
    """The source in the object's metadata; what is no plain word is none."""
    return told if told and SOURCE.fullmatch(told) else None
