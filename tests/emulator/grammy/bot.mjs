// The bot of tests/emulator/conversation.py, written with grammY. Called with the emulator's address and a token.
import { Bot, GrammyError, InlineKeyboard, InlineQueryResultBuilder, InputFile, InputMediaBuilder } from "grammy";

const [apiRoot, token] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot } });
const point = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64",
);

bot.command("start", (ctx) =>
  ctx.reply("<b>Hello</b>", { parse_mode: "HTML", reply_markup: new InlineKeyboard().text("Go", "go") }),
);
bot.callbackQuery("go", async (ctx) => {
  await ctx.answerCallbackQuery("Gone");
  await ctx.editMessageText("Edited");
});
bot.command("upload", (ctx) => ctx.replyWithDocument(new InputFile(Buffer.from("one\ntwo\n"), "список.txt"), { caption: "list" }));
bot.on("message:document", async (ctx) => {
  const file = await ctx.getFile();
  const response = await fetch(`${apiRoot}/file/bot${token}/${file.file_path}`);
  await ctx.reply(`read: ${await response.text()}`);
});
bot.command("album", async (ctx) => {
  const pictures = ["a.png", "b.png"].map((name) => InputMediaBuilder.photo(new InputFile(point, name), { caption: name }));
  const sent = await ctx.replyWithMediaGroup(pictures);
  await ctx.reply(`album of ${sent.length}: ${sent[0].photo[0].width}`);
});
bot.command("poll", async (ctx) => {
  const sent = await ctx.replyWithPoll("When?", [{ text: "Mon" }, { text: "Tue" }], { is_anonymous: false });
  await ctx.reply(`poll of ${sent.poll.options.length}`);
});
bot.on("poll_answer", (ctx) => ctx.api.sendMessage(ctx.pollAnswer.user.id, `voted ${ctx.pollAnswer.option_ids}`));
bot.inlineQuery("museum", (ctx) => {
  const more = new InlineKeyboard().text("More", "more");
  return ctx.answerInlineQuery([InlineQueryResultBuilder.article("a", "Museum", { reply_markup: more }).text("Museum")]);
});
bot.on("chosen_inline_result", (ctx) => ctx.api.sendMessage(ctx.from.id, `chosen ${ctx.chosenInlineResult.result_id}`));
bot.callbackQuery("more", (ctx) => ctx.editMessageText("Changed"));
bot.reaction("👍", (ctx) => ctx.reply(`reacted ${ctx.messageReaction.new_reaction[0].emoji}`));
bot.command("refuse", async (ctx) => {
  try {
    await ctx.api.sendMessage(5, "x");
  } catch (error) {
    if (!(error instanceof GrammyError)) throw error;
    await ctx.reply(`refused: ${error.error_code} ${error.description}`);
  }
});

await bot.start({
  allowed_updates: ["message", "callback_query", "poll_answer", "inline_query", "chosen_inline_result", "message_reaction"],
  timeout: 5,
  onStart: () => console.log("polling"),
});
