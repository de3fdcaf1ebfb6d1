"""Gaps in QTI as various programs write them, numbers on a slider, and sections as topics."""

from bot.exchange.formats import read
from tests.exchange.test_qti import bank, first, item, packed


def test_words_for_gaps_and_a_slider_in_the_sections_of_a_test() -> None:
    gaps = (
        '<gapMatchInteraction responseIdentifier="R"><prompt>Fill in</prompt><gapText identifier="W">winter</gapText>'
        '<gapText identifier="S">summer</gapText><p>Now is the <gap identifier="G"/>.</p></gapMatchInteraction>'
    )
    slider = '<sliderInteraction responseIdentifier="R"><prompt>How many?</prompt></sliderInteraction>'
    sections = "".join(
        f'<assessmentSection title="{title}"><assessmentItemRef href="{name}.xml"/></assessmentSection>'
        for title, name in (("Seasons", "gaps"), ("Numbers", "slider"))
    )
    found = read(
        packed(
            {
                "test.xml": f"<assessmentTest><testPart>{sections}</testPart></assessmentTest>".encode(),
                "gaps.xml": item(gaps, "W G", base="directedPair").encode(),
                "slider.xml": item(slider, "16", base="integer").encode(),
            }
        )
    )
    assert [(each.topic, each.fields) for each in found.taken] == [
        (
            "Seasons",
            {"type": "cloze", "text": "Fill in\nNow is the {{winter}}.", "choose": True, "decoys": ["summer"]},
        ),
        ("Numbers", {"type": "number", "prompt": "How many?", "value": "16"}),
    ]


def test_several_gaps_as_canvas_names_them() -> None:
    def gap(name: str, *labels: str) -> str:
        shown = "".join(
            f'<response_label ident="{name}{label}"><material><mattext>{label}</mattext></material></response_label>'
            for label in labels
        )
        return (
            f'<response_lid ident="response_{name}"><material><mattext>{name}</mattext></material>'
            f"<render_choice>{shown}</render_choice></response_lid>"
        )

    def right(name: str, label: str) -> str:
        return (
            f'<respcondition><conditionvar><varequal respident="response_{name}">{name}{label}</varequal>'
            "</conditionvar><setvar>50</setvar></respcondition>"
        )

    asked = "<material><mattext>Roses are [a], violets are [b].</mattext></material>"
    typed = first(asked + gap("a", "red") + gap("b", "blue"), right("a", "red") + right("b", "blue"), "q1")
    chosen = first(asked + gap("a", "red", "tan") + gap("b", "blue"), right("a", "red") + right("b", "blue"), "q2")
    found = read(bank(typed, chosen))
    text = {"type": "cloze", "text": "Ask.\nRoses are {{red}}, violets are {{blue}}."}
    assert [each.fields for each in found.taken] == [text, text | {"choose": True, "decoys": ["tan"]}]
