"""Pictures and videos: small real files, each its own, as large as wanted."""

from __future__ import annotations

import random
import struct
import zlib
from functools import cache
from pathlib import Path

CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "mp4": "video/mp4"}
_LONGEST_COMMENT = 65533  # bytes in one COM segment of a JPEG (T.81, B.2.4.5: two length bytes included)


def picture(name: str, size: int, extension: str = "jpg") -> bytes:
    """A JPEG or PNG that opens, of about `size` bytes; `name` decides its bytes."""
    noise = random.Random(name).randbytes(max(size, 16))
    image = _sample(f"photo.{extension}")
    if extension == "jpg":
        pieces = [noise[at : at + _LONGEST_COMMENT] for at in range(0, len(noise), _LONGEST_COMMENT)]
        comments = b"".join(b"\xff\xfe" + struct.pack(">H", len(piece) + 2) + piece for piece in pieces)
        return image[:2] + comments + image[2:]
    chunk = b"noIs" + noise  # lower-case first letter: readers may ignore it (PNG §5.4)
    end_of_header = 33  # signature 8, IHDR 25 bytes
    framed = struct.pack(">I", len(noise)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return image[:end_of_header] + framed + image[end_of_header:]


def video(name: str, size: int) -> bytes:
    """An MP4 that plays two seconds, of about `size` bytes; `name` decides its bytes."""
    noise = random.Random(name).randbytes(max(size, 16))
    return _sample("clip.mp4") + struct.pack(">I", len(noise) + 8) + b"free" + noise


@cache
def _sample(name: str) -> bytes:
    return (Path(__file__).parent / name).read_bytes()
