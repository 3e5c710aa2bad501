"""CVs in memory: for tests and experiments."""

from collections.abc import Mapping
from dataclasses import dataclass

from relance.adapters.inbox import LARGEST_UPLOAD_BYTES, own_uploads, told_filename, told_source
from relance.candidates import CandidateId, CvId
from relance.errors import InvalidInputError, NotFoundError
from relance.ports.people import Upload, UploadForm


@dataclass(frozen=True, slots=True)
class KeptCv:
    """A kept original; the text is None while nobody could read it."""

    content: bytes
    text: str | None


@dataclass(frozen=True, slots=True)
class ArrivedCv:
    """A file in the inbox, with what its uploader told beside it."""

    content: bytes
    filename: str | None = None
    sent_by: CandidateId | None = None
    source: str | None = None


class MemoryCvStore:
    """CvStore in dictionaries."""

    def __init__(self, *, largest_upload_bytes: int = LARGEST_UPLOAD_BYTES) -> None:
        self._largest = largest_upload_bytes
        self.inbox: dict[tuple[str, str | None], ArrivedCv] = {}
        self.kept: dict[tuple[CandidateId, CvId], KeptCv] = {}

    def arrive(
        self,
        upload: Upload,
        content: bytes,
        *,
        filename: str | None = None,
        sent_by: CandidateId | None = None,
        source: str | None = None,
    ) -> Upload:
        """Put a file into the inbox, with the name, sender and source that its uploader gave in the metadata."""
        self.inbox[upload.key, upload.version_id] = ArrivedCv(content, filename, sent_by, source)
        return upload

    def upload_form(self, *, sent_by: CandidateId, name: str, then: str) -> UploadForm:
        """See the port."""
        fields = {"key": f"{own_uploads(sent_by)}{name}", "sender": str(sent_by), "success_action_redirect": then}
        return UploadForm(url="https://inbox.example.org/", fields=fields)

    def post(self, fields: Mapping[str, str], content: bytes, *, filename: str) -> str | None:
        """What S3 does with a form that a browser sends: where the browser goes then; None when it is refused."""
        if not 1 <= len(content) <= self._largest:
            return None
        sender = CandidateId(fields["sender"])
        self.inbox[fields["key"], f"v{len(self.inbox)}"] = ArrivedCv(content, filename, sender)
        return f"{fields['success_action_redirect']}&key={fields['key']}&etag=0"

    def fetch(self, upload: Upload) -> bytes:
        """See the port."""
        content = self._arrived(upload).content
        if len(content) > self._largest:
            raise InvalidInputError("the file is larger than 15 MB: ask for a lighter version")
        return content

    def identify(self, upload: Upload) -> Upload:
        """See the port."""
        if upload.version_id is None:
            versions = [version for key, version in self.inbox if key == upload.key]
            upload = upload.model_copy(update={"version_id": versions[-1] if versions else None})
        arrived = self._arrived(upload)
        return upload.model_copy(
            update={
                "filename": told_filename(arrived.filename or "") or upload.filename,
                "candidate_id": arrived.sent_by,
                "source": told_source(arrived.source),
            }
        )

    def keep(self, candidate_id: CandidateId, cv_id: CvId, content: bytes, text: str) -> None:
        """See the port."""
        self.kept[candidate_id, cv_id] = KeptCv(content, text)

    def keep_unread(self, candidate_id: CandidateId, cv_id: CvId, upload: Upload) -> None:
        """See the port."""
        self.kept[candidate_id, cv_id] = KeptCv(self._arrived(upload).content, None)

    def discard(self, candidate_id: CandidateId, cv_id: CvId) -> None:
        """See the port."""
        self.kept.pop((candidate_id, cv_id), None)

    def forget(self, candidate_id: CandidateId) -> int:
        """See the port."""
        kept = [key for key in self.kept if key[0] == candidate_id]
        waiting = [key for key in self.inbox if key[0].startswith(own_uploads(candidate_id))]
        for one in kept:
            del self.kept[one]
        for each in waiting:
            del self.inbox[each]
        return len(kept) + len(waiting)

    def release(self, upload: Upload) -> None:
        """See the port."""
        self.inbox.pop((upload.key, upload.version_id), None)

    def text(self, candidate_id: CandidateId, cv_id: CvId) -> str:
        """See the port."""
        kept = self.kept.get((candidate_id, cv_id))
        if kept is None or kept.text is None:
            raise NotFoundError(f"no text of CV {cv_id} of candidate {candidate_id}")
        return kept.text

    def link(self, candidate_id: CandidateId, cv_id: CvId, *, filename: str | None = None) -> str:
        """See the port."""
        return f"memory:///cvs/{candidate_id}/{cv_id}?as={filename or 'cv'}"

    def _arrived(self, upload: Upload) -> ArrivedCv:
        if (upload.key, upload.version_id) not in self.inbox:
            raise NotFoundError("the upload is gone")
        return self.inbox[upload.key, upload.version_id]
