"""Parse Protocol Buffers, as far as Anki's files need it (https://protobuf.dev/programming-guides/encoding/)."""

from collections.abc import Iterator

_LONGEST_VARINT = 10


def fields(raw: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the number and the value of each field in a message.

    Raises:
        ValueError: the message is broken.
    """
    place = 0
    while place < len(raw):
        tag, place = _varint(raw, place)
        match tag & 7:
            case 0:
                value, place = _varint(raw, place)
                yield tag >> 3, value
            case 2:
                size, place = _varint(raw, place)
                if size > len(raw) - place:
                    raise ValueError("it ends too early")
                yield tag >> 3, raw[place : place + size]
                place += size
            case 1 | 5 as width:
                place += 8 if width == 1 else 4
            case _:
                raise ValueError("no such kind of field")


def _varint(raw: bytes, position: int) -> tuple[int, int]:
    value = 0
    for count in range(_LONGEST_VARINT):
        if position >= len(raw):
            break
        byte = raw[position]
        position += 1
        value |= (byte & 0x7F) << (7 * count)
        if byte < 0x80:
            return value, position
    raise ValueError("it ends too early")
