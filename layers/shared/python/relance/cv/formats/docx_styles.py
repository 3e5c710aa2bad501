"""What a DOCX says about the look of its text: size, weight, headings, lists, hidden text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING_NAMES = ("heading", "titre", "title", "überschrift")
LIST_NAMES = ("list", "liste", "puce", "bullet")
MAX_INHERITANCE = 12


@dataclass(frozen=True, slots=True)
class Style:
    """Look of a run or paragraph; `size` in points, 0 when not said."""

    size: float = 0.0
    bold: bool = False
    hidden: bool = False
    capitals: bool = False
    heading: bool = False
    listed: bool = False

    def with_run(self, properties: ET.Element | None) -> "Style":
        """This style with a run's own properties on top."""
        if properties is None:
            return self
        return replace(
            self,
            size=_size(properties) or self.size,
            bold=_switch(properties, "b", self.bold),
            hidden=_switch(properties, "vanish", self.hidden),
            capitals=_switch(properties, "caps", self.capitals),
        )


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles by id."""

    by_id: Mapping[str, Style]
    default: Style

    @classmethod
    def of(cls, root: ET.Element | None) -> "Styles":
        """The styles of word/styles.xml."""
        if root is None:
            return cls({}, Style())
        base = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        default = Style().with_run(base)
        elements = {element.get(f"{W}styleId", ""): element for element in root.findall(f"{W}style")}
        return cls({name: _resolved(name, elements, default) for name in elements}, default)

    def of_paragraph(self, properties: ET.Element | None) -> Style:
        """The style of a paragraph with these properties."""
        reference = properties.find(f"{W}pStyle") if properties is not None else None
        style = self.by_id.get(reference.get(f"{W}val", ""), self.default) if reference is not None else self.default
        if properties is not None and properties.find(f"{W}outlineLvl") is not None:
            style = replace(style, heading=True)
        return style


def _resolved(name: str, elements: Mapping[str, ET.Element], default: Style) -> Style:
    chain: list[ET.Element] = []
    while name in elements and len(chain) < MAX_INHERITANCE:
        chain.append(elements[name])
        parent = elements[name].find(f"{W}basedOn")
        name = parent.get(f"{W}val", "") if parent is not None else ""
    style = default
    for element in reversed(chain):
        style = style.with_run(element.find(f"{W}rPr"))
        title = element.find(f"{W}name")
        label = (title.get(f"{W}val", "") if title is not None else "").lower()
        outlined = element.find(f"{W}pPr/{W}outlineLvl") is not None
        style = replace(
            style,
            heading=style.heading or outlined or label.startswith(HEADING_NAMES),
            listed=style.listed or element.find(f"{W}pPr/{W}numPr") is not None or label.startswith(LIST_NAMES),
        )
    return style


def _size(properties: ET.Element) -> float:
    element = properties.find(f"{W}sz")
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) / 2 if value.isdigit() else 0.0


def _switch(properties: ET.Element, name: str, inherited: bool) -> bool:
    element = properties.find(f"{W}{name}")
    return inherited if element is None else element.get(f"{W}val", "true") not in {"0", "false", "off"}
