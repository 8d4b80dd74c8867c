"""The worker's language: one JSON object a line over stdin and stdout. docs/protocol.md is its specification."""

import json
from dataclasses import dataclass, field

from . import errors
from .errors import Cancelled, ExpclipError, ProtocolError

VERSION = 1
LINE_LIMIT = 8 * 1024 * 1024
"""Bytes of the longest line that is read; a longer one is not a request of ours."""

Id = str | int


@dataclass(frozen=True)
class Request:
    id: Id
    kind: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """`done` runs from 0 to 1."""

    id: Id
    done: float
    message: str


@dataclass(frozen=True)
class Result:
    id: Id
    values: dict


@dataclass(frozen=True)
class Failure:
    """`id` is None where the line that failed had none."""

    id: Id | None
    error: ExpclipError


Reply = Progress | Result | Failure


class BadLine(ProtocolError):
    """A line that is no request; `id` is the one it carries, if any."""

    def __init__(self, sentence: str, remedy: str, id: Id | None = None):
        super().__init__(sentence, remedy)
        self.id = id


def write_request(request: Request) -> bytes:
    return _line({"id": request.id, "kind": request.kind, "params": request.params})


def write_reply(reply: Reply) -> bytes:
    data: dict
    match reply:
        case Progress():
            data = {"id": reply.id, "kind": "progress", "done": reply.done, "message": reply.message}
        case Result():
            data = {"id": reply.id, "kind": "result", "values": reply.values}
        case Failure(error=error):
            data = {
                "id": reply.id, "kind": "error",
                "code": error.code, "sentence": error.sentence, "remedy": error.remedy,
            }
    return _line(data)


def read_request(line: bytes) -> Request:
    """Raises BadLine."""
    data = _object(line)
    id = _id(data)
    if id is None:
        raise BadLine("A request has no id", "give a text or a whole number as 'id'")
    kind, params = data.get("kind"), data.get("params", {})
    if not isinstance(kind, str):
        raise BadLine("A request has no kind", "give the request's name as 'kind'", id)
    if not isinstance(params, dict):
        raise BadLine("A request's params are no object", "give an object as 'params'", id)
    return Request(id, kind, params)


def read_reply(line: bytes) -> Reply:
    """Raises BadLine."""
    data = _object(line)
    id, kind = _id(data), data.get("kind")
    remedy = "check that the engine is ExpCLIP's own worker"
    try:
        if kind == "error":
            return Failure(id, _error(str(data["code"]), str(data["sentence"]), str(data["remedy"])))
        if id is None:
            raise BadLine("A reply of the engine has no id", remedy)
        if kind == "progress":
            return Progress(id, float(data["done"]), str(data["message"]))
        if kind == "result":
            return Result(id, dict(data["values"]))
    except (KeyError, TypeError, ValueError):
        raise BadLine(f"A reply of the engine is no whole '{kind}'", remedy, id) from None
    raise BadLine(f"The engine answered with an unknown kind of reply {kind!r}", remedy, id)


def _line(data: dict) -> bytes:
    # ASCII with escapes: one line whatever a prompt holds, and file names that are no valid UTF-8 survive.
    return json.dumps(data, ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n"


def _object(line: bytes) -> dict:
    if len(line) > LINE_LIMIT:
        raise BadLine(f"A line is longer than {LINE_LIMIT} bytes", "send big arrays as files")
    try:
        data = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadLine("A line is not valid JSON", "send one JSON object a line, in UTF-8") from None
    if not isinstance(data, dict):
        raise BadLine("A line is not a JSON object", "send one JSON object a line")
    return data


def _refuse_constant(name: str):
    raise ValueError(name)


def _id(data: dict) -> Id | None:
    id = data.get("id")
    return id if isinstance(id, str | int) and not isinstance(id, bool) else None


def _error(code: str, sentence: str, remedy: str) -> ExpclipError:
    if code == Cancelled.code:
        return Cancelled()
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, ExpclipError) and kind.code == code:
            return kind(sentence, remedy)
    error = ExpclipError(sentence, remedy)
    error.code = code
    return error
