"""A corrected item that's imported again keeps its id, and a new one never takes another's."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exchange.assembling import assembled
from bot.exchange.corrections import recognised
from bot.exchange.merging import Merged, by_name, merged
from bot.exchange.model import ImportedItem, ParsedFile

Row = Mapping[str, Any]


def card(front: str, back: str, **more: Any) -> Row:
    return {"front": front, "back": back, **more}


def tip(text: str, title: str = "Tips for meetings") -> Row:
    return {"title": title, "text": text}


def true(statement: str, *, answer: bool = True) -> Row:
    return {"type": "true-false", "statement": statement, "answer": answer}


def choice(prompt: str, right: str, *wrong: str) -> Row:
    options = [{"text": right, "correct": True}, *({"text": each} for each in wrong)]
    return {"type": "choice", "prompt": prompt, "options": options}


def _kind(row: Row) -> str:
    return "questions" if "type" in row else "tips" if "title" in row else "clozes" if "text" in row else "cards"


class Imports:
    """A pack into which files are imported."""

    def __init__(self, *rows: Row) -> None:
        self.found = Merged({}, {})
        self.corrections: Sequence[str] = ()
        self.bring(*rows)

    def bring(self, *rows: Row) -> None:
        taken = [ImportedItem(f"row {at}", _kind(row), row) for at, row in enumerate(rows, start=1)]
        placed = assembled(ParsedFile("table", tuple(taken)), "Europe").placed
        found = recognised(self.found.items, placed, self.found.last)
        self.corrections = found.corrections
        self.found = merged(self.found.items, set(), found.placed, self.found.last)

    @property
    def ids(self) -> dict[str, str]:
        """Return the id of each item, by what it says."""
        return {_text(item): item.id for item in by_name(self.found.items).values()}

    @property
    def changes(self) -> tuple[int, int]:
        return self.found.new, self.found.changed


def _text(item: Any) -> str:
    if hasattr(item, "front"):
        return f"{item.front} – {item.back}"
    if hasattr(item, "options"):
        return f"{item.prompt} – {', '.join(each.text for each in item.options)}"
    return str(getattr(item, "statement", None) or item.text)


FRANCE, ITALY = card("Capital of France?", "Paris"), card("Capital of Italy?", "Rome")
REST = [ITALY, card("Capital of Peru?", "Lima"), card("Who wrote Faust?", "Goethe")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (card("Capitol of Frnace?", "Paris"), FRANCE),
        (FRANCE, card("What's the capital of France?", "Paris")),
        (card("Whats the captial?", "Paris"), card("What's the capital?", "Paris", level=2)),
        (
            card("Which planet has the most moons, do you know?", "Saturn"),
            card("What planet has most moons?", "Saturn"),
        ),
        (tip("Send the agenda one day before."), tip("Send the agenda the day before, with the goal on top.")),
        (
            tip("People will thank you for it.", "End erly"),
            tip("People thank you for it, and come again.", "End erly"),
        ),
        (true("Water boyls at 100 °C."), true("Water boils at 100 °C.")),
        (
            {"text": "The {{sun}} is a star and the {{moon}} isnt."},
            {"text": "The {{sun}} is a star and the {{moon}} isn't."},
        ),
        (
            choice("Which is correct?", "It's late", "Its late"),
            choice("Which is correct?", "It's late now", "Its late now"),
        ),
    ],
)
def test_a_correction_keeps_the_id(before: Row, after: Row) -> None:
    pack = Imports(*REST, tip("Start on time."), before, choice("Which is correct?", "You're in", "Your in"))
    before_ids = pack.ids
    pack.bring(*REST, tip("Start on time."), after, choice("Which is correct?", "You're in", "Your in"))
    assert pack.changes == (0, 1)
    assert sorted(pack.ids.values()) == sorted(before_ids.values())
    again = pack.ids
    pack.bring(after, *REST, tip("Start on time."), choice("Which is correct?", "You're in", "Your in"))
    assert (pack.changes, pack.ids) == ((0, 0), again)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FRANCE, card("Capital of Spain?", "Madrid")),
        (true("Paris is the capital of France."), true("Madrid is the capital of Spain.")),
        (true("The capital of France is Paris.", answer=False), true("The capital of Spain is Paris.", answer=False)),
        (true("HTTP uses port 80."), true("HTTP uses port 81.")),
        (card("6 × 4", "24"), card("8 × 3", "24")),
        (tip("Start on time."), tip("End on time.")),
        (choice("Capital of France?", "Paris", "Lyon"), choice("Capital of Spain?", "Madrid", "Lyon")),
        ({"text": "The capital of France is {{Paris}}."}, {"text": "The capital of Spain is {{Madrid}}."}),
    ],
)
def test_something_else_never_takes_an_id(before: Row, after: Row) -> None:
    pack = Imports(*REST, before)
    pack.bring(*REST, after)
    assert pack.changes == (1, 0)
    assert pack.corrections == ()
    assert len(pack.ids) == 5


def test_the_report_names_what_was_corrected() -> None:
    pack = Imports(*REST, card("Capitol of Frnace?", "Paris"))
    pack.bring(FRANCE, *REST)
    assert pack.corrections == ("row 1: a correction of “Capitol of Frnace?”",)


def test_a_new_item_that_asks_the_same_takes_nobodys_id() -> None:
    first = choice("Which is right?", "It's late", "Its late")
    second = choice("Which is right?", "Your cat", "You're cat")
    pack = Imports(first, second)
    before = pack.ids
    pack.bring(choice("Which is right?", "Whose hat?", "Who's hat?"), second, first)
    assert pack.changes == (1, 0)
    assert before.items() <= pack.ids.items()
    assert len(set(pack.ids.values())) == 3


def test_a_file_with_less_than_half_of_the_items_corrects_nothing_but_says_what_looks_like_it() -> None:
    pack = Imports(*REST, card("Capitol of Frnace?", "Paris"))
    pack.bring(FRANCE, card("Capital of Togo?", "Lomé"))
    assert pack.changes == (2, 0)
    assert pack.corrections == (
        "1 item looks like a correction, but most of what you imported before isn't in this file, so I take it as "
        f"new: “{FRANCE['front']}”. To correct what's there, import the whole file.",
    )
    pack.bring(card("Capital of Mali?", "Bamako"))
    assert not pack.corrections


def test_what_an_editor_corrected_is_recognised_when_the_file_follows() -> None:
    pack = Imports(*REST, card("Capitol of Frnace?", "It is Paris"))
    items = pack.found.items["cards"]
    items[3] = items[3].model_copy(update={"front": "The French capital?"})
    pack.bring(*REST, card("The French capital?", "Paris, on the Seine"))
    assert (pack.changes, pack.found.kept) == ((0, 1), [])
    assert pack.ids["The French capital? – Paris, on the Seine"] == items[3].id


def test_what_an_editor_deleted_stays_deleted_in_any_order() -> None:
    first = choice("Which is right?", "It's late", "Its late")
    second = choice("Which is right?", "Your cat", "You're cat")
    pack = Imports(first, second)
    del pack.found.items["questions"][0]
    pack.bring(second, first, *REST)
    assert pack.changes == (3, 0)
    assert pack.found.kept == ["row 2: someone deleted it here, so I left it out"]


_WORDS = st.sampled_from(["France", "Spain", "Paris", "Madrid", "true", "1989", "the largest city", "the capital"])
_TEXTS = st.lists(_WORDS, min_size=1, max_size=5).map(" ".join)
_ROWS = st.one_of(
    st.builds(card, _TEXTS, _TEXTS),
    st.builds(tip, _TEXTS, _TEXTS),
    st.builds(true, _TEXTS, answer=st.booleans()),
)
_FILES = st.lists(_ROWS, min_size=1, max_size=8, unique_by=repr)


@given(_FILES, st.randoms(use_true_random=False), _ROWS)
def test_the_same_file_changes_nothing_in_any_order_and_what_is_added_changes_only_itself(
    rows: list[Row],
    random: Any,
    more: Row,
) -> None:
    pack = Imports(*rows)
    before, last = _said(pack), pack.found.last
    random.shuffle(rows)
    pack.bring(*rows)
    assert (pack.changes, _said(pack), pack.found.last) == ((0, 0), before, last)
    pack.bring(*[more] * (more not in rows), *rows)
    assert pack.found.changed == 0
    assert set(before) <= set(_said(pack))


def _said(pack: Imports) -> Iterable[tuple[str, str]]:
    return [(name, item.model_dump_json()) for name, item in by_name(pack.found.items).items()]
