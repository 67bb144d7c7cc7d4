// Where a link leads: into the bot, to sharing, outside, or nowhere (an unsafe one). Opening it is the page's work.

const TELEGRAM = new Set(["t.me", "telegram.me", "telegram.dog"]);
const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);

/** `{kind: "bot", href}` | `{kind: "share", url, text}` | `{kind: "outside", href}` | null for one not to be followed. */
export function destination(href, botName) {
  const link = parsed(href);
  if (link === null) return null;
  if (link.protocol === "tg:") return ofTelegramScheme(link, botName);
  if (!SAFE.has(link.protocol)) return null;
  if (!TELEGRAM.has(link.hostname.replace(/^www\./, ""))) return { kind: "outside", href: link.href };
  const path = link.pathname.replace(/^\/|\/$/g, "");
  if (path === "share/url" || path === "share") {
    return { kind: "share", url: link.searchParams.get("url") ?? "", text: link.searchParams.get("text") ?? "" };
  }
  if (isBot(path, botName) && !link.searchParams.has("startgroup")) return { kind: "bot", href: link.href };
  return { kind: "outside", href: link.href };
}

function ofTelegramScheme(link, botName) {
  if (link.hostname === "resolve" && isBot(link.searchParams.get("domain") ?? "", botName)) {
    const payload = link.searchParams.get("start");
    return { kind: "bot", href: `https://t.me/${botName}${payload === null ? "" : `?start=${encodeURIComponent(payload)}`}` };
  }
  if (link.hostname === "msg_url") {
    return { kind: "share", url: link.searchParams.get("url") ?? "", text: link.searchParams.get("text") ?? "" };
  }
  return null;
}

function isBot(name, botName) {
  return Boolean(botName) && name.toLowerCase() === botName.toLowerCase();
}

function parsed(href) {
  const text = String(href).trim();
  try {
    return new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[\w.-]+:\d/.test(text) ? text : `https://${text}`);
  } catch {
    return null;
  }
}
