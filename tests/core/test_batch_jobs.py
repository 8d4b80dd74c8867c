"""How many engines: cores and memory as the system tells them."""

import pytest

from expclip.core import batch_jobs


@pytest.mark.parametrize("cores, free, gpu, device, jobs", [
    (8, 64e9, False, "auto", 8), (8, 4.0e9, False, "auto", 4), (8, 0.1e9, False, "auto", 1), (8, None, False, "cpu", 8),
    (8, 64e9, True, "auto", 4), (8, 64e9, True, "cpu", 8), (2, 64e9, True, "cuda", 2),
])
def test_cores_memory_and_a_gpu_bound_the_engines(monkeypatch, cores, free, gpu, device, jobs):
    monkeypatch.setattr(batch_jobs, "physical_cores", lambda: cores)
    monkeypatch.setattr(batch_jobs, "free_bytes", lambda: free)
    monkeypatch.setattr(batch_jobs, "has_nvidia_gpu", lambda: gpu)
    assert batch_jobs.jobs_here(device) == jobs


def test_threads_are_shared_out_and_what_the_user_sets_stays(monkeypatch):
    monkeypatch.setattr(batch_jobs, "physical_cores", lambda: 8)
    for name in batch_jobs.THREAD_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    assert set(batch_jobs.threads_for(3).values()) == {"2"}
    assert set(batch_jobs.threads_for(99).values()) == {"1"}
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    assert batch_jobs.threads_for(3)["OMP_NUM_THREADS"] == "7"


def test_containers_and_two_threads_of_a_core_count_less(monkeypatch, tmp_path):
    for cpu, siblings in enumerate(["0,2", "1,3", "0,2", "1,3"]):
        folder = tmp_path / "cpu" / f"cpu{cpu}" / "topology"
        folder.mkdir(parents=True)
        (folder / "thread_siblings_list").write_text(siblings)
    monkeypatch.setattr(batch_jobs, "_CORES", tmp_path / "cpu")
    monkeypatch.setattr(batch_jobs, "_CGROUP", tmp_path)
    monkeypatch.setattr(batch_jobs.sys, "platform", "linux")
    monkeypatch.setattr(batch_jobs.os, "sched_getaffinity", lambda process: {0, 1, 2, 3}, raising=False)
    assert batch_jobs.physical_cores() == 2
    (tmp_path / "cpu.max").write_text("150000 100000")
    assert batch_jobs.physical_cores() == 2
    (tmp_path / "cpu.max").write_text("100000 100000")
    assert batch_jobs.physical_cores() == 1
    (tmp_path / "cpu.max").write_text("max 100000")
    assert batch_jobs.physical_cores() == 2
