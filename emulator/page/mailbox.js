// What one person has received and sent, chat by chat, kept up to date from the emulator's numbered changes.

/** Says "change" (detail: chat, added, edited, removed, first) whenever something in it became different. */
export class Mailbox extends EventTarget {
  constructor(person) {
    super();
    this.person = person;
    this.draft = "";
    this.cursor = 0;
    this.loaded = false;
    this.shown = null;
    this.chats = new Map();
    this.chat(person.id);
  }

  /** One chat of this person's, made when first heard of: `{id, title, messages, unread}`. */
  chat(id) {
    if (!this.chats.has(id)) this.chats.set(id, { id, title: null, messages: new Map(), unread: 0 });
    return this.chats.get(id);
  }

  get unread() {
    return [...this.chats.values()].reduce((sum, chat) => sum + chat.unread, 0);
  }

  /** Shows one chat to the reader, so that nothing in it is unread; null shows none. */
  show(chatId) {
    this.shown = chatId;
    if (chatId === null || this.chat(chatId).unread === 0) return;
    this.chat(chatId).unread = 0;
    this.dispatchEvent(new Event("read"));
  }

  /** Takes in the changes after a number. One already known changes nothing, so answers may overlap. */
  apply(changes, after) {
    const first = !this.loaded;
    if (first && after > 0) return; // an answer to a question from before everything was lost: only a part
    if (first) this.#forgetReceived();
    const news = new Map(first ? [[this.person.id, noNews()]] : []);
    for (const change of changes) {
      this.cursor = Math.max(this.cursor, change.change);
      const chat = this.chat(change.chat?.id ?? this.person.id);
      chat.title = change.chat?.title ?? chat.title;
      if (!news.has(chat.id)) news.set(chat.id, noNews());
      this.#take(change, chat, news.get(chat.id), first);
    }
    this.loaded = true;
    for (const [chat, { added, edited, removed }] of news) {
      if (first || added.length + edited.length + removed.length > 0) this.#tell({ chat, added, edited, removed, first });
    }
  }

  #take(change, chat, news, first) {
    const known = chat.messages.get(change.message_id);
    if (change.deleted) {
      if (chat.messages.delete(change.message_id)) news.removed.push(change.message_id);
    } else if (!known) {
      chat.messages.set(change.message_id, change);
      news.added.push(change);
      if (!first && this.isFromAnother(change) && this.shown !== chat.id) chat.unread += 1;
    } else if (change.change > known.change) {
      chat.messages.set(change.message_id, change);
      news.edited.push(change);
    }
  }

  /** Puts in a card that exists on this page alone (a link somebody forwarded), after all there is. */
  addLocal(card) {
    const chat = this.chat(this.person.id);
    const last = Math.max(0, ...chat.messages.keys());
    const message = { ...card, message_id: last + 0.001, local: true, change: 0, chat: { id: chat.id, type: "private" } };
    chat.messages.set(message.message_id, message);
    if (this.shown !== chat.id) chat.unread += 1;
    this.#tell({ chat: chat.id, added: [message], edited: [], removed: [], first: false });
  }

  isFromAnother(message) {
    return Boolean(message.local) || message.from?.id !== this.person.id;
  }

  /** The messages of a chat in the order they were written. */
  inOrder(chatId) {
    return [...this.chat(chatId).messages.values()].sort((one, other) => one.message_id - other.message_id);
  }

  /** The supergroup that a group has become, as far as this person was told; else undefined. */
  movedTo(chatId) {
    return this.inOrder(chatId).find((message) => message.migrate_to_chat_id)?.migrate_to_chat_id;
  }

  /** After an outage the emulator may be another one: the next changes replace everything known. */
  lose() {
    this.cursor = 0;
    this.loaded = false;
  }

  #forgetReceived() {
    for (const chat of this.chats.values()) {
      for (const message of [...chat.messages.values()]) if (!message.local) chat.messages.delete(message.message_id);
    }
  }

  #tell(detail) {
    this.dispatchEvent(new CustomEvent("change", { detail }));
  }
}

function noNews() {
  return { added: [], edited: [], removed: [] };
}
