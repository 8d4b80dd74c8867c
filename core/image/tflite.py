"""A TensorFlow Lite network, run by LiteRT."""

import numpy as np

from ..errors import MissingPartError
from ..silenced import stderr_silenced


class TfliteNetwork:
    """One network with one input; input_shape: of that input, the batch of one included."""

    def __init__(self, model: bytes):
        """Raises MissingPartError without LiteRT."""
        try:
            from ai_edge_litert.interpreter import Interpreter
        except ModuleNotFoundError as error:
            raise MissingPartError(
                "Reading faces needs the library ai-edge-litert, which is not installed",
                "install the engine again",
            ) from error
        with stderr_silenced():  # LiteRT tells which delegate it made
            self._interpreter = Interpreter(model_content=model, num_threads=1)
            self._interpreter.allocate_tensors()
        entry = self._interpreter.get_input_details()[0]
        self._input, self.input_shape = entry["index"], tuple(int(size) for size in entry["shape"])
        self._outputs = [output["index"] for output in self._interpreter.get_output_details()]

    def run(self, values: np.ndarray) -> list[np.ndarray]:
        """`values` of input_shape, less the batch -> float32 outputs in the network's order, flat."""
        self._interpreter.set_tensor(self._input, np.ascontiguousarray(values, np.float32)[None])
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(output).ravel().copy() for output in self._outputs]
