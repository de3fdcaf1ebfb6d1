"""What the rules find in a small pack that has something more in it."""

from pathlib import Path

from bot.content.check import check_paths
from tests.content.small_pack import write

EXPLAINED = "explanation: {right: It has teeth., wrong: It hasn't any.}"


def found(folder: Path, text: str, **files: str) -> list[str]:
    """The faults and notes that a file of a pack has, as line, severity and sentence.

    Args:
        folder: where the pack may be written.
        text: the file.
        files: further files, or others in place of the cover and the objectives.
    """
    folder.mkdir(exist_ok=True)
    report = check_paths([write(folder / "pack", **{**files, "extra": text})])
    return [
        f"{each.line} {each.severity}: {each.text}"
        for each in sorted((*report.problems, *report.notes))
        if each.path.name == "extra.yaml"
    ]


def about(folder: Path, text: str, words: str, **files: str) -> list[str]:
    """Those of them that have some words in them."""
    return [each for each in found(folder, text, **files) if words in each]


def statements(*judged: tuple[str, bool]) -> str:
    """True-false questions."""
    return "questions:\n" + "".join(
        f"  - id: tf-{number}\n    objectives: [cut]\n    type: true-false\n    statement: {text}\n"
        f"    answer: {str(answer).lower()}\n    {EXPLAINED}\n"
        for number, (text, answer) in enumerate(judged)
    )


def choice(prompt: str, right: str, *wrong: str) -> str:
    """A choice question, the first option of which is right."""
    options = "".join(
        f'      - {{text: "{text}", why: x{", correct: true" * (text == right)}}}\n' for text in (right, *wrong)
    )
    about = f'  - id: q\n    objectives: [cut]\n    type: choice\n    prompt: "{prompt}"\n'
    return f"questions:\n{about}    options:\n{options}"
