import numpy as np
import pytest
from made_portrait import SKIN, made_portrait

from expclip.core.photo.art_guides import about_head
from expclip.core.photo.art_regions import REGIONS, regions_on

HAIR, CLOTHES = (90, 60, 30), (30, 110, 60)


@pytest.fixture(scope="module")
def dressed():
    """The made face with hair from its forehead up, and clothes."""
    portrait = made_portrait(300)
    pixels = portrait.pixels.copy()
    head, above, below, _ = about_head(portrait.landmarks, pixels.shape[:2])
    pixels[(head > 0) & (above > 0.12)] = HAIR
    pixels[(below > 0.2)] = CLOTHES
    return portrait, pixels


def test_skin_hair_clothes_and_what_is_behind_are_told_apart(dressed):
    portrait, pixels = dressed
    shares = regions_on(pixels, portrait.landmarks)
    assert np.allclose(shares.sum(-1), 1)
    head, above, below, aside = about_head(portrait.landmarks, pixels.shape[:2])
    told = {
        "hair": (head > 0.1) & (above > 0.2) & (aside < 0.3),
        "body": (below > 0.5) & (aside < 0.3),
        "skin": (above > -0.5) & (above < 0.05) & (aside < 0.25),
        "behind": (aside > 1.2) & (below < 0),
    }
    for name, where in told.items():
        assert shares[where][:, REGIONS.index(name)].mean() > 0.75, name


def test_a_high_forehead_is_no_hair(dressed):
    """Where the hair starts further up, what is below it has the colour of cheeks and counts as skin."""
    portrait, pixels = dressed
    _, above, _, aside = about_head(portrait.landmarks, pixels.shape[:2])
    pixels = pixels.copy()
    forehead = (above > 0.0) & (above < 0.22) & (aside < 0.35)
    pixels[forehead] = SKIN
    assert regions_on(pixels, portrait.landmarks)[forehead][:, 0].mean() > 0.7
