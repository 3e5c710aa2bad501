"""What becomes of an uploaded file."""

from datetime import timedelta

import pytest

from ingest_cv.identity import candidate_id_of
from ingest_cv.ingest import TRIES, Outcome
from relance.applications import Stage
from relance.candidates import CandidateId
from relance.cv.problems import ProblemCode
from relance.errors import ConflictError, NotFoundError
from relance.jobs import JobId
from tests.factories import NOW, application, erase, job
from tests.unit.ingest.desk import PEPPER, Clockwork, Desk, read_line, read_with_pages

ZOE = "Zoé Lambert|zoe.lambert@example.org|Comptable"
ZOE_LATER = "LAMBERT Zoé|Zoe.Lambert@example.org|Contrôleuse de gestion"
BEN_ON_ZOES_ADDRESS = "Ben Lambert|zoe.lambert@example.org|Soudeur"


def test_a_cv_becomes_a_person_with_its_file_and_text() -> None:
    desk = Desk()

    settled = desk.upload(ZOE, name="CV de Zoé.pdf")

    person = desk.person(settled)
    assert settled.outcome is Outcome.NEW_PERSON
    assert (person.name, person.email) == ("Zoé Lambert", "zoe.lambert@example.org")
    assert [(file.filename, file.problem) for file in person.cvs] == [("CV de Zoé.pdf", None)]
    assert desk.cvs.text(person.candidate_id, person.cvs[0].cv_id) == ZOE
    assert desk.cvs.kept[person.candidate_id, person.cvs[0].cv_id].content == ZOE.encode()


def test_a_person_keeps_the_source_of_their_first_file() -> None:
    desk = Desk()

    first = desk.person(desk.upload(ZOE, source="forum-2026"))
    later = desk.person(desk.upload(ZOE_LATER, source="agency"))
    other = desk.person(desk.upload("Ana Sol|ana.sol@example.org|Juriste"))
    strange = desk.person(desk.upload("Max Weber|max.weber@example.org|Juriste", source="<b>Forum</b>"))

    assert (first.source, later.source) == ("forum-2026", "forum-2026")
    assert later.candidate_id == first.candidate_id
    assert (other.source, strange.source) == ("upload", "upload")


def test_an_upload_is_no_consent() -> None:
    desk = Desk()

    person = desk.person(desk.upload(ZOE))

    assert person.consent is None
    assert not person.may_be_offered_jobs(NOW)


def test_a_settled_upload_leaves_the_inbox_and_a_late_delivery_finds_nothing_to_do() -> None:
    desk = Desk()
    upload = desk.arrive(ZOE)
    desk.deliver(upload)

    again = desk.deliver(upload)

    assert desk.cvs.inbox == {}
    assert again.outcome is Outcome.GONE
    assert len(desk.everybody()) == 1


def test_a_damaged_file_becomes_a_person_with_its_problem() -> None:
    desk = Desk()

    settled = desk.upload("! not a PDF")

    person = desk.person(settled)
    assert settled.problem is ProblemCode.DAMAGED
    assert person.problem is not None
    assert person.profile is None
    assert desk.cvs.kept[person.candidate_id, person.cvs[0].cv_id].content == b"! not a PDF"
    assert desk.cvs.inbox == {}


def test_a_file_that_is_too_large_becomes_a_person_with_its_problem_and_its_original() -> None:
    desk = Desk()
    upload = desk.arrive("x" * 1001)

    settled = desk.deliver(upload)

    person = desk.person(settled)
    assert settled.problem is ProblemCode.TOO_LARGE
    assert len(desk.cvs.kept[person.candidate_id, person.cvs[0].cv_id].content) == 1001


def test_two_damaged_files_are_two_people() -> None:
    desk = Desk()

    desk.upload("! one")
    desk.upload("! two")

    assert len(desk.everybody()) == 2


def test_a_key_that_names_a_job_makes_an_application() -> None:
    desk = Desk()
    desk.jobs.save(job("accountant"))

    settled = desk.upload(ZOE, job="accountant", at=NOW - timedelta(days=2))

    held = desk.applications.of_candidate(desk.person(settled).candidate_id)
    assert settled.job_known is True
    assert [(one.job_id, one.stage, one.applied_at) for one in held] == [
        ("accountant", Stage.APPLIED, NOW - timedelta(days=2))
    ]


def test_a_key_that_names_an_unknown_job_leaves_the_person_in_the_pool() -> None:
    desk = Desk()

    settled = desk.upload(ZOE, job="nothing")

    assert settled.job_known is False
    assert desk.applications.of_candidate(desk.person(settled).candidate_id) == []


def test_the_same_bytes_twice_change_nothing() -> None:
    desk = Desk()
    first = desk.person(desk.upload(ZOE))

    settled = desk.upload(ZOE, at=NOW + timedelta(days=3))

    assert settled.outcome is Outcome.KNOWN_FILE
    assert desk.everybody() == [first]
    assert list(desk.cvs.kept) == [(first.candidate_id, first.cvs[0].cv_id)]


def test_the_same_bytes_for_another_job_add_an_application_only() -> None:
    desk = Desk()
    for name in ("accountant", "buyer"):
        desk.jobs.save(job(name))
    first = desk.person(desk.upload(ZOE, job="accountant"))

    desk.upload(ZOE, job="buyer")

    assert [one.job_id for one in desk.applications.of_candidate(first.candidate_id)] == ["accountant", "buyer"]
    assert desk.person(desk.upload(ZOE)).revision == first.revision


def test_a_second_upload_for_the_same_job_keeps_the_application_as_it_stands() -> None:
    desk = Desk()
    desk.jobs.save(job("accountant"))
    person = desk.person(desk.upload(ZOE, job="accountant"))
    read = desk.applications.get(JobId("accountant"), person.candidate_id)
    desk.applications.save(read.model_copy(update={"stage": Stage.FINALIST}))

    desk.upload(ZOE_LATER, job="accountant", at=NOW + timedelta(days=9))

    assert desk.applications.get(JobId("accountant"), person.candidate_id).stage is Stage.FINALIST


def test_a_newer_cv_of_the_same_person_is_a_new_version() -> None:
    desk = Desk()
    first = desk.person(desk.upload(ZOE))

    settled = desk.upload(ZOE_LATER, at=NOW + timedelta(days=30))

    (person,) = desk.everybody()
    assert settled.outcome is Outcome.NEW_VERSION
    assert person.profile is not None
    assert person.profile.basics.label == "Contrôleuse de gestion"
    assert person.cvs[1:] == first.cvs
    assert {cv_id for _, cv_id in desk.cvs.kept} == {file.cv_id for file in person.cvs}
    assert desk.upload(ZOE_LATER).outcome is Outcome.KNOWN_FILE


def test_an_older_cv_that_is_delivered_late_does_not_replace_the_profile() -> None:
    desk = Desk()
    desk.upload(ZOE_LATER, at=NOW)

    desk.upload(ZOE, at=NOW - timedelta(hours=1))

    (person,) = desk.everybody()
    assert person.profile is not None
    assert person.profile.basics.label == "Contrôleuse de gestion"
    assert [file.received_at for file in person.cvs] == [NOW, NOW - timedelta(hours=1)]


@pytest.mark.parametrize("name", ["Zoé Lambert", "ZOE LAMBERT", "Lambert Zoé", "Zoé  LAMBERT", ""])
def test_a_name_is_the_same_whatever_its_case_accents_and_order(name: str) -> None:
    desk = Desk()
    desk.upload(ZOE)

    desk.upload(f"{name}|zoe.lambert@example.org|Auditrice")

    assert len(desk.everybody()) == 1


def test_hyphens_in_a_name_do_not_make_another_person() -> None:
    desk = Desk()
    desk.upload("Jean-Noël Petit|jn.petit@example.org|Soudeur")

    desk.upload("PETIT Jean Noel|jn.petit@example.org|Chef d'atelier")

    assert len(desk.everybody()) == 1


def test_another_name_on_the_same_address_is_another_person_and_both_are_flagged() -> None:
    desk = Desk()
    zoe = desk.person(desk.upload(ZOE)).candidate_id

    ben = desk.person(desk.upload(BEN_ON_ZOES_ADDRESS)).candidate_id

    assert zoe != ben
    assert desk.candidates.get(zoe).shares_email_with == (ben,)
    assert desk.candidates.get(ben).shares_email_with == (zoe,)
    assert desk.candidates.get(zoe).name == "Zoé Lambert"


def test_three_people_on_one_address_all_know_of_each_other() -> None:
    desk = Desk()

    for content in (ZOE, BEN_ON_ZOES_ADDRESS, "Ana Lambert|zoe.lambert@example.org|Juriste"):
        desk.upload(content)

    everybody = {person.candidate_id for person in desk.everybody()}
    assert len(everybody) == 3
    for person in desk.everybody():
        assert {person.candidate_id, *person.shares_email_with} == everybody


def test_a_newer_cv_of_the_second_person_on_an_address_goes_to_the_second_person() -> None:
    desk = Desk()
    desk.upload(ZOE)
    ben = desk.person(desk.upload(BEN_ON_ZOES_ADDRESS)).candidate_id

    settled = desk.upload("LAMBERT Ben|zoe.lambert@example.org|Chaudronnier", at=NOW + timedelta(days=1))

    assert settled.candidate_id == ben
    assert len(desk.everybody()) == 2


def test_people_without_an_address_are_never_taken_for_each_other() -> None:
    desk = Desk()

    desk.upload("Zoé Lambert||Comptable")
    desk.upload("Zoé Lambert||Cheffe comptable")
    desk.upload("Zoé Lambert|not an address|Cheffe comptable")

    assert len(desk.everybody()) == 3


def test_a_file_that_could_not_be_read_is_read_again_when_it_comes_again() -> None:
    desk = Desk()
    desk.read = lambda content, *, filename, today: read_line(
        b"!" + content, filename=filename, today=today
    ).model_copy(update={"cv_id": read_line(content, filename=None, today=today).cv_id})
    first = desk.person(desk.upload(ZOE))
    desk.read = read_line

    settled = desk.upload(ZOE)

    (person,) = desk.everybody()
    assert first.problem is not None
    assert (settled.outcome, person.problem, person.name) == (Outcome.NEW_VERSION, None, "Zoé Lambert")
    assert len(person.cvs) == 1
    assert desk.upload(ZOE_LATER).candidate_id == person.candidate_id


def test_how_well_a_file_could_be_read_is_kept_with_it() -> None:
    desk = Desk(read=read_with_pages(True, False))

    (file,) = desk.person(desk.upload(ZOE)).cvs

    assert file.quality is not None
    assert file.unread_pages == 1


def test_a_file_whose_scanned_page_can_be_read_now_gives_the_profile_anew() -> None:
    desk = Desk(read=read_with_pages(True, False))
    first = desk.upload(ZOE)
    again = desk.upload(ZOE)
    desk.read = read_with_pages(True, True)

    better = desk.upload(ZOE)

    assert [first.outcome, again.outcome, better.outcome] == [
        Outcome.NEW_PERSON,
        Outcome.KNOWN_FILE,
        Outcome.NEW_VERSION,
    ]
    assert [file.unread_pages for file in desk.person(better).cvs] == [0]


def test_a_file_that_can_be_read_less_well_now_changes_nothing() -> None:
    desk = Desk(read=read_with_pages(True, True))
    desk.upload(ZOE)
    desk.read = read_with_pages(True, False)

    assert desk.upload(ZOE).outcome is Outcome.KNOWN_FILE


def test_an_erased_person_does_not_come_back_by_a_late_message() -> None:
    desk = Desk()
    upload = desk.arrive(ZOE)
    erased = candidate_id_of(upload, pepper=PEPPER)
    desk.deliver(upload)
    erase(desk.candidates, erased)
    desk.cvs.kept.clear()
    desk.cvs.arrive(upload, ZOE.encode())

    class Closed:
        """Nothing may be kept, not even for a moment: a versioned bucket would remember it."""

        def __getattr__(self, name: str) -> object:
            assert name != "keep"
            return getattr(desk.cvs, name)

    settled = desk.deliver(upload, cvs=Closed())

    assert settled.outcome is Outcome.ERASED
    assert desk.everybody() == []
    assert desk.cvs.kept == {}
    assert desk.cvs.inbox == {}


def test_a_person_erased_during_the_delivery_leaves_no_file_behind() -> None:
    desk = Desk()
    upload = desk.arrive(ZOE)
    desk.deliver(upload)
    desk.cvs.arrive(upload, ZOE.encode())
    erase(desk.candidates, candidate_id_of(upload, pepper=PEPPER))
    desk.cvs.kept.clear()

    class Unaware:
        """Does not see the tombstone until the record is written."""

        def __getattr__(self, name: str) -> object:
            return getattr(desk.candidates, name)

        def erasure(self, candidate_id: CandidateId) -> None:
            return None

    settled = desk.deliver(upload, candidates=Unaware())

    assert settled.outcome is Outcome.ERASED
    assert desk.cvs.kept == {}


def test_two_files_under_one_key_are_two_people_when_events_name_no_version() -> None:
    desk = Desk()
    first = desk.arrive(ZOE).model_copy(update={"version_id": "1"})
    desk.cvs.inbox.clear()
    desk.cvs.arrive(first, ZOE.encode())
    event = first.model_copy(update={"version_id": None})
    desk.deliver(event)
    desk.cvs.arrive(first.model_copy(update={"version_id": "2"}), b"Ben Roy|ben.roy@example.org|Soudeur")

    desk.deliver(event)

    assert sorted(str(person.name) for person in desk.everybody()) == ["Ben Roy", "Zoé Lambert"]
    assert desk.cvs.inbox == {}


def test_the_mark_of_a_folder_is_no_file() -> None:
    desk = Desk()
    folder = desk.arrive("").model_copy(update={"key": "inbox/pool/", "filename": ""})

    assert desk.deliver(folder).outcome is Outcome.NOT_A_FILE
    assert desk.everybody() == []


def test_a_profile_too_large_for_a_record_keeps_what_matters() -> None:
    desk = Desk()

    def read_at_length(content: bytes, **kwargs: object) -> object:
        reading = read_line(content, **kwargs)  # type: ignore[arg-type]
        assert reading.profile is not None
        basics = reading.profile.basics.model_copy(update={"summary": "é" * 200_000})
        return reading.model_copy(update={"profile": reading.profile.model_copy(update={"basics": basics})})

    desk.read = read_at_length  # type: ignore[assignment]

    person = desk.person(desk.upload(ZOE))

    assert person.name == "Zoé Lambert"
    assert person.profile is not None
    assert person.profile.basics.summary is None
    assert len(person.model_dump_json()) < 300_000


def test_a_profile_that_is_too_large_in_any_case_is_a_problem_and_not_a_loop() -> None:
    desk = Desk()

    def read_too_much(content: bytes, **kwargs: object) -> object:
        reading = read_line(content, **kwargs)  # type: ignore[arg-type]
        assert reading.profile is not None
        basics = reading.profile.basics.model_copy(update={"label": "x" * 300_000})
        return reading.model_copy(update={"profile": reading.profile.model_copy(update={"basics": basics})})

    desk.read = read_too_much  # type: ignore[assignment]

    settled = desk.upload(ZOE)

    assert settled.problem is ProblemCode.TOO_COMPLEX
    assert desk.person(settled).profile is None


def test_a_writer_who_is_always_slower_gives_the_message_back() -> None:
    desk = Desk()
    upload = desk.arrive(ZOE)
    attempts = []

    class Contested:
        """Somebody else is always quicker."""

        def __getattr__(self, name: str) -> object:
            return getattr(desk.candidates, name)

        def create(self, *args: object, **kwargs: object) -> None:
            attempts.append(args)
            raise ConflictError("another was quicker")

    with pytest.raises(ConflictError):
        desk.deliver(upload, candidates=Contested())

    assert len(attempts) == TRIES
    assert desk.deliver(upload).outcome is Outcome.NEW_PERSON


def test_ids_of_new_people_tell_nothing_and_do_not_depend_on_the_delivery() -> None:
    desk = Desk()
    upload = desk.arrive(ZOE)

    own = candidate_id_of(upload, pepper=PEPPER)

    assert own == candidate_id_of(upload, pepper=PEPPER)
    assert own != candidate_id_of(upload, pepper=PEPPER[::-1])
    assert own != candidate_id_of(upload.model_copy(update={"version_id": "v2"}), pepper=PEPPER)
    assert upload.filename not in own


def test_an_application_that_met_another_writer_is_written_all_the_same() -> None:
    desk = Desk()
    desk.jobs.save(job("accountant"))
    upload = desk.arrive(ZOE, job="accountant")
    disturbed: list[bool] = []

    class Busy:
        """The first write meets another transaction on the person, as DynamoDB says it."""

        def __getattr__(self, name: str) -> object:
            return getattr(desk.applications, name)

        def save(self, application: object) -> object:
            if not disturbed:
                disturbed.append(True)
                raise ConflictError("TransactionConflict")
            return desk.applications.save(application)  # type: ignore[arg-type]

    settled = desk.deliver(upload, applications=Busy())

    assert desk.applications.get(JobId("accountant"), desk.person(settled).candidate_id)


def test_no_application_is_left_for_a_person_who_is_not_there() -> None:
    desk = Desk()

    with pytest.raises(NotFoundError):
        desk.applications.save(application())


def test_every_call_of_the_whole_story_is_counted() -> None:
    desk = Desk()
    clockwork = Clockwork(at=0)

    desk.deliver(desk.arrive(ZOE), cvs=clockwork.over(desk.cvs), candidates=clockwork.over(desk.candidates))

    assert clockwork.calls >= 8


def test_a_cv_that_came_by_a_persons_own_link_is_theirs_whatever_address_it_shows() -> None:
    desk = Desk()
    zoe = desk.person(desk.upload(ZOE)).candidate_id
    arrived = desk.arrive(
        "LAMBERT Zoé|zoe@another.example.org|Contrôleuse de gestion", at=NOW + timedelta(days=1), sent_by=zoe
    )

    settled = desk.deliver(arrived)

    (person,) = desk.everybody()
    assert settled.outcome is Outcome.NEW_VERSION
    assert person.email == "zoe@another.example.org"


def test_a_link_does_not_make_somebody_elses_file_ones_own() -> None:
    desk = Desk()
    zoe = desk.person(desk.upload(ZOE)).candidate_id
    ben = desk.person(desk.upload("LAMBERT Ben|ben@example.org|Chaudronnier")).candidate_id

    settled = desk.upload("LAMBERT Ben|ben@example.org|Chaudronnier", sent_by=zoe)

    assert (settled.outcome, settled.candidate_id) == (Outcome.KNOWN_FILE, ben)


def test_the_link_of_somebody_who_vanished_without_a_tombstone_leads_to_a_new_person() -> None:
    desk = Desk()
    zoe = desk.person(desk.upload(ZOE)).candidate_id
    desk.candidates.lose(zoe)

    settled = desk.upload(ZOE_LATER, sent_by=zoe)

    assert settled.outcome is Outcome.NEW_PERSON
    assert settled.candidate_id != zoe
