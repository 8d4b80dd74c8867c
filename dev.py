#!/usr/bin/env python3
"""For people who work on ExpCLIP: makes the environments and runs the demo, the tests, the bench and the builder.

    python3 dev.py demo          out/demo.csv, out/demo.blend and out/demo.mp4 from the demo line
    python3 dev.py test          ruff, mypy, and pytest with the engine and inside three Blenders
    python3 dev.py bench         speed and memory as a table
    python3 dev.py bench lips    how right the mouth is, side by side with peers, on recordings beside the project
    python3 dev.py bench prompts, style, batch, photo    how prompts and takes are read; how fast lines and portraits go
    python3 dev.py extension     dist/expclip-<version>.zip, built and validated by Blender's own tool
    python3 dev.py setup         only the environments

Standard library only; any Python from 3.9 on starts it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from tests import suites
from tests.environments import Failed, bpy_python, engine_python, types_python

ROOT = Path(__file__).resolve().parent
OUT, DIST = ROOT / "out", ROOT / "dist"
BPY_VERSIONS = ("5.0.1", "4.5.15", "4.2.23")
DEMO_MINUTES = 30
OWN_BENCHES = {name: f"core.bench_{name}" for name in ("lips", "prompts", "style", "batch", "photo")}
"""Modules that print a table of their own and take options."""
DEMO_FEELINGS = (
    "0-2.4: sad and worried, holding back tears",
    "2.4-5.4: tender and warm, a gentle smile",
    "5.4-: happy and excited, a big bright smile",
)
# Runs a function of the package in any Python: PACKAGE_CALL module function arguments...
PACKAGE_CALL = """
import importlib, runpy, sys
runpy.run_path(sys.argv[1])["load_package"]()
function = getattr(importlib.import_module("expclip." + sys.argv[2]), sys.argv[3])
sys.exit(function(sys.argv[4:]) if sys.argv[4:] else function())
"""


# Running


def call(command: list, sentence: str) -> None:
    """Runs a child with this terminal; raises Failed with the sentence where it fails."""
    if subprocess.run([str(part) for part in command], cwd=ROOT, stdin=subprocess.DEVNULL).returncode != 0:
        raise Failed(sentence)


def call_blender(command: list, log: Path, minutes: float) -> None:
    """Runs a child inside Blender, which talks much: only what ExpCLIP says is shown, the rest goes to the log."""
    child = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", start_new_session=os.name == "posix",
    )
    assert child.stdout is not None
    timer = threading.Timer(60 * minutes, suites.end, [child])
    timer.start()
    try:
        with log.open("w", encoding="utf-8") as file:
            for line in child.stdout:
                file.write(line)
                if line.startswith("ExpCLIP: "):
                    print(line[len("ExpCLIP:"):], end="", flush=True)
        code = child.wait()
    finally:
        timer.cancel()
        suites.end(child)
    if code != 0:
        last = "".join(log.read_text("utf-8").splitlines(keepends=True)[-15:])
        raise Failed(f"{last}Blender stopped with exit status {code} (the last lines of {log} are above).")


def package_call(python: Path, module: str, function: str, *arguments: str | Path) -> list:
    return [python, "-I", "-c", PACKAGE_CALL, ROOT / "core" / "start.py", module, function, *arguments]


# Commands


def setup(options: argparse.Namespace) -> int:
    engine_python()
    types_python()
    for version in BPY_VERSIONS:
        bpy_python(version)
    return 0


def demo(options: argparse.Namespace) -> int:
    engine, blender = engine_python(), bpy_python(BPY_VERSIONS[0])
    OUT.mkdir(exist_ok=True)
    line, take = ROOT / "presets" / "demo" / "line.flac", OUT / "demo.csv"
    feeling = ["--prompt", options.prompt] if options.prompt else [f"--direct={part}" for part in DEMO_FEELINGS]
    print(f"Animating {line.relative_to(ROOT)}:", options.prompt or "; ".join(DEMO_FEELINGS), flush=True)
    call(
        [engine, "-I", ROOT / "core" / "start.py", "animate", line, *feeling, "-o", take],
        "The demo stopped: the engine could not animate the line.",
    )
    print("Building the scene and rendering it in Blender", flush=True)
    results = line, take, OUT / "demo.blend", OUT / "demo.mp4"
    call_blender(
        package_call(blender, "expclip_blender.demo_scene", "main", *results), OUT / "demo.log", DEMO_MINUTES
    )
    for name in ("demo.csv", "demo.blend", "demo.mp4"):
        print(f"{OUT / name}  {(OUT / name).stat().st_size / 1e6:.1f} MB")
    return 0


def extension(options: argparse.Namespace) -> int:
    python = bpy_python(BPY_VERSIONS[0])
    tool = next(python.parents[1].glob("[lL]ib/**/site-packages/bpy/*/scripts/addons_core/bl_pkg/cli/blender_ext.py"))
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        raise Failed("The list of files comes from git: run this in a clone of the repository.")
    DIST.mkdir(exist_ok=True)
    for old in DIST.glob("expclip-*.zip"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for name in listed.stdout.decode().split("\0"):
            source = ROOT / name
            if name and source.is_file():
                target = Path(folder) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
        build = [python, "-I", tool, "build", f"--source-dir={folder}", f"--output-dir={DIST}"]
        call(build, "The extension was not built: Blender's builder says why above.")
    (archive,) = DIST.glob("expclip-*.zip")
    call([python, "-I", tool, "validate", archive], "The extension is not valid: Blender's validator says why above.")
    print(f"{archive}  {archive.stat().st_size / 1e6:.1f} MB")
    return 0


def bench(options: argparse.Namespace) -> int:
    if options.what in OWN_BENCHES:
        command = package_call(engine_python(), OWN_BENCHES[options.what], "main", *options.rest)
        # Threads that spin while they wait take each other's cores.
        environ = {"OMP_WAIT_POLICY": "PASSIVE", **os.environ}
        return subprocess.run([str(part) for part in command], cwd=ROOT, env=environ).returncode
    rows = []
    if options.what in ("all", "engine"):
        rows += measured(package_call(engine_python(), "core.bench", "main"))
    for version in BPY_VERSIONS if options.what in ("all", "keys") else ():
        run = measured(package_call(bpy_python(version), "expclip_blender.keyframes_bench", "main"))
        for name, told in (("first", "Generate"), ("again", "Generate again")):
            ratio = run[name] / run["bare"]
            what = f"Blender {version}, 52 x 1800 keys, {told}"
            rows.append({"what": what, "value": ratio, "unit": "x bare", "target": "<= 3", "met": ratio <= 3})
    print(f"\n{'what':56}{'measured':>20}{'target':>10}  met")
    for row in rows:
        measure = f"{row['value']:.2f} {row['unit']}"
        print(f"{row['what']:56}{measure:>20}{row['target']:>10}  {'yes' if row['met'] else 'NO'}")
    return 0 if all(row["met"] for row in rows) else 1


def measured(command: list):
    """What a bench prints as JSON in its last line on stdout."""
    told = subprocess.run([str(part) for part in command], cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=1800)
    if told.returncode != 0:
        raise Failed("The bench stopped: see the lines above.")
    return json.loads(told.stdout.splitlines()[-1])


def test(options: argparse.Namespace) -> int:
    engine, types = engine_python(), types_python()
    checks = {
        "ruff": [engine, "-m", "ruff", "check", "--quiet", "."],
        "mypy": [types, "-m", "mypy", "-p", "expclip"],
    }
    tests = {"engine": [engine, "-m", "pytest", "tests", "--ignore=tests/blender"]}
    without = []
    for version in () if options.quick else BPY_VERSIONS:
        try:
            tests[f"Blender {version}"] = [bpy_python(version), "-m", "pytest", "tests/blender"]
        except Failed as reason:
            without.append(str(reason))
    good, (passed, failed, skipped) = suites.run(checks, tests, {"MYPYPATH": str(package_link().parent)})
    for sentence in without:
        print(f"Without Blender: {sentence}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if good and not (without and os.environ.get("CI")) else 1


def package_link() -> Path:
    """mypy does not see an editable install whose root is the package, but it follows a link of the package's name."""
    link = ROOT / ".mypy_cache" / "path" / "expclip"
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        link.unlink(missing_ok=True)
        link.symlink_to(ROOT, target_is_directory=True)
    return link


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    chosen = commands.add_parser("demo", help="animate the demo line, build its scene and render it")
    chosen.add_argument("--prompt", help="how the line should feel, instead of three feelings in turn")
    chosen.set_defaults(run=demo)
    chosen = commands.add_parser("test", help="check the code and run all tests")
    chosen.add_argument("--quick", action="store_true", help="leave Blender away")
    chosen.set_defaults(run=test)
    chosen = commands.add_parser("bench", add_help=False, help="measure speed and memory, or the lips")
    chosen.add_argument(
        "what", nargs="?", choices=["all", "engine", "keys", *OWN_BENCHES], default="all",
        help="what to measure; 'all' is the speed of engine and keys; the rest take --help, too",
    )
    chosen.set_defaults(run=bench)
    commands.add_parser("extension", help="build and validate the extension").set_defaults(run=extension)
    commands.add_parser("setup", help="make all environments").set_defaults(run=setup)
    options, rest = parser.parse_known_args()
    options.rest = rest
    if rest and getattr(options, "what", "") not in OWN_BENCHES:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        return options.run(options)
    except Failed as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
