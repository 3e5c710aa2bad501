"""What writes, sends and follows mails."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from relance.wiring.base import address_key, dynamodb_client, pepper, settings
from relance.wiring.tables import applications, campaigns, candidates, jobs, mails, stop_signs, suppressions, words

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

    from relance.mail.composing import Composer
    from relance.mail.events import Consequences
    from relance.mail.letters import Sender
    from relance.mail.mails import Stream
    from relance.mail.rendering import Employer
    from relance.mail.stopping import Switchboard
    from relance.ports.mail import Allowance, Mailer, SenderIdentities, SendFactsSource


@cache
def sesv2_client() -> "SESV2Client":
    """Never repeats a request: SES may have taken the first one (R2)."""
    import boto3

    from relance.adapters.ses import sending_config

    return boto3.client("sesv2", config=sending_config())


@cache
def mailer() -> "Mailer":
    """Amazon SES."""
    from relance.adapters.ses import SesMailer

    return SesMailer(sesv2_client())


@cache
def senders() -> "Mapping[Stream, Sender]":
    """Each stream's own sender and configuration set (R15)."""
    from relance.mail.letters import Sender
    from relance.mail.mails import Stream

    given = settings()
    reply_to = given.reply_to or None
    return {
        Stream.ANSWERS: Sender(
            from_name=given.employer_name,
            from_address=given.answers_from,
            reply_to=reply_to,
            configuration_set=given.answers_configuration_set or None,
        ),
        Stream.CAMPAIGNS: Sender(
            from_name=given.employer_name,
            from_address=given.campaigns_from,
            reply_to=reply_to,
            configuration_set=given.campaigns_configuration_set or None,
        ),
    }


@cache
def allowance() -> "Allowance":
    """How many mails may leave when."""
    from relance.adapters.dynamodb_sending import DynamoDbAllowance
    from relance.adapters.ses import SesQuota

    return DynamoDbAllowance(
        dynamodb_client(), settings_table=settings().settings_table, quota=SesQuota(sesv2_client())
    )


@cache
def identities() -> "SenderIdentities":
    """Whether our sub-domains may send (R15)."""
    from relance.adapters.dns_texts import DmarcPolicies
    from relance.adapters.ses import SesIdentities
    from relance.mail.identities import RememberedIdentities

    policies = DmarcPolicies() if settings().dmarc_lookup == "system" else None
    return RememberedIdentities(SesIdentities(sesv2_client(), policies=policies))


@cache
def switchboard() -> "Switchboard":
    """What stops sending as a whole."""
    from relance.adapters.dynamodb_sending import DynamoDbSendingCounts
    from relance.mail.stopping import Switchboard

    return Switchboard(
        stops=stop_signs(),
        tally=DynamoDbSendingCounts(dynamodb_client(), settings_table=settings().settings_table),
        mails=mails(),
        identities=identities(),
        domains=_domains(),
    )


def _domains() -> "Mapping[Stream, str]":
    from relance.mail.mails import Stream

    given = settings()
    senders_of = {Stream.ANSWERS: given.answers_from, Stream.CAMPAIGNS: given.campaigns_from}
    return {stream: address.rpartition("@")[2] for stream, address in senders_of.items()}


@cache
def event_consequences() -> "Consequences":
    """What an event of SES may touch besides its mail."""
    from relance.adapters.dynamodb_sending import DynamoDbSendingCounts
    from relance.mail.events import Consequences

    return Consequences(
        suppressions=suppressions(),
        candidates=candidates(),
        tally=DynamoDbSendingCounts(dynamodb_client(), settings_table=settings().settings_table),
        stops=stop_signs(),
        address_key=address_key,
    )


@cache
def composer() -> "Composer":
    """Mails as they leave."""
    from functools import partial

    from relance.mail.composing import Composer
    from relance.privacy.links import links_for

    links = partial(links_for, portal_url=settings().portal_url, pepper=pepper())
    return Composer(_employer(), links, words().paragraphs_of)


@cache
def preview_composer() -> "Composer":
    """Mails as they are read before they leave: the same words, links that do nothing."""
    from functools import partial

    from relance.mail.composing import Composer
    from relance.mail.previewing import inert_links

    return Composer(_employer(), partial(inert_links, portal_url=settings().portal_url), words().paragraphs_of)


def _employer() -> "Employer":
    from relance.mail.rendering import Employer

    given = settings()
    return Employer(
        name=given.employer_name,
        site=given.employer_site or None,
        signature=given.employer_signature,
        signature_en=given.employer_signature_en,
        logo=given.employer_logo or None,
        **({"accent": given.employer_accent} if given.employer_accent else {}),
        time_zone=given.time_zone,
    )


@cache
def send_facts() -> "SendFactsSource":
    """What decides at the last moment whether a mail leaves."""
    from functools import partial

    from relance.mail.facts import StoredFacts
    from relance.mail.identities import sender_check
    from relance.rejections.timing import leave_policy, next_opening

    return StoredFacts(
        candidates=candidates(),
        applications=applications(),
        jobs=jobs(),
        campaigns=campaigns(),
        suppressions=suppressions(),
        stops=stop_signs(),
        address_key=address_key,
        sender=sender_check(identities(), _domains()),
        opens=partial(next_opening, policy=leave_policy(settings())),
        decisions_hold_for=leave_policy(settings()).decisions_hold_for,
    )
