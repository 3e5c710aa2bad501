"""How sending stands and what waits for a person, in sentences for operators."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from relance.mail.stopping import BY_A_PERSON

SENDERS: Final = {
    "sender_missing": "Amazon SES does not know it: deploy first",
    "sender_unverified": "Amazon SES has not verified it yet",
    "sender_dkim_missing": "its DKIM records are not in the DNS yet",
    "sender_mail_from_missing": "the MX record of its bounce address is not in the DNS yet",
    "sender_dmarc_missing": "it has no DMARC record",
}
"""What is wrong with a sub-domain, by the code that its mails are held with."""
PAUSES: Final = {
    "bounce_rate": "paused by itself, too many addresses bounce",
    "complaint_rate": "paused by itself, too many complaints",
    BY_A_PERSON: "paused",
}
QUESTIONS: Final = {
    "active_elsewhere": ("is being interviewed or was hired for another job", ("send", "cancel")),
    "hired": ("was hired on this job", ("cancel",)),
    "reopened": ("has an open application again", ("cancel",)),
    "decision_old": ("the approval is old", ("send", "cancel")),
    "text_changed": ("the text is no longer the approved one", ("cancel",)),
}
"""Why a mail that has not left asks a person, and what may be decided (docs/mail.md)."""
GROUNDS: Final = (
    "person_has_it", "person_has_nothing", "ses_has_it", "ses_has_nothing", "rather_once", "rather_twice",
)  # fmt: skip
"""Why somebody settles a mail of unknown fate."""
UNKNOWN: Final = ("nobody knows whether it arrived: sending again may double it", ("assume_sent", "send_again"))


def sending_lines(told: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """The state of sending, as `GET /sending` tells it. `names`: account → how people call it."""
    switch = told["switch"]
    stopped = f"stopped {_by(switch, names)}: nothing leaves" if told["stopped"] else "on"
    return [f"Sending        {stopped}", *(_stream(each, names, told["stopped"]) for each in told["streams"])]


def _stream(told: Mapping[str, Any], names: Mapping[str, str], stopped: bool) -> str:
    counts, why = told["last_days"], "; ".join(_held_back(told, names))
    free = "stopped with everything else" if stopped else "may leave"
    asked = f"{told['waiting']} wait for a person" + (" (relance waiting)" if told["waiting"] else "")
    return (
        f"{told['stream'].capitalize():<15}{'held back: ' + why if why else free}; in 7 days "
        f"{counts['sent']} sent, {counts['bounced']} bounced, {_number(counts['complained'], 'complaint')}; {asked}"
    )


def _held_back(told: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """Every reason, in words."""
    if told["paused"]:
        pause = told["pause"]
        by = _by(pause, names) if pause["why"] == BY_A_PERSON else f"since {_moment(pause['at'])}"
        yield f"{PAUSES.get(pause['why'], pause['why'])} {by}"
    if told["sender_unready"]:
        yield f"{told['sender']}: {SENDERS[told['sender_unready']]}"


def waiting_lines(mails: list[Mapping[str, Any]]) -> list[str]:
    """One line for each mail that waits for a person, with the decisions that it may get."""
    return [_question(mail) for mail in mails] or ["No mail waits for a person."]


def campaign_lines(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    """One line for each run of a campaign that waits for a higher ceiling."""
    return [
        f"{run['campaign_id']}  campaign “{run['name']}”, run of {_moment(run['scheduled_for'])}: {run['why']['en']}"
        for run in runs
    ]


def _question(mail: Mapping[str, Any]) -> str:
    because = mail.get("held_because") or ""
    why, decisions = UNKNOWN if mail["state"] == "unknown" else QUESTIONS.get(because, (because, ("send", "cancel")))
    since = _moment(mail["waits_since"])
    return f"{mail['mail_id']}  {mail['stream']}, since {since}: {why}; decide {' or '.join(decisions)}"


def _by(sign: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return f"by {names.get(sign['by'], sign['by'])} since {_moment(sign['at'])}"


def _moment(told: str) -> str:
    return f"{datetime.fromisoformat(told):%Y-%m-%d %H:%M} UTC"


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
