"""Letters as they were submitted, as S3 objects named by their content."""

from typing import TYPE_CHECKING

from relance.adapters.aws_errors import translated
from relance.adapters.s3_versions import forget_versions
from relance.mail.letters import Letter
from relance.mail.mails import MailId

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3MailArchive:
    """`ports.MailArchive` over the mail archive bucket."""

    def __init__(self, client: "S3Client", *, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, letter: Letter) -> str:
        """See the port."""
        key = letter.archive_key
        with translated():
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=letter.model_dump_json().encode(), ContentType="application/json"
            )
        return key

    def get(self, archive_key: str) -> Letter:
        """See the port."""
        with translated():
            body = self._client.get_object(Bucket=self._bucket, Key=archive_key)["Body"].read()
        return Letter.model_validate_json(body)

    def forget(self, mail_id: MailId) -> int:
        """See the port."""
        return forget_versions(self._client, self._bucket, prefix=f"letters/{mail_id}/")
