"""QTI: its kinds of items, alone and in packages, and what's reported about the rest."""

import io
import zipfile

import pytest

from bot.exchange.formats import read
from bot.exchange.model import ImportedItem
from bot.exchange.source import Unreadable
from tests.fakes.commands import png


def item(body: str, *correct: str, base: str = "identifier", more: str = "", declared: str = "") -> str:
    values = "".join(f"<value>{each}</value>" for each in correct)
    right = f"<correctResponse>{values}</correctResponse>" if correct else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" '
        f'identifier="tea-1" title="Tea"><responseDeclaration identifier="R" baseType="{base}">{right}{declared}'
        f"</responseDeclaration><itemBody>{body}</itemBody>{more}</assessmentItem>"
    )


def choices(*names: str, kind: str = "simpleChoice") -> str:
    return "".join(f'<{kind} identifier="{name}">{name.upper()}</{kind}>' for name in names)


def only(text: str) -> ImportedItem:
    found = read(text.encode())
    assert (found.format, found.left) == ("QTI", ())
    return found.taken[0]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            item(
                '<p>See &amp; say.</p><choiceInteraction responseIdentifier="R"><prompt>Which?</prompt>'
                '<simpleChoice identifier="a">x &lt; y<feedbackInline identifier="a">Yes.</feedbackInline>'
                "</simpleChoice>"
                '<simpleChoice identifier="b"><p>b</p></simpleChoice></choiceInteraction>',
                "a",
            ),
            {
                "type": "choice",
                "prompt": "See & say.\nWhich?",
                "options": [{"text": "x < y", "correct": True, "why": "Yes."}, {"text": "b"}],
            },
        ),
        (
            item(
                f'<choiceInteraction responseIdentifier="R"><prompt>Which?</prompt>{choices("a", "b", "c")}'
                "</choiceInteraction>",
                declared='<mapping><mapEntry mapKey="a" mappedValue="1"/><mapEntry mapKey="c" mappedValue="1"/>'
                '<mapEntry mapKey="b" mappedValue="-1"/></mapping>',
            ),
            {
                "type": "several",
                "prompt": "Which?",
                "options": [{"text": "A", "correct": True}, {"text": "B"}, {"text": "C", "correct": True}],
            },
        ),
        (
            item(
                f'<orderInteraction responseIdentifier="R"><prompt>Order!</prompt>{choices("a", "b", "c")}'
                "</orderInteraction>",
                *("c", "a", "b"),
            ),
            {"type": "order", "prompt": "Order!", "items": ["C", "A", "B"]},
        ),
        (
            item(
                '<matchInteraction responseIdentifier="R"><prompt>Match!</prompt><simpleMatchSet>'
                f"{choices('a', 'b', 'c', kind='simpleAssociableChoice')}</simpleMatchSet><simpleMatchSet>"
                f"{choices('x', 'y', 'z', 'w', kind='simpleAssociableChoice')}</simpleMatchSet></matchInteraction>",
                *("a x", "b y", "c z"),
            ),
            {
                "type": "match",
                "prompt": "Match!",
                "pairs": [{"left": each[0], "right": each[1]} for each in ("AX", "BY", "CZ")],
                "decoys": ["W"],
            },
        ),
        (
            item(
                '<p>Tea is <textEntryInteraction responseIdentifier="R"/> here.</p>',
                "hot",
                base="string",
                declared='<mapping><mapEntry mapKey="hot" mappedValue="1"/><mapEntry mapKey="warm" mappedValue="1"/>'
                '<mapEntry mapKey="cold" mappedValue="0.5"/></mapping>',
            ),
            {"type": "cloze", "text": "Tea is {{hot|warm}} here."},
        ),
        (
            item('<p>How hot? <textEntryInteraction responseIdentifier="R"/></p>', "75", base="float"),
            {"type": "number", "prompt": "How hot?", "value": "75"},
        ),
        (
            item(
                '<p>Tea is <inlineChoiceInteraction responseIdentifier="R">'
                f"{choices('hot', 'cold', kind='inlineChoice')}</inlineChoiceInteraction>.</p>",
                "hot",
                more='<modalFeedback identifier="fb" outcomeIdentifier="F" showHide="show">So it is.</modalFeedback>',
            ),
            {"type": "cloze", "text": "Tea is {{HOT}}.", "choose": True, "decoys": ["COLD"]}
            | {"explanation": {"right": "So it is.", "wrong": "So it is."}},
        ),
        (
            item(
                '<hottextInteraction responseIdentifier="R"><prompt>Which is a verb?</prompt>'
                f"<p>The {choices('dog', kind='hottext')} {choices('barks', kind='hottext')} now.</p>"
                "</hottextInteraction>",
                "barks",
            ),
            {
                "type": "choice",
                "prompt": "Which is a verb?\nThe DOG BARKS now.",
                "options": [{"text": "DOG"}, {"text": "BARKS", "correct": True}],
            },
        ),
    ],
)
def test_each_kind(text: str, fields: dict[str, object]) -> None:
    taken = only(text)
    assert (taken.key, dict(taken.fields)) == ("tea-1", fields)


def packed(parts: dict[str, bytes]) -> bytes:
    hrefs = "".join(f'<resource href="{name}" type="imsqti_item_xmlv2p1"/>' for name in parts if name.endswith("xml"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr("imsmanifest.xml", f"<manifest><resources>{hrefs}</resources></manifest>")
    return made.getvalue()


def test_a_package_with_a_picture_and_what_cannot_be_asked() -> None:
    asked = (
        f'<p><img src="../media/leaf.png" alt="A leaf"/></p><choiceInteraction responseIdentifier="R"><prompt>Which?'
        f"</prompt>{choices('a', 'b')}</choiceInteraction>"
    )
    found = read(
        packed(
            {
                "items/1.xml": item(asked, "b").encode(),
                "media/leaf.png": png(),
                "items/2.xml": item('<extendedTextInteraction responseIdentifier="R"/>').encode(),
                "items/3.xml": item("<p>Read.</p>").encode(),
                "items/4.xml": b"<questestinterop/>",
                "items/5.xml": item(
                    '<p><img src="../../etc/passwd"/></p>' + asked[asked.index("<choice") :], "a"
                ).encode(),
            }
        )
    )
    ((name, _),) = found.images.items()
    assert found.taken[0].fields["image"] == {"file": name, "alt": "A leaf"}
    assert found.taken[1].changed == ("picture left out: ../../etc/passwd isn't there as PNG, JPEG or WebP",)
    assert [each.position for each in found.left] == ["item 2 (“Tea”)", "item 3 (“Tea”)"]


def test_a_package_that_names_files_only_below_its_resources_as_canvas_does() -> None:
    asked = f'<choiceInteraction responseIdentifier="R"><prompt>Who?</prompt>{choices("a", "b")}</choiceInteraction>'
    asks, other = '<file href="q/q.xml"/>', '<file href="a.xml"/>'
    listed = f'<resource type="imsqti_xmlv1p2">{asks}</resource><resource type="web">{other}</resource>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("imsmanifest.xml", f"<manifest><resources>{listed}</resources></manifest>")
        archive.writestr("q/q.xml", item(asked, "a"))
        archive.writestr("a.xml", "no XML")
    (taken,) = read(made.getvalue()).taken
    assert taken.fields["prompt"] == "Who?"


def test_a_package_without_questions_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("imsmanifest.xml", '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"/>')
        archive.writestr("imsqti.txt", "")
    with pytest.raises(Unreadable, match="no questions in this package"):
        read(made.getvalue())


@pytest.mark.parametrize(
    "raw",
    [
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><assessmentItem>&b;</assessmentItem>',
        b"<assessmentItem><itemBody>",
        b"<assessmentItem><itemBody>" + b"<p>" * 50_000 + b"<choiceInteraction/>" + b"</p>" * 50_000
        + b"</itemBody></assessmentItem>",
        packed({"1.xml": b"<a"}),
    ],
)  # fmt: skip
def test_broken_and_malicious_files_are_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read(raw)


def first(body: str, processing: str = "", ident: str = "q", more: str = "") -> str:
    """Return an item of QTI 1."""
    asked = f"<presentation><material><mattext>Ask.</mattext></material>{body}</presentation>"
    return f'<item ident="{ident}" title="Tea">{asked}<resprocessing>{processing}</resprocessing>{more}</item>'


def labels(*names: str) -> str:
    made = (
        f'<response_label ident="{each}"><material><mattext texttype="text/html">&lt;b&gt;{each.upper()}&lt;/b&gt;'
        "</mattext></material></response_label>"
        for each in names
    )
    return f"<render_choice>{''.join(made)}</render_choice>"


def worth(condition: str, points: str = '<setvar action="Set">100</setvar>') -> str:
    return f"<respcondition><conditionvar>{condition}</conditionvar>{points}</respcondition>"


def equal(value: str, to: str = "r") -> str:
    return f'<varequal respident="{to}">{value}</varequal>'


def bank(*items: str) -> bytes:
    inside = f'<section title="Brewing">{"".join(items)}</section>'
    return (
        '<?xml version="1.0"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">'
        f'<assessment title="All"><section ident="root_section">{inside}</section></assessment></questestinterop>'
    ).encode()


SINGLE = f'<response_lid ident="r" rcardinality="Single">{labels("a", "b", "c")}</response_lid>'
SEVERAL = SINGLE.replace("Single", "Multiple")
TYPED = '<response_str ident="r"><render_fib/></response_str>'
PAIRS = "".join(
    f'<response_lid ident="r{name}"><material><mattext>{name}</mattext></material>{labels("x", "y", "z", "w")}'
    "</response_lid>"
    for name in "123"
)
REPLIES = (
    '<itemfeedback ident="all"><flow_mat><material><mattext>It grows.</mattext></material></flow_mat></itemfeedback>'
)


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        (
            first(SINGLE, worth(equal("b")) + worth(equal("a"), '<displayfeedback linkrefid="all"/>'), more=REPLIES),
            {
                "type": "choice",
                "prompt": "Ask.",
                "options": [{"text": "A", "why": "It grows."}, {"text": "B", "correct": True}, {"text": "C"}],
            },
        ),
        (
            first(SEVERAL, worth(f"<and>{equal('a')}{equal('b')}<not>{equal('c')}</not></and>", "")),
            {
                "type": "several",
                "prompt": "Ask.",
                "options": [{"text": "A", "correct": True}, {"text": "B", "correct": True}, {"text": "C"}],
            },
        ),
        (
            first(TYPED, worth(equal("Paris") + equal("Lutetia")), more=REPLIES),
            {"type": "free-text", "prompt": "Ask.", "answers": ["Paris", "Lutetia"]},
        ),
        (
            first(TYPED, worth("<or><and><vargte>3.9</vargte><varlte>4.1</varlte></and></or>")),
            {"type": "number", "prompt": "Ask.", "value": "4", "range": {"least": "3.9", "most": "4.1"}},
        ),
        (
            first(PAIRS, "".join(worth(equal(to, f"r{name}")) for name, to in zip("123", "xyz", strict=True))),
            {
                "type": "match",
                "prompt": "Ask.",
                "pairs": [{"left": name, "right": to} for name, to in zip("123", "XYZ", strict=True)],
                "decoys": ["W"],
            },
        ),
    ],
)
def test_items_of_qti_1(raw: str, fields: dict[str, object]) -> None:
    (taken,) = read(bank(raw)).taken
    assert taken.fields == fields
    assert (taken.key, taken.topic) == ("q", "Brewing")


def test_true_or_false_in_qti_1_and_feedback_for_every_answer() -> None:
    body = SINGLE.replace("A&lt;", "True&lt;").replace("B&lt;", "False&lt;").replace(labels("c")[15:-16], "")
    said = worth("<other/>", '<displayfeedback linkrefid="all"/>')
    (taken,) = read(bank(first(body, said + worth(equal("b")), more=REPLIES))).taken
    both = {"right": "It grows.", "wrong": "It grows."}
    assert taken.fields == {"type": "true-false", "statement": "Ask.", "answer": False, "explanation": both}


def test_what_is_left_out_of_qti_1_is_reported_and_shared_idents_are_not_keys() -> None:
    found = read(
        bank(
            first(SINGLE, worth(equal("b"))),
            first(SINGLE.replace("C&lt;", "D&lt;"), worth(equal("a"))),
            first(TYPED, ident="essay"),
            first("", ident="text"),
            first(TYPED + TYPED.replace('"r"', '"s"'), worth(equal("x")), ident="gaps"),
        )
    )
    assert [each.key for each in found.taken] == ["", ""]
    assert [each.why for each in found.left] == [
        "is an essay, which I can't judge",
        "doesn't ask anything; there's nothing in it to respond to",
        "has several gaps; ask for each of them in a question of its own",
    ]
