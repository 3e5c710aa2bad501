"""What S3 says through EventBridge and the queue when a file has arrived."""

from aws_lambda_powertools.utilities.parser.models import SqsRecordModel
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, Json

from relance.jobs import JobId
from relance.ports.people import Upload

POOL = "pool"


class UploadedObject(BaseModel):
    """The object; EventBridge gives its key as it is, not URL-encoded."""

    key: str
    version_id: str | None = Field(default=None, alias="version-id")


class UploadDetail(BaseModel):
    """The part of the event that S3 fills."""

    object: UploadedObject


class ObjectCreated(BaseModel):
    """EventBridge's event "Object Created"; fields that we do not read are let through."""

    model_config = ConfigDict(hide_input_in_errors=True)

    time: AwareDatetime
    detail: UploadDetail


class UploadMessage(SqsRecordModel):
    """One message of the queue."""

    model_config = ConfigDict(hide_input_in_errors=True)

    body: Json[ObjectCreated]

    def upload(self) -> Upload:
        """The file: `inbox/pool/<name>` has no job, `inbox/<job_id>/<name>` is an application."""
        uploaded = self.body.detail.object
        _, *folders, filename = uploaded.key.split("/")
        return Upload(
            key=uploaded.key,
            version_id=uploaded.version_id,
            filename=filename,
            received_at=self.body.time,
            job_id=JobId(folders[0]) if folders and folders[0] not in {"", POOL} else None,
        )
