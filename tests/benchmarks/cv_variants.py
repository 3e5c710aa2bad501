# ruff: noqa: E501 - forms and shapes stay on the lines where they can be compared.
"""Scores CV reading on invented CVs that vary what people vary: section names, job blocks, dates, lists, layouts.

    python -m tests.benchmarks.cv_variants [--count 300] [--seed 1] [--layouts NAME,NAME] [--forms KEY=VALUE] [--errors FIELD] [--held-out DATA_DIR]

Everything is drawn with a fixed seed from lists that no rule was written for, so that a rule that only fits one form shows
at once; another seed gives other people. The last lines name the weakest forms with the fields that suffer.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relance.cv.here import read_here
from tests.benchmarks.cv_held_out import vocabulary
from tests.benchmarks.cv_scoring import FIELDS, Scores, matched, table, values
from tests.benchmarks.cv_variant_forms import USUAL
from tests.benchmarks.cv_variant_layouts import ALL_LAYOUTS
from tests.benchmarks.cv_variant_writer import TODAY, Writer


def main() -> None:
    """Print the scores by language, then the worst forms."""
    options = _options()
    groups = {"ALL": Scores(), "FR": Scores(), "EN": Scores()}
    by_form: dict[str, Scores] = defaultdict(Scores)
    refused = 0
    spaced: Counter[str] = Counter()
    words = vocabulary(options.held_out, options.seed) if options.held_out else USUAL
    for number in range(options.count):
        writer = Writer(options.seed * 100_000 + number, words)
        blocks, truth = writer.written()
        if options.forms and not all(
            writer.form.get(k) == v for k, v in (f.split("=", 1) for f in options.forms.split(";"))
        ):
            continue
        names = [name for name in ALL_LAYOUTS if options.layouts in {"all", ""} or name in options.layouts.split(",")]
        if options.layouts == "":
            names = [names[number % len(names)]]
        for name in names:
            read = read_here(ALL_LAYOUTS[name](blocks), filename=None, today=TODAY)
            refused += read.profile is None
            if "spaced" in name:
                wanted = [block.rows[0].text.upper() for block in blocks[1:]]
                spaced += Counter(there=len(wanted), found=sum(one in read.text.splitlines() for one in wanted))
            got = read.profile.model_dump(mode="json", by_alias=True) if read.profile else {}
            marks = (*(f"{k}={v}" for k, v in writer.form.items()), f"layout={name}")
            for scores in (groups["ALL"], groups[writer.language.upper()], *(by_form[mark] for mark in marks)):
                scores.add(got, truth)
            if options.errors:
                _print_errors(writer, name, got, truth, options, read.text)
    _print(groups, by_form, refused)
    if spaced:
        print(f"letter-spaced headings: {spaced['found']} of {spaced['there']}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--layouts", default="", help="names parted by commas, or 'all'; without it, each CV takes one in turn"
    )
    parser.add_argument("--forms", default="", help="only CVs with these forms, such as 'job=labels;date=long'")
    parser.add_argument("--errors", default="", help="print what differs in this field, or in 'all'")
    parser.add_argument("--held-out", type=Path, help="folder of open data: words and forms that no rule was mended on")
    parser.add_argument("--show", action="store_true", help="print the text read beside each difference")
    return parser.parse_args()


def _print(groups: Mapping[str, Scores], by_form: Mapping[str, Scores], refused: int) -> None:
    print(table(groups))
    for form, scores in sorted(by_form.items(), key=lambda item: item[1].mean)[:25]:
        low = {name: round(f1, 2) for name in FIELDS if (f1 := scores.counts[name].f1) is not None and f1 < 0.95}
        print(f"{scores.mean:.3f} {form} {low}")
    print(f"{refused} refused")
    print("mean_f1=" + " ".join(f"{name.lower()}={scores.mean:.3f}" for name, scores in groups.items()))


def _print_errors(
    writer: Writer, layout: str, got: dict[str, Any], truth: dict[str, Any], options: argparse.Namespace, text: str
) -> None:
    given, true = values(got), values(truth)
    wrong = False
    for name in FIELDS:
        wanted, had = true[name], given[name] or []
        if (
            options.errors in {"all", name}
            and wanted is not None
            and matched(name, had, wanted) < max(len(wanted), len(had))
        ):
            wrong = True
            extra, missed = [v for v in had if v not in wanted], [v for v in wanted if v not in had]
            print(
                f"{layout} | {writer.form['job']} | {writer.form['date']} | {writer.form['degree']} | {name} GOT {extra} MISSED {missed}"
            )
    if wrong and options.show:
        print("    " + text.replace("\n", "\n    "))


if __name__ == "__main__":
    main()
