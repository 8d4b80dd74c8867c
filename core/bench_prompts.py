"""`dev.py bench prompts`: how well prompts are read, beside nearest neighbours and the mean face, as one table.

The prompts are eighteen authors' (tests/prompts): the half `dev` may be looked at, of the sealed ones only totals are
told.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .bundle import open_bundle
from .errors import ExpclipError
from .prompts import scores
from .prompts.contenders import Contender, MeanFace, Neighbours, Ours, our_encoder, sentence_encoder
from .prompts.scores import HALVES, Prompt, Told

THREADS = 2
LANGUAGE = "language"
CATEGORY_WANTED, LANGUAGE_WANTED = ">= .75", ">= .60"
_WARMING = 8


@dataclass(frozen=True)
class Row:
    """values: by contender's name; `wanted` is what ours has to reach; `count`: prompts or pairs behind the figure."""

    on: str
    what: str
    count: int
    values: Mapping[str, float]
    wanted: str = ""


def half_rows(half: str, contenders: Sequence[Contender], folder: Path = scores.FOLDER, author: str = "") -> list[Row]:
    prompts = scores.read_prompts(half, folder, author)
    pairs, mirrors = scores.read_pairs(half, folder, author), scores.read_mirrors(half, folder, author)
    on = f"{half}, {author} author" if author else half
    texts = [prompt.text for prompt in prompts]
    texts += [text for pair in pairs for text in (pair.weaker, pair.stronger)]
    texts += [text for mirror in mirrors for text in (mirror.left, mirror.right)]
    told = {who.name: _told(who, texts) for who in contenders}

    def row(what: str, measure, items: Sequence, wanted: str = "") -> Row:
        return Row(on, what, len(items), {name: measure(items, faces) for name, faces in told.items()}, wanted)

    def strict(what: str, items: Sequence[Prompt], wanted: str) -> Row:
        return row(f"strict pass, {what}", scores.strict_pass, items, wanted)

    rows = [strict("all", prompts, ">= .85")]
    for name, items in scores.by(prompts, lambda prompt: prompt.category).items():
        rows.append(strict(name, items, "" if name == LANGUAGE else CATEGORY_WANTED))
    for name, items in scores.by(prompts, lambda prompt: prompt.language).items():
        rows.append(strict(name, items, LANGUAGE_WANTED))
    judged = [prompt for prompt in prompts if prompt.group is not None]
    return [
        *rows,
        row("prompts with a forbidden shape", scores.with_wrong_shape, prompts, "<= .05"),
        row("forbidden shapes that show", scores.wrong_shapes, prompts),
        row("group named right", scores.group_right, judged),
        row("stronger pair in order", scores.in_order, pairs, ">= .95"),
        row("left and right mirrored", scores.mirrored, mirrors, "1.0"),
    ]


def latency_rows(half: str, ours: Ours, folder: Path = scores.FOLDER) -> list[Row]:
    """Milliseconds for one prompt after another, each for the first time; the reader is warm from a few others."""
    texts = [prompt.text for prompt in scores.read_prompts(half, folder)]
    ours.read(texts[:_WARMING])
    spent = []
    for text in texts[_WARMING:]:
        start = time.perf_counter()
        ours.read([text])
        spent.append(1000 * (time.perf_counter() - start))
    on = f"one prompt, warm, {THREADS} threads"
    return [
        Row(on, "median, ms", len(spent), {ours.name: float(np.median(spent))}, "<= 30"),
        Row(on, "95 of 100 below, ms", len(spent), {ours.name: float(np.percentile(spent, 95))}),
    ]


def failures(contender: Contender, folder: Path = scores.FOLDER, author: str = "") -> str:
    """What does not pass of the dev half: prompts by category with what is missing and wrong, pairs, mirrors."""
    prompts = scores.read_prompts("dev", folder, author)
    lines = []
    for category, items in scores.by(prompts, lambda prompt: prompt.category).items():
        read = contender.read([prompt.text for prompt in items])
        failed = [_failure(p, told) for p, told in zip(items, read, strict=True) if not scores.passes(p, told.weights)]
        lines += [f"# {category}: {len(failed)} of {len(items)} fail", *failed, ""]
    pairs, mirrors = scores.read_pairs("dev", folder, author), scores.read_mirrors("dev", folder, author)
    texts = [text for pair in pairs for text in (pair.weaker, pair.stronger)]
    told = _told(contender, texts + [text for mirror in mirrors for text in (mirror.left, mirror.right)])
    lines += ["# pairs: the stronger one is not stronger"]
    lines += [f"{p.weaker!r} < {p.stronger!r}" for p in pairs if not scores.in_order([p], told)]
    lines += ["", "# mirrors: not each other's, or the same face"]
    lines += [f"{m.left!r} | {m.right!r}" for m in mirrors if not scores.mirrored([m], told)]
    return "\n".join(lines)


def _told(contender: Contender, texts: Sequence[str]) -> dict[str, Told]:
    once = list(dict.fromkeys(texts))
    return dict(zip(once, contender.read(once), strict=True))


def _failure(prompt: Prompt, told: Told) -> str:
    without = "; ".join("/".join(shapes) for shapes in scores.missing(prompt, told.weights))
    parts = [f"missing {without}" if without else "", f"wrong {' '.join(scores.wrong(prompt, told.weights))}"]
    shown = ", ".join(part for part in parts if part and part != "wrong ")
    return f"{prompt.id}  {prompt.text!r}  ({prompt.group}; named {told.emotion or 'nothing'}): {shown}"


def table(rows: Sequence[Row]) -> str:
    """Markdown, one table for each half."""
    lines: list[str] = []
    head = ""
    for row in rows:
        if row.on != head:
            head, names = row.on, list(row.values)
            lines += ["", f"| {row.on} | of | " + " | ".join(names) + " | wanted |", "|---" * (len(names) + 3) + "|"]
        values = " | ".join(_number(row.values[name]) for name in names)
        lines.append(f"| {row.what} | {row.count} | {values} | {row.wanted} |")
    return "\n".join(lines).strip()


def _number(value: float) -> str:
    return f"{value:.1f}" if value > 1 else f"{value:.2f}"


def main(arguments: Sequence[str] = ()) -> int:
    options = _options(arguments)
    if not scores.FOLDER.is_dir():
        print(f"The prompts are not in '{scores.FOLDER}': run this in a clone of the repository.", file=sys.stderr)
        return 1
    try:
        rows = _measured(options)
    except ExpclipError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps([asdict(row) for row in rows]) if options.json else table(rows), flush=True)
    return 0


def _measured(options: argparse.Namespace) -> list[Row]:
    import torch

    from .networks import load_space

    torch.set_num_threads(THREADS)
    space = load_space(open_bundle(options.models))
    ours = Ours(space)
    latencies = latency_rows(options.half or HALVES[0], ours)
    if options.failures:
        print(failures(ours, author=options.author), file=sys.stderr)
    contenders: list[Contender] = [ours, Neighbours("kNN, our encoder", our_encoder(space)), MeanFace()]
    if options.encoder:
        contenders.insert(2, Neighbours("kNN, untuned", sentence_encoder(options.encoder)))
    else:
        print("Without --encoder the untuned sentence encoder is left away", file=sys.stderr)
    halves = [options.half] if options.half else HALVES
    return latencies + [row for half in halves for row in half_rows(half, contenders, author=options.author)]


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench prompts", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=HALVES, help="measure this half alone; what is tuned is tuned on dev")
    parser.add_argument("--author", choices=scores.AUTHORS, default="", help="measure this author's prompts alone")
    parser.add_argument("--failures", action="store_true", help="list on stderr what fails in the half dev")
    parser.add_argument("--encoder", type=Path, metavar="FOLDER", help="all-MiniLM-L6-v2 as published, to compare with")
    parser.add_argument("--models", type=Path, metavar="FOLDER", help="another bundle than the shipped one")
    parser.add_argument("--json", action="store_true", help="print rows as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
