// Beside the phone: what is stored, the clock, faults and the bot's requests.
import { $, make, toast } from "./dom.js";
import { act, clearFaults, look } from "./api.js";
import { say, dates } from "./texts.js";
import { size } from "./bubbles.js";

const moves = [["hour", 3600], ["day", 86400], ["threeDays", 3 * 86400]];
const troubles = [
  ["tooMany", { kind: "too_many_requests", retry_after: 3 }],
  ["serverError", { kind: "server_error", next: 3 }],
  ["cutAfter", { kind: "cut_after", method: "sendMessage" }],
  ["duplicate", { kind: "duplicate_updates", probability: 1 }],
];

export function panels() {
  const attempt = async (work) => { try { await work(); } catch (e) { toast(e.message || say("failed")); } };

  async function stored() {
    const { items } = await look("stored");
    $("stored").replaceChildren(...(items.length === 0 ? [make("li", {}, say("nothingStored"))] : items.map((item) => make("li", {},
      make("strong", {}, make("bdi", {}, item.name)), " · ", size(item.bytes), make("code", {}, `${item.hex.replace(/(..)/g, "$1 ")}…`)))));
  }

  function showClock({ now }) {
    $("now").textContent = new Intl.DateTimeFormat(dates(), { dateStyle: "medium", timeStyle: "short", hour12: false }).format(new Date(now));
  }

  function showFaults({ faults }) {
    $("fault-list").replaceChildren(...faults.map((f) => make("li", {}, `${f.kind}${f.method ? ` ${f.method}` : ""} ${f.next ? `×${f.next}` : `${Math.round(f.probability * 100)}%`}`)));
  }

  async function requests() {
    const { entries } = await look("journal");
    $("requests").replaceChildren(...entries.filter((e) => e.method !== "getUpdates" || !e.ok).slice(-40).reverse().map((e) => make("li", { class: e.ok ? undefined : "bad" },
      `${e.time.slice(11, 19)} ${e.method} ${e.status || "—"}${e.description ? ` ${e.description}` : ""}`)));
  }

  async function refresh() {
    if (!$("panels").checkVisibility()) return;
    await attempt(async () => {
      await Promise.all([stored(), requests(), look("clock").then(showClock), look("faults").then(showFaults)]);
    });
  }

  function draw() {
    $("clock-buttons").replaceChildren(...moves.map(([label, seconds]) => make("button", {
      type: "button", click: () => attempt(async () => showClock(await act("clock", { advance_seconds: seconds }))),
    }, say(label))));
    $("fault-buttons").replaceChildren(
      ...troubles.map(([label, fault]) => make("button", { type: "button", click: () => attempt(async () => showFaults(await act("faults", fault))) }, say(label))),
      make("button", { type: "button", click: () => attempt(async () => showFaults(await clearFaults())) }, say("clear")));
    refresh();
  }

  $("stored-refresh").addEventListener("click", () => attempt(stored));
  $("requests-refresh").addEventListener("click", () => attempt(requests));
  let due;
  return { draw, refresh, soon: () => { clearTimeout(due); due = setTimeout(refresh, 400); } };
}
