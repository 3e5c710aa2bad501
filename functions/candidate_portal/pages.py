"""A page as an answer: words of a language in a template, under headers that let nothing else in."""

import base64
import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from aws_lambda_powertools.event_handler import Response
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from relance.advice.phrasing import FIELD, phrase
from relance.mail.typography import Language, long_date, typeset

LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en")


def page(
    template: str,
    heading: str,
    *,
    language: Language,
    facts: Mapping[str, str],
    status: HTTPStatus = HTTPStatus.OK,
    has_body: bool = True,
    switches: bool = True,
    sends_to: str = "",
    **values: Any,
) -> Response[str]:
    """One page. `facts` (employer, contact) can be named by every phrase; `has_body` is False for HEAD; `sends_to`:
    the address beside our own to which a form of the page goes."""
    context = {
        "heading": say(heading, language, facts),
        "language": language,
        "other_language": next(other for other in LANGUAGES if other != language) if switches else None,
        "style": Markup(_style()),  # noqa: S704  Our own file.
        "say": lambda name, **more: say(name, language, {**facts, **{key: str(value) for key, value in more.items()}}),
        "day": lambda moment: day_in_words(moment, language),
        "jobs": (),
        "months": (),
        "listed": (),
        "after": (),
        "links": (),
        "newer_cv": None,
        "scale": None,
        "with_comment": False,
        **facts,
        **values,
    }
    body = _environment().get_template(template).render(context) if has_body else ""
    kind = "text/html; charset=utf-8"
    return Response(status_code=status.value, content_type=kind, body=body, headers={**headers(sends_to)})


def say(name: str, language: Language, facts: Mapping[str, str]) -> str:
    """A phrase with its fields filled: `say("opt_in.title", …)`."""
    section, _, key = name.partition(".")
    text: str = words(language)[section][key]
    return typeset(FIELD.sub(lambda found: facts[found.group(1)], phrase(text, language)), language)


def day_in_words(day: date, language: Language) -> str:
    """ "14 juin 2028"."""
    return long_date(day, language)


def consent_version(language: Language) -> str:
    """Version of the text that the person agrees to, with its language."""
    return f"{words(language)['consent_version']}/{language}"


@cache
def words(language: Language) -> Mapping[str, Any]:
    """All phrases of a language."""
    return tomllib.loads(_file(f"words/{language}.toml"))


@cache
def headers(sends_to: str = "") -> Mapping[str, str]:
    """No script, no frame, no referrer (the link is the key to the page), no copy in any cache or search engine."""
    style = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    forms = " ".join(["'self'", *([_origin(sends_to)] if sends_to else [])])
    policy = (
        f"default-src 'none'; style-src 'sha256-{style}'; form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Strict-Transport-Security": "max-age=63072000",
    }


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@cache
def _style() -> str:
    return _file("templates/style.css").strip()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: _file(f"templates/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _file(path: str) -> str:
    return files("candidate_portal").joinpath(*path.split("/")).read_text(encoding="utf-8")
