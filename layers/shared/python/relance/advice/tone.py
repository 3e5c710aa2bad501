"""How a person is addressed in French: "vous" unless the employer says otherwise; English knows no difference."""

from typing import Final, Literal

type Tone = Literal["vous", "tu"]

FORMAL: Final[Tone] = "vous"
FAMILIAR: Final[Tone] = "tu"
