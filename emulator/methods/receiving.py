"""How a bot gets its updates: asking for them, or having them delivered, never both."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from emulator.answers import Answer, Json, bad_request, conflict
from emulator.kept.webhooks import Webhook
from emulator.methods.call import Call

LONGEST_TIMEOUT: Final = 50
MOST_UPDATES: Final = 100
MOST_CONNECTIONS: Final = 100
DEFAULT_CONNECTIONS: Final = 40
SECRET: Final = re.compile(r"[A-Za-z0-9_-]*")
PORTS: Final = frozenset({80, 88, 443, 8443})
LONGEST_SECRET: Final = 256
KINDS: Final = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
    },
)


async def get_updates(call: Call) -> list[Json]:
    """Updates from an offset on, waiting up to `timeout` seconds of real time for the first.

    Raises a 409 while a webhook is set, and to a poll that waits when another one comes.
    """
    webhook = call.bot.webhook
    if webhook is not None and webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
    _remember_kinds(call)
    return await call.bot.updates.take(
        offset=call.params.integer("offset"),
        limit=call.params.integer("limit", MOST_UPDATES, least=1, most=MOST_UPDATES),
        wait=call.params.integer("timeout", 0, least=0, most=LONGEST_TIMEOUT),
    )


def set_webhook(call: Call) -> Answer:
    """Have updates delivered to an address; an empty one means asking for them again."""
    url = call.params.text("url").strip()
    if not url:
        return delete_webhook(call)
    call.state.limits.take_webhook(call.bot.id)
    secret = call.params.text("secret_token")
    most = call.params.integer("max_connections", DEFAULT_CONNECTIONS, least=1, most=MOST_CONNECTIONS)
    drop = call.params.flag("drop_pending_updates")
    known = call.bot.webhook
    if known is not None and (known.url, known.secret, known.max_connections, drop) == (url, secret, most, False):
        _remember_kinds(call)
        return _done("Webhook is already set")
    _require_address(url)
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_kinds(call)
    if drop:
        call.bot.updates.clear()
    call.bot.updates.end_poll(conflict("terminated by setWebhook request"))
    _stop(call)
    answered = call.state.answer_in_webhook(call.bot)
    call.bot.webhook = Webhook(url, secret, most, call.bot.updates, answered, call.state.clock.date)
    call.bot.webhook.start()
    return _done("Webhook was set")


def delete_webhook(call: Call) -> Answer:
    """Ask for updates again."""
    if call.params.flag("drop_pending_updates"):
        call.bot.updates.clear()
    if call.bot.webhook is None:
        return _done("Webhook is already deleted")
    _stop(call)
    return _done("Webhook was deleted")


def get_webhook_info(call: Call) -> Json:
    """Where updates are delivered, how many wait, and what went wrong last."""
    webhook = call.bot.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.updates),
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        info |= webhook.last_error
    if call.bot.updates.allowed is not None:
        info["allowed_updates"] = sorted(call.bot.updates.allowed)
    return info


def _stop(call: Call) -> None:
    if call.bot.webhook is not None:
        call.bot.webhook.stop()
        call.bot.webhook = None


def _require_address(url: str) -> None:
    """Telegram delivers to HTTPS only; a server beside the emulator may do without."""
    invalid = bad_request("invalid webhook URL specified")
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = parts.hostname or ""
        port = parts.port or 443
    except ValueError as error:
        raise invalid from error
    if not host or parts.scheme not in ("http", "https"):
        raise invalid
    near = host in ("localhost", "::1") or host.startswith("127.")
    if near:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if _reserved(host):
        raise bad_request(f"bad webhook: IP address {host} is reserved")


def _reserved(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


def _remember_kinds(call: Call) -> None:
    """`allowed_updates` stays until it is given again; an empty list means the usual ones.

    What is no list of texts changes nothing, and kinds that do not exist count for nothing, as at Telegram.
    """
    given: Any = call.params.json_or_none("allowed_updates")
    if isinstance(given, list) and all(isinstance(kind, str) for kind in given):
        call.bot.updates.allowed = KINDS.intersection(given) or None


def _done(description: str) -> Answer:
    return Answer(200, {"ok": True, "result": True, "description": description})
