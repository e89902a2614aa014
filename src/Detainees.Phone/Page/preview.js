// Beside the phone while a form is tried: where it stands, what every question holds, and the way to any of them.
import { $, make, toast } from "./dom.js";
import { act, look } from "./api.js";
import { say } from "./texts.js";

const marks = { error: "✕", warning: "!", note: "i" };

export function preview() {
  for (const node of document.querySelectorAll(".workbench")) node.hidden = true;
  for (const id of ["preview", "preview-check", "preview-questions"]) $(id).hidden = false;
  let view, newest = 0, shown = "";

  async function attempt(work) {
    try { await work(); } catch (e) { toast(e.message || say("failed")); }
  }

  const wish = (kind, value = "") => attempt(async () => {
    show(await act("preview", { kind, value }));
    if (kind === "save") toast(say("saved"));
    // On a telephone the pane lies over the chat, and the question that was asked for is in the chat.
    if (kind === "jump" && matchMedia("(max-width: 899px)").matches) $("tools").click();
  });

  function place() {
    const current = view.nodes.find((node) => node.path === view.current);
    const where = { begin: say("placeBegin"), review: say("placeReview"), sent: say("placeSent"), question: say("placeQuestion").replace("{name}", current?.name ?? "") }[view.place];
    return `${where} · ${say("steps").replace("{n}", view.steps)}`;
  }

  function row(node) {
    const state = node.relevant ? (node.said && node.said !== "answered" ? say(node.said) : "") : say("notAsked");
    const about = make("span", { class: "about" },
      make("strong", { dir: "auto" }, node.label || node.name),
      make("small", { dir: "ltr" }, make("code", {}, node.name), ` ${node.kind}`),
      node.when ? make("code", { class: "when", dir: "ltr" }, node.when) : null);
    const value = make("span", { class: "value" }, node.value ? make("bdi", {}, node.value) : null, state ? make("em", {}, state) : null);
    const current = node.path === view.current;
    const classes = [`depth-${Math.min(node.depth, 4)}`, node.relevant ? "" : "away", current ? "current" : "", node.kind === "group" || node.kind === "repeat" ? "heading" : ""].join(" ").trim();
    const inside = node.jump ? make("button", { type: "button", "aria-current": current ? "step" : undefined, click: () => wish("jump", node.path) }, about, value) : make("div", { class: "still" }, about, value);
    return make("li", { class: classes, "data-path": node.path }, inside);
  }

  function show(fresh) {
    view = fresh;
    $("preview-title").textContent = view.title;
    $("preview-version").textContent = view.version;
    $("preview-place").textContent = place();
    if (document.activeElement !== $("preview-date")) $("preview-date").value = view.date;
    $("preview-language").replaceChildren(...view.languages.map((language) => make("option", { value: language }, language)));
    $("preview-language").value = view.language;
    $("preview-language").disabled = view.place !== "question";
    $("preview-fits").textContent = view.fits ? (view.remarks.length > 0 ? say("remarks").replace("{n}", view.remarks.length) : say("fits")) : say("fitsNot");
    $("preview-fits").classList.toggle("bad", !view.fits);
    $("preview-remarks").replaceChildren(...view.remarks.map((remark) => make("li", { class: remark.severity },
      make("b", { "aria-label": remark.severity }, marks[remark.severity] ?? "i"), make("span", {}, make("code", {}, remark.place), ` ${remark.text}`))));
    const kept = $("preview-nodes").scrollTop;
    $("preview-nodes").replaceChildren(...view.nodes.map(row));
    $("preview-nodes").scrollTop = kept;
    if (view.current && view.current !== shown) {
      const list = $("preview-nodes"), at = list.querySelector(".current");
      if (at) list.scrollTop = at.offsetTop - list.clientHeight / 3;
    }
    shown = view.current ?? "";
  }

  async function refresh() {
    const asked = ++newest;
    await attempt(async () => {
      const fresh = await look("preview");
      if (asked === newest) show(fresh);
    });
  }

  $("preview-date").addEventListener("change", () => { if ($("preview-date").value) wish("date", $("preview-date").value); });
  $("preview-language").addEventListener("change", () => wish("language", $("preview-language").value));
  $("preview-restart").addEventListener("click", () => wish("restart"));
  $("preview-save").addEventListener("click", () => wish("save"));
  let due;
  return { draw: refresh, refresh, soon: () => { clearTimeout(due); due = setTimeout(refresh, 150); } };
}
