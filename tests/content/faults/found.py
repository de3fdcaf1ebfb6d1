"""What the rules find in a small pack with one more file."""

from pathlib import Path

from bot.content.check import check_paths
from tests.content.small_pack import write

EXPLAINED = "explanation: {right: It has teeth., wrong: It hasn't any.}"


def found(folder: Path, text: str, **files: str) -> list[str]:
    """Return the faults and notes in a small pack's additional file, as line, severity and sentence.

    Args:
        folder: where to write the pack.
        text: the additional file.
        files: further files, or replacements for the cover and the objectives.
    """
    folder.mkdir(exist_ok=True)
    report = check_paths([write(folder / "pack", **{**files, "extra": text})])
    return [
        f"{each.line} {each.severity}: {each.text}"
        for each in sorted((*report.problems, *report.notes))
        if each.path.name == "extra.yaml"
    ]


def about(folder: Path, text: str, words: str, **files: str) -> list[str]:
    """Return those faults and notes that contain some words."""
    return [each for each in found(folder, text, **files) if words in each]


def statements(*judged: tuple[str, bool]) -> str:
    """Return true-false questions."""
    return "questions:\n" + "".join(
        f"  - id: tf-{number}\n    objectives: [cut]\n    type: true-false\n    statement: {text}\n"
        f"    answer: {str(answer).lower()}\n    {EXPLAINED}\n"
        for number, (text, answer) in enumerate(judged)
    )


def choice(prompt: str, right: str, *wrong: str) -> str:
    """Return a choice question whose first option is right."""
    options = "".join(
        f'      - {{text: "{text}", why: x{", correct: true" * (text == right)}}}\n' for text in (right, *wrong)
    )
    about = f'  - id: q\n    objectives: [cut]\n    type: choice\n    prompt: "{prompt}"\n'
    return f"questions:\n{about}    options:\n{options}"
