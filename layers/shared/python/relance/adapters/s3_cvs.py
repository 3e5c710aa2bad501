"""CVs in S3: the inbox where files arrive, and the originals and texts that are kept."""

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from relance.adapters.aws_errors import translated
from relance.adapters.inbox import LARGEST_UPLOAD_BYTES, own_uploads, told_filename, told_source
from relance.adapters.s3_versions import forget_versions
from relance.candidates import CandidateId, CvId
from relance.errors import InvalidInputError
from relance.ports.people import Upload, UploadForm

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LINK_SECONDS: Final = 300
FORM_SECONDS: Final = 3600
SENDER_METADATA: Final = "candidate"
"""Object metadata of the portal: whose signed link the file came by."""
SOURCE_METADATA: Final = "source"
"""Object metadata of any uploader: where the file comes from, as `relance.adapters.inbox.SOURCE` spells it."""
FILENAME_METADATA: Final = "filename"
"""Object metadata of our own uploaders: the file's name, URL-encoded (metadata is ASCII, names are not)."""


class S3CvStore:
    """CvStore on one bucket."""

    def __init__(self, client: "S3Client", *, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def fetch(self, upload: Upload) -> bytes:
        """See the port. Nothing of a larger object is read."""
        with translated():
            answer = self._client.get_object(**self._object(upload))
            with answer["Body"] as body:
                if answer["ContentLength"] > LARGEST_UPLOAD_BYTES:
                    raise InvalidInputError("the file is larger than 15 MB: ask for a lighter version")
                return body.read()

    def identify(self, upload: Upload) -> Upload:
        """See the port."""
        with translated():
            head = self._client.head_object(**self._object(upload))
        told = head["Metadata"]
        filename = told_filename(told.get(FILENAME_METADATA, "")) or upload.filename
        return upload.model_copy(
            update={
                "version_id": head.get("VersionId"),
                "filename": filename,
                "candidate_id": told.get(SENDER_METADATA),
                "source": told_source(told.get(SOURCE_METADATA)),
            }
        )

    def upload_form(self, *, sent_by: CandidateId, name: str, then: str) -> UploadForm:
        """See the port. S3 itself checks key, sender, size and time, and fills in the name of the file."""
        filename = f"x-amz-meta-{FILENAME_METADATA}"
        fixed = {f"x-amz-meta-{SENDER_METADATA}": str(sent_by), "success_action_redirect": then}
        made = self._client.generate_presigned_post(
            Bucket=self._bucket,
            Key=f"{own_uploads(sent_by)}{name}",
            Fields={**fixed, filename: "${filename}"},
            Conditions=[
                *({field: value} for field, value in fixed.items()),
                ["starts-with", f"${filename}", ""],
                ["content-length-range", 1, LARGEST_UPLOAD_BYTES],
            ],
            ExpiresIn=FORM_SECONDS,
        )
        return UploadForm(url=made["url"], fields=made["fields"])

    def keep(self, candidate_id: CandidateId, cv_id: CvId, content: bytes, text: str) -> None:
        """See the port. The text comes second: where there is a text, there is an original."""
        with translated():
            self._client.put_object(Bucket=self._bucket, Key=original_key(candidate_id, cv_id), Body=content)
            self._client.put_object(
                Bucket=self._bucket,
                Key=text_key(candidate_id, cv_id),
                Body=text.encode(),
                ContentType="text/plain; charset=utf-8",
            )

    def keep_unread(self, candidate_id: CandidateId, cv_id: CvId, upload: Upload) -> None:
        """See the port. S3 copies by itself."""
        with translated():
            self._client.copy_object(
                Bucket=self._bucket,
                Key=original_key(candidate_id, cv_id),
                CopySource=self._object(upload),
                MetadataDirective="REPLACE",
            )

    def discard(self, candidate_id: CandidateId, cv_id: CvId) -> None:
        """See the port. The text goes first: where there is a text, there is an original."""
        with translated():
            for key in (text_key(candidate_id, cv_id), original_key(candidate_id, cv_id)):
                self._client.delete_object(Bucket=self._bucket, Key=key)

    def forget(self, candidate_id: CandidateId) -> int:
        """See the port."""
        prefixes = (f"cvs/{candidate_id}/", own_uploads(candidate_id))
        return sum(forget_versions(self._client, self._bucket, prefix=prefix) for prefix in prefixes)

    def release(self, upload: Upload) -> None:
        """See the port. This version only: a newer file under the same key has a message of its own."""
        with translated():
            self._client.delete_object(**self._object(upload))

    def text(self, candidate_id: CandidateId, cv_id: CvId) -> str:
        """See the port."""
        with translated():
            answer = self._client.get_object(Bucket=self._bucket, Key=text_key(candidate_id, cv_id))
            with answer["Body"] as body:
                return body.read().decode()

    def link(self, candidate_id: CandidateId, cv_id: CvId, *, filename: str | None = None) -> str:
        """See the port."""
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": original_key(candidate_id, cv_id),
                "ResponseContentDisposition": disposition(filename or "cv"),
                "ResponseContentType": "application/octet-stream",
            },
            ExpiresIn=LINK_SECONDS,
        )

    def _object(self, upload: Upload) -> Any:
        version = {} if upload.version_id is None else {"VersionId": upload.version_id}
        return {"Bucket": self._bucket, "Key": upload.key, **version}


def original_key(candidate_id: CandidateId, cv_id: CvId) -> str:
    """Where a kept original lies."""
    return f"cvs/{candidate_id}/{cv_id}"


def text_key(candidate_id: CandidateId, cv_id: CvId) -> str:
    """Where the text read from it lies."""
    return f"{original_key(candidate_id, cv_id)}.txt"


def disposition(filename: str) -> str:
    """Content-Disposition that saves under this name, whatever its letters (RFC 6266, RFC 5987)."""
    plain = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in " ._-") else "_" for letter in filename
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
