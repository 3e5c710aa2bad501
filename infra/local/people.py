"""Two people who may use the laptop's deployment, and their tokens."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from infra.local.cloud import client
from relance.records import Record

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "recruiter@example.org": ("recruiter",),
    "approver@example.org": ("recruiter", "approver"),
}
RENEW_SECONDS: Final = 120
"""A token is renewed this long before it ends."""


class User(Record):
    """One person who can sign in."""

    email: str
    password: str
    groups: tuple[str, ...]


_USERS: Final = TypeAdapter(tuple[User, ...])


def ensure_users(path: Path, *, endpoint: str, pool_id: str) -> tuple[User, ...]:
    """Make the users; their passwords are kept in `path`, which its owner alone can read."""
    users = _kept(path)
    cognito = client("cognito-idp", endpoint)
    for user in users:
        who = {"UserPoolId": pool_id, "Username": user.email}
        try:
            cognito.admin_get_user(**who)
        except cognito.exceptions.UserNotFoundException:
            attributes = [{"Name": "email", "Value": user.email}, {"Name": "email_verified", "Value": "true"}]
            cognito.admin_create_user(**who, UserAttributes=attributes, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(**who, Password=user.password, Permanent=True)
        for group in user.groups:
            cognito.admin_add_user_to_group(**who, GroupName=group)
    return users


def read_users(path: Path) -> tuple[User, ...]:
    """The users of a deployment that was up before."""
    return _USERS.validate_json(path.read_bytes())


def _kept(path: Path) -> tuple[User, ...]:
    if path.exists():
        return read_users(path)
    users = tuple(
        # Long, and with each kind of character that the user pool asks for.
        User(email=email, password=f"{secrets.token_urlsafe(12)}-Aa1", groups=groups)
        for email, groups in GROUPS.items()
    )
    path.touch(mode=0o600)
    path.write_bytes(_USERS.dump_json(users, indent=1))
    return users


class Tokens:
    """Tokens of these users, fetched when needed and again before they end; any thread may ask."""

    def __init__(self, users: tuple[User, ...], *, endpoint: str, pool_id: str, client_id: str) -> None:
        self._passwords = {user.email: user.password for user in users}
        self._endpoint, self._pool_id, self._client_id = endpoint, pool_id, client_id
        self._held: dict[str, Mapping[str, Any]] = {}
        self._lock = threading.Lock()

    def of(self, email: str, *, kind: str = "IdToken") -> str:
        """The ID token (or `AccessToken`) of a user; KeyError for an unknown one."""
        with self._lock:
            held = self._held.get(email)
            if held is None or _ends_at(str(held[kind])) - time.time() < RENEW_SECONDS:
                held = self._held[email] = self._sign_in(email)
            return str(held[kind])

    def names(self) -> Mapping[str, str]:
        """Account, as the service records it with every act, → the address that this person signs in with."""
        return {_account(self.of(email)): email for email in self._passwords}

    def _sign_in(self, email: str) -> Mapping[str, Any]:
        answer = client("cognito-idp", self._endpoint).admin_initiate_auth(
            UserPoolId=self._pool_id,
            ClientId=self._client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": self._passwords[email]},
        )
        result: Mapping[str, Any] = answer["AuthenticationResult"]
        return result


def _ends_at(token: str) -> float:
    return float(_claims(token)["exp"])


def _account(token: str) -> str:
    claims = _claims(token)
    return str(claims.get("cognito:username") or claims["sub"])


def _claims(token: str) -> Mapping[str, Any]:
    claims = token.split(".")[1]
    told: Mapping[str, Any] = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    return told
