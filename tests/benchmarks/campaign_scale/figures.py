"""What the benchmark measures: paces while somebody was at work, memory of the runner, and the lines it prints."""

from dataclasses import dataclass, field


@dataclass
class Pace:
    """People per second while somebody was at work: only whole steps between two looks that nothing interrupted.

    And the resident memory of whoever was at work, in MB, from the first step on.
    """

    done: int = 0
    seconds: float = 0.0
    memory_mb: list[float] = field(default_factory=list)
    _before: int | None = None
    _last: tuple[float, int] | None = None

    @property
    def rate(self) -> float:
        """0 when nothing was seen."""
        return self.done / self.seconds if self.seconds else 0.0

    def saw(self, count: int, at: float, memory_mb: float | None) -> None:
        """A look at how far it is; after an interruption the first step is not counted, for it began before."""
        if count and memory_mb is not None:
            self.memory_mb.append(memory_mb)
        if self._last is not None and count > self._last[1]:
            self.done += count - self._last[1]
            self.seconds += at - self._last[0]
        if count > (self._before if self._before is not None else count):
            self._last = at, count
        self._before = count

    def interrupted(self) -> None:
        """What lies between here and the next step does not count."""
        self._before = self._last = None


@dataclass
class Figures:
    """What was measured."""

    count_seconds: float = 0.0
    taking: Pace = field(default_factory=Pace)
    expanding: Pace = field(default_factory=Pace)
    bare_done: int = 0
    bare_seconds: float = 0.0
    bare_slices: int = 0
    at_work_seconds: float = 0.0
    """In which some runner had the run, bare transactions left out."""

    @property
    def bare_rate(self) -> float:
        """Bare transactions a second; 0 when there were none."""
        return self.bare_done / self.bare_seconds if self.bare_seconds else 0.0

    def interrupted(self) -> None:
        """Nobody was at work for a moment."""
        self.taking.interrupted()
        self.expanding.interrupted()

    def report(self, people: int, *, lost: int, doubled: int) -> None:
        """For people, then for machines."""
        bare = self.bare_rate
        print(f"audience taken      {self.taking.rate:7.0f} people a second")
        print(f"expanded into mails {self.expanding.rate:7.0f} people a second ({self.expanding.done} in view)")
        print(f"bare transactions   {bare:7.0f} a second, in {self.bare_slices} slices between")
        print("expansion / bare    " + (f"{self.expanding.rate / bare:7.2f}" if bare else "      -"))
        for told, pace in (("taking the audience", self.taking), ("expanding", self.expanding)):
            seen = pace.memory_mb or [0.0]
            print(
                f"memory while {told}: {seen[0]:.0f} MB at first, {seen[-1]:.0f} MB at last, {max(seen):.0f} MB at most"
            )
        print(
            f"count_seconds={self.count_seconds:.3f} frozen_per_second={self.frozen_rate(people):.0f} "
            f"lost={lost} doubled={doubled}"
        )

    def frozen_rate(self, people: int) -> float:
        """People a second through both; of a run too short to be seen at two steps, over all of its time."""
        if self.taking.rate and self.expanding.rate:
            return 1 / (1 / self.taking.rate + 1 / self.expanding.rate)
        return people / self.at_work_seconds if self.at_work_seconds else 0.0
