"""What an operator can see of all tenants, and do about one of them or about a post."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.features.delivery.clock import DeliveryClock
from bot.features.delivery.model import Post, PostState
from bot.features.delivery.store import stuck
from bot.features.operating.model import HeldLease, StuckPost, TenantUse
from bot.features.operating.store import leases, sizes
from bot.features.operating.store.sizes import Size
from bot.features.packs.model import Quota
from bot.features.packs.store import quotas
from bot.features.privacy.erasure import Erasure
from bot.language.refusals import Refusal
from bot.storage.database import Database
from bot.storage.transaction import Transaction

_SEND_WITHIN = timedelta(hours=1)
"""How long sending a post again is retried."""

_SENTENCES = {
    PostState.WAITING: "Post {} is waiting to be sent already; `versed admin leases` shows which process sends it.",
    PostState.DOUBTFUL: "Versed is still finding out whether post {} arrived; look again in a few minutes.",
    PostState.SENT: "Post {} has arrived; there's nothing to send again.",
    PostState.SKIPPED: "Post {} was skipped on purpose; post something new instead.",
}


class Operator:
    """Serves the person who runs Versed.

    Args:
        database: stores everything.
        erasure: deletes all data of a tenant.
        usual: the limits of tenants that don't have their own.
        clock: provides the time.
    """

    def __init__(self, database: Database, erasure: Erasure, usual: Quota, clock: DeliveryClock) -> None:
        self._database = database
        self._erasure = erasure
        self._usual = usual
        self._clock = clock

    async def tenants(self) -> Sequence[TenantUse]:
        """Return all tenants, largest first."""
        return await self._database.read(self._uses)

    async def tenant(self, key: str) -> TenantUse:
        """Return one tenant.

        Args:
            key: the key of the tenant, untrusted.

        Raises:
            Refusal: nothing is stored about it.
        """
        return await self._database.read(partial(self._use, key=key))

    async def purge(self, key: str) -> TenantUse:
        """Delete all data of a tenant; return what there was.

        Args:
            key: the key of the tenant, untrusted.

        Raises:
            Refusal: nothing is stored about it.
        """
        return await self._erasure.end_if(key, partial(self._use, key=key))

    async def limit(self, key: str, limits: Mapping[str, int | None]) -> TenantUse:
        """Set a tenant's limits; return the tenant with its new limits.

        Args:
            key: the key of the tenant, untrusted.
            limits: new limits for packs, items and megabytes; None for the usual limit; others stay as they are.

        Raises:
            Refusal: nothing is stored about it.
        """

        def work(transaction: Transaction) -> TenantUse:
            was = self._use(transaction, key)
            quotas.limit(transaction, key, limits)
            may = quotas.of(transaction, key, self._usual)
            return replace(was, most_packs=may.packs, most_items=may.items, most_megabytes=may.megabytes)

        return await self._database.transact(work)

    async def posts(self, *, failed: bool = False) -> Sequence[StuckPost]:
        """Return the posts that failed or may not have arrived, oldest first.

        Args:
            failed: whether to leave out posts that may have arrived.
        """
        stuck_posts = await self._database.read(stuck.posts)
        return [_stuck(post) for post in stuck_posts if not failed or post.state is PostState.FAILED]

    async def retry(self, key: str, *, anyway: bool = False) -> StuckPost:
        """Send a post once more; return it as it was before.

        Follow-ups to the post, such as pinning it, aren't repeated.

        Args:
            key: the post's key, untrusted.
            anyway: whether to send it even if it may have arrived.

        Raises:
            Refusal: it mustn't be sent, or can't be.
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
        """Return all current leases."""
        return await self._database.read(leases.held)

    def _uses(self, transaction: Transaction) -> Sequence[TenantUse]:
        limits = quotas.all_of(transaction, self._usual)
        by_tenant = sizes.of_all(transaction)
        largest = sorted(by_tenant.items(), key=lambda each: (-each[1].rows, each[0]))
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
    """Raise Refusal if a post mustn't or can't be sent again."""
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
