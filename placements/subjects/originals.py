"""The lines about one child in the files as they were sent, and the same files without them."""

import csv
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from sufficiency.extracts.kinds import all_kinds
from sufficiency.extracts.models import LoadContent, LoadFile
from sufficiency.extracts.receiving import receive
from sufficiency.extracts.replay import kept_file

from .places import Subject, cells

Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Lines:
    """The lines of a file about the child, by number, and the header; or that it cannot be read and names the child."""

    file: LoadFile
    header: list[str]
    found: dict[int, list[str]]
    is_unreadable: bool = False


def lines_about(subject: Subject) -> Iterator[Lines]:
    """Every kept file of the authority that has lines about the child, whatever became of its load."""
    files = LoadFile.objects.filter(authority=subject.authority, content__isnull=False).order_by("pk")
    for file in files:
        try:
            header, found = _search(subject, file)
        except csv.Error:
            if any(name in _text(file) for name in subject.names):
                yield Lines(file, [], {}, is_unreadable=True)
        else:
            if found:
                yield Lines(file, header, found)


def erase_lines(lines: Lines) -> None:
    """Keep the file without its lines about the child: they become blank lines, so that the others keep their numbers.

    The digest stays that of the file as it was sent: sent once more, it is known and brings nobody back. A file that
    cannot be read through, and so was never loaded, is not kept at all.
    """
    LoadFile.objects.filter(pk=lines.file.pk).update(erased=F("erased") + max(len(lines.found), 1))
    if lines.is_unreadable:
        LoadContent.objects.filter(file=lines.file).delete()
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for number, record in _records(lines.file):
        writer.writerow([] if number in lines.found else record)
    LoadContent.objects.filter(file=lines.file).update(compressed=zlib.compress(text.getvalue().encode(), 1))


def _search(subject: Subject, file: LoadFile) -> tuple[list[str], dict[int, list[str]]]:
    """The header of a file and its records about the child. csv.Error when it cannot be read through."""
    records = _records(file)
    header = next((record for _, record in records if any(cell.strip() for cell in record)), [])
    wanted = _wanted(subject, file, [" ".join(name.split()).upper() for name in header])
    return header, {number: record for number, record in records if _fits(record, wanted)}


def _wanted(subject: Subject, file: LoadFile, names: list[str]) -> list[Mapping[int, str]]:
    """Which cells, by their place in a record, must hold which text: any of these.

    In a file whose kind was not recognised, or which lacks the column, any cell may name the child.
    """
    kind = next((kind for kind in all_kinds() if kind.slug == file.kind), None)
    if kind is not None:
        names = kind.rename(names)
        asked = cells(subject, kind)
        if all(column in names for each in asked for column in each):
            return [{names.index(column): text for column, text in each.items()} for each in asked]
    return [{place: name} for name in subject.names for place in range(len(names))]


def _fits(record: Sequence[str], wanted: Sequence[Mapping[int, str]]) -> bool:
    return any(
        all(place < len(record) and record[place].strip().casefold() == text.casefold() for place, text in each.items())
        for each in wanted
    )


def _records(file: LoadFile) -> Iterator[Record]:
    """Every record with its number in a spreadsheet."""
    return enumerate(csv.reader(receive(kept_file(file)).text(), strict=True), 1)


def _text(file: LoadFile) -> str:
    return receive(kept_file(file)).text().read()
