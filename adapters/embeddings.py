"""An embedding model behind an HTTP endpoint that follows OpenAI's API, as many services do.

Source: https://platform.openai.com/docs/api-reference/embeddings/create
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp
from pydantic import BaseModel, ValidationError

from adapters.proxy import proxy_for
from bot.meaning.errors import ModelError
from bot.runtime.memory import with_numpy
from bot.runtime.metrics import API_CALLS

if TYPE_CHECKING:  # it imports numpy, which is only loaded once someone has asked something
    from bot.meaning.meaning import Meaning

_SECONDS = 30.0
"""Timeout in seconds for a pack's texts, which nobody is waiting for."""

_TRIES = 4
_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds before the second attempt, doubled for each further one, and the maximum, whatever the endpoint asks."""

_MOST_BYTES = 32 * 1024 * 1024
"""Maximum number of bytes in an answer; 64 vectors of 4,096 numbers take 6 MB."""

_CLOSING = "Versed is being stopped."


class _Row(BaseModel):
    index: int
    embedding: list[float]


class _Answer(BaseModel):
    data: list[_Row]


class _Code(BaseModel):
    code: str | None = None


class _Refusal(BaseModel):
    error: _Code


class _Later(ModelError):
    """A failure that's worth a retry.

    Args:
        sentence: what went wrong.
        seconds: how long to wait, if the endpoint says so.
    """

    def __init__(self, sentence: str, seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class EmbeddingService:
    """Lets a service turn texts into vectors.

    Create it on the event loop, where it also makes its requests; call `encode` from other threads.

    Args:
        url: the API's URL, ending in /v1 or similar.
        model: the service's name for the model.
        key: the API key; None if there's none.
        pause: seconds before the second attempt.
    """

    languages: tuple[str, ...] = ()
    together = 64
    has_token_vectors = False

    def __init__(self, url: str, model: str, key: str | None, pause: float = _PAUSE) -> None:
        self._host = urlsplit(url).hostname or url
        self.name = f"{model} at {self._host}"
        self._url = f"{url.rstrip('/')}/embeddings"
        self._proxy = proxy_for(self._url)
        self._model = model
        self._key = key
        self._pause = pause
        self._loop = asyncio.get_running_loop()
        self._session: aiohttp.ClientSession | None = None
        self._asking: set[asyncio.Task[list[list[float]]]] = set()
        self._is_closed = False
        self._numbers = 0

    def encode(self, *texts: str, within: float | None = None) -> "list[Meaning]":
        """Return each text's meaning as a vector; this blocks, so never call it on the event loop.

        Args:
            texts: the texts.
            within: timeout in seconds for a single attempt, if someone is waiting; None to retry, with longer ones.

        Raises:
            ModelError: the service can't be reached, refuses, or doesn't answer with vectors.
        """
        try:
            rows = asyncio.run_coroutine_threadsafe(self._ask(texts, within), self._loop).result()
        except (CancelledError, RuntimeError) as error:  # the event loop has stopped, or is about to
            raise ModelError(_CLOSING) from error
        with with_numpy():
            import numpy as np

            from bot.meaning.meaning import Meaning
        vectors = np.array(rows)
        with np.errstate(over="ignore"):
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(lengths).all():
            raise ModelError(self._odd())
        return [Meaning(vector) for vector in (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)]

    def rest(self) -> None:
        """Do nothing, because the model's memory is on another machine."""

    async def close(self) -> None:
        """Cancel running requests, and close the connections."""
        self._is_closed = True
        for task in self._asking:
            task.cancel()
        if self._session is not None:
            await self._session.close()

    async def _ask(self, texts: Sequence[str], within: float | None) -> list[list[float]]:
        if self._is_closed:
            raise ModelError(_CLOSING)
        task = asyncio.create_task(self._try(texts, within) if within is not None else self._keep_trying(texts))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)
        return await task

    async def _keep_trying(self, texts: Sequence[str]) -> list[list[float]]:
        for number in range(_TRIES - 1):
            try:
                return await self._try(texts, _SECONDS)
            except _Later as error:
                pause = self._pause * 2**number if error.seconds is None else error.seconds
                await asyncio.sleep(min(pause, _LONGEST_PAUSE))
        return await self._try(texts, _SECONDS)

    async def _try(self, texts: Sequence[str], seconds: float) -> list[list[float]]:
        try:
            async with asyncio.timeout(seconds):
                status, wait, body = await self._post(texts)
        except TimeoutError as error:
            raise _Later(f"{self._host} doesn't answer in time.") from error
        except aiohttp.ClientError as error:
            raise _Later(f"{self._host} can't be reached; check VERSED_ASK_URL.") from error
        API_CALLS.labels("embeddings", str(status)).inc()
        if status != 200:
            raise self._refused(status, wait, body)
        return self._read(body, len(texts))

    async def _post(self, texts: Sequence[str]) -> tuple[int, float | None, bytes]:
        """Return a response's status, the seconds that it asks us to wait, and its body."""
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        headers = {} if self._key is None else {"Authorization": f"Bearer {self._key}"}
        # Services refuse empty texts; a period means just as little.
        body = {
            "model": self._model,
            "input": [text if text.strip() else "." for text in texts],
            "encoding_format": "float",
        }
        async with self._session.post(
            self._url, json=body, headers=headers, allow_redirects=False, proxy=self._proxy
        ) as response:
            answer = bytearray()
            async for part in response.content.iter_any():
                answer += part
                if len(answer) > _MOST_BYTES:
                    raise ModelError(self._odd())
            return response.status, _seconds(response.headers.get("Retry-After", "")), bytes(answer)

    def _refused(self, status: int, wait: float | None, body: bytes) -> ModelError:
        """Return the error for a response without vectors; its text isn't included, as it may contain a key."""
        if status in (401, 403):
            return ModelError(f"{self._host} doesn't accept VERSED_ASK_KEY; set the right one.")
        if status == 404:
            return ModelError(f"{self._host} doesn't have it; check VERSED_ASK_MODEL and VERSED_ASK_URL.")
        if status == 429 and _code(body) == "insufficient_quota":
            return ModelError(f"The account at {self._host} has nothing left; check its plan.")
        if status == 429:
            return _Later(f"{self._host} asks to slow down.", wait)
        if status >= 500 or status == 408:
            return _Later(f"{self._host} has trouble ({status}).", wait)
        return ModelError(f"{self._host} refuses the texts ({status}); check VERSED_ASK_MODEL and VERSED_ASK_URL.")

    def _read(self, body: bytes, count: int) -> list[list[float]]:
        try:
            rows = sorted(_Answer.model_validate_json(body).data, key=lambda row: row.index)
        except ValidationError as error:
            raise ModelError(self._odd()) from error
        lengths = {len(row.embedding) for row in rows}
        if [row.index for row in rows] != list(range(count)) or len(lengths) != 1 or 0 in lengths:
            raise ModelError(self._odd())
        (numbers,) = lengths
        if self._numbers not in (0, numbers):
            raise ModelError(f"{self._host} gave vectors of {self._numbers} numbers before, and now of {numbers}.")
        self._numbers = numbers
        return [row.embedding for row in rows]

    def _odd(self) -> str:
        return f"{self._host} answers something other than vectors; check VERSED_ASK_URL."


def _code(body: bytes) -> str | None:
    try:
        return _Refusal.model_validate_json(body).error.code
    except ValidationError:
        return None


def _seconds(header: str) -> float | None:
    """Return the seconds in a Retry-After header; None if it's a date or invalid."""
    return float(header) if header.isascii() and header.isdecimal() else None
