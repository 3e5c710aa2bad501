"""The stand-in for Amazon SES: keeps every mail as a file, shows them on a page, tells what became of them.

box          what was sent, in a folder
identities   the sub-domains that may send
submissions  the SendEmail request, and what SES refuses
events       what SES tells over SNS
faults       how a submission can go wrong on purpose
outbox       hands events on
account      what was taken, refused, told
routes       what each path answers
server       Mailbox: the HTTP server around it all
"""

from infra.local.mailbox.account import Quota
from infra.local.mailbox.box import KeptEvent, KeptMail, Received
from infra.local.mailbox.faults import EventTiming, Fault, Script
from infra.local.mailbox.identities import KnownIdentity
from infra.local.mailbox.server import Mailbox

__all__ = ["EventTiming", "Fault", "KeptEvent", "KeptMail", "KnownIdentity", "Mailbox", "Quota", "Received", "Script"]
