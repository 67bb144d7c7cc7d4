// Polls and quizzes: asked, voted in, and their results. The emulator counts; what one chose is this page's to remember.

import { el } from "./elements.js";
import { icon } from "./icons.js";
import { say } from "./languages.js";
import { shortMoment } from "./times.js";
import { myVote, rememberVote } from "./votes.js";
import * as sim from "./sim.js";

/** The node of a message's poll: to be voted in, or, once one has or it is over, with its results. */
export function pollCard(message, room) {
  const { poll } = message;
  const mine = myVote(room.person, message);
  const closed = isClosed(poll, room);
  const body = closed || mine ? results(poll, mine) : ballot(message, room);
  return el(
    "div",
    { class: "poll", "data-testid": "poll" },
    el("div", { class: "poll-question" }, poll.question),
    el("div", { class: "poll-kind" }, kindOf(poll, closed)),
    body,
    mine && poll.explanation ? el("div", { class: "poll-explanation" }, icon("lamp"), el("span", {}, poll.explanation)) : null,
    foot(message, room, mine, closed),
  );
}

function isClosed(poll, room) {
  return poll.is_closed || (poll.close_date !== undefined && room.desk.clock.now() >= poll.close_date);
}

function kindOf(poll, closed) {
  if (closed) return say("pollClosed");
  const kind = poll.type === "quiz" ? (poll.is_anonymous ? "quizSecret" : "quizOpen") : poll.is_anonymous ? "pollSecret" : "pollOpen";
  return poll.allows_multiple_answers ? `${say(kind)} · ${say("pollSeveral")}` : say(kind);
}

/** One answer is a press; several are ticked and sent. */
function ballot(message, room) {
  const { poll } = message;
  if (!poll.allows_multiple_answers) {
    const choices = poll.options.map((option, number) =>
      el(
        "button",
        { type: "button", class: "poll-choice", "data-testid": `option-${number}`, on: { click: () => vote(message, room, [number]) } },
        el("span", { class: "poll-dot", "aria-hidden": "true" }),
        el("span", {}, option.text),
      ),
    );
    return el("div", { class: "poll-choices", role: "group", "aria-label": poll.question }, choices);
  }
  const ticks = poll.options.map((option, number) =>
    el(
      "label",
      { class: "poll-choice tick" },
      el("input", { type: "checkbox", name: "option", value: number, "data-testid": `option-${number}` }),
      el("span", {}, option.text),
    ),
  );
  const send = el("button", { type: "submit", class: "poll-send", "data-testid": "vote", disabled: true }, say("vote"));
  const submit = (event) => {
    event.preventDefault();
    vote(message, room, new FormData(event.currentTarget).getAll("option").map(Number));
  };
  const form = el("form", { class: "poll-choices", "aria-label": poll.question, on: { submit } }, ticks, send);
  form.addEventListener("change", () => {
    send.disabled = !form.querySelector("input:checked");
  });
  return form;
}

function results(poll, mine) {
  const right = new Set(poll.correct_option_ids ?? (poll.correct_option_id === undefined ? [] : [poll.correct_option_id]));
  const total = poll.total_voter_count;
  const rows = poll.options.map((option, number) => {
    const share = total > 0 ? Math.round((option.voter_count * 100) / total) : 0;
    const chosen = mine?.includes(number) ?? false;
    const wrong = poll.type === "quiz" && chosen && !right.has(number);
    const verdict = right.has(number) ? "right" : wrong ? "wrong" : chosen ? "chosen" : null;
    const marks = { right: ["check", say("answerRight")], wrong: ["close", say("answerWrong")], chosen: ["check", say("yourVote")] };
    const [drawing, words] = marks[verdict] ?? [];
    const mark = words ? el("span", { class: "poll-mark", title: words }, icon(drawing), el("span", { class: "unseen" }, words)) : null;
    const bar = el("span", { class: "poll-bar", "aria-hidden": "true" });
    bar.style.setProperty("--share", `${share}%`);
    return el(
      "li",
      { class: `poll-result ${verdict ?? ""}`, "data-testid": `result-${number}` },
      el("span", { class: "poll-share" }, `${share}%`),
      el("span", { class: "poll-option" }, option.text, mark),
      el("span", { class: "poll-count" }, String(option.voter_count)),
      bar,
    );
  });
  return el("ul", { class: "poll-results" }, rows);
}

function foot(message, room, mine, closed) {
  const { poll } = message;
  const count = el("span", {}, say("pollVotes", { count: poll.total_voter_count }));
  const ends = !closed && poll.close_date ? el("span", {}, say("pollEnds", { when: shortMoment(poll.close_date) })) : null;
  const back = () => vote(message, room, []);
  const revotes = mine && !closed && (poll.allows_revoting ?? poll.type !== "quiz");
  const retract = revotes
    ? el("button", { type: "button", class: "poll-back", "data-testid": "retract", on: { click: back } }, say("retract"))
    : null;
  return el("div", { class: "poll-foot" }, count, ends, retract);
}

async function vote(message, room, options) {
  const before = myVote(room.person, message);
  rememberVote(room.person, message, options);
  const answer = await room.attempt(sim.vote(room.person.id, { message_id: message.message_id, options, ...room.place() }));
  if (answer !== null) return;
  rememberVote(room.person, message, before ?? []);
  room.view.feed.redraw(message.message_id);
}
