"""What members suggest, and the forms that ask for it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.content.model import Comparison, Pack
from bot.features.authoring.kinds import KINDS, Filled, entry_of, form_of
from bot.language.forms import TYPED, Form, FormField, Suggestion
from bot.language.refusals import Refusal
from bot.language.text import clean

IDEA = "idea"
"""The kind of what no item is made of."""

_IDEA = Form("An idea", (FormField(TYPED, "What should I teach, or do better?", longest=1000, lines=True),))

LABELS: Mapping[str, str] = {
    **{each.name: each.label for each in KINDS.values() if each.model is not Comparison},
    IDEA: _IDEA.title,
}
"""The kinds that are suggested, by name; a comparison takes someone who knows the sides."""

CHOICES = tuple(Suggestion(name, label) for name, label in LABELS.items())


class Decision(StrEnum):
    """What editors say."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a member suggests.

    Args:
        id: unique within the tenant.
        member: who suggests it.
        pack: the id of the tenant's own pack that it's for; "" if there was none.
        kind: by name.
        fields: what was filled in, by the name of the field.
        at: when, in UTC.
    """

    id: str
    member: str
    pack: str
    kind: str
    fields: Filled
    at: datetime

    @property
    def name(self) -> str:
        """Return what it's called: the first thing that was filled in."""
        return " ".join(next(iter(self.fields.values()), "").split())

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return what was filled in, by the label of the field."""
        labels = {each.name: each.label for each in (*fields_of(self.kind), FormField("topic", "Topic"))}
        return [(labels.get(name, name), value) for name, value in self.fields.items()]


def fields_of(kind: str) -> tuple[FormField, ...]:
    """Return what's asked of a kind.

    Raises:
        Refusal: there's no such kind.
    """
    if kind not in LABELS:
        raise Refusal("I don't know that kind; run /suggest to see what there is.")
    return _IDEA.fields if kind == IDEA else KINDS[kind].fields


def form(kind: str, pack: Pack | None) -> Form:
    """Return the form that asks for a suggestion.

    Args:
        kind: by name, untrusted.
        pack: that it's for; None if there's none.

    Raises:
        Refusal: there's no such kind.
    """
    fields = fields_of(kind)
    if kind == IDEA or pack is None:
        return Form(LABELS[kind], fields)
    return form_of(KINDS[kind], pack, {})


def form_to_change(found: Suggested, pack: Pack | None) -> Form:
    """Return the form in which an editor changes a suggestion, with what was filled in.

    Args:
        found: the suggestion, of a kind that items are made of.
        pack: that it's for; None for a new one, whose title is asked.
    """
    made = form_of(KINDS[found.kind], pack, found.fields, found.fields.get("topic", ""))
    return replace(made, asks="What you send is published.")


def tidy(kind: str, filled: Filled, pack: Pack) -> dict[str, str]:
    """Return what was filled in, as it's kept.

    Args:
        kind: by name, untrusted.
        filled: untrusted.
        pack: the one it's for.

    Raises:
        Refusal: there's no such kind, or something's missing.
    """
    asked = (*fields_of(kind), *(() if kind == IDEA else (FormField("topic", "Topic", longest=80),)))
    kept = {each.name: clean(filled.get(each.name, ""))[: each.longest] for each in asked}
    if kind != IDEA:
        entry_of(KINDS[kind], kept, pack, None)
    elif not kept[TYPED]:
        raise Refusal("Say in a few words what your idea is.")
    return {name: value for name, value in kept.items() if value}
