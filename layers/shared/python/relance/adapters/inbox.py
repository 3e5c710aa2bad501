"""The inbox to which people send files from their own page: one spelling for the bucket and its twin."""

from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Final
from urllib.parse import unquote

from relance.candidates import CandidateId

INBOX: Final = "inbox/pool/"
LARGEST_UPLOAD_BYTES: Final = 15 * 1024 * 1024
"""R38."""
LONGEST_NAME: Final = 150


def own_uploads(sent_by: CandidateId) -> str:
    """What every key of this person's own uploads begins with."""
    return f"{INBOX}{sent_by}-"


def told_filename(told: str) -> str:
    """The name that a file had, from the object's metadata: URL-encoded by our own uploaders, as an encoded word of
    RFC 2047 where S3 took it from a browser's form. Without folders; of a long name the end, which tells the kind."""
    try:
        name = str(make_header(decode_header(told)))
    except (HeaderParseError, LookupError, UnicodeDecodeError):
        name = told
    return unquote(name).replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:]
