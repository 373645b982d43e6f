"""Says of a real OVMF image what code it holds, by other means than sevproof: no structure is walked, every section
that is marked as packed with LZMA is unpacked with Python's lzma, and the bytes are searched.

Usage: firmware_code_judge.py IMAGE
"""

import lzma
import sys
import uuid

PACKED = uuid.UUID("ee4e5898-3914-4259-9d6e-dc7bd79403cf").bytes_le
SECTION_OF_A_GUID = 2


def unpacked(image):
    at = image.find(PACKED)
    while at >= 4:
        size, kind = int.from_bytes(image[at - 4:at - 1], "little"), image[at - 1]
        if kind == SECTION_OF_A_GUID:
            begin = at - 4 + int.from_bytes(image[at + 16:at + 18], "little")
            decoder = lzma.LZMADecompressor(format=lzma.FORMAT_ALONE)
            yield decoder.decompress(image[begin:at - 4 + size])
        at = image.find(PACKED, at + 1)


def main():
    with open(sys.argv[1], "rb") as file:
        image = file.read()
    everything = [image, *unpacked(image)]
    if len(everything) == 1:
        raise ValueError("nothing is packed in this image")
    for words, guid in (("checks kernel hashes", "4de79437-abd2-427f-b835-d5b172d2045b"),
                        ("passes secrets on to the guest", "adf956ad-e98c-484c-ae11-b51c7d336447")):
        known = any(uuid.UUID(guid).bytes_le[:8] in part for part in everything)
        print(f"{words}: {'yes' if known else 'no'}")


if __name__ == "__main__":
    main()
