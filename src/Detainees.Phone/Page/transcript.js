// The list of messages: grows, changes and shrinks in place, so that focus and reading position stay.
import { $, make } from "./dom.js";
import { part, captions, meta, inlineKeyboard, day } from "./bubbles.js";
import { say } from "./texts.js";

export function transcript({ press, command, menu }) {
  const list = $("messages");
  const known = new Map();

  let pinned = true; // whether the person reads the newest message, and wants to go on doing so
  const nearEnd = () => pinned;
  $("scroll").addEventListener("scroll", () => { pinned = $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 80; }, { passive: true });
  new ResizeObserver(() => { if (pinned) toEnd(); }).observe($("scroll"));
  const toEnd = () => requestAnimationFrame(() => { $("scroll").scrollTop = $("scroll").scrollHeight; });
  list.addEventListener("load", () => { if (nearEnd()) toEnd(); }, true);

  function fill(row, entries) {
    const shown = entries.at(-1);
    const album = entries.length > 1 && entries.every((e) => e.message.photo);
    const parts = entries.map((e) => part(e.message, command, !album));
    const bubble = make("div", { class: "bubble" });
    if (album) bubble.append(make("div", { class: "album" }, ...parts), ...captions(entries.map((e) => e.message), command));
    else bubble.append(...parts);
    bubble.append(meta(shown.message));
    row.replaceChildren(...[bubble, inlineKeyboard(shown.message, press)].filter(Boolean));
  }

  function listen(row) {
    let timer;
    const open = (point) => menu(row.entries.at(-1), row, point);
    row.addEventListener("contextmenu", (e) => { e.preventDefault(); open({ x: e.clientX, y: e.clientY }); });
    row.addEventListener("keydown", (e) => { if (e.target === row && (e.key === "Enter" || e.key === " ")) { e.preventDefault(); open(); } });
    // iOS sends no contextmenu for a long press.
    row.addEventListener("touchstart", (e) => { timer = setTimeout(() => open({ x: e.touches[0].clientX, y: e.touches[0].clientY }), 550); }, { passive: true });
    for (const name of ["touchend", "touchmove", "touchcancel"]) row.addEventListener(name, () => clearTimeout(timer), { passive: true });
  }

  function put(entry) {
    const id = entry.message.message_id;
    const follow = nearEnd() || entry.own;
    let row = known.get(id);
    if (row) {
      row.entries = row.entries.map((e) => (e.message.message_id === id ? entry : e));
    } else {
      const last = list.lastElementChild;
      const group = entry.message.media_group_id;
      if (group && last?.dataset.group === group) {
        row = last;
        row.entries.push(entry);
      } else {
        const today = day(entry.message.date);
        if (list.dataset.day !== today) list.append(make("li", { class: "day" }, today));
        list.dataset.day = today;
        row = make("li", { class: entry.own ? "message own" : "message", tabindex: "0", "data-group": group, "data-id": id });
        row.entries = [entry];
        listen(row);
        list.append(row);
      }
      known.set(id, row);
    }
    fill(row, row.entries);
    $("empty").hidden = true;
    if (follow) toEnd();
  }

  function remove(id) {
    const row = known.get(id);
    if (!row) return;
    known.delete(id);
    row.entries = row.entries.filter((e) => e.message.message_id !== id);
    if (row.entries.length === 0) row.remove();
    else fill(row, row.entries);
  }

  function show(entries, description) {
    known.clear();
    list.replaceChildren();
    delete list.dataset.day;
    $("empty").textContent = description || say("empty");
    $("empty").hidden = entries.length > 0;
    entries.forEach(put);
    toEnd();
  }

  return { put, remove, show, all: () => [...new Set(known.values())].flatMap((row) => row.entries) };
}
