"""How often a part that dies is started again."""

from __future__ import annotations

from dataclasses import dataclass, field

FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 10.0


@dataclass(slots=True)
class Restarts:
    """Doubling delays; after `most` deaths in a row, none of which followed `calm_s` of life, no more."""

    most: int = 5
    calm_s: float = 60.0
    first_delay_s: float = FIRST_DELAY_S
    deaths: int = field(default=0, init=False)

    def delay_after(self, lived_s: float) -> float | None:
        """Seconds until the next try, or None when this is a crash loop."""
        self.deaths = 1 if lived_s >= self.calm_s else self.deaths + 1
        if self.deaths >= self.most:
            return None
        return min(self.first_delay_s * 2 ** (self.deaths - 1), LONGEST_DELAY_S)
