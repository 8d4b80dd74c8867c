"""What the frames of each kind tell, and what they leave alone: event_frames.tsv, event_frames_not.tsv and
event_frames_pairs.tsv beside this file. How events are found is judged in test_frames."""

from pathlib import Path

import pytest

from expclip.core.expression.grammar.frames import event_in

TABLES = Path(__file__).parent
FRAMES = Path(__file__).resolve().parents[4] / "presets" / "event_frames"
FEELINGS = {
    "bad_news": {"sadness", "fear"},
    "blessings": {"joy", "tearfuljoy", "relief", "triumph", "pride", "gratitude", "surprise"},
    "despair": {"sadness"},
    "grief": {"sadness"},
    "injury": {"pain"},
    "loss": {"sadness", "disappointment", "fear", "anxiety", "hurt"},
    "lost_quests": {"sadness", "disappointment"},
    "luck": {"joy", "tearfuljoy", "triumph", "pride", "gratitude", "relief", "excitement", "contentment"},
    "menace": {"fear", "anxiety"},
    "raw": {"pain", "fear", "disgust"},
    "revelations": {"surprise", "hurt"},
    "pilloried": {"embarrassment", "shame", "guilt"},
    "shame": {"embarrassment", "shame", "guilt"},
    "surprise": {"surprise"},
    "treachery": {"anger", "hurt", "guilt"},
    "villainy": {"anger"},
    "sorrows": {"anger", "sadness", "guilt", "shame", "embarrassment", "fatigue", "boredom"},
    "tired": {"fatigue", "sleepiness", "boredom"},
    "wrong": {"anger", "irritation", "hurt"},
}
"""Of a kind, where its table says "another feeling"."""


def _rows(table: str) -> list[list[str]]:
    """The first is the header."""
    lines = (TABLES / table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def each_row_of(table: str) -> pytest.MarkDecorator:
    """Its columns are the arguments, and a case is named for its kind and its (first) prompt."""
    columns, *rows = _rows(table)
    return pytest.mark.parametrize(columns, rows, ids=[f"{kind}: {prompt}" for kind, prompt, *_ in rows])


def degree(prompt: str, emotion: str) -> float:
    """Of the event that is told, which must feel like the emotion: "this or that", or "any"."""
    event = event_in(prompt)
    assert event is not None
    assert emotion == "any" or event.feels.emotion in emotion.split(" or ")
    return event.feels.degree


@each_row_of("event_frames.tsv")
def test_what_happens_is_felt_by_its_degree(kind, prompt, emotion, least, most):
    assert float(least) <= degree(prompt, emotion) <= float(most)


@each_row_of("event_frames_not.tsv")
def test_what_only_sounds_like_it_is_none(kind, prompt, tells):
    event = event_in(prompt)
    assert event is None or (tells == "another feeling" and event.feels.emotion not in FEELINGS[kind])


@each_row_of("event_frames_pairs.tsv")
def test_the_graver_event_is_felt_more(kind, weaker, stronger, emotion):
    assert degree(weaker, emotion) < degree(stronger, emotion)


@pytest.mark.parametrize("table", ["event_frames.tsv", "event_frames_not.tsv"])
def test_every_kind_has_rows_and_none_stands_twice(table):
    rows = [(kind, prompt) for kind, prompt, *_ in _rows(table)[1:]]
    assert {kind for kind, _ in rows} == {path.stem for path in FRAMES.glob("*.toml")} - {"lists"}
    assert len(set(rows)) == len(rows)
