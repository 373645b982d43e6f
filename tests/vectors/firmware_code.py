"""EFI firmware volumes with and without the code that SEV needs of a firmware.

Written after the UEFI Platform Initialization specification, volume 3, with Python's own LZMA encoder; nothing
is shared with the core. Each image says by its construction what is in it.
"""

import base64
import lzma
import struct
import uuid

HASHES = uuid.UUID("4de79437-abd2-427f-b835-d5b172d2045b").bytes_le
SECRETS = uuid.UUID("adf956ad-e98c-484c-ae11-b51c7d336447").bytes_le
FFS2 = uuid.UUID("8c8ce578-8a3d-4f1c-9935-896185c32dd3").bytes_le
FFS3 = uuid.UUID("5473c07a-3dcb-4dca-bd6f-1e9689e7349a").bytes_le
NV_DATA = uuid.UUID("fff12b8d-7696-4c8b-a985-2747075b4f50").bytes_le
LZMA = uuid.UUID("ee4e5898-3914-4259-9d6e-dc7bd79403cf").bytes_le
CRC32 = uuid.UUID("fc1bcdb0-7d31-49aa-936a-a460d9dd083c").bytes_le
FOREIGN = uuid.UUID("00112233-4455-6677-8899-aabbccddeeff").bytes_le
NAME = uuid.UUID("9e21fd93-9c72-4c15-8c4b-e77f1db2d792").bytes_le

COMPRESSION, GUID_DEFINED, DISPOSABLE, PE32, PIC, TE = 0x01, 0x02, 0x03, 0x10, 0x11, 0x12
UI, VOLUME, RAW = 0x15, 0x17, 0x19
MOST = 64 * 1024 * 1024


def padded(data, to):
    return data + bytes(-len(data) % to)


def section(kind, body, large=False):
    if large:
        return b"\xff\xff\xff" + bytes([kind]) + struct.pack("<I", len(body) + 8) + body
    return (len(body) + 4).to_bytes(3, "little") + bytes([kind]) + body


def sections(*parts):
    data = b""
    for part in parts:
        data = padded(data, 4) + part
    return data


def guided(guid, body, attributes=1, between=b""):
    return section(GUID_DEFINED, guid + struct.pack("<HH", 24 + len(between), attributes) + between + body)


def packed_stream(data):
    stream = lzma.compress(data, format=lzma.FORMAT_ALONE)
    return stream[:5] + struct.pack("<Q", len(data)) + stream[13:]


def packed(data):
    return guided(LZMA, packed_stream(data))


def file_of(body, kind=0x0b, large=False):
    size = len(body) + (32 if large else 24)
    head = NAME + b"\x00\xaa" + bytes([kind, 1 if large else 0])
    if large:
        return head + b"\0\0\0\xf8" + struct.pack("<Q", size) + body
    return head + size.to_bytes(3, "little") + b"\xf8" + body


def volume(*files, system=FFS2, extended=False, free=64):
    body = b""
    for one in files:
        body = padded(body, 8) + one
    body = padded(body, 8) + b"\xff" * free
    more = NAME + struct.pack("<I", 20) + bytes(4) if extended else b""
    head = bytearray(bytes(16) + system + struct.pack("<Q", 72 + len(more) + len(body)) + b"_FVH")
    head += struct.pack("<IHHHBB", 0x0004FEFF, 72, 0, 72 if extended else 0, 0, 2)
    head += struct.pack("<IIII", 1, 4096, 0, 0)
    words = struct.unpack("<36H", head)
    struct.pack_into("<H", head, 50, -sum(words) & 0xFFFF)
    return bytes(head) + more + body


def program(*contents):
    """A section of code that holds these bytes at odd places."""
    return section(PE32, b"MZ\x90" + b"\xcc".join(contents) + b"\xc3")


def ovmf(*code, between=b""):
    """As OVMF is: a volume with one packed file, which holds volumes."""
    inner = volume(*(file_of(sections(section(UI, b"d\0\0\0"), one), 0x07) for one in code))
    return volume(file_of(packed(sections(section(RAW, bytes(12)), section(VOLUME, inner)) + between)))


def bomb(total):
    """What unpacks, twice, to so many bytes in all."""
    def outer(inner_size):
        inner = section(RAW, bytes(inner_size - 8), large=True)
        return sections(packed(inner), program(b"."))
    size = total
    while len(outer(size)) + size != total:
        size -= len(outer(size)) + size - total
    return volume(file_of(packed(outer(size))))


def nested(depth):
    body = program(HASHES, SECRETS)
    for _ in range(depth):
        body = section(DISPOSABLE, body)
    return volume(file_of(body))


def changed(data, at, value):
    return data[:at] + value + data[at + len(value):]


def usual():
    both, none = program(HASHES, SECRETS), program(b"nothing of the kind")
    split = HASHES[:8] + b"\x48\x89\x45\x48\xba" + HASHES[8:]
    yield "no-volume", bytes(range(256)) * 2, "unknown", "unknown"
    yield "variables-only", volume(system=NV_DATA), "unknown", "unknown"
    yield "not-packed", volume(file_of(both)), "present", "present"
    yield "pic-and-te", volume(file_of(sections(section(PIC, HASHES), section(TE, SECRETS)))), "present", "present"
    yield "ovmf-with-both", ovmf(none, program(HASHES), program(SECRETS)), "present", "present"
    yield "ovmf-with-hashes", ovmf(none, program(HASHES)), "present", "absent"
    yield "ovmf-with-secrets", ovmf(program(SECRETS), none), "absent", "present"
    yield "ovmf-with-neither", ovmf(none, none), "absent", "absent"
    yield "behind-variables", volume(system=NV_DATA) + ovmf(both), "present", "present"
    yield "behind-noise", bytes(24) + volume(file_of(both)) + b"\xff" * 40, "present", "present"
    yield "split-guid", ovmf(program(split)), "present", "absent"
    yield "second-half-only", ovmf(program(HASHES[8:], SECRETS[8:])), "absent", "absent"
    yield "seven-bytes", ovmf(program(HASHES[:7], SECRETS[:7])), "absent", "absent"
    yield "text-of-guid", ovmf(program(b"4de79437-abd2-427f-b835-d5b172d2045b")), "absent", "absent"
    yield "not-in-code", volume(file_of(sections(none, section(RAW, HASHES), section(UI, SECRETS)))), "absent", "absent"
    yield "in-a-raw-file", volume(file_of(none), file_of(both, 0x01)), "absent", "absent"
    yield "in-a-pad-file", volume(file_of(none), file_of(both, 0xf0)), "absent", "absent"
    yield "extended-header", volume(file_of(both), extended=True), "present", "present"
    yield "large-forms", volume(file_of(section(PE32, HASHES + SECRETS, True), large=True), system=FFS3), "present", "present"
    yield "packed-twice", volume(file_of(packed(packed(both)))), "present", "present"
    yield "checksum-only", volume(file_of(guided(CRC32, both, 2, b"crc!"))), "present", "present"
    yield "not-compressed", volume(file_of(section(COMPRESSION, struct.pack("<IB", len(both), 0) + both))), "present", "present"


def doubtful():
    both, none = program(HASHES, SECRETS), program(b"nothing of the kind")
    whole = ovmf(both)
    yield "compressed-otherwise", volume(file_of(section(COMPRESSION, struct.pack("<IB", 9, 1) + both))), "unknown", "unknown"
    yield "unknown-encoding", volume(file_of(guided(FOREIGN, both))), "unknown", "unknown"
    yield "unknown-encoding-beside", volume(file_of(sections(program(HASHES), guided(FOREIGN, none)))), "present", "unknown"
    yield "unknown-encoding-of-data", volume(file_of(guided(FOREIGN, both, 0))), "present", "present"
    yield "unknown-file-system", volume(file_of(both), system=FOREIGN), "unknown", "unknown"
    yield "damaged-stream", changed(whole, 72 + 24 + 24 + 30, bytes(16)), "unknown", "unknown"
    yield "properties", changed(whole, 72 + 24 + 24, b"\xff"), "unknown", "unknown"
    yield "size-not-said", changed(whole, 72 + 24 + 24 + 5, b"\xff" * 8), "unknown", "unknown"
    yield "size-one-less", changed(whole, 72 + 24 + 24 + 5, struct.pack("<Q", 100)), "unknown", "unknown"
    yield "huge-size", changed(whole, 72 + 24 + 24 + 5, struct.pack("<Q", MOST + 1)), "unknown", "unknown"
    yield "header-sum", changed(whole, 51, bytes([whole[51] ^ 1])), "unknown", "unknown"
    yield "cut", whole[:-1], "unknown", "unknown"
    yield "file-too-long", changed(whole, 72 + 20, b"\xff\xff\x7f"), "unknown", "unknown"
    yield "file-too-short", changed(whole, 72 + 20, b"\x17\0\0"), "unknown", "unknown"
    yield "section-too-long", changed(whole, 72 + 24, b"\xff\xff\x7f"), "unknown", "unknown"
    yield "section-too-short", changed(whole, 72 + 24, b"\x03\0\0"), "unknown", "unknown"
    yield "data-before-section", changed(whole, 72 + 24 + 20, b"\x17\0"), "unknown", "unknown"
    yield "unpacks-to-the-most", bomb(MOST), "absent", "absent"
    yield "unpacks-to-more", bomb(MOST + 1), "unknown", "unknown"
    yield "sixteen-deep", nested(16), "present", "present"
    yield "seventeen-deep", nested(17), "unknown", "unknown"
    yield "packed-32-times", volume(file_of(sections(*[packed(none)] * 32))), "absent", "absent"
    yield "packed-33-times", volume(file_of(sections(*[packed(none)] * 33))), "unknown", "unknown"


def images():
    return {"description": "EFI firmware volumes, base64, and whether there is code that checks kernel hashes and "
                           "that hands secrets on",
            "images": [{"name": name, "image": base64.b64encode(image).decode(), "checksKernelHashes": hashes,
                        "handsOnSecrets": secrets}
                       for part in (usual, doubtful) for name, image, hashes, secrets in part()]}
