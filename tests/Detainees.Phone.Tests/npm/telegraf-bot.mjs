// An echo bot on the Telegraf library, as its guide writes one; only the API root is ours.
import { Telegraf, Markup, Input } from "telegraf";
import { message, editedMessage, callbackQuery } from "telegraf/filters";

const root = process.env.PHONE_ROOT;
const token = process.env.PHONE_TOKEN;
const bot = new Telegraf(token, { telegram: { apiRoot: root } });

bot.start((ctx) => ctx.reply("Welcome", Markup.inlineKeyboard([Markup.button.callback("Yes", "yes"), Markup.button.callback("No", "no")])));
bot.on(callbackQuery("data"), async (ctx) => {
  await ctx.answerCbQuery(`You chose ${ctx.callbackQuery.data}`);
  await ctx.editMessageText(`Chosen: ${ctx.callbackQuery.data}`);
});
bot.on(editedMessage("text"), (ctx) => ctx.reply(`Changed to: ${ctx.editedMessage.text}`));
bot.on(message("photo"), async (ctx) => {
  const link = await ctx.telegram.getFileLink(ctx.message.photo.at(-1).file_id);
  const response = await fetch(link);
  const bytes = await response.arrayBuffer();
  await ctx.reply(`Photo of ${bytes.byteLength} bytes, said to be ${ctx.message.photo.at(-1).file_size}`);
});
bot.command("document", (ctx) => ctx.replyWithDocument(Input.fromBuffer(Buffer.from("a small file"), "note.txt"), { caption: "Here" }));
bot.on(message("text"), (ctx) => ctx.reply(`*Echo*: ${ctx.message.text}`, { reply_parameters: { message_id: ctx.message.message_id } }));
bot.catch((error) => { console.error(error.message); process.exitCode = 1; });

process.stdin.on("end", () => bot.stop("end")).resume();
await bot.launch(() => console.log(`ready ${bot.botInfo.username}`));
