"""Packs as lines: what's written is read back the same."""

from bot.content.model import Pack, Topic
from bot.content.plain_objectives import plain_objective
from bot.content.reading.lines import lines_of, pack_from


def test_a_pack_that_compares_nothing_is_read_back() -> None:
    topic = Topic(id="use", title="Use")
    pack = Pack(id="tools", title="Tools", topics=(topic,), objectives=(plain_objective(topic),))
    whole = Pack.model_construct(**{name: getattr(pack, name) for name in Pack.model_fields})
    assert pack_from(b"\n".join(lines_of(whole))) == whole
