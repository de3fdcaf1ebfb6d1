"""Files that people share with Versed, in a message or in a modal's file field.

Source: https://docs.slack.dev/messaging/working-with-files and
https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
"""

from collections.abc import Mapping
from dataclasses import replace

from adapters.given_files import GivenFiles, gone, origins, refusing, to_read
from adapters.json_value import objects
from adapters.slack.inbound.payload import SlackPayload, part, text
from adapters.slack.outbound.api import ApiError, Refused
from adapters.slack.workspace.installations import Installations
from bot.language.files import GivenFile
from bot.language.refusals import Refusal

_SLACK = "Slack"
_API_HOST = "slack.com"
_FILE_HOSTS = ("files.slack.com",)
_DENIED = (
    "Slack doesn't let me read files; ask the person who runs Versed to give it the scope files:read and install it "
    "again."
)
_MADE_IN_SLACK = "application/vnd.slack-"
"""What the media types of canvases (-docs) and lists (-list) begin with: Slack only sends them as web pages."""
_CANVAS = "I can't read Slack's canvases and lists; copy the text into a text file, and give me that."
_GONE = frozenset({"file_not_found", "file_deleted"})
"""Slack's error codes for a file that was deleted (https://docs.slack.dev/reference/methods/files.info#errors)."""
_NOT_NOW = "Slack isn't answering right now; give me that file again in a minute."


class SharedFiles:
    """Reads Slack's metadata of files, and downloads a file when it's needed.

    Args:
        installations: has the tokens that let the bot read files.
        api: the URL of Slack's API.
    """

    def __init__(self, installations: Installations, api: str) -> None:
        self._installations = installations
        self._fetching = GivenFiles(_SLACK, origins(api, _API_HOST, _FILE_HOSTS), _DENIED, signs_in=True)

    async def of_message(self, event: SlackPayload, team: str, said: str) -> list[GivenFile]:
        """Return the files that were shared with a message, without what only illustrates its words.

        What can't be read, such as a canvas, comes last and says why once it's read, so that it spoils neither the
        other files nor a question beside it.

        Args:
            event: the message.
            team: the id of the workspace.
            said: its words, or "".
        """
        readable, others = list[GivenFile](), list[GivenFile]()
        for each in to_read([*objects(event.get("files"))], "mimetype", said):
            try:
                readable.append(await self._given(each, team))
            except Refusal as refusal:
                others.append(refusing(text(each.get("name")), refusal))
        # A deleted file has no name any more, so nobody could be told which one it was.
        return [*readable, *(each for each in others if each.name or not readable)]

    async def of_form(self, body: SlackPayload, team: str) -> dict[str, GivenFile]:
        """Return the files that were chosen in a modal, by block id.

        Args:
            body: the modal's submission.
            team: the id of the workspace.
        """
        values = part(part(part(body, "view"), "state"), "values")
        chosen = (
            (str(block), each)
            for block, elements in values.items()
            for element in (elements.values() if isinstance(elements, dict) else ())
            if isinstance(element, dict)
            for each in objects(element.get("files"))
        )
        return {block: await self._given(each, team) for block, each in chosen}

    async def _given(self, file: Mapping[str, object], team: str) -> GivenFile:
        if file.get("file_access") == "check_file_info":
            file = await self._described(text(file.get("id")), team)
        if file.get("mode") == "tombstone":  # what Slack leaves of a deleted file
            raise gone(_SLACK)
        if text(file.get("mimetype")).startswith(_MADE_IN_SLACK):
            raise Refusal(_CANVAS, option="file")
        workspace = await self._installations.find(team)
        fetching = replace(self._fetching, headers={"Authorization": f"Bearer {workspace.token}"})
        size = file.get("size")
        address = text(file.get("url_private_download")) or text(file.get("url_private"))
        return fetching.given(text(file.get("name")), size if isinstance(size, int) else 0, address)

    async def _described(self, file: str, team: str) -> Mapping[str, object]:
        """Ask Slack about a file of which it only sends the id, because it's in a channel shared with others.

        Source: https://docs.slack.dev/reference/events/message/file_share#slack-connect-files

        Raises:
            Refusal: Slack doesn't say.
        """
        try:
            answer = await self._installations.call(team, "files.info", form={"file": file})
        except Refused as error:
            raise (gone(_SLACK) if error.code in _GONE else Refusal(_DENIED)) from error
        except ApiError as error:
            raise Refusal(_NOT_NOW) from error
        return part(answer, "file")
