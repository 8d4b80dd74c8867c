"""Whether a camera says that it mirrored a picture; FFmpeg tells how a picture is turned, but not that."""

import struct

_ORIENTATION = 0x0112  # EXIF 2.3, 4.6.4
_AXES = {2: 0, 4: 0, 5: 1, 7: 1}
_MARKS = (b"Exif\0\0", b"eXIf", b"EXIF")
"""What stands before the tags in a JPEG, a PNG, and (with four bytes of length between) a WebP."""
_SEARCHED = 1 << 16
_TIFF = (b"II*\0", b"MM\0*")


def mirrored_axis(data: bytes) -> int | None:
    """0 where the rows, 1 where the columns are to be reversed once the picture is turned as FFmpeg says; else None.

    `data`: the picture's file.
    """
    return _AXES.get(_orientation(data))


def _orientation(data: bytes) -> int:
    """1 to 8; 1 where none is told."""
    start = _tags_at(data)
    if start is None:
        return 1
    order = "<" if data[start : start + 2] == b"II" else ">"
    try:
        (offset,) = struct.unpack_from(f"{order}I", data, start + 4)
        (count,) = struct.unpack_from(f"{order}H", data, start + offset)
        for entry in range(start + offset + 2, start + offset + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", data, entry)
            if tag == _ORIENTATION and kind == 3:
                return value
    except struct.error:  # cut off
        pass
    return 1


def _tags_at(data: bytes) -> int | None:
    """Where the TIFF header of the tags begins."""
    if data[:4] in _TIFF:
        return 0
    for part, before in ((data[:_SEARCHED], 0), (data[-_SEARCHED:], max(0, len(data) - _SEARCHED))):
        for mark in _MARKS:
            at = part.find(mark)
            while at >= 0:
                for start in range(at + len(mark), at + len(mark) + 11):
                    if part[start : start + 4] in _TIFF:
                        return before + start
                at = part.find(mark, at + 1)
    return None
