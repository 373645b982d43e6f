#!/usr/bin/env python3
"""What a start takes: starts.py PROGRAM [ARGUMENT...]

Prints the time on processors of one of 200 starts, with all that the system does for it; what it prints is thrown away.
"""

import os
import resource
import sys

STARTS = 200


def main():
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    for _ in range(STARTS):
        child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status != 0:
            sys.exit(f"{sys.argv[1]}: expected status 0, got {status}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{(used.ru_utime + used.ru_stime) / STARTS * 1000:.2f} ms")


main()
