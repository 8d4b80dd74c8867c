"""How an Ogg file ends and what it strings together, told by the headers of its pages (RFC 3533, section 6)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_CAPTURE = b"OggS"
_HEADER = struct.Struct("<4sBBqIIIB")  # capture, version, flags, granule position, serial, page, checksum, segments
_BEGINS, _ENDS = 2, 4  # flags: first and last page of a stream
_SEARCHED_BYTES = 4096


@dataclass(frozen=True)
class OggPages:
    """is_cut: the last page is not whole; is_open: a stream has no last page; is_chain: streams follow one another;
    ends_empty: nothing is in the last page."""

    is_cut: bool
    is_open: bool
    is_chain: bool
    ends_empty: bool


NONE = OggPages(is_cut=False, is_open=False, is_chain=False, ends_empty=False)
"""Of a file that is no Ogg."""


@dataclass(frozen=True)
class _Page:
    flags: int
    serial: int
    content_bytes: int
    missing_bytes: int


def look_through(file: BinaryIO) -> OggPages:
    """Reads the header of each page, none of the sound."""
    open_streams: set[int] = set()
    has_content = is_chain = False
    page = None
    for page in _pages(file):
        if page.flags & _BEGINS:
            is_chain |= has_content
            open_streams.add(page.serial)
        else:
            has_content = True
        if page.flags & _ENDS:
            open_streams.discard(page.serial)
    return OggPages(
        is_cut=page is not None and page.missing_bytes > 0,
        is_open=bool(open_streams),
        is_chain=is_chain,
        ends_empty=page is not None and not page.content_bytes,
    )


def _pages(file: BinaryIO) -> Iterator[_Page]:
    size = file.seek(0, 2)
    position = 0
    while (position := _next_capture(file, position)) < size:
        file.seek(position)
        header = file.read(_HEADER.size).ljust(_HEADER.size, b"\0")
        _, _, flags, _, serial, _, _, segments = _HEADER.unpack(header)
        content = sum(file.read(segments))
        position += _HEADER.size + segments + content
        yield _Page(flags, serial, content, max(0, position - size))


def _next_capture(file: BinaryIO, position: int) -> int:
    """Where the next page begins, or the end of the file; between pages there should be nothing."""
    while True:
        file.seek(position)
        searched = file.read(_SEARCHED_BYTES)
        found = searched.find(_CAPTURE)
        if found >= 0 or len(searched) < len(_CAPTURE):
            return position + (found if found >= 0 else len(searched))
        position += len(searched) - len(_CAPTURE) + 1
