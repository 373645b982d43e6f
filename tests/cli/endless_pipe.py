#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a program with an endless pipe as standard input, and counts what it takes out of it.

endless_pipe.py COUNT_FILE PROGRAM ARGUMENT... ends with the program's status and writes the number
of bytes that the program read to COUNT_FILE: what went into the pipe less what is still in it.
"""

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios


def bytes_waiting(pipe):
    """How many bytes are in the pipe."""
    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]


def main():
    count_file, *command = sys.argv[1:]
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    given = 0
    with subprocess.Popen(command, stdin=reading) as program:
        while program.poll() is None:
            _, ready, _ = select.select([], [writing], [], 0.02)
            if ready:
                given += os.write(writing, b"x" * 4096)
    with open(count_file, "w", encoding="ascii") as stream:
        stream.write(str(given - bytes_waiting(reading)))
    return program.returncode


if __name__ == "__main__":
    sys.exit(main())
