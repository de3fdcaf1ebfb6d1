"""The model in Versed: near texts get near vectors, and the same each time."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.meaning import weights
from bot.meaning.common_words import common_words
from bot.meaning.encoder import Encoder
from bot.meaning.errors import ModelError
from bot.meaning.files import MODEL
from bot.meaning.model import LocalModel, embedded
from bot.meaning.wordpiece import WordPieces

IN_VERSED = embedded()

PAIRS = [
    # Cosines that the model in Versed gave when it was made.
    ("how do I train a model", "what does training a model take", 0.712),
    ("how do I train a model", "boil an egg", 0.071),
]


@pytest.mark.parametrize(("one", "other", "cosine"), PAIRS)
def test_texts_lie_where_they_lay_when_the_model_was_made(one: str, other: str, cosine: float) -> None:
    first, second = IN_VERSED.encode(one, other)
    assert float(first.vector @ second.vector) == pytest.approx(cosine, abs=0.01)


@pytest.mark.parametrize("text", ["", "?", "中文 и ещё", "x" * 500, "word " * 500, "\ud800", "é̂"])
def test_any_text_has_a_vector_of_length_one(text: str) -> None:
    (meaning,) = IN_VERSED.encode(text)
    assert float(np.linalg.norm(meaning.vector)) == pytest.approx(1, abs=1e-5)


def test_texts_at_once_have_the_vectors_that_they_have_alone() -> None:
    texts = ["how do I train a model", "", "boil an egg " * 50, "?"]
    for text, together in zip(texts, IN_VERSED.encode(*texts), strict=True):
        (alone,) = IN_VERSED.encode(text)
        assert together.vector == pytest.approx(alone.vector, abs=1e-5)
        assert together.tokens == pytest.approx(alone.tokens, abs=1e-4)
        assert together.weights == pytest.approx(alone.weights, abs=1e-5)


def test_words_are_cut_into_the_longest_pieces_there_are() -> None:
    pieces = WordPieces(["[CLS]", "[SEP]", "[UNK]", "mean", "##ing", "##s", "?", "中"])
    assert pieces.numbers("Meanings? 中qq", 20) == [0, 3, 4, 5, 6, 7, 2, 1]
    assert pieces.numbers("mean " * 9, 4) == [0, 3, 3, 1]


def test_the_common_words_of_english_are_known() -> None:
    assert {"the", "spend", "weather"} <= set(common_words())
    assert "clustring" not in common_words()


def test_a_model_lets_go_of_its_memory_when_nobody_asks() -> None:
    now, loaded = [0.0], []

    def load() -> weights.Weights:
        loaded.append(now[0])
        return weights.read(MODEL)

    model = LocalModel("model", (), load, now=lambda: now[0])
    model.encode("one")
    now[0] = 500
    model.rest()
    model.encode("two")
    assert loaded == [0]
    now[0] = 1101
    model.rest()
    model.encode("three")
    assert loaded == [0, 1101]


def test_a_folder_with_a_model_is_read(tmp_path: Path, write_bert: Callable[[Path], None]) -> None:
    write_bert(tmp_path)
    read = LocalModel("small", (), lambda: weights.from_folder(tmp_path))
    assert [each.vector.shape for each in read.encode("mean")] == [(4,)]


@pytest.mark.parametrize("lost", ["config.json", "vocab.txt", "model.safetensors"])
def test_a_folder_without_a_model_says_what_to_put_there(
    tmp_path: Path, write_bert: Callable[[Path], None], lost: str
) -> None:
    write_bert(tmp_path)
    (tmp_path / lost).unlink()
    with pytest.raises(ModelError, match=r"put config\.json, vocab\.txt and model\.safetensors"):
        weights.from_folder(tmp_path)


def test_saved_weights_are_the_same_bytes_each_time(tmp_path: Path, write_bert: Callable[[Path], None]) -> None:
    write_bert(tmp_path)
    saved = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        weights.save(weights.from_folder(tmp_path), tmp_path / name)
        saved.append((tmp_path / name / "weights.npz").read_bytes())
    assert saved[0] == saved[1]
    (tmp_path / "two" / "weights.npz").write_bytes(saved[0][:-40])
    with pytest.raises(ModelError):
        weights.read(tmp_path / "two")
    read, made = weights.read(tmp_path / "one"), weights.from_folder(tmp_path)
    one, other = (Encoder(each).encode(["means?"])[0].vector for each in (read, made))
    assert one == pytest.approx(other)


@pytest.fixture
def write_bert() -> Callable[[Path], None]:
    """Return what writes a tiny model as sentence-transformers does."""
    return _write_bert


def _write_bert(folder: Path) -> None:
    pieces = ["[CLS]", "[SEP]", "[UNK]", "mean", "##s", "?"]
    config = {"model_type": "bert", "num_hidden_layers": 1, "num_attention_heads": 2, "hidden_size": 4}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "vocab.txt").write_text("\n".join(pieces))
    drawn = np.random.default_rng(1)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(pieces), 4),
        "embeddings.position_embeddings.weight": (16, 4),
        "embeddings.token_type_embeddings.weight": (2, 4),
    }
    start = "encoder.layer.0."
    dense: dict[str, tuple[int, int]] = {
        f"{start}attention.self.{each}": (4, 4) for each in ("query", "key", "value")
    }
    dense |= {f"{start}attention.output.dense": (4, 4), f"{start}intermediate.dense": (8, 4)}
    dense[f"{start}output.dense"] = (4, 8)
    for name, (wide, deep) in dense.items():
        shapes |= {f"{name}.weight": (wide, deep), f"{name}.bias": (wide,)}
    for name in ("embeddings", f"{start}attention.output", f"{start}output"):
        shapes |= {f"{name}.LayerNorm.weight": (4,), f"{name}.LayerNorm.bias": (4,)}
    head, body = {}, b""
    for name, shape in shapes.items():
        raw = drawn.normal(size=shape).astype("<f4").tobytes()
        head[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    written = json.dumps(head).encode()
    (folder / "model.safetensors").write_bytes(len(written).to_bytes(8, "little") + written + body)
