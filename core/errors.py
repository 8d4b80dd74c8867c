"""Every failure that a user can meet: typed, one sentence with the cause, and the remedy.

The panel, the shell and the worker show the same text. The code travels in the worker's error reply.
"""


class ExpclipError(Exception):
    """A failure told in one sentence with its remedy.

    `sentence` states the cause without a full stop, `remedy` says what to do, so that
    "cause: remedy." reads as one sentence.
    """

    code = "failed"

    def __init__(self, sentence: str, remedy: str):
        super().__init__(sentence, remedy)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence}: {self.remedy}."


class SpeechError(ExpclipError):
    """The voice line cannot be read, or holds nothing to animate."""

    code = "speech"


class TakeError(ExpclipError):
    """A take file cannot be read, or is not what its name says."""

    code = "take"


class SettingsError(ExpclipError):
    """A setting has a value that no take can be made with."""

    code = "settings"


class PromptError(ExpclipError):
    """The direction is empty or names something unknown."""

    code = "prompt"


class PictureError(ExpclipError):
    """A picture or video cannot be read, or shows no face to read."""

    code = "picture"


class PhonesError(ExpclipError):
    """A phone list cannot be read, or does not belong to the line."""

    code = "phones"


class DeviceError(ExpclipError):
    """The wanted processor is unknown or not there."""

    code = "device"


class ModelError(ExpclipError):
    """A model bundle is missing, damaged or of another version."""

    code = "model"


class LicenceError(ExpclipError):
    """Weights were asked for whose terms nobody accepted."""

    code = "licence"


class OutputError(ExpclipError):
    """The result cannot be written."""

    code = "output"


class MissingPartError(ExpclipError):
    """An optional part of the installation is not there."""

    code = "missing_part"


class EngineError(ExpclipError):
    """The engine is missing, does not start, or was lost during a job."""

    code = "engine"


class ProtocolError(ExpclipError):
    """A request that the worker cannot understand, or of another protocol version."""

    code = "protocol"


class CharacterError(ExpclipError):
    """The chosen object cannot take the keys."""

    code = "character"


class StripError(ExpclipError):
    """The chosen sound strip cannot be read."""

    code = "strip"


class Cancelled(ExpclipError):
    """The user stopped the job."""

    code = "cancelled"

    def __init__(self):
        super().__init__("The job was cancelled", "start it again when you like")
