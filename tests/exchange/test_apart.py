"""A file is read in a process of its own, which is killed if it takes too long or too much memory."""

import json
import os
import sys
from pathlib import Path

import pytest

from bot.exchange import apart
from bot.exchange.source import Unreadable


def test_a_separate_process_reads_what_the_file_says() -> None:
    found = apart.read_apart("Front,Back,T\nä,b,c\nd,,\n".encode(), {"T": "topic"})
    assert [(each.fields, each.topic) for each in found.taken] == [({"front": "ä", "back": "b"}, "c")]
    assert found.left[0].position == "row 3"
    with pytest.raises(Unreadable, match="I don't know this sort of file"):
        apart.read_apart(bytes(range(256)))


def test_half_a_character_becomes_a_question_mark() -> None:
    question = {"id": "\ud800", "question": "What\ud800?", "correct_answer": "It", "incorrect_answers": ["That"]}
    found = apart.read_apart(json.dumps([question]).encode())
    assert (found.taken[0].key, found.taken[0].fields["prompt"]) == ("?", "What??")


def test_our_own_mistake_is_admitted_and_logged_without_the_file(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = (
        "def read(raw, columns):\n    raise KeyError(raw)\nfrom bot.exchange import formats\nformats.read = read\n"
    )
    (tmp_path / "sitecustomize.py").write_text(broken)  # Python imports it as it starts
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *filter(None, sys.path)]))
    with pytest.raises(Unreadable, match="that's my mistake"):
        apart.read_apart(b"Front,Back\nSECRET,b\n")
    assert "KeyError in sitecustomize.py, line 2" in caplog.text
    assert "SECRET" not in caplog.text


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0)
    with pytest.raises(Unreadable, match="too long"):
        apart.read_apart(b"Front,Back\na,b\n")
