"""One measured figure. Belongs here: what a figure is and how it reads. Does not belong here: measuring."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A value in a unit, beside its aim as a sentence ("≥ 15,000", "≤ 25 ms", or empty)."""

    name: str
    value: float
    unit: str
    aim: str = ""

    def __str__(self) -> str:
        value = f"{self.value:,.0f}" if abs(self.value) >= 100 else f"{self.value:.2f}"  # Three digits.
        return f"{self.name:58} {value:>12} {self.unit:14} {self.aim}".rstrip()
