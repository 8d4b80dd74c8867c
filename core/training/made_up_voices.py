"""Speakers that espeak-ng does not have: random voice variants in its own file format (espeak-ng, docs/voices.md).

Its eighty variants are the work of a few people and sound alike; a drawn one has its own vocal tract (formants with
their heights and widths), glottis (voicing, breath, roughness, flutter, spectral tone, Klatt's synthesiser or the usual
one), pitch and way of stressing.
"""

import numpy as np

_KLATT_SOURCES = 5


def made_up_voice(rng: np.random.Generator) -> str:
    """The text of a variant file. Values stay within what espeak-ng's own variants use."""
    lines = ["language variant", "name made-up", f"gender {rng.choice(['male', 'female'])}"]
    low = np.exp(rng.uniform(np.log(65.0), np.log(250.0)))
    lines.append(f"pitch {low:.0f} {low * rng.uniform(1.1, 1.8):.0f}")
    lines += _vocal_tract(rng)
    lines += _glottis(rng)
    if rng.random() < 0.4:
        lines.append("stressAmp " + _numbers(rng.integers(12, 28, 8)))
    if rng.random() < 0.4:
        lines.append("stressAdd " + _numbers(rng.integers(0, 160, 8)))
    return "\n".join(lines) + "\n"


def _vocal_tract(rng: np.random.Generator) -> list[str]:
    """Formants 0 (nasal) to 8: frequency, height and width in percent of the language's own."""
    length = np.exp(rng.uniform(np.log(0.86), np.log(1.2)))
    wide = rng.uniform(0.75, 1.4)
    lines = []
    for number in range(9):
        frequency = 100.0 * length * rng.normal(1.0, 0.03 if number < 4 else 0.05)
        height = np.clip(rng.normal(100.0, 12.0 if number < 3 else 30.0), 40.0, 170.0)
        width = np.clip(100.0 * wide * rng.normal(1.0, 0.15), 50.0, 180.0)
        lines.append(f"formant {number} {frequency:.0f} {height:.0f} {width:.0f}")
    return lines


def _glottis(rng: np.random.Generator) -> list[str]:
    lines = [f"flutter {rng.integers(0, 14)}", f"consonants {rng.integers(45, 150)} {rng.integers(45, 130)}"]
    kind = rng.random()
    if kind < 0.3:
        lines.append(f"klatt {rng.integers(1, _KLATT_SOURCES + 1)}")
    elif kind < 0.36:
        lines += [f"voicing {rng.integers(5, 25)}", "breath " + _numbers(rng.integers(10, 80, 6))]
        lines.append("breathw " + _numbers(np.sort(rng.integers(120, 450, 6))))
    else:
        lines.append(f"voicing {rng.integers(60, 130)}")
        if rng.random() < 0.3:
            lines.append("breath " + _numbers(rng.integers(0, 30, 6)))
        if rng.random() < 0.25:
            lines.append(f"roughness {rng.integers(1, 5)}")
    if rng.random() < 0.4:
        hertz = np.sort(rng.integers(300, 3800, 3))
        heights = [255, *rng.integers(20, 256, 3)]
        lines.append("tone " + " ".join(f"{at} {high}" for at, high in zip([100, *hertz], heights, strict=True)))
    return lines


def _numbers(values: np.ndarray) -> str:
    return " ".join(str(int(value)) for value in values)
