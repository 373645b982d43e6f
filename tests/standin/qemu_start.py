# SPDX-License-Identifier: Apache-2.0
"""QEMU and Linux before LAUNCH_START: how they read the owner's files, and what they print."""

import base64

from launch_start import launch_start
from sev_firmware import SevError, Status

# Linux, SEV_FW_BLOB_MAX_SIZE.
BLOB_LIMIT = 16 * 1024
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

# QEMU's words (target/i386/sev.c) for what the firmware says.
WORDS = {
    0: "",
    Status.INVALID_GUEST_STATE.value: "Guest state is invalid",
    Status.INVALID_LENGTH.value: "Buffer too small",
    Status.INVALID_CERTIFICATE.value: "Certificate is invalid",
    Status.POLICY_FAILURE.value: "Policy is not allowed",
    Status.BAD_MEASUREMENT.value: "Bad measurement",
    Status.UNSUPPORTED.value: "Feature not supported",
    Status.INVALID_PARAM.value: "Invalid parameter",
}


class StartRefused(Exception):
    """LAUNCH_START that failed; the text is QEMU's, in which ret is always 1."""

    def __init__(self, fw_error, reason):
        super().__init__(f"sev_launch_start: LAUNCH_START ret=1 fw_error={fw_error} "
                         f"'{WORDS[fw_error]}'")
        self.fw_error, self.reason = fw_error, reason


def glib_base64(text):
    """g_base64_decode: text ends at a NUL, what is not base64 is skipped, so is a rest of 1 to 3.

    An equals sign counts as a digit of value 0, and each of the last two of four takes a byte away.
    """
    digits = bytes(byte for byte in text.split(b"\0")[0] if byte in ALPHABET or byte == ord("="))
    decoded = b""
    for at in range(0, len(digits) - 3, 4):
        group = digits[at:at + 4]
        three = base64.b64decode(group.replace(b"=", b"A"))
        if group[2:3] == b"=":
            three = three[:1] + three[2:]
        decoded += three[:-1] if group[3:] == b"=" else three
    return decoded


def read_blob(content, size, as_qemu=False):
    """A session or certificate as the firmware gets it.

    QEMU takes base64 alone. Unless told to do as it does, this takes a binary file of the right
    size as it is: owners' tools write both.
    """
    is_text = all(byte in b"\t\n\r" or 32 <= byte < 127 for byte in content)
    if len(content) == size and not is_text and not as_qemu:
        return content
    return glib_base64(content)


def start(platform, policy, session=None, certificate=None):
    """The guest context, or StartRefused. The kernel refuses what is empty or too large."""
    for what, blob in (("GODH", certificate), ("session", session)):
        if blob is not None and not 0 < len(blob) <= BLOB_LIMIT:
            raise StartRefused(0, f"{what}: the kernel takes 1 to {BLOB_LIMIT} bytes, "
                                  f"got {len(blob)}")
    try:
        return launch_start(platform, policy, session, certificate)
    except SevError as error:
        raise StartRefused(error.status.value, str(error)) from error
