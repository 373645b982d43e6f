# SPDX-License-Identifier: Apache-2.0
"""The same command again in another root folder, with the programs that are installed there.

A root is any folder with a whole Debian in it, such as debootstrap makes. The project is seen in it
at its own path, the devices, processes and settings of the kernel at theirs. The mounts are this
process's own and end with it; what remains in the root is the empty folder for the project.
"""

import os

import namespaces

PYTHON = "/usr/bin/python3"
PROJECT = os.path.realpath(f"{__file__}/../../..")


def enter(root):
    """Makes `root` this process's root folder.

    It is bound onto itself first: a root folder that is no mount cannot be given mounts of its own.
    """
    root = os.path.realpath(root)
    namespaces.unshare(namespaces.CLONE_NEWNS)
    namespaces.mount_private()
    namespaces.mount_bind(root, root)
    namespaces.mount_new("proc", f"{root}/proc")
    for folder in ("/dev", "/sys", PROJECT):
        os.makedirs(root + folder, exist_ok=True)
        namespaces.mount_bind(folder, root + folder)
    os.chroot(root)
    os.chdir(PROJECT)


def repeat_in(root, script, words):
    """Does not return, except by an OSError."""
    if not os.path.exists(f"{root}{PYTHON}"):
        raise OSError(f"{PYTHON} is not there; the packages of CONTRIBUTING.md bring it")
    enter(root)
    os.execv(PYTHON, (PYTHON, "-B", os.path.realpath(script), *words))
