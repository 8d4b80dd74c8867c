"""The extension as a user gets it: built and validated by Blender's own tool, installed from the zip, its preferences
used, taken off again. Blender runs in a process of its own with an empty user folder."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bpy
import pytest

from .test_installation import make_wheel

SCRIPT = r"""
import json, sys
from pathlib import Path
import bpy
import addon_utils

archive, wheels = sys.argv[1:]
told = {}
package = "bl_ext.user_default.expclip"

def outcome(operator, *how):
    try:
        return sorted(operator(*how))
    except RuntimeError as error:
        return str(error)

def state():
    module = sys.modules[package + ".expclip_blender.engine_operators"]
    return module.describe_state()[1]

def known():
    names = {name for name in dir(bpy.types) if "expclip" in name.lower()}
    return sorted(names | {name for name in dir(bpy.ops.expclip)} | {p for p in dir(bpy.types.Scene) if p == "expclip"})

bpy.ops.extensions.package_install_files(filepath=archive, repo="user_default", enable_on_install=True)
told["enabled"] = package in bpy.context.preferences.addons
told["registered"] = known()
preferences = bpy.context.preferences.addons[package].preferences
folder = Path(bpy.utils.extension_path_user(package, path="engine"))
told["folder"] = str(folder)
told["online"] = bpy.app.online_access
told["first state"] = state()
told["offline"] = outcome(bpy.ops.expclip.install_engine)

preferences.wheels = wheels
told["missing wheels"] = outcome(bpy.ops.expclip.install_engine)
told["left after failure"] = sorted(path.name for path in folder.glob("env*"))

Path(sys.modules[package].__file__).with_name("core").joinpath("requirements.txt").write_text("tinyengine==1.0\n")
preferences.engine_python = str(folder / "nowhere")
told["install"] = outcome(bpy.ops.expclip.install_engine)
told["installed"] = sorted(path.name for path in folder.iterdir())
told["unchecked state"] = state()
told["check"] = outcome(bpy.ops.expclip.check_engine)
told["state of an engine that fails"] = state()
told["remove"] = outcome(bpy.ops.expclip.remove_engine)
told["left after removal"] = sorted(path.name for path in folder.glob("env*"))
told["last state"] = state()

preferences.engine_python = str(folder / "nowhere")
told["state of a wrong choice"] = state()
preferences.engine_python = sys.prefix
told["state of a choice"] = state()

addon_utils.disable(package, default_set=True)
told["after disabling"] = known()
print("TOLD " + json.dumps(told))
sys.stdout.flush()
import os
os._exit(0)
"""


@pytest.fixture(scope="module")
def archive(root, tmp_path_factory) -> Path:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True)
    if listed.returncode != 0:
        pytest.skip("the extension is built from a clone")
    sources, built = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("built")
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (root / name).is_file():
            (sources / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, sources / name)
    tool = Path(bpy.utils.system_resource("SCRIPTS")) / "addons_core" / "bl_pkg" / "cli" / "blender_ext.py"
    for arguments in (["build", f"--source-dir={sources}", f"--output-dir={built}"], ["validate"]):
        more = [str(path) for path in built.glob("*.zip")] if arguments == ["validate"] else []
        done = subprocess.run([sys.executable, "-I", tool, *arguments, *more], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    archive, = built.glob("expclip-*.zip")
    return archive


@pytest.fixture(scope="module")
def told(archive, tmp_path_factory) -> dict:
    home = tmp_path_factory.mktemp("blender user 語")
    wheels = home / "wheels"
    make_wheel(wheels, "tinyengine", "ANSWER = 42\n")
    foreign = ("BLENDER_", "EXPCLIP_", "PYTHON")
    environ = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    child = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(archive), str(wheels)], capture_output=True, text=True, encoding="utf-8",
        timeout=240, cwd=home, env={**environ, "BLENDER_USER_RESOURCES": str(home / "resources")},
    )
    lines = [line for line in child.stdout.splitlines() if line.startswith("TOLD ")]
    assert lines, child.stdout + child.stderr
    return json.loads(lines[0].removeprefix("TOLD "))


def test_the_archive_holds_what_runs_and_no_more(archive):
    import zipfile

    names = zipfile.ZipFile(archive).namelist()
    needed = {"blender_manifest.toml", "__init__.py", "core/start.py", "core/requirements.txt", "rigs/arkit.csv"}
    assert needed <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "docs/images/", ".", "dev.py", "out/"))]


def test_enables_from_the_zip(told):
    assert told["enabled"]
    assert {"install_engine", "check_engine", "remove_engine", "generate", "expclip"} <= set(told["registered"])


def test_says_that_the_engine_is_missing_and_what_to_do(told):
    assert told["first state"] == "The engine is not installed: install it in the extension's preferences"


def test_does_not_go_online_by_itself(told):
    assert told["online"] is False
    assert "may not go online" in told["offline"] and "folder of wheels" in told["offline"]


def test_a_failed_installation_says_why_and_leaves_nothing(told):
    assert "No matching distribution found for" in told["missing wheels"]
    assert told["left after failure"] == []


def test_installs_into_its_own_folder_and_removes(told):
    assert told["install"] == ["FINISHED"]
    assert {"env1", "current.json"} <= set(told["installed"])
    assert told["unchecked state"] == "The engine is there, not checked yet"
    assert told["remove"] == ["FINISHED"]
    assert told["left after removal"] == []
    assert told["last state"] == told["first state"]


def test_an_engine_that_does_not_work_is_told(told):
    assert "ended unexpectedly" in told["check"]
    assert "ended unexpectedly" in told["state of an engine that fails"]


def test_an_environment_that_exists_can_be_chosen(told):
    assert "There is no Python at" in told["state of a wrong choice"]
    assert told["state of a choice"] == "The engine is there, not checked yet"


def test_disabling_leaves_nothing_registered(told):
    assert told["after disabling"] == []
