"""Questions in the formats of Blackboard and Brightspace."""

from bot.exchange.formats import read


def test_blackboard() -> None:
    lines = [
        "MC\tWhich <b>gate</b> is open?\tNorth\tincorrect\tSouth\tcorrect",
        "MA\tWhich badges do?\tRed\tcorrect\tBlue\tcorrect\tGreen\tincorrect",
        "TF\tThe lab is open on Sundays.\tfalse",
        "FIB\tThe ___ keeps the keys.\tporter\tdoorman",
        "ORD\tHow do you close?\tLights\tWindows\tDoor",
        "MAT\tWhich floor?\tLab\tFirst\tCanteen\tGround\tOffice\tSecond",
        "NUM\tHow many floors?\t5\t1",
        "ESS\tDescribe your first week.\tAnything goes.",
    ]
    found = read("\n".join(lines).encode())
    kinds = [each.fields["type"] for each in found.taken]
    assert kinds == ["choice", "several", "true-false", "free-text", "order", "match", "number"]
    assert found.taken[0].fields == {
        "type": "choice", "prompt": "Which gate is open?",
        "options": [{"text": "North"}, {"text": "South", "correct": True}],
    }  # fmt: skip
    assert found.taken[3].fields["answers"] == ["porter", "doorman"]
    assert [(each.position, each.why) for each in found.left] == [
        ("line 8", "needs a long answer, which I can't judge")
    ]


def test_brightspace() -> None:
    found = read(
        b"""NewQuestion,WR,,,
QuestionText,Say hello,,,
,,,,
NewQuestion,MC,HTML,,
ID,Q-3,,,
QuestionText,<p>Which form is for travel?</p>,HTML,,
Option,0,H2,,That's for holidays
Option,100,T1,,It has a plane on it
Hint,Think of a plane,,,
Feedback,Since 2020.,,,
NewQuestion,TF,,,
QuestionText,Receipts are kept.,,,
TRUE,100,By law,,
FALSE,0,,,
NewQuestion,MS,,,
QuestionText,Which need a receipt?,,,
Option,1,Taxi,,
Option,1,Hotel,,
Option,0,Walk,,
NewQuestion,SA,,,
QuestionText,Who signs?,,,
Answer,100,Nora,,
NewQuestion,M,,,
QuestionText,Which floor?,,,
Choice,1,Lab,,
Choice,2,Hall,,
Choice,3,Roof,,
Match,1,First,,
Match,2,Ground,,
Match,3,Top,,
"""
    )
    assert [each.fields["type"] for each in found.taken] == ["choice", "true-false", "several", "free-text", "match"]
    assert (found.taken[0].key, found.taken[0].fields["hint"]) == ("Q-3", "Think of a plane")
    assert found.taken[0].fields["options"] == [
        {"text": "H2", "why": "That's for holidays"},
        {"text": "T1", "correct": True, "why": "It has a plane on it. Since 2020."},
    ]
    assert found.taken[1].fields["explanation"]["right"] == "By law"
    assert [each["right"] for each in found.taken[4].fields["pairs"]] == ["First", "Ground", "Top"]
    assert [each.position for each in found.left] == ["row 1"]
