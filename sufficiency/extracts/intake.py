"""One load's way through the engine: read, check, store, compare, derive. The caller commits or rolls back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from . import scanning, storing
from .checking import RowChecker
from .deriving import derive
from .kinds import Kind, all_kinds
from .models import Load, LoadFile
from .problems import FileFault, Problem, Severity
from .reading import open_table
from .receiving import Received


@dataclass
class Arrival:
    """A file on its way in."""

    file: LoadFile
    received: Received
    kind: Kind | None = None
    before: list[LoadFile] = field(default_factory=list)  # the files that counted until now
    problems: list[Problem] = field(default_factory=list)
    faulty: set[int] = field(default_factory=set)  # lines with an error
    unreadable: bool = False

    def add(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.problems.append(problem)
            if problem.severity is Severity.ERROR and problem.line is not None:
                self.faulty.add(problem.line)

    def fail(self, problem: Problem) -> None:
        """The file as a whole is at fault: the load cannot go on."""
        self.problems.append(problem)
        self.unreadable = True


class Intake:
    """Takes the files of one load through every stage; nothing of it may be kept unless it is sound."""

    def __init__(self, load: Load, received: Sequence[Received], set_aside: bool) -> None:
        self.load = load
        self.arrivals = [Arrival(file, each) for file, each in zip(load.files.order_by("pk"), received, strict=True)]
        self._set_aside = set_aside
        self._today = timezone.localdate()

    @property
    def is_sound(self) -> bool:
        """Whether the load may be committed."""
        if any(arrival.unreadable for arrival in self.arrivals):
            return False
        return self._set_aside or not any(arrival.faulty for arrival in self.arrivals)

    def run(self) -> None:
        """Do all the work, in the caller's transaction; every error is found before this returns.

        What to warn about is looked for afterwards, by :meth:`find_warnings` or :meth:`keep_warnings`.
        """
        storing.settle_session()
        for arrival in self.arrivals:
            self._read(arrival)
        stored = list(self._stored())
        for arrival, _ in stored:
            _make_current(arrival)
        if self.is_sound:
            for arrival, kind in stored:
                storing.compare(kind, arrival.file, arrival.before)
                arrival.file.set_aside = len(arrival.faulty)
            derive(self.load.authority_id, [file for arrival, _ in stored for file in (arrival.file, *arrival.before)])

    def find_warnings(self) -> None:
        """Add to the problems what rules across rows warn about: before the caller's transaction is rolled back."""
        for arrival, kind in self._stored():
            arrival.add(scanning.scan(kind, arrival.file, Severity.WARNING))
            arrival.problems.sort(key=lambda problem: problem.line or 0)

    def keep_warnings(self) -> None:
        """Keep with its file what rules across rows warn about, a million rows or three, in the database alone."""
        for arrival, kind in self._stored():
            scanning.keep_warnings(kind, arrival.file)

    def _stored(self) -> Iterator[tuple[Arrival, Kind]]:
        """The files whose rows are in."""
        return ((arrival, arrival.kind) for arrival in self.arrivals if arrival.kind is not None)

    def _read(self, arrival: Arrival) -> None:
        """Recognise, check and store one file; faulty rows are out again afterwards."""
        arrival.add(arrival.received.problems)
        if arrival.received.refused:
            arrival.unreadable = True
            return
        try:
            table = open_table(arrival.received, all_kinds())
        except FileFault as fault:
            arrival.fail(fault.problem)
            return
        kind = table.kind
        arrival.file.kind = kind.slug
        if (misplaced := self._misplaced(kind)) is not None:
            arrival.fail(misplaced)
            return
        if kind.inspect is None and self._is_second(arrival, kind):
            return
        if self.load.on_top_of is not None and not self._finds_base(arrival, kind, self.load.on_top_of):
            return
        checker = RowChecker(table, year=self.load.year or self._today.year, today=self._today)
        file = arrival.file
        prefix = f"{file.pk}" if kind.is_published else f"{file.pk}\t{file.authority_id}\t{file.year}"
        try:
            storing.copy_rows(kind, checker.copy_blocks(prefix))
        except FileFault as fault:
            arrival.fail(fault.problem)
        file.rows = checker.checked.rows
        arrival.kind = kind
        arrival.add(checker.checked.problems)
        if file.rows >= storing.ENOUGH_TO_ANALYZE:
            storing.analyze(kind)
        if kind.inspect is not None and not self._inspect(arrival, kind, kind.inspect):
            arrival.kind = None
            return
        arrival.add(scanning.scan(kind, file, Severity.ERROR))
        storing.delete_lines(kind, file, arrival.faulty)
        self._insist_on_rows(arrival, kind)

    def _misplaced(self, kind: Kind) -> Problem | None:
        """A council's file among published data, or the other way round."""
        if kind.is_published == (self.load.authority_id is None):
            return None
        if kind.is_published:
            message = f"It is published data ({kind.title}): load it by itself, without an authority and a year."
        else:
            message = f"It is a {kind.title} file of an authority: say which authority and which year it belongs to."
        return Problem("misplaced-file", Severity.ERROR, message)

    def _finds_base(self, arrival: Arrival, kind: Kind, below: Load) -> bool:
        """Find the whole file to which mended rows are added; False when none counts any longer."""
        base = below.files.filter(kind=kind.slug, current=True).select_related("adds_to").first()
        if base is None:
            message = f"No {kind.title} file of load {below.pk} counts any longer: load the whole file instead."
            arrival.fail(Problem("nothing-to-add-to", Severity.ERROR, message))
            return False
        arrival.file.adds_to = base.adds_to or base
        return True

    def _inspect(self, arrival: Arrival, kind: Kind, inspect: Callable[[LoadFile], tuple[str, list[Problem]]]) -> bool:
        """Find out which dataset the rows are; False when the file cannot be loaded."""
        try:
            arrival.file.dataset, problems = inspect(arrival.file)
        except FileFault as fault:
            arrival.fail(fault.problem)
            return False
        arrival.add(problems)
        return not self._is_second(arrival, kind)

    def _is_second(self, arrival: Arrival, kind: Kind) -> bool:
        """Whether an earlier file of the load is of the same kind and dataset: then this one is refused."""
        for other in self.arrivals:
            if other is not arrival and other.kind is kind and other.file.dataset == arrival.file.dataset:
                message = f"{other.file.name} is a {kind.title} file too: load one file of a kind at a time."
                arrival.fail(Problem("same-kind-twice", Severity.ERROR, message))
                return True
        return False

    def _insist_on_rows(self, arrival: Arrival, kind: Kind) -> None:
        """Setting every row aside would replace the year by nothing."""
        if self._set_aside and arrival.file.rows == len(arrival.faulty) and not kind.may_be_empty:
            message = "Every row has an error, so there is nothing to load: mend the file."
            arrival.fail(Problem("no-sound-rows", Severity.ERROR, message))


def _make_current(arrival: Arrival) -> None:
    """From here on this file's rows are the ones that count for its kind and year, or some more of them."""
    file = arrival.file
    if file.adds_to is None:
        alike = file.alike().filter(current=True)
        arrival.before = list(alike)
        alike.update(current=False)
    file.current = True
    file.save(update_fields=["current", "kind", "dataset", "adds_to"])
