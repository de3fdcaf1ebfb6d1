"""Remove what chatbots say before and after what they were asked for: “Sure! Here are …”, “Let me know …”. Pure."""

import re

_OPENS = re.compile(
    r"\W*(?:(?:sure|absolutely|of course|certainly|gladly|great|no problem|got it|okay|gerne|natürlich|klar|bien sûr|"
    r"por supuesto|claro|certo|certamente|com certeza|natuurlijk|zeker)\s*[!,.–—]|"
    r"(?:here(?:['’]s| is| are)|below (?:is|are)|hier (?:ist|sind|zijn|is)|voici|aquí (?:tienes|están)|ecco|"
    r"aqui (?:estão|está))\s)[^\t|;\n]*[:.!\u2190-\u2bff\U0001f000-\U0001faff]\W*",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\W*(?:let me know|would you like|want me to|do you want me|i can also|feel free|good luck|"
    r"(?:i )?hope (?:this|that|these|it)|if you(?:['’]d| would) like|möchtest du|soll ich|"
    r"sag (?:mir )?bescheid|viel erfolg|souhaites-tu|souhaitez-vous|veux-tu|voulez-vous|n'hésite|"
    r"quieres que|¿?te gustaría|vuoi che|fammi sapere|quer que|posso também|wil je|laat (?:me|het))\b[^\t|\n]*",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4
_LONGEST = 400
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}")


def without_pleasantries(text: str) -> str:
    """Return a text without a chatbot's first and last sentences, each alone on its line; line numbers stay the same.

    Args:
        text: the text, with line feeds at the ends of lines.
    """
    if "\n" not in text.strip():
        return text
    start = len(text) - len(text.lstrip("\n \t"))
    first, _, below = text[start:].partition("\n")
    is_short = len(first) <= _LONGEST and len(first.split()) >= _FEWEST_WORDS
    if is_short and _OPENS.fullmatch(first.rstrip()) and _is_apart(below.partition("\n")[0]):
        text = f"{text[:start]}\n{below}"
    bare = text.rstrip()
    above, _, last = bare.rpartition("\n")
    if len(last) <= _LONGEST and _CLOSES.fullmatch(last.strip()) and _is_apart(above.rpartition("\n")[2]):
        text = f"{above}\n"
    return text


def _is_apart(line: str) -> bool:
    """Return whether a line is empty or a rule."""
    return not line.strip() or _RULE.fullmatch(line) is not None
