"""Frozen audiences as S3 objects: written on condition that there is none yet, so that the first writer wins."""

from typing import TYPE_CHECKING

from relance.adapters.aws_errors import translated
from relance.errors import ConflictError
from relance.records import Record

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3AudienceStore:
    """`ports.AudienceStore` over the audiences bucket; objects hold opaque ids and counts, no personal data."""

    def __init__(self, client: "S3Client", *, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep[Kept: Record](self, key: str, record: Kept) -> Kept:
        """See the port."""
        body = record.model_dump_json(exclude_defaults=True).encode()
        try:
            with translated():
                self._client.put_object(
                    Bucket=self._bucket, Key=key, Body=body, ContentType="application/json", IfNoneMatch="*"
                )
        except ConflictError:
            return self.read(key, type(record))
        return record

    def read[Kept: Record](self, key: str, kind: type[Kept]) -> Kept:
        """See the port."""
        with translated():
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return kind.model_validate_json(body)
