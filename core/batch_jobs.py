"""How many engines a batch runs side by side, and with how many threads each."""

import os
import sys
from pathlib import Path

from .doctor import has_nvidia_gpu

ENGINE_BYTES = 900e6
"""What is kept free for an engine: it takes 560 MB on a CPU over a line of a minute, more over long ones."""
THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
GPU_JOBS = 4
"""Where a GPU may do the work: as many as small ones have memory for. What more would gain has not been measured."""
_CORES = Path("/sys/devices/system/cpu")
_CGROUP = Path("/sys/fs/cgroup")


def jobs_here(device: str) -> int:
    """As many as there are physical cores, as far as the memory reaches: a thread each gives the most lines an hour.

    device: the setting, of settings.DEVICES.
    """
    memory = free_bytes()
    most = physical_cores() if memory is None else min(physical_cores(), int(memory / ENGINE_BYTES))
    if device != "cpu" and has_nvidia_gpu():
        most = min(most, GPU_JOBS)
    return max(1, most)


def threads_for(jobs: int) -> dict[str, str]:
    """The environment that gives each of so many engines its share of the cores; what the user has set stays."""
    threads = str(max(1, physical_cores() // jobs))
    return {name: os.environ.get(name, threads) for name in THREAD_VARIABLES}


def physical_cores() -> int:
    """Cores that this process may use, two threads of one core counted once."""
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))
    cores = {_core_of(cpu) for cpu in usable}
    if sys.platform != "linux" and len(usable) > 1:
        cores = set(list(cores)[: (len(usable) + 1) // 2])  # it is not told; most have two threads a core
    return max(1, min(len(cores), _quota_cores()))


def free_bytes() -> float | None:
    """Memory that is free for new processes, or None where the system does not tell."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        told = [1024 * float(line.split()[1]) for line in lines if line.startswith("MemAvailable:")]
    except (OSError, ValueError, IndexError):
        return None
    limit, used = _cgroup_number("memory.max"), _cgroup_number("memory.current")
    if limit is not None and used is not None:
        told.append(limit - used)
    return min(told, default=None)


def _core_of(cpu: int) -> str:
    try:
        return (_CORES / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text()
    except OSError:
        return str(cpu)


def _quota_cores() -> int:
    """What a container may use of the machine, rounded up."""
    try:
        quota, period = (_CGROUP / "cpu.max").read_text().split()
        return -(-int(quota) // int(period))
    except (OSError, ValueError):  # "max" stands for no limit
        return sys.maxsize


def _cgroup_number(name: str) -> float | None:
    try:
        return float((_CGROUP / name).read_text())
    except (OSError, ValueError):
        return None
