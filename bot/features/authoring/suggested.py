"""Members' suggestions, and their forms. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.content.model import Comparison, Pack
from bot.features.authoring.checking import Checked
from bot.features.authoring.kinds import KINDS, Filled, entry_of, form_of
from bot.language.forms import TYPED, Form, FormField, Suggestion
from bot.language.refusals import Refusal
from bot.language.text import clean

IDEA = "idea"
"""The kind of suggestion that isn't an item."""

_IDEA = Form("An idea", (FormField(TYPED, "What should I teach, or do better?", longest=1000, lines=True),))

LABELS: Mapping[str, str] = {
    **{each.name: each.label for each in KINDS.values() if each.model is not Comparison},
    IDEA: _IDEA.title,
}
"""The kinds of suggestions with their labels; comparisons are left out, as they need the pack's sides."""

CHOICES = tuple(Suggestion(name, label) for name, label in LABELS.items())


class Decision(StrEnum):
    """An editor's decision on a suggestion."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A member's suggestion.

    Args:
        id: unique within the tenant.
        member: the id of the member.
        pack: the id of the tenant's own pack that it's for; "" if there was none.
        kind: the name of its kind.
        fields: the form's contents, by field name.
        at: when it was made, in UTC.
    """

    id: str
    member: str
    pack: str
    kind: str
    fields: Filled
    at: datetime

    @property
    def name(self) -> str:
        """Return its name: the text of the first field."""
        return " ".join(next(iter(self.fields.values()), "").split())

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return the form's contents, by field label."""
        labels = {each.name: each.label for each in (*fields_of(self.kind), FormField("topic", "Topic"))}
        return [(labels.get(name, name), value) for name, value in self.fields.items()]


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion the way an editor sees it.

    Args:
        suggested: the suggestion.
        place: its position among the open suggestions.
        waiting: the number of open suggestions.
        checked: the item in the pack; None for an idea, or if it doesn't pass the checks.
        problem: why it doesn't pass the checks, or "".
        has_pack: whether the tenant has a pack of its own to put it into.
    """

    suggested: Suggested
    place: int
    waiting: int
    checked: Checked | None
    problem: str
    has_pack: bool


def fields_of(kind: str) -> tuple[FormField, ...]:
    """Return the fields of a kind's form.

    Raises:
        Refusal: there's no such kind.
    """
    if kind not in LABELS:
        raise Refusal("I don't know that kind; run /suggest to see what there is.")
    return _IDEA.fields if kind == IDEA else KINDS[kind].fields


def form(kind: str, pack: Pack | None) -> Form:
    """Return the form for a suggestion.

    Args:
        kind: the name of the kind, untrusted.
        pack: the pack; None if there's none.

    Raises:
        Refusal: there's no such kind.
    """
    fields = fields_of(kind)
    if kind == IDEA or pack is None:
        return Form(LABELS[kind], fields)
    return form_of(KINDS[kind], pack, {})


def form_to_change(suggested: Suggested, pack: Pack | None) -> Form:
    """Return the form in which an editor changes a suggestion, filled with its text.

    Args:
        suggested: the suggestion; not an idea.
        pack: the pack; None for a new one, whose title the form asks for.
    """
    known_form = form_of(KINDS[suggested.kind], pack, suggested.fields, suggested.fields.get("topic", ""))
    return replace(known_form, asks="What you send is published.")


def tidy(kind: str, filled: Filled, pack: Pack) -> dict[str, str]:
    """Return the cleaned contents of a form.

    Args:
        kind: the name of the kind, untrusted.
        filled: the form's contents, untrusted.
        pack: the pack.

    Raises:
        Refusal: there's no such kind, or a required field is empty.
    """
    form_fields = (*fields_of(kind), *(() if kind == IDEA else (FormField("topic", "Topic", longest=80),)))
    values = {each.name: clean(filled.get(each.name, ""))[: each.longest] for each in form_fields}
    if kind != IDEA:
        entry_of(KINDS[kind], values, pack, None)
    elif not values[TYPED]:
        raise Refusal("Say in a few words what your idea is.")
    return {name: value for name, value in values.items() if value}
