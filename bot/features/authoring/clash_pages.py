"""Shows a conflict between a draft and a published version side by side, to choose from. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.content.model import Pack
from bot.features.authoring.actions import DropDraft, SettleDraft
from bot.features.authoring.kinds import kind_of
from bot.features.authoring.model import Clash, EditedPack
from bot.features.packs.carrying_over import Conflict
from bot.language.actions import encode
from bot.language.controls import Button, Buttons, Emphasis
from bot.language.message import Block, Facts, Footer, Heading, Message, message
from bot.language.rich_text import strong, text
from bot.language.text import shortened

_LONGEST = 300
"""Maximum length of a field's text, in characters."""


def clash(edited: EditedPack, clash_found: Clash) -> Message:
    """Ask whose version of the next conflicting part to take.

    Args:
        edited: the draft and its pack.
        clash_found: the conflicts.
    """
    first, *others = clash_found.conflicts
    mine, theirs = _differing(first, edited.pack)
    pack_id = edited.on.id if edited.on else ""

    def choose(letter: str) -> str:
        return encode(SettleDraft(pack_id, clash_found.version, clash_found.seen, clash_found.choices + letter))

    rest = [Button("Mine, for all", choose("M")), Button("Theirs, for all", choose("T"))] if others else []
    more = f"{len(others)} more after this one · " if others else ""
    return message(
        Heading("You both changed this"),
        *_shown("Yours", mine),
        *_shown(f"Published, in version {clash_found.version}", theirs),
        Buttons(
            (
                Button("Take mine", choose("m"), Emphasis.PRIMARY),
                Button("Take theirs", choose("t")),
                *rest,
                Button("Throw my draft away", encode(DropDraft(pack_id)), Emphasis.DANGER),
            )
        ),
        Footer(f"{edited.pack.title} · {more}nothing is published yet"),
        private=True,
        replaces=True,
    )


def _shown(label: str, fields: Sequence[tuple[str, str]]) -> list[Block]:
    content = (
        Facts(tuple((name, shortened(value, _LONGEST)) for name, value in fields)) if fields else text("Removed")
    )
    return [text(strong(label)), content]


def _differing(conflict: Conflict, pack: Pack) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return both versions of a part as (field, text), reduced to the fields that differ."""
    if not conflict.id:
        label = conflict.list_name.replace("_", " ").capitalize()
        return [(label, _said(conflict.mine))], [(label, _said(conflict.theirs))]
    mine, theirs = (_fields(each, pack) for each in (conflict.mine, conflict.theirs))
    names = [name for at, name in enumerate({**mine, **theirs}) if at == 0 or mine.get(name) != theirs.get(name)]
    both = ([(name, each[name]) for name in names if each.get(name)] for each in (mine, theirs))
    return next(both), next(both)


def _fields(part: Any, pack: Pack) -> Mapping[str, str]:  # noqa: ANN401 (a part of any kind)
    if part is None:
        return {}
    kind = kind_of(part)
    if kind is not None:
        filled = kind.filled(part, pack)
        return {each.label: filled.get(each.name, "") for each in kind.fields}
    names = (name for name in type(part).model_fields if name not in ("id", "was"))
    return {name.replace("_", " ").capitalize(): _said(getattr(part, name)) for name in names}


def _said(value: Any) -> str:  # noqa: ANN401 (a field of any kind)
    if isinstance(value, tuple):
        return "; ".join(map(_said, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_said(each)}" for name, each in value.items())
    if hasattr(type(value), "model_fields"):
        return ", ".join(worded for name in type(value).model_fields if (worded := _said(getattr(value, name))))
    return "" if value is None else str(value)
