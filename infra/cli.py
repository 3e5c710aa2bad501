"""The command `relance`: the service on this machine, and tools for CVs and templates."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from infra.local import commands, operating
from infra.local.errors import LocalError
from infra.local.places import ROOT
from infra.local.runtime import CLOUD_PORT, MAILBOX_PORT
from infra.local.search import ENGINES, OPENSEARCH_PORT
from infra.local.sending_words import GROUNDS
from infra.local.surface import RefusedError
from relance.adapters.inbox import SOURCE
from relance.errors import RelanceError

INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a LocalError becomes one sentence and exit code 1."""
    options = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _end_once)
    signal.signal(signal.SIGINT, _end_once)
    try:
        code: int = options.run(options)
    except LocalError as error:
        sys.stderr.write(f"relance: {error}\n")
        return 1
    except (BotoCoreError, ClientError, HTTPError, RefusedError, RelanceError, TimeoutError) as error:
        sys.stderr.write(f"relance: the running service does not do as asked ({str(error)[:500]}).\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("relance: stopped.\n")
        return INTERRUPTED
    except BrokenPipeError:  # `relance read-cv … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    root = argparse.ArgumentParser(prog="relance", description=__doc__)
    kinds = root.add_subparsers(required=True, metavar="COMMAND")
    state = argparse.ArgumentParser(add_help=False)
    state.add_argument(
        "--state",
        type=Path,
        default=Path(os.environ.get("RELANCE_STATE") or ROOT / ".local"),
        help="folder that keeps everything (RELANCE_STATE; default: .local of this checkout)",
    )
    local = argparse.ArgumentParser(add_help=False, parents=[state])
    local.add_argument(
        "--port",
        type=int,
        default=_number("RELANCE_PORT"),
        help=f"port of the local cloud (RELANCE_PORT; default: that of the last time, at first {CLOUD_PORT})",
    )
    local.add_argument(
        "--mailbox-port",
        type=int,
        default=_number("RELANCE_MAILBOX_PORT"),
        help=f"port of the mailbox (RELANCE_MAILBOX_PORT; default: that of the last time, at first {MAILBOX_PORT})",
    )
    local.add_argument(
        "--search", choices=ENGINES, default=os.environ.get("SEARCH") or ENGINES[0], help="search engine (SEARCH)"
    )
    local.add_argument(
        "--search-port",
        type=int,
        default=_number("RELANCE_SEARCH_PORT") or OPENSEARCH_PORT,
        help=f"port of the OpenSearch node (RELANCE_SEARCH_PORT; default: {OPENSEARCH_PORT})",
    )
    _add_local(kinds, state, local)
    _add_tools(kinds, state)
    _add_operations(kinds, state)
    return root


def _add_local(
    kinds: "argparse._SubParsersAction[argparse.ArgumentParser]",
    state: argparse.ArgumentParser,
    local: argparse.ArgumentParser,
) -> None:
    up = kinds.add_parser("up", parents=[local], help="bring the service up on this machine, until Ctrl-C")
    up.set_defaults(run=commands.up)
    down = kinds.add_parser("down", parents=[state], help="stop the service that runs here; its state is kept")
    down.set_defaults(run=commands.down)
    status = kinds.add_parser("status", parents=[state], help="what runs here and what it holds")
    status.set_defaults(run=commands.status)
    token = kinds.add_parser("token", parents=[state], help="a bearer token for the API of the service that runs here")
    token.add_argument("user", nargs="?", default="approver@example.org", help="default: approver@example.org")
    token.set_defaults(run=commands.token)
    demo = kinds.add_parser("demo", parents=[local], help="bring the service up and show what it does")
    demo.add_argument("--once", action="store_true", help="end after the story instead of staying up")
    demo.set_defaults(run=commands.demo)


def _add_tools(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]", state: argparse.ArgumentParser) -> None:
    read = kinds.add_parser("read-cv", help="read CVs without a service: one JSON object a line")
    read.add_argument("files", type=Path, nargs="+", metavar="FILE")
    read.set_defaults(run=commands.read_cv)
    bring = kinds.add_parser("import", parents=[state], help="upload a folder of CVs to the service that runs here")
    bring.add_argument("folder", type=Path, metavar="DIR")
    bring.add_argument("--job", metavar="JOB_ID", help="the CVs are applications for this job")
    bring.add_argument(
        "--source", type=_source, metavar="NAME", help="where they come from (forum-2026): segments can ask for it"
    )
    bring.set_defaults(run=commands.import_folder)
    words = kinds.add_parser("words", help="the employer's own words: reasons, advice, paragraphs")
    does = words.add_subparsers(required=True, metavar="check|put|show")
    check = does.add_parser("check", help="say line by line what must change in a file; needs no service")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=commands.check_words)
    put = does.add_parser("put", parents=[state], help="put a file in force in the service that runs here")
    put.add_argument("file", type=Path, metavar="FILE")
    put.set_defaults(run=commands.put_words)
    show = does.add_parser("show", parents=[state], help="print the file in force")
    show.set_defaults(run=commands.show_words)
    anew = kinds.add_parser("reindex", parents=[state], help="fill the search index anew from the tables")
    anew.set_defaults(run=commands.reindex)
    synth = kinds.add_parser("synth", help="write the CloudFormation templates of a stage")
    synth.add_argument("--stage", choices=("local", "dev", "prod"), default="local")
    synth.add_argument("--out", type=Path, default=ROOT / "build" / "cdk.out", help="folder for the templates")
    synth.set_defaults(run=commands.synth)


def _add_operations(
    kinds: "argparse._SubParsersAction[argparse.ArgumentParser]", state: argparse.ArgumentParser
) -> None:
    stop = kinds.add_parser("stop-all", parents=[state], help="stop all mail at once, or let it go on")
    stop.add_argument("switch", choices=("on", "off"), help="on: nothing leaves; off: what was held goes on")
    stop.set_defaults(run=operating.stop_all)
    hold = kinds.add_parser("pause", parents=[state], help="hold answers, or campaigns, back")
    hold.add_argument("stream", choices=operating.STREAMS)
    hold.set_defaults(run=operating.pause)
    resume = kinds.add_parser("resume", parents=[state], help="lift the pause of answers or of campaigns")
    resume.add_argument("stream", choices=operating.STREAMS)
    resume.set_defaults(run=operating.resume)
    asked = kinds.add_parser("waiting", parents=[state], help="mails that wait for a person's decision")
    asked.set_defaults(run=operating.waiting)
    word = kinds.add_parser("decide", parents=[state], help="decide what becomes of such a mail")
    word.add_argument("mail_id", metavar="MAIL_ID", help="as `relance waiting` prints it")
    word.add_argument("decision", choices=("send", "cancel", "send_again", "assume_sent"))
    word.add_argument("--because", choices=GROUNDS, help="why; needed by send_again and assume_sent (docs/mail.md)")
    word.set_defaults(run=operating.decide)
    compare = kinds.add_parser(
        "reconcile", parents=[state], help="mails whose ledger and events do not fit, and what the index missed"
    )
    compare.set_defaults(run=operating.reconcile)
    sheet = kinds.add_parser("dns", parents=[state], help="the DNS records that let both sub-domains send")
    sheet.add_argument("--aws", action="store_true", help="ask Amazon SES with the credentials of this shell")
    sheet.add_argument("--stage", choices=("dev", "prod"), default="prod", help="whose sub-domains, with --aws")
    sheet.set_defaults(run=operating.dns)


def _source(given: str) -> str:
    """As the service takes it."""
    if not SOURCE.fullmatch(given):
        raise argparse.ArgumentTypeError("small letters, digits, - and _, at most 40: forum-2026")
    return given


def _number(variable: str) -> int | None:
    given = os.environ.get(variable, "")
    return int(given) if given.isdigit() else None


def _end_once(_number: int, _frame: FrameType | None) -> None:
    """Unwind, which ends all children; a second signal must not disturb the saving of the state."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
