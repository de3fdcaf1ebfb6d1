"""What an operator sees of all tenants, and does about one of them or about a post."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Protocol

from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.model import Post, PostState
from bot.features.delivery.store import stuck
from bot.features.operating.model import HeldLease, StuckPost, TenantUse
from bot.features.operating.store import leases, sizes
from bot.features.operating.store.sizes import Size
from bot.features.packs.model import Quota
from bot.features.packs.store import quotas
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_SEND_WITHIN = timedelta(hours=1)
"""How long it's tried to send a post again."""

_SENTENCES = {
    PostState.WAITING: "Post {} is waiting to be sent already; `versed admin leases` shows who's at it.",
    PostState.DOUBTFUL: "Versed is still finding out whether post {} arrived; look again in a few minutes.",
    PostState.SENT: "Post {} has arrived; there's nothing to send again.",
    PostState.SKIPPED: "Post {} was skipped on purpose; post something new instead.",
}


class TenantCache(Protocol):
    """Remembers something of tenants beside the database."""

    async def forget_tenant(self, tenant: str) -> None:
        """Forget a tenant that has just been deleted from the database."""


class Operator:
    """Serves the person who runs Versed.

    Args:
        database: where everything is kept.
        purge: deletes everything kept about a tenant.
        usual: how much of their own tenants may have, unless they have limits of their own.
        clock: tells the time.
        caches: forget what this process remembers of a tenant beside the database; may grow.
    """

    def __init__(
        self,
        database: Database,
        purge: Callable[[Transaction, str], None],
        usual: Quota,
        clock: DeliveryClock,
        caches: Sequence[TenantCache] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._purge = purge
        self._usual = usual
        self._caches = caches

    async def tenants(self) -> Sequence[TenantUse]:
        """Return all tenants, the largest first."""
        return await self._database.read(self._uses)

    async def tenant(self, key: str) -> TenantUse:
        """Return one tenant.

        Args:
            key: untrusted.

        Raises:
            Refusal: nothing is kept of it.
        """
        return await self._database.read(partial(self._use, key=key))

    async def purge(self, key: str) -> TenantUse:
        """Delete everything kept about a tenant, at once; return what there was.

        Args:
            key: untrusted.

        Raises:
            Refusal: nothing is kept of it.
        """

        def work(transaction: Transaction) -> TenantUse:
            was = self._use(transaction, key)
            self._purge(transaction, key)
            return was

        await self._database.settle()  # what was put there without waiting must not come after
        was = await self._database.transact(work)
        for cache in self._caches:
            await cache.forget_tenant(key)
        await self._database.wipe()
        return was

    async def limit(self, key: str, limits: Mapping[str, int | None]) -> TenantUse:
        """Set how much of its own a tenant may have; return how it stands then.

        Args:
            key: of the tenant, untrusted.
            limits: packs, items and megabytes, as far as they change; None for what's usual.

        Raises:
            Refusal: nothing is kept of it.
        """

        def work(transaction: Transaction) -> TenantUse:
            was = self._use(transaction, key)
            quotas.limit(transaction, key, limits)
            may = quotas.of(transaction, key, self._usual)
            return replace(was, most_packs=may.packs, most_items=may.items, most_megabytes=may.megabytes)

        return await self._database.transact(work)

    async def posts(self, *, failed: bool = False) -> Sequence[StuckPost]:
        """Return the posts that failed or may not have arrived, the oldest first.

        Args:
            failed: whether to leave out those that may have arrived.
        """
        found = await self._database.read(stuck.posts)
        return [_stuck(post) for post in found if not failed or post.state is PostState.FAILED]

    async def retry(self, key: str, *, anyway: bool = False) -> StuckPost:
        """Have a post sent once more; return it as it was.

        What follows it, such as a pin, isn't done again.

        Args:
            key: of the post, untrusted.
            anyway: whether to send it even if it may have arrived.

        Raises:
            Refusal: it mustn't be sent, or can't.
        """

        def work(transaction: Transaction) -> StuckPost:
            post = stuck.find(transaction, key)
            if post is None:
                raise Refusal(f"There's no post {key}; `versed admin posts` shows which failed.")
            _check(post, anyway=anyway)
            now = self._clock.shared(transaction)
            if not stuck.send_again(transaction, post, now, now + _SEND_WITHIN):
                raise Refusal(f"Post {key} has just changed; look at `versed admin posts` again.")
            return _stuck(post)

        return await self._database.transact(work)

    async def leases(self) -> Sequence[HeldLease]:
        """Return who holds what now."""
        return await self._database.read(leases.held)

    def _uses(self, transaction: Transaction) -> Sequence[TenantUse]:
        limits = quotas.all_of(transaction, self._usual)
        found = sizes.of_all(transaction)
        largest = sorted(found.items(), key=lambda each: (-each[1].rows, each[0]))
        return [_used(tenant, size, limits.get(tenant, self._usual)) for tenant, size in largest]

    def _use(self, transaction: Transaction, key: str) -> TenantUse:
        size = sizes.of_one(transaction, key)
        if size is None:
            raise Refusal(f"There's no tenant {key}; `versed admin tenants` shows them all.")
        return _used(key, size, quotas.of(transaction, key, self._usual))


def _used(tenant: str, size: Size, may: Quota) -> TenantUse:
    return TenantUse(
        tenant=tenant,
        name=size.name,
        people=size.people,
        rows=size.rows,
        last_use=size.last_use,
        packs=size.packs,
        most_packs=may.packs,
        most_items=may.items,
        most_megabytes=may.megabytes,
    )


def _check(post: Post, *, anyway: bool) -> None:
    """Refuse to send a post again that mustn't be, or can't."""
    if post.state in _SENTENCES:
        raise Refusal(_SENTENCES[post.state].format(post.key))
    if not post.payload:
        raise Refusal(f"I haven't kept what post {post.key} said; post something new instead.")
    if post.state is PostState.UNKNOWN and not anyway:
        raise Refusal(
            f"Post {post.key} may have arrived already; look in its channel, and add --anyway if it hasn't."
        )


def _stuck(post: Post) -> StuckPost:
    return StuckPost(
        post=post.key,
        tenant=post.tenant,
        schedule=post.schedule,
        state=post.state.value,
        reason=post.reason,
        since=post.ended or post.first_send or post.due,
        due=post.due,
        can_retry=bool(post.payload) and post.state in (PostState.FAILED, PostState.UNKNOWN),
    )
