"""Which adapter stands behind which port: lazy, cached, from the environment.

The only package that imports inside functions: a cold start pays only for what its function asks for.
"""

from relance.wiring.base import (
    address_key,
    client_config,
    dynamodb_client,
    long_pause,
    new_id,
    pepper,
    s3_client,
    scheduler_client,
    secrets_client,
    settings,
    short_pause,
    sqs_client,
)
from relance.wiring.contact import (
    campaign_desk,
    desk,
    preload_campaigns,
    retention_policy,
    scheduler,
)
from relance.wiring.files import (
    audiences,
    cv_store,
    erasure_requests,
    index_retries,
    mail_archive,
    ocr,
    send_queue,
)
from relance.wiring.mail import (
    allowance,
    composer,
    event_consequences,
    identities,
    mailer,
    preview_composer,
    send_facts,
    senders,
    sesv2_client,
    switchboard,
)
from relance.wiring.search import (
    admit_search_readers,
    candidate_index,
    document_sources,
    embedder,
    job_index,
    search_client,
)
from relance.wiring.tables import (
    applications,
    applications_of_jobs,
    audit,
    batches,
    campaign_responses,
    campaigns,
    candidates,
    jobs,
    mails,
    match_log,
    presses,
    ratings,
    recent_wordings,
    retention_places,
    segments,
    stop_signs,
    suppressions,
    wordings,
    words,
)
