// Text with formatting ranges (UTF-16 offsets, as JavaScript counts too) as elements; never as markup.
import { make } from "./dom.js";

const tags = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", spoiler: "span",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

function safe(url) {
  try {
    const parsed = new URL(url);
    return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

function wrap(entity, node, piece, onCommand) {
  const tag = tags[entity.type];
  if (tag) return make(tag, {}, node);
  if (entity.type === "bot_command") return make("a", { href: "#", role: "button", click: (e) => { e.preventDefault(); onCommand(piece); } }, node);
  const target = entity.type === "text_link" ? safe(entity.url) : entity.type === "url" ? safe(piece) : entity.type === "email" ? safe(`mailto:${piece}`) : null;
  return target ? make("a", { href: target, target: "_blank", rel: "noopener noreferrer", title: target }, node) : node;
}

export function richText(text, entities = [], onCommand = () => {}) {
  const cuts = new Set([0, text.length]);
  for (const e of entities) { cuts.add(e.offset); cuts.add(e.offset + e.length); }
  const points = [...cuts].filter((p) => p >= 0 && p <= text.length).sort((a, b) => a - b);
  const out = make("div", { class: "text", dir: "auto" });
  for (let i = 0; i + 1 < points.length; i++) {
    const [from, to] = [points[i], points[i + 1]];
    let node = document.createTextNode(text.slice(from, to));
    const covering = entities.filter((e) => e.offset <= from && e.offset + e.length >= to).sort((a, b) => a.length - b.length);
    for (const entity of covering) node = wrap(entity, node, text.slice(entity.offset, entity.offset + entity.length), onCommand);
    out.append(node);
  }
  return out;
}
