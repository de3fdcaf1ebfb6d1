"""Problem reports: members report that something is wrong, and editors answer all reports about it at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random

from bot.features.authoring.editors_channel import About, tell_editors
from bot.features.authoring.model import Report, ReportedPart, Resolution, without_kind
from bot.features.authoring.store import feedback
from bot.features.learners.store import notices
from bot.features.packs.editors import Editors, check_editor, check_has_editors
from bot.features.packs.part_names import names_of
from bot.features.packs.service import OwnPacks
from bot.features.packs.taught import Packs
from bot.features.quizzes.doubts import part_of
from bot.features.quizzes.model import Answer
from bot.features.quizzes.posed import Posed
from bot.features.quizzes.questions import bank
from bot.features.quizzes.shown import in_full
from bot.features.quizzes.store import answers, quizzes
from bot.language.ids import new_id
from bot.language.people import Right, check_right
from bot.language.refusals import Refusal
from bot.language.requests import Asker
from bot.language.text import clean, shortened
from bot.storage.database import Database
from bot.storage.transaction import Transaction

LONGEST = 300
"""Maximum length of a comment, in characters."""

_DAY = timedelta(days=1)
_MINE_A_DAY, _ALL_A_DAY = 10, 200
_MOST = 200
_SHOWN = 80

_GONE = "That isn't in the pack any more, so there's nothing left to report."


class Reporting:
    """Stores members' reports, and passes on editors' answers.

    Args:
        database: stores the reports.
        packs: finds packs.
        own_packs: the tenants' own packs.
        editors: checks who may edit packs.
        random: generates ids.
    """

    def __init__(
        self, database: Database, packs: Packs, own_packs: OwnPacks, editors: Editors, random: Random
    ) -> None:
        self._database = database
        self._packs = packs
        self._own = own_packs
        self._editors = editors
        self._random = random

    async def name(self, asker: Asker, pack_id: str, part: str) -> str:
        """Return the name of a part of a pack.

        Args:
            asker: the member; their tenant must have the pack.
            pack_id: the pack's id, untrusted.
            part: kind:id of the part, untrusted.

        Raises:
            Refusal: there's no such pack or part, or nobody would see a report.
        """
        check_has_editors(asker)
        name = names_of(await self._packs.get(asker, pack_id)).get(part)
        if name is None:
            raise Refusal(_GONE)
        return name

    async def answered(self, asker: Asker, quiz_id: str, position: int) -> tuple[str, str, str]:
        """Return the pack and part of the question that a member answered, and the answer as text.

        Args:
            asker: the member.
            quiz_id: the id of the quiz, game or challenge, untrusted.
            position: the position of the question, untrusted.

        Raises:
            Refusal: the answer isn't theirs, or it's gone.
        """
        tenant, member = asker.key

        def look(transaction: Transaction) -> tuple[Answer | None, int]:
            quiz = quizzes.find(transaction, tenant, quiz_id)
            key = quiz_id if quiz else f"{quiz_id}:{member}"  # in games and challenges, each player has their own
            return answers.find(transaction, tenant, key, position), quiz.seed if quiz else 0

        answer, seed = await self._database.read(look)
        if answer is None or answer.member != member:
            raise Refusal("I can't find that answer of yours; run /quiz for a fresh round.")
        pack = await self._packs.get(asker, answer.pack)
        question = bank(pack).get(answer.question)
        if question is None:
            raise Refusal(_GONE)
        in_words = in_full(Posed(pack, question, quiz_id, position, seed), answer.given)
        return pack.id, ":".join(part_of(question)), in_words

    async def report(self, asker: Asker, pack_id: str, part: str, comment: str, answer: str = "") -> None:
        """Store a report, and tell the people who can fix the problem.

        Args:
            asker: the member.
            pack_id: the pack's id, untrusted.
            part: kind:id of the part, untrusted.
            comment: what's wrong, in the member's words.
            answer: the member's answer to the question, as text, or "".

        Raises:
            Refusal: there's no such part, the comment is empty, or there were too many reports today.
        """
        name = without_kind(await self.name(asker, pack_id, part))
        complaint = " ".join(clean(comment).split())[:LONGEST]
        if not complaint:
            raise Refusal("Say in a few words what's wrong.")
        me, is_own = asker.key, await self._is_own(asker.tenant.key, pack_id)
        report = Report(new_id(self._random), me.member, pack_id, part, answer[:LONGEST], complaint, asker.at)
        edit = [each.member for each in await self._editors.all(me.tenant) if each.may] if is_own else []

        def work(transaction: Transaction) -> None:
            mine, everyones = feedback.said_lately(transaction, me, asker.at - _DAY)
            if mine >= _MINE_A_DAY or everyones >= _ALL_A_DAY:
                raise Refusal("That's a lot for one day, thank you! Tell me the rest tomorrow.")
            feedback.put(transaction, me.tenant, report)
            sentence = f"Someone says something's wrong with “{shortened(name, _SHOWN)}”; /pack problems shows what."
            subject = f"reported {pack_id} {part} {asker.at:%Y-%m-%d}"
            tell_editors(transaction, me.tenant, About(report=report.id), asker.at, subject, sentence, edit)

        await self._database.transact(work)

    async def waiting(self, asker: Asker) -> Sequence[ReportedPart]:
        """Return the open cases that the asker may answer, oldest first.

        Raises:
            Refusal: the asker may not edit packs.
        """
        await self._editors.check_may_edit(asker)
        found = await self._database.read(partial(feedback.waiting, tenant=asker.tenant.key, most=_MOST))
        grouped: dict[tuple[str, str], list[Report]] = {}
        for each in found:
            grouped.setdefault((each.pack, each.part), []).append(each)
        cases = [await self._case(asker.tenant.key, reports) for reports in grouped.values()]
        return [each for each in cases if each is not None and (each.own or asker.member.administers)]

    async def open(self, tenant: str, report_id: str) -> ReportedPart | None:
        """Return an open report as a case, to be posted to editors; None if it has been answered.

        Args:
            tenant: the key of the tenant.
            report_id: the report's id.
        """
        report = await self._database.read(partial(feedback.waiting_for, tenant=tenant, report_id=report_id))
        return None if report is None else await self._case(tenant, [report])

    async def answer(self, asker: Asker, report_id: str, verdict: Resolution, word: str) -> ReportedPart:
        """Answer all members who reported a part; each is told once, in private.

        Args:
            asker: the editor.
            report_id: the id of one of the reports, untrusted.
            verdict: the answer.
            word: a comment for the members, or "".

        Raises:
            Refusal: they may not answer, it's already answered, or the answer needs a comment.
        """
        await self._editors.check_may_edit(asker)
        note = " ".join(clean(word).split())[:LONGEST]
        if verdict is Resolution.NOT_WRONG and not note:
            raise Refusal("Say in a few words why it's right as it is.")
        about = await self._database.read(partial(feedback.find, tenant=asker.tenant.key, report_id=report_id))
        case = await self._case(asker.tenant.key, [about]) if about else None
        if about is None or case is None:
            raise Refusal("That isn't open any more; /pack problems shows what is.")
        if not case.own:
            check_right(asker.member, Right.ADMINISTRATOR, "answer for packs for everyone")
        sentence = _told(case, verdict, note)

        def work(transaction: Transaction) -> list[Report]:
            check_editor(transaction, asker)
            answered = feedback.answer(transaction, asker.tenant.key, about, verdict)
            for each in answered:
                subject = f"report answered {each.id}"
                notices.add(transaction, asker.tenant.key, subject, sentence, asker.at, each.member)
            return answered

        reports = await self._database.transact(work)
        if not reports:
            raise Refusal("That's been answered already; /pack problems shows what's open.")
        return replace(case, reports=tuple(reports))

    async def _case(self, tenant: str, reports: Sequence[Report]) -> ReportedPart | None:
        """Return the case with some reports about one part; None if its pack is gone."""
        pack = await self._packs.find(tenant, reports[0].pack)
        if pack is None:
            return None
        name = names_of(pack).get(reports[0].part, "")
        return ReportedPart(pack.title, name, await self._is_own(tenant, pack.id), tuple(reports))

    async def _is_own(self, tenant: str, pack_id: str) -> bool:
        return any(each.id == pack_id for each in await self._own.all(tenant))


def _told(case: ReportedPart, verdict: Resolution, word: str) -> str:
    """Return the notice for the members who reported a problem."""
    if not case.name:
        gone = f"You said that something's wrong in {case.pack}"
        if verdict is Resolution.FIXED:
            return f"{gone}: it isn't in there any more, thank you!{f' {word}' if word else ''}"
        return f"{gone}. It isn't in there any more, but the editors say it was right: {word}"
    about = f"“{shortened(without_kind(case.name), _SHOWN)}”"
    if verdict is Resolution.FIXED:
        return f"You said that something's wrong with {about}: it's fixed, thank you!{f' {word}' if word else ''}"
    return f"You said that something's wrong with {about}. The editors say it's right as it is: {word}"
