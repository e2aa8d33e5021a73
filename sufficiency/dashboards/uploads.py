"""Receiving uploads when the server's disk is full: the files go on to the check, which says so."""

import io
from contextlib import suppress
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class UploadHandler(TemporaryFileUploadHandler):
    """Streams each file to a temporary one. A fault of the disk is kept, to be met again by whoever reads the file.

    Raised here, it would end the whole request as a server error, with no word of the reason.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.fault: OSError | None = None
        try:
            super().new_file(*args, **kwargs)
        except OSError as fault:
            self.fault = fault

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.fault is None:
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as fault:
                self._give_up(fault)

    def file_complete(self, file_size: int) -> Any:
        if self.fault is None:
            try:
                return super().file_complete(file_size)
            except OSError as fault:
                self._give_up(fault)
        return UploadedFile(file=cast(IO[bytes], _Unkept(self.fault)), name=self.file_name, size=file_size)

    def _give_up(self, fault: OSError) -> None:
        """Free the room that the beginning of the file took."""
        self.fault = fault
        with suppress(OSError):
            self.file.close()


class _Unkept(io.RawIOBase):
    """A file that could not be kept: reading it raises what went wrong."""

    def __init__(self, fault: OSError | None) -> None:
        self._fault = fault or OSError("the file was not kept")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        raise self._fault
