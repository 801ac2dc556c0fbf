"""How often a part that dies is started again."""

from __future__ import annotations

from dataclasses import dataclass, field

FIRST_DELAY_S = 0.5
LONGEST_DELAY_S = 10.0
FIRST_REST_S = 60.0
LONGEST_REST_S = 600.0


@dataclass(slots=True)
class Restarts:
    """Doubling delays; `most` deaths in a row, none after `calm_s` of life, are a crash loop, which is tried rarely."""

    most: int = 5
    calm_s: float = 60.0
    first_delay_s: float = FIRST_DELAY_S
    first_rest_s: float = FIRST_REST_S
    deaths: int = field(default=0, init=False)

    @property
    def is_crash_loop(self) -> bool:
        return self.deaths >= self.most

    def delay_after(self, lived_s: float) -> float:
        """Seconds until the next try."""
        self.deaths = 1 if lived_s >= self.calm_s else self.deaths + 1
        if self.is_crash_loop:
            return min(self.first_rest_s * 2 ** (self.deaths - self.most), LONGEST_REST_S)
        return min(self.first_delay_s * 2 ** (self.deaths - 1), LONGEST_DELAY_S)

    def forget(self) -> None:
        self.deaths = 0
