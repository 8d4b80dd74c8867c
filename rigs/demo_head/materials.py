"""The demo character's materials."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Material:
    """colour: linear RGB; roughness 0..1."""

    name: str
    colour: tuple[float, float, float]
    roughness: float


MATERIALS = (
    Material("Skin", (0.84, 0.50, 0.36), 0.5),
    Material("Lips", (0.62, 0.20, 0.18), 0.35),
    Material("Lashes", (0.035, 0.018, 0.015), 0.6),
    Material("Mouth", (0.16, 0.018, 0.022), 0.5),
    Material("Nostril", (0.16, 0.042, 0.034), 0.8),
    Material("Eye white", (0.90, 0.90, 0.88), 0.12),
    Material("Iris", (0.12, 0.36, 0.30), 0.12),
    Material("Iris rim", (0.015, 0.045, 0.05), 0.12),
    Material("Pupil", (0.004, 0.004, 0.006), 0.1),
    Material("Catchlight", (1.0, 1.0, 1.0), 0.1),
    Material("Brows", (0.075, 0.026, 0.014), 0.7),
    Material("Teeth", (0.90, 0.86, 0.78), 0.25),
    Material("Gums", (0.55, 0.16, 0.16), 0.35),
    Material("Tongue", (0.62, 0.17, 0.17), 0.4),
    Material("Hair", (0.13, 0.042, 0.018), 0.5),
    Material("Jumper", (0.05, 0.20, 0.26), 0.85),
    Material("Collar", (0.06, 0.25, 0.31), 0.85),
)
INDEX = {material.name: index for index, material in enumerate(MATERIALS)}
