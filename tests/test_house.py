"""The house keeps its own rules: what imports what, what never appears, and that versions agree."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {"rigs": 0, "presets": 1, "core": 2, "expclip_blender": 3}
LINE_LIMIT = 320
TEXT_SUFFIXES = {".py", ".md", ".toml", ".txt", ".json", ".csv", ".sh", ".yml", ""}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode != 0:
        pytest.skip("the list of files comes from git, and this is no clone")
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def floor_of(path: Path) -> str | None:
    top = path.relative_to(ROOT).parts[0]
    return top if top in FLOORS else None


def package_sources() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and floor_of(path)]


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """(absolute dotted name, line) of every import; ours begin with 'expclip.'."""
    inside = ("expclip", *path.relative_to(ROOT).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = [*inside[: -node.level], *filter(None, [node.module])] if node.level else [node.module or ""]
            for name in node.names:
                yield ".".join([*base, name.name]), node.lineno


GRAMMAR, BELOW_GRAMMAR = "expclip.core.expression.", ("grammar.", "words.", "corpus")


def test_grammar_reads_words_without_networks():
    folder = ROOT / "core" / "expression" / "grammar"
    wrong = [
        f"{relative(path)}:{line} imports {name}"
        for path in tracked() if path.parent == folder and path.suffix == ".py" for name, line in imports(path)
        if name.startswith("torch")
        or (name.startswith(GRAMMAR) and not name.removeprefix(GRAMMAR).startswith(BELOW_GRAMMAR))
    ]
    assert not wrong


def test_imports_run_downwards():
    wrong = [
        f"{relative(path)}:{line} imports {name}"
        for path in package_sources() for name, line in imports(path)
        if name.startswith("expclip.") and (target := name.split(".")[1]) in FLOORS
        if target != floor_of(path) and FLOORS[target] >= FLOORS[floor_of(path)]
    ]
    assert not wrong


def test_the_package_imports_itself_relatively():
    """As an extension it is called bl_ext.user_default.expclip."""
    wrong = [
        f"{relative(path)}:{node.lineno}"
        for path in package_sources() if relative(path) != "core/start.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] == "expclip")
        or (isinstance(node, ast.Import) and any(name.name.split(".")[0] == "expclip" for name in node.names))
    ]
    assert not wrong


def test_bpy_stays_in_its_folder():
    blenders = {"bpy", "bpy_extras", "blf", "mathutils", "bmesh", "gpu", "aud", "addon_utils"}
    wrong = [
        f"{relative(path)}:{line}"
        for path in package_sources() if floor_of(path) != "expclip_blender"
        for name, line in imports(path) if name.split(".")[0] in blenders
    ]
    assert not wrong


def test_blender_needs_numpy_at_most():
    """Follows what Blender's modules import at their top, and below: torch would take Blender seconds to load."""
    reached, waiting = set(), [path for path in package_sources() if floor_of(path) == "expclip_blender"]
    outside: dict[str, str] = {}
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        for name in top_imports(path):
            if name.startswith("expclip."):
                waiting += modules_of(name)
            else:
                outside.setdefault(name.split(".")[0], relative(path))
    allowed = {*sys.stdlib_module_names, "bpy", "bpy_extras", "blf", "mathutils", "numpy", "addon_utils"}
    assert not {name: path for name, path in outside.items() if name not in allowed}
    assert ROOT / "core" / "client.py" in reached


def top_imports(path: Path) -> Iterator[str]:
    """Names imported when the module is loaded, not when one of its functions runs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lazy = {
        id(inner) for outer in ast.walk(tree) if isinstance(outer, ast.FunctionDef) for inner in ast.walk(outer)
    } | {id(inner) for outer in ast.walk(tree) if is_typing_only(outer) for inner in ast.walk(outer)}
    eager = {node.lineno for node in ast.walk(tree) if id(node) not in lazy and hasattr(node, "lineno")}
    for name, line in imports(path):
        if line in eager:
            yield name


def is_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def modules_of(name: str) -> list[Path]:
    """Files that are loaded for 'expclip.core.formats.read_take': each package on the way, and the module."""
    parts = name.split(".")[1:]
    found = []
    for length in range(1, len(parts) + 1):
        place = ROOT.joinpath(*parts[:length])
        found += [path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()]
    return found


def test_nothing_runs_text_or_pickles():
    wrong = []
    for path in package_sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in ("eval", "exec", "compile", "__import__", "os.system"):
                wrong.append(f"{relative(path)}:{node.lineno} {called}")
            if called == "torch.load" and "weights_only=True" not in ast.unparse(node):
                wrong.append(f"{relative(path)}:{node.lineno} torch.load without weights_only")
            if called in ("numpy.load", "np.load") and "allow_pickle=True" in ast.unparse(node):
                wrong.append(f"{relative(path)}:{node.lineno} numpy.load with pickles")
            if any(keyword.arg == "shell" for keyword in node.keywords):
                wrong.append(f"{relative(path)}:{node.lineno} {called} with a shell")
        wrong += [
            f"{relative(path)}:{line} {name}" for name, line in imports(path)
            if name.split(".")[0] in ("pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve")
        ]
    assert not wrong


@pytest.mark.parametrize("what, pattern", [
    ("a path of one machine", r"(?<![\w.<])/(?:home|root|Users|work)/\w"),
    ("a package registry's host", r"\b(?:pypi|pythonhosted|download\.pytorch|anaconda|npmjs)\.(?:org|com)\b"),
], ids=["machine", "registry"])
def test_no_file_names(what, pattern):
    wrong = []
    for path in tracked():
        if path.suffix in TEXT_SUFFIXES and path != Path(__file__) and path.name != "LICENSE":
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if match := re.search(pattern, line):
                    wrong.append(f"{relative(path)}:{number} {match[0]}")
    assert not wrong, f"{what}: {wrong}"


def test_files_are_short_and_named_for_their_subject():
    long = {
        relative(path): lines for path in package_sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINE_LIMIT
    }
    assert not long
    vague = re.compile(r"(^|/)(utils?|helpers?|common|misc|manager)(\.py|/)")
    assert not [name for path in tracked() if vague.search(name := relative(path))]


def test_every_package_is_installed():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    folders = {path.parent for path in package_sources() if path.name == "__init__.py"} | {ROOT}
    found = {".".join(("expclip", *folder.relative_to(ROOT).parts)) for folder in folders}
    assert set(settings["packages"]) == found


def test_versions_agree():
    manifest = tomllib.loads((ROOT / "blender_manifest.toml").read_text())["version"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert manifest == project == newest[1]


def test_requirements_are_pinned():
    for name in ("core/requirements.txt", "tests/requirements.txt", "tests/requirements-types.txt",
                 "tests/blender/requirements.txt"):
        for line in (ROOT / name).read_text().splitlines():
            requirement = line.split("#")[0].strip()
            assert not requirement or re.fullmatch(r"[\w.-]+==[\w.]+", requirement), f"{name}: {line}"


@pytest.mark.parametrize("prefix, megabytes", [
    ("core/models/speech", 20), ("core/models/text", 24), ("core/models/", 50), ("", 60),
])
def test_what_ships_stays_small(prefix, megabytes):
    size = sum(path.stat().st_size for path in tracked() if relative(path).startswith(prefix))
    assert size < megabytes * 1e6
