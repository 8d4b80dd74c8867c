import subprocess
import sys
import time

import numpy as np
import pytest

pytest.importorskip("espeakng_loader")

from expclip.core.training.made_up_voices import made_up_voice
from expclip.core.training.synthesis import Espeak, Manner, copy_data


@pytest.fixture(scope="module")
def espeak(tmp_path_factory):
    return Espeak(copy_data(tmp_path_factory.mktemp("espeak")))


def test_made_up_voices_speak_and_differ(espeak):
    rng = np.random.default_rng(0)
    pitches, heard = [], set()
    for _ in range(25):
        espeak.add_variant("made-up", made_up_voice(rng))
        spoken = espeak.speak("en-us+made-up", "Bob and my mother may go.", Manner(), "en")
        assert 0.02 < np.abs(spoken.samples).max() < 1.3
        assert [phone.label for phone in spoken.phones if phone.label != "sil"][:3] == ["b", "ɑ", "b"]
        heard.add(spoken.samples.tobytes())
        match = np.fft.irfft(np.abs(np.fft.rfft(spoken.samples, 1 << 17)) ** 2)
        pitches.append(16000 / (40 + int(match[40:260].argmax())))
    assert len(heard) == 25
    assert max(pitches) > 1.6 * min(pitches)


def test_the_seed_decides():
    assert made_up_voice(np.random.default_rng(3)) == made_up_voice(np.random.default_rng(3))
    assert made_up_voice(np.random.default_rng(3)) != made_up_voice(np.random.default_rng(4))


BREATHY = """
import hashlib, sys
from pathlib import Path
from expclip.core.training.synthesis import Espeak, Manner
espeak = Espeak(Path(sys.argv[1]))
espeak.add_variant("made-up", "language variant\\nname x\\nvoicing 20\\nbreath 60 60 50 40 20 20\\n")
print(hashlib.sha256(espeak.speak("en-us+made-up", "A whisper.", Manner(), "en").samples).hexdigest())
"""


def test_a_breathy_voice_does_not_depend_on_the_clock(tmp_path):
    """espeak-ng takes the noise of breath from chance, which it starts from the time in seconds."""
    data = copy_data(tmp_path)

    def spoken() -> str:
        done = subprocess.run([sys.executable, "-c", BREATHY, str(data)], capture_output=True, text=True, check=True)
        return done.stdout

    first = spoken()
    time.sleep(1.1)
    assert spoken() == first


def test_the_packages_own_data_is_not_written_to():
    with pytest.raises(ValueError, match="copy"):
        Espeak().add_variant("made", "language variant\n")
