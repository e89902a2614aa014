// An echo bot on the grammY library, as its guide writes one; only the API root is ours.
import { Bot, InlineKeyboard, InputFile } from "grammy";

const root = process.env.PHONE_ROOT;
const token = process.env.PHONE_TOKEN;
const bot = new Bot(token, { client: { apiRoot: root } });

bot.command("start", (ctx) => ctx.reply("Welcome", { reply_markup: new InlineKeyboard().text("Yes", "yes").text("No", "no") }));
bot.on("callback_query:data", async (ctx) => {
  await ctx.answerCallbackQuery(`You chose ${ctx.callbackQuery.data}`);
  await ctx.editMessageText(`Chosen: ${ctx.callbackQuery.data}`);
});
bot.on("edited_message:text", (ctx) => ctx.reply(`Changed to: ${ctx.editedMessage.text}`));
bot.on("message:photo", async (ctx) => {
  const file = await ctx.getFile();
  const response = await fetch(`${root}/file/bot${token}/${file.file_path}`);
  const bytes = await response.arrayBuffer();
  await ctx.reply(`Photo of ${bytes.byteLength} bytes, said to be ${file.file_size}`);
});
bot.command("document", (ctx) => ctx.replyWithDocument(new InputFile(new TextEncoder().encode("a small file"), "note.txt"), { caption: "Here" }));
bot.on("message:text", (ctx) => ctx.reply(`*Echo*: ${ctx.message.text}`, { reply_parameters: { message_id: ctx.message.message_id } }));
bot.catch((error) => { console.error(error.message); process.exitCode = 1; });

process.stdin.on("end", () => bot.stop()).resume();
await bot.start({ onStart: (me) => console.log(`ready ${me.username}`) });
