"""Draw the fictional CVs of `people.toml` as real files: `python -m infra.local.sample.make_cvs`.

A browser prints some, a word processor writes others; one is scanned and one is damaged. The files are committed, so a
demonstration needs neither program: run this only after a change of `people.toml`. Needs Debian's packages `chromium`
and `libreoffice-writer-nogui`.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import jinja2
import pypdfium2

HERE: Final = Path(__file__).parent
CVS: Final = HERE / "cvs"
WORDS: Final = {
    "fr": {
        "summary": "Profil",
        "work": "Expérience professionnelle",
        "education": "Formation",
        "skills": "Compétences",
        "languages": "Langues",
    },
    "en": {
        "summary": "Profile",
        "work": "Work experience",
        "education": "Education",
        "skills": "Skills",
        "languages": "Languages",
    },
}
SCAN_DPI: Final = 110
DAMAGED_SHARE: Final = 0.4

type Person = dict[str, Any]


def rendered(template: str, person: Person, columns: int = 1) -> str:
    """The person's CV as the text of a page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=template.endswith(".html.jinja"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(person=person, words=WORDS[person["language"]], columns=columns)


def program(*names: str) -> str:
    """Path of the first of these programs that is installed; a sentence otherwise."""
    for name in names:
        if path := shutil.which(name):
            return path
    sys.exit(f"{names[0]} is needed to draw these CVs; install it first")


def print_with_browser(html: str, target: Path) -> None:
    """A PDF as a browser prints it."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, encoding="utf-8")
        subprocess.run(
            [program("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--no-pdf-header-footer", f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", str(page)],
            check=True, capture_output=True,
        )  # fmt: skip


def convert_with_office(html: str, target: Path, kind: str) -> None:
    """A file as a word processor writes it; PDF goes through its own document format first."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(html, encoding="utf-8")
        for step in ("odt", kind):
            subprocess.run(
                [program("soffice", "libreoffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless",
                 *(["--infilter=HTML (StarWriter)"] if source.suffix == ".html" else []),
                 "--convert-to", step, "--outdir", folder, str(source)],
                check=True, capture_output=True,
            )  # fmt: skip
            source = Path(folder) / f"page.{step}"
        shutil.copyfile(source, target)


def scan(printed: Path, target: Path) -> None:
    """The same pages as grey pictures without any text."""
    document, scanned = pypdfium2.PdfDocument(printed), pypdfium2.PdfDocument.new()
    for page in document:
        width, height = page.get_size()
        picture = pypdfium2.PdfImage.new(scanned)
        picture.set_bitmap(page.render(scale=SCAN_DPI / 72, grayscale=True))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        sheet = scanned.new_page(width, height)
        sheet.insert_obj(picture)
        sheet.gen_content()
    scanned.save(target)


def draw_scan(person: Person, target: Path) -> None:
    """Print, then scan."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "printed.pdf"
        print_with_browser(rendered("page.html.jinja", person), printed)
        scan(printed, target)


def draw_damaged(person: Person, target: Path) -> None:
    """Print, then lose the end of the file, as a broken upload does."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "printed.pdf"
        print_with_browser(rendered("page.html.jinja", person), printed)
        content = printed.read_bytes()
        target.write_bytes(content[: int(len(content) * DAMAGED_SHARE)])


LAYOUTS: Final[dict[str, Callable[[Person, Path], object]]] = {
    "browser": lambda person, target: print_with_browser(rendered("page.html.jinja", person), target),
    "browser-two": lambda person, target: print_with_browser(rendered("page.html.jinja", person, columns=2), target),
    "office": lambda person, target: convert_with_office(rendered("page.html.jinja", person), target, "pdf"),
    "word": lambda person, target: convert_with_office(rendered("page.html.jinja", person), target, "docx"),
    "text": lambda person, target: target.write_text(rendered("page.txt.jinja", person), encoding="utf-8"),
    "scan": draw_scan,
    "damaged": draw_damaged,
}


def main() -> None:
    """Draw every person of `people.toml` into `cvs/`."""
    people = tomllib.loads((HERE / "people.toml").read_text(encoding="utf-8"))["person"]
    CVS.mkdir(exist_ok=True)
    for person in people:
        LAYOUTS[person["layout"]](person, CVS / person["file"])
        print(CVS.name, person["file"], (CVS / person["file"]).stat().st_size, "bytes")


if __name__ == "__main__":
    main()
