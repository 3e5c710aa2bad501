"""What a deployment tells its functions, read from the environment once."""

import os
from typing import Literal

from pydantic import Field

from relance.records import Record


class Settings(Record):
    """Every environment variable that our code reads; a function is given only those it needs."""

    stage: Literal["local", "dev", "prod"] = "local"
    candidates_table: str = ""
    candidate_keys_table: str = ""
    jobs_table: str = ""
    applications_table: str = ""
    campaigns_table: str = ""
    batches_table: str = ""
    mails_table: str = ""
    mail_guards_table: str = ""
    suppressions_table: str = ""
    settings_table: str = ""
    match_log_table: str = ""
    audit_table: str = ""
    erasures_table: str = ""
    ratings_table: str = ""
    cvs_bucket: str = ""
    mail_archive_bucket: str = ""
    audiences_bucket: str = ""
    index_retries_queue_url: str = ""
    send_queue_url: str = ""
    erasures_queue_url: str = ""
    campaign_runs_queue_arn: str = ""
    schedule_group: str = ""
    scheduler_role_arn: str = ""
    scheduler_dlq_arn: str = ""
    search_engine: Literal["embedded", "opensearch"] = "embedded"
    search_path: str = ""
    search_endpoint: str = ""
    search_reader_role_arns: str = ""
    """Separated by commas: the roles of the functions that search, told to the one that lets them in."""
    ocr: Literal["none", "textract"] = "none"
    pepper_secret_arn: str = ""
    portal_url: str = ""
    answers_configuration_set: str = ""
    campaigns_configuration_set: str = ""
    answers_from: str = ""
    campaigns_from: str = ""
    reply_to: str = ""
    dmarc_lookup: Literal["off", "system"] = "off"
    """Whether the DNS is asked for the policies of our sub-domains (R15); on a laptop they have none."""
    employer_name: str = ""
    employer_site: str = ""
    employer_signature: str = ""
    employer_signature_en: str = ""
    employer_accent: str = ""
    employer_logo: str = ""
    time_zone: str = "Europe/Paris"
    retention_months: int = Field(default=3, ge=1, le=24)
    renew_days_before: int = Field(default=30, ge=1, le=180)
    undo_seconds: int = Field(default=2700, ge=0)
    offers_every_days: int = Field(default=14, ge=0)
    """An offer reaches a person at most once in so many days, over all campaigns; 0: no such rule."""
    min_delay_business_days: int = Field(default=3, ge=0)
    decision_days: int = Field(default=30, ge=1)
    office_hours: str = Field(default="09:00-18:00", pattern=r"^(always|\d{2}:\d{2}-\d{2}:\d{2})$")


def from_environment(environment: dict[str, str] | None = None) -> Settings:
    """Settings from environment variables of the same names in upper case."""
    given = os.environ if environment is None else environment
    return Settings.model_validate(
        {name: given[name.upper()] for name in Settings.model_fields if name.upper() in given}
    )
