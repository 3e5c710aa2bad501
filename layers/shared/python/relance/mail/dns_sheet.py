"""The DNS records that let a sub-domain send, as a sheet to copy from (R15)."""

from typing import Final

from relance.mail.standing import Identity
from relance.records import Record

SPF: Final = "v=spf1 include:amazonses.com ~all"
DMARC: Final = "v=DMARC1; p=quarantine; adkim=r; aspf=r"


class DnsRecord(Record):
    """One record; names and values without the dot at the end."""

    name: str
    kind: str
    """CNAME, MX or TXT."""
    value: str
    why: str


def dns_records(identity: Identity, *, region: str, reports_to: str | None) -> tuple[DnsRecord, ...]:
    """DKIM keys, the bounce address with its SPF, and the policy of the sub-domain.

    `reports_to` gets the reports of DMARC; it must be an address of the same organisation.
    """
    domain, bounces = identity.domain, identity.mail_from or f"bounce.{identity.domain}"
    keys = tuple(
        DnsRecord(
            name=f"{token}._domainkey.{domain}",
            kind="CNAME",
            value=f"{token}.{identity.dkim_zone}",
            why="DKIM: receivers check that the mail is yours",
        )
        for token in identity.dkim_tokens
    )
    policy = f"{DMARC}; rua=mailto:{reports_to}" if reports_to else DMARC
    return (
        *keys,
        DnsRecord(
            name=bounces,
            kind="MX",
            value=f"10 feedback-smtp.{region}.amazonses.com",
            why="MAIL FROM: bounces go to Amazon SES",
        ),
        DnsRecord(name=bounces, kind="TXT", value=SPF, why="SPF: Amazon SES may send for the bounce address"),
        DnsRecord(
            name=f"_dmarc.{domain}",
            kind="TXT",
            value=policy,
            why="DMARC: what receivers do with mail that is not yours",
        ),
    )


def sheet(records: tuple[DnsRecord, ...]) -> str:
    """The records as lines of a zone file, each group after the sentence that says why."""
    lines: list[str] = []
    told = ""
    for record in records:
        if record.why != told:
            told = record.why
            lines.append(f"; {told}")
        value = f'"{record.value}"' if record.kind == "TXT" else f"{record.value}."
        lines.append(f"{record.name}. 3600 IN {record.kind} {value}")
    return "\n".join(lines)
