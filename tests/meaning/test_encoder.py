"""The built-in model gives similar texts similar vectors, and the same ones each time."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from bot.meaning import encoder
from bot.meaning.common_words import common_words
from bot.meaning.encoder import Encoder
from bot.meaning.errors import ModelError
from bot.meaning.files import MODEL
from bot.meaning.model import LocalModel, embedded, in_folder
from bot.meaning.quantised import Floats, Quantised, quantised
from bot.meaning.wordpiece import WordPieces
from training import export
from training.weights import Layer, TokenHead, Weights

IN_VERSED = embedded()

PIECES = ["[CLS]", "[SEP]", "[UNK]", "mean", "##s", "?"]
"""The word pieces of a tiny model."""

_WIDTH = 64
"""How many numbers a tiny model's vectors have."""

PAIRS = [
    # Cosines that the built-in model gave when it was made.
    ("how do I train a model", "what does training a model take", 0.712),
    ("how do I train a model", "boil an egg", 0.071),
]


@pytest.mark.parametrize(("one", "other", "cosine"), PAIRS)
def test_texts_are_as_similar_as_when_the_model_was_made(one: str, other: str, cosine: float) -> None:
    first, second = IN_VERSED.encode(one, other)
    assert float(first.vector @ second.vector) == pytest.approx(cosine, abs=0.01)


def test_the_runtime_reports_nothing_to_its_makers() -> None:
    """It would make an id for this machine and a file of events as soon as it's imported, and look for their host."""
    IN_VERSED.encode("how do I train a model")
    assert "onnxruntime.db" not in Path("/proc/self/maps").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "?", "中文 и ещё", "x" * 500, "word " * 500, "\ud800", "é̂"])
def test_any_text_has_a_vector_of_length_one(text: str) -> None:
    (meaning,) = IN_VERSED.encode(text)
    assert float(np.linalg.norm(meaning.vector)) == pytest.approx(1, abs=1e-5)


def test_texts_encoded_together_have_the_same_vectors_as_alone() -> None:
    texts = ["how do I train a model", "", "boil an egg " * 50, "?"]
    for text, together in zip(texts, IN_VERSED.encode(*texts), strict=True):
        (alone,) = IN_VERSED.encode(text)
        assert together.vector == pytest.approx(alone.vector, abs=1e-5)
        assert together.tokens == pytest.approx(alone.tokens, abs=1e-4)
        assert together.weights == pytest.approx(alone.weights, abs=1e-5)


def test_words_are_cut_into_the_longest_known_pieces() -> None:
    pieces = WordPieces(["[CLS]", "[SEP]", "[UNK]", "mean", "##ing", "##s", "?", "中"])
    assert pieces.numbers("Meanings? 中qq", 20) == [0, 3, 4, 5, 6, 7, 2, 1]
    assert pieces.numbers("mean " * 9, 4) == [0, 3, 3, 1]


def test_the_common_words_of_english_are_known() -> None:
    assert {"the", "spend", "weather"} <= set(common_words())
    assert "clustring" not in common_words()


def test_a_model_frees_its_memory_when_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    now, loaded = [0.0], []

    def load(folder: Path) -> Encoder:
        loaded.append(now[0])
        return Encoder(folder)

    monkeypatch.setattr(encoder, "Encoder", load)
    model = LocalModel("model", (), MODEL, now=lambda: now[0])
    model.encode("one")
    now[0] = 500
    model.rest()
    model.encode("two")
    assert loaded == [0]
    now[0] = 1101
    model.rest()
    model.encode("three")
    assert loaded == [0, 1101]


@pytest.mark.parametrize("place", ["model.onnx", "onnx/model.onnx"])
def test_a_custom_model_is_found_where_others_keep_it(tmp_path: Path, place: str) -> None:
    write(tmp_path, place)
    assert [each.vector.shape for each in in_folder(tmp_path).encode("mean")] == [(64,)]


@pytest.mark.parametrize("lost", ["vocab.txt", "onnx/model.onnx"])
def test_a_folder_without_a_model_says_what_to_put_there(tmp_path: Path, lost: str) -> None:
    write(tmp_path)
    (tmp_path / lost).unlink()
    with pytest.raises(ModelError, match=r"put vocab\.txt and onnx/model\.onnx of a BERT model there"):
        in_folder(tmp_path).encode("mean")


@pytest.mark.parametrize("damage", [b"", b"no graph", None])
def test_a_damaged_graph_is_reported_in_one_sentence(tmp_path: Path, damage: bytes | None) -> None:
    graph = write(tmp_path)
    graph.write_bytes(graph.read_bytes()[:-900] if damage is None else damage)
    with pytest.raises(ModelError, match=r"Can't run .*; put a BERT model's graph there\."):
        in_folder(tmp_path).encode("mean")


def test_a_graph_with_another_input_is_refused(tmp_path: Path) -> None:
    graph = write(tmp_path)
    drawn = onnx.load(graph)
    drawn.graph.input.append(helper.make_tensor_value_info("pixel_values", TensorProto.FLOAT, [1]))
    onnx.save(drawn, graph)
    with pytest.raises(ModelError, match="wants pixel_values"):
        in_folder(tmp_path).encode("mean")


@pytest.mark.parametrize("pieces", [["A", "[unused0]", *PIECES], ["mean"]])
def test_pieces_of_another_kind_of_model_are_refused(tmp_path: Path, pieces: list[str]) -> None:
    write(tmp_path)
    (tmp_path / "vocab.txt").write_text("\n".join(pieces))
    with pytest.raises(ModelError, match="holds"):
        in_folder(tmp_path).encode("mean")


def test_a_custom_model_may_use_the_first_piece(tmp_path: Path) -> None:
    write(tmp_path)
    by_mean = in_folder(tmp_path)
    (mean,) = by_mean.encode("mean")
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_cls_token": True}))
    by_first = in_folder(tmp_path)
    (first,) = by_first.encode("mean")
    assert not np.allclose(first.vector, mean.vector, atol=1e-3)
    assert by_first.name != by_mean.name


def test_a_written_model_gives_what_the_weights_give(tmp_path: Path) -> None:
    drawn = weights()
    export.write(drawn, tmp_path)
    texts = ["means?", "mean mean mean mean", ""]
    for text, meaning in zip(texts, Encoder(tmp_path).encode(texts), strict=True):
        vector, tokens = computed(drawn, WordPieces(PIECES).numbers(text, 96))
        assert float(meaning.vector @ vector) == pytest.approx(1, abs=1e-3)
        assert np.allclose((meaning.tokens * tokens).sum(axis=-1), 1, atol=1e-2)


def test_a_model_is_written_in_the_same_bytes_each_time(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        export.write(weights(), tmp_path / name)
        written.append((tmp_path / name / "model.onnx").read_bytes())
    assert written[0] == written[1]


def write(folder: Path, place: str = "onnx/model.onnx") -> Path:
    """Write a tiny model without token vectors, as another tool would; return the path of its graph."""
    (folder / place).parent.mkdir(exist_ok=True)
    export.write(replace(weights(), token_head=None), folder)
    return (folder / "model.onnx").rename(folder / place)


def weights() -> Weights:
    """Return random weights for a tiny model."""
    drawn = np.random.default_rng(1)

    def numbers(*shape: int) -> Floats:
        return drawn.normal(size=shape).astype(np.float32)

    def dense(deep: int, wide: int) -> tuple[Quantised, Floats]:
        return quantised(numbers(deep, wide), axis=0), numbers(wide)

    def norm() -> tuple[Floats, Floats]:
        return numbers(_WIDTH), numbers(_WIDTH)

    layers = [
        Layer(dense(_WIDTH, 3 * _WIDTH), dense(_WIDTH, _WIDTH), norm(), dense(_WIDTH, 96), dense(96, _WIDTH), norm())
        for _ in range(2)
    ]
    head = TokenHead(numbers(_WIDTH, 8), numbers(_WIDTH))
    words = quantised(numbers(len(PIECES), _WIDTH), axis=1)
    return Weights(2, tuple(PIECES), words, numbers(96, _WIDTH), norm(), tuple(layers), head)


def computed(weights: Weights, pieces: list[int]) -> tuple[Floats, Floats]:
    """Return the vectors of a text and of its pieces, computed as in BERT's paper."""
    state = normed(weights.words.fractions()[pieces] + weights.positions[: len(pieces)], weights.norm)
    for layer in weights.layers:
        made = times(state, layer.attention).reshape(len(pieces), 3, weights.heads, -1).transpose(1, 2, 0, 3)
        likeness = made[0] @ made[1].transpose(0, 2, 1) / math.sqrt(made.shape[-1])
        shares = np.exp(likeness - likeness.max(-1, keepdims=True))
        taken = (shares / shares.sum(-1, keepdims=True) @ made[2]).transpose(1, 0, 2).reshape(state.shape)
        state = normed(state + times(taken, layer.joined), layer.joined_norm)
        wide = times(state, layer.wide)
        wide *= np.array([[(1 + math.erf(each / math.sqrt(2))) / 2 for each in row] for row in wide], np.float32)
        state = normed(state + times(wide, layer.narrow), layer.narrow_norm)
    assert weights.token_head is not None
    tokens = state[1:-1] @ weights.token_head.projection
    mean = state.mean(axis=0)
    return mean / np.linalg.norm(mean), tokens / np.linalg.norm(tokens, axis=-1, keepdims=True)


def times(state: Floats, matrix: tuple[Quantised, Floats]) -> Floats:
    return np.asarray(state @ matrix[0].fractions() + matrix[1], np.float32)


def normed(state: Floats, norm: tuple[Floats, Floats]) -> Floats:
    centred = state - state.mean(axis=-1, keepdims=True)
    return np.asarray(centred / centred.std(axis=-1, keepdims=True) * norm[0] + norm[1], np.float32)
