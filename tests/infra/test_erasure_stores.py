"""The certificate of an erasure names every store there is: what goes from it, or what stays in it and why (R31)."""

from infra.functions import Bucket, Table
from relance.privacy.erasure import KEPT

REMOVED = {
    Table.CANDIDATES: "candidates",
    Table.CANDIDATE_KEYS: "markers",
    Table.APPLICATIONS: "applications",
    Table.RATINGS: "ratings",
    Bucket.CVS: "files",
    Bucket.MAIL_ARCHIVE: "letters",
}
"""Store -> its name on the certificate's list of what was removed."""
STAYS = {
    Table.MAILS: "mails",
    Table.MAIL_GUARDS: "mail_guards",
    Table.MATCH_LOG: "match_log",
    Table.AUDIT: "audit",
    Table.SUPPRESSIONS: "suppressions",
    Table.ERASURES: "erasures",
    Bucket.AUDIENCES: "audiences",
}
ABOUT_NOBODY = {Table.JOBS, Table.CAMPAIGNS, Table.BATCHES, Table.SETTINGS}


def test_r31_every_table_and_bucket_is_accounted_for() -> None:
    assert set(REMOVED) | set(STAYS) | ABOUT_NOBODY == {*Table, *Bucket}
    assert set(STAYS.values()) == set(KEPT)


def test_what_stays_is_told_in_french_and_english_with_correct_typography() -> None:
    for why in KEPT.values():
        assert set(why) == {"fr", "en"}
        assert " :" not in why["fr"]
        assert "'" not in why["fr"]
