"""The second wall around a query: a worker that asks the kernel never to let it make a connection or start a program.

The guard refuses SERVICE; this holds should the guard be wrong. Linux only, through seccomp; elsewhere the guard stands
alone and ``deny_network`` says so.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from dataclasses import dataclass

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER_MODE = 22, 38, 2  # linux/prctl.h, linux/seccomp.h
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h: LD|W|ABS, JEQ|K, JGE|K, RET|K
_NUMBER_AT, _ARCH_AT = 0, 4  # offsets in struct seccomp_data
_X32 = 0x40000000  # the same calls under other numbers on x86-64


@dataclass(frozen=True, slots=True)
class _Machine:
    """An architecture as the kernel numbers it: socket, connect, io_uring_setup, execve, execveat."""

    audit: int
    denied: tuple[int, ...]


_MACHINES = {
    "x86_64": _Machine(0xC000003E, (41, 42, 425, 59, 322)),
    "aarch64": _Machine(0xC00000B7, (198, 203, 425, 221, 281)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def deny_network() -> bool:
    """From now on this process and its threads cannot connect or execute; False where the system cannot do that."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32:  # a 32-bit Python makes other calls
        return False
    code = _filter(machine)
    program = _Program(len(code) // 8, code)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return bool(
        prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0
    )


def _filter(machine: _Machine) -> bytes:
    """A program for the kernel: kill foreign calls, refuse the denied ones with EPERM, allow the rest."""
    count = len(machine.denied)
    steps = [
        _step(_LOAD, 0, 0, _ARCH_AT),
        _step(_EQUAL, 1, 0, machine.audit),
        _step(_RETURN, 0, 0, _KILL),
        _step(_LOAD, 0, 0, _NUMBER_AT),
        _step(_AT_LEAST, count + 1, 0, _X32),
        *(_step(_EQUAL, count - index, 0, number) for index, number in enumerate(machine.denied)),
        _step(_RETURN, 0, 0, _ALLOW),
        _step(_RETURN, 0, 0, _ERRNO | errno.EPERM),
    ]
    return b"".join(steps)


def _step(code: int, if_true: int, if_false: int, operand: int) -> bytes:
    """One ``struct sock_filter``; jumps count the steps to skip."""
    return struct.pack("HBBI", code, if_true, if_false, operand)
