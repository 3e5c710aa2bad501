"""What `make demo` tells happens, and told again it writes to nobody twice."""

from io import StringIO
from time import monotonic

from rich.console import Console

from infra.local.demo import tell_story
from infra.local.deployment import Deployment


def told(deployment: Deployment) -> str:
    """The whole story, as printed, with plain blanks."""
    out = StringIO()
    tell_story(deployment, Console(file=out, width=200, force_terminal=False), began=monotonic())
    return " ".join(out.getvalue().split())


def test_the_story_is_told_and_told_again_repeats_no_mail(deployment: Deployment) -> None:
    assert deployment.mailbox is not None

    first = told(deployment)
    sent = {(mail.to, mail.subject) for mail in deployment.mailbox.mails()}
    submitted = len(deployment.mailbox.received)
    second = told(deployment)

    for person in ("lina.marchetti", "tomasz.wren", "yann.legoff", "maelle.roussel", "amelia.stone"):
        assert [to for to, _ in sent if to == (f"{person}@example.org",)], person
    assert "The file is damaged or incomplete" in first
    assert "L’offre demande « CACES R489 catégorie 1 »" in first
    assert "accepted" in first
    assert "nothing is sent twice" in second
    assert len(deployment.mailbox.received) == submitted
