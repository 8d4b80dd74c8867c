"""The job scripts of docs/farm: what they ask expclip for, task by task."""

import json
import os
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="shell scripts")


@pytest.fixture
def echo(tmp_path):
    """A command that tells its arguments, a line each."""
    path = tmp_path / "expclip"
    path.write_text('#!/bin/sh\nfor each in "$@"; do echo "$each"; done\n')
    path.chmod(0o755)
    return path


def told(command, **environ):
    done = subprocess.run(
        [str(part) for part in command], env={"PATH": os.environ["PATH"], **environ}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_task_of_an_array_asks_for_its_lines(root, echo):
    script = ["sh", root / "docs/farm/array.sh", "my lines.csv", "out"]
    wanted = ["batch", "my lines.csv", "--out", "out", "--resume", "--lines"]
    assert told([*script, "1"], EXPCLIP=str(echo)) == [*wanted, "1-50"]
    assert told(script, EXPCLIP=str(echo), CHUNK="7", SGE_TASK_ID="3") == [*wanted, "15-21"]
    slurm = told(script, EXPCLIP=str(echo), SLURM_ARRAY_TASK_ID="2", SLURM_CPUS_PER_TASK="8")
    assert slurm == [*wanted, "51-100", "--jobs", "8"]
    nobody = subprocess.run([str(part) for part in script], env={"PATH": os.environ["PATH"]}, capture_output=True)
    assert nobody.returncode == 2


def test_deadline_gets_a_frame_for_each_line(root, echo):
    script = ["sh", root / "docs/farm/deadline.sh"]
    arguments = told([*script, "/share/lines.csv", "/share/out", "120"], DEADLINE=str(echo))
    options = dict(zip(arguments[1::2], arguments[2::2], strict=True))
    assert arguments[0] == "-SubmitCommandLineJob" and options["-frames"] == "1-120" and options["-chunksize"] == "50"
    assert options["-arguments"].endswith("--resume --lines <STARTFRAME>-<ENDFRAME>")


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node to run JavaScript with")
def test_flamencos_job_type_covers_every_line_once(root):
    author = """
        const tasks = [];
        const author = {
            Task: (name, type) => ({ name, type, commands: [], addCommand(command) { this.commands.push(command); } }),
            Command: (name, parameters) => ({ name, parameters }),
        };
        const job = { settings: { lines: "a.csv", out: "o", count: 101, chunk_size: 50, expclip: "expclip" },
                      addTask: (task) => tasks.push(task) };
    """
    script = (root / "docs/farm/expclip_batch.js").read_text()
    code = f"{author}\n{script}\ncompileJob(job); console.log(JSON.stringify([JOB_TYPE, tasks]));"
    kind, tasks = json.loads("\n".join(told(["node", "-e", code])))
    assert {setting["key"] for setting in kind["settings"]} == {"lines", "count", "out", "chunk_size", "expclip"}
    assert [task["commands"][0]["parameters"]["args"][-1] for task in tasks] == ["1-50", "51-100", "101-101"]
    assert {task["commands"][0]["name"] for task in tasks} == {"exec"}
