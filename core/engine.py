"""The engine: the models loaded once, for many jobs."""

import os
import platform
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from .bundle import Bundle, open_bundle
from .errors import DeviceError, MissingPartError
from .job import AnimateJob, PhonesJob

try:
    import torch

    from .animate import animate
    from .audio import Speech, open_speech
    from .expression.reading import read_prompts
    from .networks import Networks, load_networks, load_space
    from .spoken import Spoken, spoken
except ModuleNotFoundError as error:
    if error.name is None or error.name.startswith(__name__.partition(".")[0]):
        raise
    raise MissingPartError(
        f"The engine's library '{error.name}' is not installed", "install the engine, or run 'expclip doctor'"
    ) from error

from ..rigs import arkit
from .take import Take
from .version import version

if TYPE_CHECKING:
    from .photo.job import PortraitJob
    from .photo.making import MadePortrait

Report = Callable[[float, str], None]
T = TypeVar("T")


class Engine:
    """Serves jobs from one bundle. Models are loaded with the first job that needs them, and kept.

    Raises ModelError when the bundle is not right, at once or with the first job.
    """

    def __init__(self, models: str | os.PathLike | None = None):
        # Convolutions in TF32 differ from the CPU's by more than the 1e-3 that a take may.
        torch.backends.cudnn.allow_tf32 = False
        self.bundle: Bundle = open_bundle(models)
        self.space = load_space(self.bundle)
        self._networks: dict[str, Networks] = {}

    def describe(self) -> dict:
        """What the engine is, for people and programs: version, device, model."""
        device = chosen_device("auto")
        self._on(device)
        return {
            "version": version(),
            "torch": torch.__version__,
            "device": device.type,
            "device_name": torch.cuda.get_device_name(device) if device.type == "cuda" else platform.machine(),
            "threads": torch.get_num_threads(),
            "model": self.bundle.name,
            "model_id": self.bundle.id,
            "model_folder": str(self.bundle.folder),
        }

    def animate(self, job: AnimateJob, report: Report) -> Take:
        """The job's take.

        Raises SpeechError, PhonesError, SettingsError, MissingPartError, PromptError, DeviceError and ModelError.
        """
        report(0.0, "Reading the speech")
        return self.animate_speech(job, open_speech(job.speech, job.start, job.end), report)

    def animate_speech(self, job: AnimateJob, speech: Speech, report: Report) -> Take:
        """The take of a job whose speech is open. A GPU without enough memory leaves it to the CPU, with a note."""
        take, note = self._computed(job.settings.device, lambda networks: animate(job, speech, networks, report))
        take.made_by["notes"] += note
        return take

    def phones(self, job: PhonesJob, report: Report) -> Spoken:
        """The phones of a line. Raises SpeechError, SettingsError, MissingPartError and ModelError."""
        report(0.0, "Reading the speech")
        return self.phones_of_speech(job, open_speech(job.speech, job.start, job.end), report)

    def phones_of_speech(self, job: PhonesJob, speech: Speech, report: Report) -> Spoken:
        """The phones of a job whose speech is open."""
        said, _ = self._computed("auto", lambda networks: spoken(job.script, speech, networks, report))
        return said

    def _computed(self, device_name: str, work: Callable[[Networks], T]) -> tuple[T, list[str]]:
        """What `work` gives on the wanted device, or on the CPU where the GPU's memory is too small; with notes."""
        device = chosen_device(device_name)
        try:
            return work(self._on(device)), []
        except torch.OutOfMemoryError:
            if device.type == "cpu":
                raise
        self._networks.pop(device.type, None)
        torch.cuda.empty_cache()
        done = work(self._on(torch.device("cpu")))
        return done, ["The GPU's memory was not enough, so the CPU did the work"]

    def photo(self, job: "PortraitJob", out: str | os.PathLike, report: Report) -> "MadePortrait":
        """Writes a portrait that talks, see core/photo/making.py."""
        from .photo.making import make_portrait

        return make_portrait(job, out, self, report)

    def express(self, prompts: Sequence[str]) -> list[dict]:
        """What each prompt looks like: prompt, weights by name, confidence, read_as. Raises PromptError."""
        return [
            {
                "prompt": reading.prompt,
                "weights": {
                    name: round(float(weight), 5) for name, weight in zip(arkit.NAMES, reading.weights, strict=True)
                },
                "confidence": round(float(reading.confidence), 4),
                "read_as": list(reading.read_as),
            }
            for reading in read_prompts(prompts, self.space)
        ]

    def _on(self, device: torch.device) -> Networks:
        if device.type not in self._networks:
            self._networks[device.type] = load_networks(self.bundle, self.space, device)
        return self._networks[device.type]


def chosen_device(name: str) -> torch.device:
    """The device behind a setting: "auto" is CUDA where there is one. Raises DeviceError."""
    if name == "cuda" and not torch.cuda.is_available():
        raise DeviceError("There is no CUDA device for torch", "choose 'auto' or 'cpu', or see 'expclip doctor'")
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.device(name)
