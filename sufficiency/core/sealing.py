"""A file that only a passphrase opens, and that shows whether it is whole: written and read in one pass.

Made of what the ``cryptography`` package gives: scrypt makes a key of the passphrase, and each piece of 64 KiB is
sealed with AES-256-GCM. A piece's nonce is its number and whether it is the last (the STREAM construction), so that
pieces cannot be changed, left out, doubled, put in another order or cut off.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK = b"sufficiency backup 1\n"
SALT = 16
PIECE = 64 * 1024
TAG = 16
# 64 MB and a tenth of a second for each guess.
COST = {"n": 2**16, "r": 8, "p": 1}


class SealError(Exception):
    """The file cannot be opened; the message is one sentence."""


class SealedWriter:
    """Seals what is written to it, into ``target``. Close it: a file without its last piece is not whole."""

    def __init__(self, target: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(SALT)
        self._target, self._cipher = target, _cipher(passphrase, salt)
        self._waiting, self._number = bytearray(), 0
        target.write(MARK + salt)

    def write(self, data: bytes) -> None:
        """Add bytes; a whole piece is sealed as soon as more follow."""
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Seal the last piece."""
        self._seal(bytes(self._waiting), is_last=True)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), piece, MARK))
        self._number += 1


def opened(source: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The bytes that were sealed, piece by piece, each checked before it is given out.

    Raises SealError for another kind of file or a wrong passphrase at the first piece, and wherever it is not
    as it was written; what came before is then to be thrown away.
    """
    head = source.read(len(MARK) + SALT)
    if not head.startswith(MARK) or len(head) < len(MARK) + SALT:
        raise SealError("It is not a backup of this application.")
    cipher = _cipher(passphrase, head[len(MARK) :])
    number, sealed = 0, source.read(PIECE + TAG)
    while True:
        following = source.read(PIECE + TAG)
        try:
            piece = cipher.decrypt(_nonce(number, is_last=not following), sealed, MARK)
        except InvalidTag:
            raise SealError(
                "It is damaged or cut off." if number else "The passphrase is another one, or the file is damaged."
            ) from None
        yield piece
        if not following:
            return
        number, sealed = number + 1, following


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **COST).derive(passphrase.encode()))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
