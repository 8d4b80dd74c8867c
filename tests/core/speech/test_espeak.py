"""espeak-ng with damaged data is told of; the library alone would end the process, or crash."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

espeakng_loader = pytest.importorskip("espeakng_loader")

from expclip.core.speech.espeak import load_espeak  # noqa: E402

READS = """
import sys
from pathlib import Path
from expclip.core.errors import MissingPartError
from expclip.core.speech.espeak import load_espeak
try:
    espeak = load_espeak()
    espeak.choose("en-us")
    print(len(list(espeak.ipa("hello"))))
except MissingPartError as error:
    print(error)
"""


def read_elsewhere(site: Path) -> str:
    """What a fresh process tells that finds the package below `site`."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])}
    process = subprocess.run(
        [sys.executable, "-c", READS], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert process.returncode == 0, process.stderr
    return process.stdout.strip()


@pytest.fixture
def site(tmp_path) -> Path:
    """A copy of the installed package with its record."""
    installed = Path(espeakng_loader.__file__).parent
    shutil.copytree(installed, tmp_path / installed.name, ignore=shutil.ignore_patterns("__pycache__"))
    for record in installed.parent.glob("espeakng_loader-*.dist-info"):
        shutil.copytree(record, tmp_path / record.name)
    if not list(tmp_path.glob("*.dist-info")):
        pytest.skip("the package has no record")
    return tmp_path


def test_data_as_installed_are_read(site):
    assert read_elsewhere(site) == "1"


@pytest.mark.parametrize("name", ["phontab", "phonindex", "phondata", "en_dict", "lang/gmw/en-US"])
@pytest.mark.parametrize("left", [None, 0, 40])
def test_a_damaged_file_is_named(site, name, left):
    path = site / "espeakng_loader" / "espeak-ng-data" / name
    kept = path.read_bytes()[:left]
    path.unlink()
    if left is not None:
        path.write_bytes(kept)
    told = read_elsewhere(site)
    assert told.startswith(f"espeak-ng's file '{path.name}' is missing or damaged: install")


def test_without_a_record_the_library_does_not_end_the_process(site):
    for record in site.glob("*.dist-info"):
        (record / "RECORD").write_text("")
    (site / "espeakng_loader" / "espeak-ng-data" / "phontab").unlink()
    assert "espeak-ng cannot read its data" in read_elsewhere(site)


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux")
def test_a_path_too_long_for_the_library_is_told(site):
    below = site / ("long" * 40)
    below.mkdir()
    shutil.move(site / "espeakng_loader", below)
    for record in site.glob("*.dist-info"):
        shutil.move(record, below)
    assert "the path is too long" in read_elsewhere(below)


def test_it_is_loaded_once():
    assert load_espeak() is load_espeak()
