"""Whoever is interested sends a newer CV from their page; sent after an erasure, it brings nobody back."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import urllib3

from tests.journeys.conftest import House, cv
from tests.journeys.test_a_campaign import OFFER, campaign, finalist, run

NAME, EMAIL = "Solveig Marchetti", "solveig.marchetti@example.org"
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
LARGEST = 15 * 1024 * 1024


def test_a_newer_cv_sent_from_the_page_of_an_offer_is_theirs_and_no_way_back_after_an_erasure(house: House) -> None:
    earlier = house.job("Contrôleuse de gestion de site", OFFER, "Clôture mensuelle")
    who = finalist(house, NAME, earlier)
    job_id = house.job("Contrôleuse de gestion de groupe", OFFER, "Coûts de revient")
    house.until(lambda: reached(house, job_id) >= 1, "the finalist in the index", seconds=60)
    run(house, campaign(house, job_id))
    (sent,) = house.mails_to(EMAIL)
    page = pressed(house, link(sent.text, "interested"), f"job={job_id}")
    url, fields = upload_form(page)

    back = posted(url, fields, cv(NAME, title="Directrice financière").encode(), "CV Solveig – été.txt")

    assert back.status == 303, back.data
    assert b"bien re\xc3\xa7u votre CV" in opened(house, back.headers["Location"])
    newer = house.until(lambda: with_files(house, who, 2), "the newer CV", seconds=60)
    assert newer["profile"]["basics"]["label"] == "Directrice financière"
    assert newer["cvs"][0]["filename"] == "CV Solveig – été.txt"
    assert posted(url, fields, b"", "cv.txt").status == 400
    assert posted(url, fields, bytes(LARGEST + 1), "cv.txt").status == 400
    assert posted(url, fields | {"key": "inbox/pool/somebody-else"}, b"x", "cv.txt").status == 403
    assert posted(url, fields | {"x-amz-meta-candidate": "somebody-else"}, b"x", "cv.txt").status == 403

    house.api.post(f"/candidates/{who}/erase")
    house.until(lambda: house.certificate(who), "the certificate", seconds=60)
    assert posted(url, fields, cv(NAME, title="Encore moi").encode(), "cv.txt").status == 303

    house.until(lambda: not objects_of(house, who), "nothing left in the inbox", seconds=60)
    assert not house.api.get("/candidates", q=NAME, limit=10)["items"]


def reached(house: House, job_id: str) -> int:
    """Whom a campaign for this job would reach."""
    return int(house.api.get(f"/campaigns/{campaign(house, job_id)['campaign_id']}/preview")["recipients"])


def link(text: str, purpose: str) -> str:
    """The path of a link in a mail."""
    found = re.search(rf"https?://\S+/{purpose}/\S+", text)
    assert found is not None, text
    return urlsplit(found.group()).path


def pressed(house: House, path: str, form: str) -> str:
    """The page after a button."""
    reply = house.deployment.portal().request("POST", path, body=form.encode(), headers=URLENCODED)
    assert reply.status == 200, reply.body
    return reply.body.decode()


def opened(house: House, location: str) -> bytes:
    """The page to which the bucket sends the browser."""
    asked = urlsplit(location)
    reply = house.deployment.portal().request("GET", asked.path, query=dict(parse_qsl(asked.query)))
    assert reply.status == 200
    return reply.body


def upload_form(page: str) -> tuple[str, dict[str, str]]:
    """Where the form of a page sends the file, and its hidden fields in their order."""
    found = re.search(r'action="([^"]+)" enctype="multipart/form-data">(.*?)</form>', page, re.DOTALL)
    assert found is not None, page
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', found[2])
    return unescape(found[1]), {unescape(name): unescape(value) for name, value in fields}


def posted(url: str, fields: Mapping[str, str], content: bytes, filename: str) -> urllib3.BaseHTTPResponse:
    """What a browser sends, file last."""
    sent: dict[str, str | tuple[str, bytes, str]] = {**fields, "file": (filename, content, "text/plain")}
    return urllib3.request("POST", url, fields=sent, redirect=False, retries=False, timeout=30)


def with_files(house: House, who: str, number: int) -> dict[str, Any] | None:
    """The person, once they have so many files."""
    held: dict[str, Any] = house.api.get(f"/candidates/{who}")["candidate"]
    return held if len(held["cvs"]) == number else None


def objects_of(house: House, who: str) -> list[str]:
    """Versions of their files, kept or just sent."""
    s3, bucket = house.deployment.client("s3"), house.deployment.outputs["CvsBucket"]
    listed = [s3.list_object_versions(Bucket=bucket, Prefix=f"{folder}/{who}") for folder in ("cvs", "inbox/pool")]
    return [each["Key"] for page in listed for each in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))]
