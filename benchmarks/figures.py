"""What measurements of speed share: a round, its median, a goal's verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

NOISE = (
    "Warning: the absolute figures are those of this machine at this moment; whatever else runs on it lowers them.\n"
    "Compare runs by ratios within a round and by processor time."
)


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement: messages a second, processor µs a message, and milliseconds to the reply (p50, p95, p99)."""

    rate: float
    cpu: float
    latency: tuple[float, float, float] = (0.0, 0.0, 0.0)


def latency(seconds: Sequence[float]) -> tuple[float, float, float]:
    """Give the p50, p95 and p99 of at least two waits, in milliseconds."""
    cuts = [cut * 1000 for cut in quantiles(seconds, n=100, method="inclusive")]
    return cuts[49], cuts[94], cuts[98]


def middle(rounds: Sequence[Round]) -> Round:
    """Give the median of each figure."""
    p50, p95, p99 = (median(column) for column in zip(*(each.latency for each in rounds), strict=True))
    return Round(median(each.rate for each in rounds), median(each.cpu for each in rounds), (p50, p95, p99))


def verdict(value: float, goal: float | None, reached: bool) -> str:
    """Write whether a goal was reached."""
    return "" if goal is None else f"goal {goal:g}: {'reached' if reached else f'MISSED ({value:.3g})'}"
