"""From bytes sent by somebody to a text that can be read: one streamed pass over a file.

What is not text, or too large, is refused here in one sentence. The bytes are kept compressed;
everything afterwards reads from that copy, and so does a replay of the load.
"""

import codecs
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from .problems import FileFault, Problem, Severity

LARGEST_FILE = 100 * 1024 * 1024
LONGEST_LINE = 1024 * 1024
BLOCK = 1024 * 1024

SPREADSHEET = "It is a spreadsheet, not a CSV file: open it, choose 'Save as' and 'CSV UTF-8', and load that file."
ARCHIVE = "It is a compressed archive, not a CSV file: unpack it and load the files inside."
NOT_TEXT = "It is not a text file: export the data as CSV and load that."
WEB_PAGE = "It is a web page, not a CSV file: perhaps a sign-in page was saved; export the data again as CSV."
SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "spreadsheet", SPREADSHEET),
    (b"\x1f\x8b", "archive", ARCHIVE),
    (b"7z\xbc\xaf", "archive", ARCHIVE),
    (b"Rar!", "archive", ARCHIVE),
    (b"BZh", "archive", ARCHIVE),
    (b"\xfd7zXZ", "archive", ARCHIVE),
    (b"%PDF", "not-text", "It is a PDF, not a CSV file: export the data as CSV and load that."),
    (b"\x89PNG", "not-text", NOT_TEXT),
    (b"\xff\xd8\xff", "not-text", NOT_TEXT),
    (b"GIF8", "not-text", NOT_TEXT),
    (b"{\\rtf", "not-text", "It is a word processor's document: export the data as CSV and load that."),
    (b"\xff\xfe\x00\x00", "not-text", "It is written in UTF-32: save it as 'CSV UTF-8' and load that file."),
)
UNSAFE_NAME = re.compile(r"[/\\\x00-\x1f\x7f]")


@dataclass(frozen=True)
class SourceFile:
    """A file as it was sent: its name, which is never used as a path, and its bytes."""

    name: str
    stream: BinaryIO


@dataclass
class Received:
    """A file that was read through once. ``compressed`` is empty when it was refused."""

    name: str
    sha256: str = ""
    size: int = 0
    compressed: bytes = b""
    encoding: str = "utf-8"
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether it cannot be read as text."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def text(self) -> io.TextIOWrapper:
        """The decoded text; any line ending reads as one line feed."""
        return io.TextIOWrapper(
            io.BufferedReader(Inflated(self.compressed)), encoding=self.encoding, errors="strict", newline=None
        )


def receive(source: SourceFile) -> Received:
    """Read a file through, keep it compressed and find out how it is encoded; faults go to ``problems``."""
    received = Received(name=_plain(source.name))
    digest, squeeze, kept = hashlib.sha256(), zlib.compressobj(level=1), io.BytesIO()
    scrutiny = _Scrutiny()
    try:
        if UNSAFE_NAME.search(source.name):
            raise FileFault("unsafe-name", "Its name holds a path or control characters: rename it and load it again.")
        for block in _blocks(source.stream):
            received.size += len(block)
            digest.update(block)
            if received.size > LARGEST_FILE:
                raise FileFault("file-too-large", "It is larger than 100 MB: load it in parts, one return year each.")
            scrutiny.look_at(block)
            kept.write(squeeze.compress(block))
        received.encoding = scrutiny.conclude()
    except FileFault as fault:
        received.problems.append(fault.problem)
    except OSError as fault:
        reason = fault.strerror or "the connection broke off"
        message = f"It could not be read to its end ({reason}): send it again when that is mended."
        received.problems.append(Problem("unreadable", Severity.ERROR, message))
    else:
        kept.write(squeeze.flush())
        received.compressed = kept.getvalue()
        if received.encoding == "cp1252":
            received.problems.append(
                Problem(
                    "windows-1252",
                    Severity.WARNING,
                    "It is not UTF-8 and was read as Windows-1252: check accented letters, and save it as 'CSV UTF-8'.",
                )
            )
    received.sha256 = digest.hexdigest()
    return received


def _plain(name: str) -> str:
    """A name that can be kept and shown; what is not Unicode in it becomes a question mark."""
    shown = name.encode("utf-8", "replace").decode("utf-8")
    return UNSAFE_NAME.sub("_", shown)[-255:] or "file"


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


class _Scrutiny:
    """What the bytes of a file say about it, block by block."""

    def __init__(self) -> None:
        self.first = True
        self.blank = True
        self.encoding = ""
        self.line_length = 0
        self.decoders: dict[str, codecs.IncrementalDecoder] = {}

    def look_at(self, block: bytes) -> None:
        """Take in the next block; FileFault as soon as the file cannot be a CSV file."""
        if self.first:
            self.first = False
            _refuse_other_formats(block)
            self.decoders = {name: codecs.getincrementaldecoder(name)() for name in _candidates(block)}
        self.blank = self.blank and not block.strip(b" \t\r\n,;\xef\xbb\xbf")
        self._measure_lines(block)
        self._decode(block, final=False)

    def conclude(self) -> str:
        """The encoding, once every block was seen."""
        if self.blank:
            raise FileFault("empty-file", "It is empty: export it again.")
        self._decode(b"", final=True)
        return next(iter(self.decoders))

    def _decode(self, block: bytes, final: bool) -> None:
        """Drop each encoding in which the bytes make no sense."""
        if block.isascii() and b"\0" not in block and self._agree_on_ascii():
            return
        for name, decoder in list(self.decoders.items()):
            try:
                text = decoder.decode(block, final)
            except UnicodeDecodeError:
                del self.decoders[name]
                continue
            if "\0" in text:
                raise FileFault(
                    "nul-bytes", "It holds NUL bytes, so it is damaged or not a text file: export it again."
                )
        if not self.decoders:
            raise FileFault(
                "undecodable",
                "Its characters are neither UTF-8 nor Windows-1252: save it as 'CSV UTF-8' and try again.",
            )

    def _agree_on_ascii(self) -> bool:
        """Whether plain letters mean the same in every encoding that is left, whatever came before them."""
        return "utf-16" not in self.decoders and not any(each.getstate()[0] for each in self.decoders.values())

    def _measure_lines(self, block: bytes) -> None:
        lines = block.replace(b"\r", b"\n").split(b"\n")
        lengths = [len(line) for line in lines]
        lengths[0] += self.line_length
        if max(lengths) > LONGEST_LINE:
            raise FileFault("line-too-long", "It has a line of more than 1 MB, so it is not a table of rows.")
        self.line_length = lengths[-1]


def _refuse_other_formats(block: bytes) -> None:
    """Known formats by their first bytes, whatever the file is called."""
    if block.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        is_workbook = b"xl/" in block or b"[Content_Types].xml" in block or b"opendocument" in block
        raise FileFault(*(("spreadsheet", SPREADSHEET) if is_workbook else ("archive", ARCHIVE)))
    for signature, code, message in SIGNATURES:
        if block.startswith(signature):
            raise FileFault(code, message)
    if block.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<":
        raise FileFault("web-page", WEB_PAGE)


def _candidates(block: bytes) -> tuple[str, ...]:
    """Encodings to try, best first."""
    if block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if block.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    return ("utf-8", "cp1252")


class Inflated(io.RawIOBase):
    """The original bytes of a compressed file, a block at a time."""

    def __init__(self, compressed: bytes) -> None:
        self._source = io.BytesIO(compressed)
        self._inflate = zlib.decompressobj()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # RawIOBase names a wider type
        wanted = len(buffer)
        data = b""
        while not data and not self._inflate.eof:
            squeezed = self._inflate.unconsumed_tail or self._source.read(BLOCK)
            data = self._inflate.decompress(squeezed, wanted) if squeezed else self._inflate.flush()
            if not squeezed:
                break
        buffer[: len(data)] = data
        return len(data)
