"""The campaign that README tells works as it stands there."""

import json
import re
from pathlib import Path

from tests.unit.api.world import APPROVER, RECRUITER
from tests.unit.campaigns.story import JOB, Story

README = Path(__file__).parents[3] / "README.md"
BOTH = APPROVER | {"cognito:groups": ["recruiter", "approver"]}
OWN = RECRUITER | BOTH | {"email": "amina@vercors.example.org", "email_verified": "true"}
CALL = re.compile(
    r'^curl -s (?:-X (?P<verb>\w+) )?"\$API(?P<path>/campaigns[^"]*)"(?P<rest>(?:.*\\\n)*.*)$', re.MULTILINE
)


def test_every_call_of_the_campaign_is_answered(story: Story) -> None:
    story.finalist("ana")
    campaign_id, answers = "", []
    for call in CALL.finditer(README.read_text(encoding="utf-8")):
        given = re.search(r"-d '(.+?)'$", call["rest"], re.MULTILINE)
        body = json.loads(given[1].replace("JOB_ID", JOB)) if given else None
        verb = call["verb"] or ("POST" if given else "GET")
        answer = story.call(verb, call["path"].replace("CAMPAIGN_ID", campaign_id), body, claims=OWN)
        campaign_id = campaign_id or answer.body["campaign_id"]
        answers.append((call["path"].rpartition("/")[2], answer.status))

    assert answers == [("campaigns", 201), ("preview", 200), ("test", 202), ("approve", 200), ("report", 200)]
