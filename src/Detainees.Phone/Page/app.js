// The page: which chat is open, what happens in it, and the language it is shown in.
import { $, make, alertBox, openMenu, toast } from "./dom.js";
import { act, look } from "./api.js";
import { languages, phoneLanguages, language, say, speak } from "./texts.js";
import { transcript } from "./transcript.js";
import { composer } from "./composer.js";
import { panels } from "./panels.js";
import { preview } from "./preview.js";

const state = { chat: null, settings: null, after: 0, unread: new Set() };
const waiting = new Map();
let typingTimer;

const messages = transcript({ press, command: (text) => write.write({ text }), menu: messageMenu });
const write = composer(state);
let side = panels();

async function press(messageId, row, column, button) {
  try {
    const { callback_query_id: id, url, copy_text: copy } = await act(`chats/${state.chat.id}/press`, { message_id: messageId, row, column });
    if (copy) { await navigator.clipboard.writeText(copy); toast(say("copied")); }
    else if (url) window.open(url, "_blank", "noopener,noreferrer");
    else if (id) {
      button.classList.add("waiting");
      waiting.set(id, button);
      setTimeout(() => answered(id), 15000);
    }
  } catch (e) {
    toast(e.message || say("failed"));
  }
}

function answered(id) {
  waiting.get(id)?.classList.remove("waiting");
  waiting.delete(id);
}

function messageMenu(entry, anchor, point) {
  const { message, own } = entry;
  const text = message.text ?? message.caption;
  const items = [];
  if (own && text) items.push({ label: say("edit"), run: () => write.edit(message) });
  if (text && !message.has_protected_content) items.push({ label: say("copy"), run: async () => { await navigator.clipboard.writeText(text); toast(say("copied")); } });
  items.push({ label: say("remove"), danger: true, run: () => Promise.all(anchor.entries.map((e) => act(`chats/${state.chat.id}/delete`, { message_id: e.message.message_id }))).catch((e) => toast(e.message)) });
  openMenu(anchor, items, point);
}

function status(text = "") {
  $("status").textContent = text || say("bot");
  $("status").classList.toggle("typing", text !== "");
}

function typing(action, seconds) {
  clearTimeout(typingTimer);
  status(action === "typing" ? say("typing") : `${action}…`);
  typingTimer = setTimeout(status, seconds * 1000);
}

async function open(id) {
  state.chat = await look(`chats/${id}`);
  state.after = Math.max(state.after, state.chat.seq);
  state.unread.delete(id);
  $("back").classList.toggle("unread", state.unread.size > 0);
  history.replaceState(null, "", `#${id}`);
  $("title").textContent = state.settings.bot.first_name;
  $("face").textContent = [...state.settings.bot.first_name][0] ?? "•";
  status();
  messages.show(state.chat.messages, state.chat.description);
  write.refresh();
  await drawChats();
}

async function reloadChat() {
  const fresh = await look(`chats/${state.chat.id}`);
  state.chat = fresh;
  messages.show(fresh.messages, fresh.description);
  write.refresh();
}

async function drawChats() {
  const { chats } = await look("chats");
  $("chat-list").replaceChildren(...chats.map((chat) => make("li", {}, make("button", {
    type: "button", class: state.unread.has(chat.id) ? "unread" : undefined, "aria-current": String(chat.id === state.chat?.id), click: async () => { drawer(false); await open(chat.id); },
  }, make("span", { class: "face", "aria-hidden": "true" }, [...chat.name][0]),
  make("span", { class: "about" }, make("strong", {}, make("bdi", {}, chat.name)), make("small", {}, make("bdi", {}, chat.last ?? phoneLanguages[chat.language_code] ?? chat.language_code)))))));
  if (state.chat?.started && !state.chat.blocked) {
    $("chat-list").append(make("li", {}, make("button", { type: "button", click: async () => { await act(`chats/${state.chat.id}/block`); drawer(false); } }, `⛔ ${say("block")}`)));
  }
}

function happened(event) {
  side.soon();
  // The server keeps its latest events only, and none over a restart: then the page starts afresh.
  if (event.type === "reload") return reloadChat().catch(() => { history.replaceState(null, "", location.pathname); location.reload(); });
  if (event.type === "profile") return reloadProfile();
  if (event.type === "preview") return undefined;
  if (event.chat !== state.chat?.id) {
    if (event.type === "message" && !event.message.own) { state.unread.add(event.chat); $("back").classList.add("unread"); }
    return undefined;
  }
  if (event.type === "message") {
    messages.put(event.message);
    if (!event.message.own) { clearTimeout(typingTimer); status(); }
    else if (!state.chat.started) { state.chat.started = true; write.refresh(); }
  } else if (event.type === "deleted") event.message_ids.forEach(messages.remove);
  else if (event.type === "action") typing(event.action, event.seconds);
  else if (event.type === "keyboard") { state.chat.keyboard = event.keyboard; write.refresh(); }
  else if (event.type === "answer") {
    answered(event.callback_query_id);
    if (event.text) (event.show_alert ? alertBox : toast)(event.text);
  } else if (event.type === "chat") {
    return look(`chats/${state.chat.id}`).then((chat) => { state.chat = chat; write.refresh(); if (chat.blocked) toast(say("blocked")); });
  }
  return undefined;
}

async function reloadProfile() {
  if (!state.chat) return;
  const { commands, description } = await look(`chats/${state.chat.id}`);
  Object.assign(state.chat, { commands, description });
  write.refresh();
  if (!$("empty").hidden) $("empty").textContent = description || say("empty");
}

function listen() {
  const source = new EventSource(`/phone/events?after=${state.after}`);
  source.onmessage = (e) => happened(JSON.parse(e.data));
  source.onerror = () => status(say("lost"));
  source.onopen = () => status();
}

function drawer(shown) {
  $("chats").hidden = !shown;
  $("back").setAttribute("aria-expanded", String(shown));
  if (shown) { drawChats(); $("new-name").value = ""; }
}

function tools(shown) {
  $("panels").hidden = !shown;
  $("tools").setAttribute("aria-expanded", String(shown));
  if (shown) side.refresh();
}

function takeLanguage(code) {
  speak(code);
  localStorage.setItem("phone-language", language());
  side.draw();
  if (state.chat) { messages.show(messages.all(), state.chat.description); write.refresh(); status(); drawChats(); }
}

function options(select, names, chosen) {
  select.replaceChildren(...Object.entries(names).map(([code, name]) => make("option", { value: code }, name)));
  select.value = chosen;
}

async function begin() {
  state.settings = await look("settings");
  // The browser's own language before the server's default: whoever opens it first should read it at once.
  const browser = navigator.languages.map((tag) => tag.split("-")[0].toLowerCase()).find((code) => code in languages);
  const wanted = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem("phone-language") ?? browser ?? state.settings.language;
  if (state.settings.preview) side = preview();
  const banner = state.settings.banner.join(" · ");
  $("banner").textContent = banner;
  $("banner").hidden = banner === "";
  document.body.classList.toggle("has-banner", banner !== "");
  document.body.style.setProperty("--banner-height", `${$("banner").offsetHeight}px`);
  takeLanguage(wanted);
  options($("page-language"), Object.fromEntries(Object.entries(languages).map(([code, texts]) => [code, texts.name])), language());
  options($("new-language"), phoneLanguages, language());
  const { chats, seq } = await look("chats");
  state.after = seq;
  const asked = Number(location.hash.slice(1));
  const first = chats.find((c) => c.id === asked) ?? chats[0] ?? await act("chats", { name: say("person"), language_code: language() });
  await open(first.id);
  listen();
}

$("back").addEventListener("click", () => { tools(false); drawer($("chats").hidden); });
$("tools").addEventListener("click", () => { drawer(false); tools($("panels").hidden); });
$("page-language").addEventListener("change", () => takeLanguage($("page-language").value));
$("new-chat").addEventListener("submit", async (e) => {
  e.preventDefault();
  const chat = await act("chats", { name: $("new-name").value, language_code: $("new-language").value });
  drawer(false);
  await open(chat.id);
});

begin().catch((e) => toast(e.message));
