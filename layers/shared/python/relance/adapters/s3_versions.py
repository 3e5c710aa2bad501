"""Deleting what S3 keeps for good: every version and every delete marker under a prefix (R31)."""

from itertools import batched
from typing import TYPE_CHECKING, Final

from relance.adapters.aws_errors import translated
from relance.errors import UnavailableError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef

_AT_ONCE: Final = 1000
"""DeleteObjects takes no more."""


def forget_versions(client: "S3Client", bucket: str, *, prefix: str) -> int:
    """How many versions there were; UnavailableError when some could not be deleted."""
    with translated():
        pages = list(client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix))
    found: list[ObjectIdentifierTypeDef] = []
    for page in pages:
        kept = (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
        found += [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in kept]
    for batch in batched(found, _AT_ONCE, strict=False):
        with translated():
            answer = client.delete_objects(Bucket=bucket, Delete={"Objects": batch, "Quiet": True})
        if answer.get("Errors"):
            raise UnavailableError(f"{len(answer['Errors'])} versions could not be deleted")
    return len(found)
