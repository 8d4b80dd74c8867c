import hashlib

import numpy as np
import pytest

pytest.importorskip("espeakng_loader")

from expclip.core.errors import MissingPartError
from expclip.core.speech import phones
from expclip.core.training.corpus import DEV_VARIANTS, make_corpus, random_phones
from expclip.core.training.shards import Shard, read_shards
from expclip.core.training.synthesis import Espeak, Manner


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    make_corpus(folder, 20 / 3600, 5, lambda done, message: None, shard_seconds=10.0)
    return folder


def sums(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.flac"))}


def test_shards_hold_sound_and_phones(corpus):
    shards = read_shards(corpus, "train")
    assert len(shards) == 2
    for shard in shards:
        assert shard.seconds >= 10.0
        assert 0.01 < np.abs(shard.sound()).max() <= 1.0
        assert (shard.start < shard.end).all() and (np.diff(shard.start) >= -1e-4).all()
        assert shard.end.max() <= shard.seconds + 0.1
        spoken = np.zeros(len(shard.pcm), bool)
        for start, end in zip(shard.start, shard.end, strict=True):
            spoken[int(start * 16000) : int(end * 16000)] = True
        assert np.mean(shard.sound()[spoken] ** 2) > 10 * np.mean(shard.sound()[~spoken] ** 2)


def test_held_out_voices_are_never_trained_on(corpus):
    trained = {voice for shard in read_shards(corpus, "train") for voice in shard.voice}
    held_out = {voice for shard in read_shards(corpus, "dev") for voice in shard.voice}
    assert not trained & held_out
    assert not any(voice.partition("+")[2] in DEV_VARIANTS for voice in trained)
    held_out_timbres = {voice.partition("+")[2] for voice in held_out if voice.startswith("espeak")}
    assert all(timbre in DEV_VARIANTS or timbre.startswith("made") for timbre in held_out_timbres)


def test_the_same_seed_gives_the_same_corpus_and_shards_that_are_there_are_kept(corpus, tmp_path):
    kept = corpus / "train-0000.npz"
    before = kept.stat().st_mtime_ns
    (corpus / "train-0001.npz").unlink()
    wanted = sums(corpus)
    make_corpus(corpus, 20 / 3600, 5, lambda done, message: None, shard_seconds=10.0)
    assert sums(corpus) == wanted
    assert kept.stat().st_mtime_ns == before


def test_random_phones_put_every_phone_next_to_every_other():
    names, rng = [f"p{number}" for number in range(60)], np.random.default_rng(0)
    seen = set()
    for _ in range(1500):
        phonemes = random_phones(names, rng).strip("[]").replace(" ", "|").split("|")
        seen |= set(zip(phonemes[:-1], phonemes[1:], strict=True))
    assert len(seen) > 0.999 * 60 * 60


def test_random_phones_are_spoken_as_they_are_written():
    espeak, rng = Espeak(), np.random.default_rng(1)
    names = [name for name in espeak.mnemonics("en-us", "Bob may fish.") if name != "eI"]
    for _ in range(5):
        text = random_phones(names, rng)
        spoken = [phone.label for phone in espeak.speak("en-us", text, Manner(), "en").phones if phone.label != "sil"]
        assert len(spoken) >= 0.8 * len(text.replace(" ", "|").split("|"))


def test_phones_of_a_part_count_from_its_start():
    shard = Shard(
        np.zeros(32000, np.float32), np.array([3, 5], np.uint8), np.array([0.2, 1.0]), np.array([0.4, 1.2]), ()
    )
    assert shard.phones(0.9, 1.1) == [phones.Phone(phones.LABELS[5], pytest.approx(0.1), pytest.approx(0.3))]


def test_a_folder_without_speech_is_told(tmp_path):
    with pytest.raises(MissingPartError, match="train corpus"):
        read_shards(tmp_path, "train")
