"""Questions that nobody could answer or grade are refused, with what to do; similar but sound ones aren't."""

from pathlib import Path

import pytest

from bot.content.reading.load import load
from tests.content.small_pack import lines, problems_in, write

EXPLAINED = "    explanation: {right: Yes., wrong: No.}\n"
BELIEF = "misconceptions:\n  - {id: blunt, objectives: [cut], belief: A saw is blunt., truth: It has teeth.}\n"
CASE = "cases:\n  - {id: shed, title: The shed, text: It's dark in there.}\n"


def question(fields: str) -> str:
    """A question with further fields, explained if it needs to be."""
    explained = "" if "options" in fields else EXPLAINED
    return f"questions:\n  - id: q\n    objectives: [cut]\n{explained}{fields}"


def options(kind: str, *right: bool) -> str:
    """A question with options that are right or wrong."""
    each = ", ".join(
        f"{{text: {'abcdef'[place]}, why: x, correct: {str(ok).lower()}}}" for place, ok in enumerate(right)
    )
    return question(f"    type: {kind}\n    prompt: What cuts?\n    options: [{each}]\n")


def parts(*fixes: str) -> str:
    """A question with a mistake in these parts."""
    each = ", ".join(f"{{text: {'abcdef'[place]}{fix}}}" for place, fix in enumerate(fixes))
    return question(f"    type: mistake\n    parts: [{each}]\n")


def pairs(*rights: str, left: str = "abcd", decoys: str = "") -> str:
    """A question that asks for pairs."""
    each = ", ".join(f"{{left: {left[place]}, right: {right}}}" for place, right in enumerate(rights))
    return question(
        f"    type: match\n    prompt: What goes together?\n    pairs: [{each}]\n    decoys: [{decoys}]\n"
    )


def number(value: str, rest: str = "") -> str:
    """A question for a number."""
    return question(f'    type: number\n    prompt: How many teeth?\n    value: "{value}"\n{rest}')


def estimate(value: str, within: str) -> str:
    """A question for a guess."""
    return question(
        f'    type: estimate\n    prompt: How many teeth?\n    value: "{value}"\n    within: "{within}"\n'
    )


def cloze(text: str, rest: str = "") -> str:
    """A text with gaps."""
    return question(f"    type: cloze\n    text: '{text}'\n{rest}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (options("choice", False, False), "6:5: no option is right; add `correct: true` to one"),
        (
            options("choice", True, False, True),
            "6:84: a second option is right; leave `correct: true` on one only, or write `type: several`",
        ),
        (
            options("several", True, False, False),
            "6:5: fewer than two options are right; add `correct: true` to two or more, or write `type: choice`",
        ),
        (
            options("several", True, True, True),
            "6:5: every option is right, so ticking all always wins; add one that's wrong",
        ),
        (parts("", ""), "6:5: no part is the mistake; give one `fix: …`, which says what should be there"),
        (parts("", ", fix: x", ", fix: y"), "6:58: a second part is a mistake; leave `fix` on one only"),
        (pairs("x", "y", "X"), "7:72: “X” is there twice, and only one would count; change one"),
        (pairs("x", "y", "z", left="aba"), "7:62: “a” is there twice, and only one would count; change one"),
        (pairs("x", "y", "z", decoys="w, y"), "8:17: “y” is there twice, and only one would count; change one"),
        (
            number("5", '    range: {least: "4", most: "6"}\n    tolerance: "1"\n'),
            "9:5: `range` and `tolerance` both say what's right; delete one of them",
        ),
        (
            number("5", '    range: {least: "6", most: "4"}\n'),
            "8:20: the range ends at 4 and begins at 6; put the smaller number in `least`",
        ),
        (
            number("7.5", '    range: {least: "-4", most: "7.49"}\n'),
            "7:12: 7.5 is outside the range from -4 to 7.49; change one of them",
        ),
        (estimate("5", "×1"), "8:13: nothing is within “×1” of a number; write a factor above 1, such as ×10"),
        (estimate("-5", "×10"), "8:13: -5 can't be off by a factor; write `within` as a number"),
        (
            estimate("5", "0"),
            "8:13: only the exact number would score; say how far off scores nothing, or write `type: number`",
        ),
        (estimate("0", "5 %"), "8:13: a share of 0 is 0; write `within` as a number"),
        (
            cloze("A {{saw} cuts."),
            "6:11: a gap's braces don't match; write each gap as {{answer}}, with two braces on either side",
        ),
        (
            cloze("A {{saw {{cuts}}."),
            "6:11: a gap's braces don't match; write each gap as {{answer}}, with two braces on either side",
        ),
        (
            cloze("A saw cuts."),
            "6:11: there's no gap; put what's to be filled in into double braces: {{answer}}",
        ),
        (
            cloze("A {{ | }} cuts."),
            "6:11: a gap is empty; write what belongs there between the braces: {{answer}}",
        ),
        (cloze("{{a}} {{b}} {{c}} {{d}} {{e}} {{f}}"), "6:11: there are 6 gaps; leave 5 at most"),
        (
            "clozes:\n  - {id: c, objectives: [cut], text: A saw.}\n",
            "2:38: there's no gap; put what's to be filled in into double braces: {{answer}}",
        ),
        (
            cloze(f"A {{{{{81 * 's'}}}}} cuts."),
            "6:11: “ssssssssssssssssssss…” is too long to be filled in; leave 80 characters at most",
        ),
        (
            cloze("A {{saw|a; b}} {{cuts}}."),
            "6:11: “a; b” has a semicolon, which stands between the answers of two gaps; write it without one",
        ),
        (
            cloze("A {{saw}} {{cuts}}.", "    choose: true\n    decoys: [a; b]\n"),
            "8:14: “a; b” has a semicolon, which stands between the answers of two gaps; write it without one",
        ),
        (
            cloze("A {{saw}} cuts.", "    decoys: [file]\n"),
            "7:5: `decoys` go into a list, but people type these gaps; add `choose: true`, or delete them",
        ),
        (
            cloze("A {{saw|axe}} cuts.", "    choose: true\n    decoys: [file, Axe]\n"),
            "8:20: “Axe” is the answer of a gap; change or delete it",
        ),
        (
            CASE + question("    type: match\n    case: shad\n"),
            "8:11: there's no case `shad` (did you mean `shed`?); fix the id",
        ),
        (
            BELIEF + parts(", fix: x, misconception: blunts", ""),
            "8:46: there's no misconception `blunts` (did you mean `blunt`?); fix the id",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    folder = write(tmp_path / "pack", extra=text)

    assert f"extra.yaml:{expected}" in lines(problems_in(folder), folder)


@pytest.mark.parametrize(
    "text",
    [
        options("choice", True, False),
        options("several", True, True, False),
        parts("", ", fix: x", ", why: x"),
        pairs("x", "y", "z", decoys="w"),
        pairs("x", "y", "a"),
        number("5", '    range: {least: "5", most: "6"}\n'),
        number("5", '    tolerance: "1"\n'),
        estimate("5", "×1.5"),
        cloze("{{a}} {{b|c}} {{d}} {{e}} { {{f}} }", "    choose: true\n    decoys: [x]\n"),
        cloze("A {{saw; or so}} cuts.", "    choose: true\n    decoys: [a; b]\n"),
        "clozes:\n  - {id: c, objectives: [cut], text: 'A {{saw}} cuts.'}\n" + number("5"),
        estimate("-5", "5 %"),
        estimate("0", "5"),
        CASE + BELIEF + parts(", fix: x, misconception: blunt", "") + "    case: shed\n",
    ],
)
def test_a_question_that_can_be_answered_is_taken(tmp_path: Path, text: str) -> None:
    assert load(write(tmp_path / "pack", extra=text)).questions
