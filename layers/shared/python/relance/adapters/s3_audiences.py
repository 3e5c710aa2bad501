"""Frozen audiences as S3 objects: written on condition that there is none yet, so that the first writer wins."""

from typing import TYPE_CHECKING

from relance.adapters.aws_errors import translated
from relance.campaigns.audience import Audience
from relance.errors import ConflictError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3AudienceStore:
    """`ports.AudienceStore` over the audiences bucket; an object holds opaque ids and counts, no personal data."""

    def __init__(self, client: "S3Client", *, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def freeze(self, key: str, audience: Audience) -> Audience:
        """Write once; what is kept, which is an earlier writer's audience if there was one.

        UnavailableError while another writer is at it: freezing again finds what it wrote.
        """
        body = audience.model_dump_json().encode()
        try:
            with translated():
                self._client.put_object(
                    Bucket=self._bucket, Key=key, Body=body, ContentType="application/json", IfNoneMatch="*"
                )
        except ConflictError:
            return self.read(key)
        return audience

    def read(self, key: str) -> Audience:
        """NotFoundError."""
        with translated():
            body = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return Audience.model_validate_json(body)
