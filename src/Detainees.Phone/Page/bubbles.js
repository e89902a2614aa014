// One message as a bubble, with its inline keyboard under it.
import { make, $ } from "./dom.js";
import { media } from "./api.js";
import { richText } from "./richtext.js";
import { say, language, dates } from "./texts.js";

export const time = (seconds) => new Intl.DateTimeFormat(dates(), { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(seconds * 1000));
export const day = (seconds) => new Intl.DateTimeFormat(dates(), language() === dates() ? { day: "numeric", month: "long" } : { dateStyle: "short" }).format(new Date(seconds * 1000));

export function size(bytes) {
  if (bytes === undefined) return "";
  const units = ["byte", "kilobyte", "megabyte"];
  const step = bytes < 1000 ? 0 : bytes < 1e6 ? 1 : 2;
  return new Intl.NumberFormat(language(), { style: "unit", unit: units[step], maximumFractionDigits: 1 }).format(bytes / 1000 ** step);
}

function photo(message) {
  const best = message.photo[message.photo.length - 1];
  const image = make("img", { src: media(best.file_id), alt: message.caption ?? say("photo"), width: best.width, height: best.height, loading: "lazy" });
  return make("button", {
    class: "photo", type: "button", "aria-label": say("photo"),
    click: () => { $("picture-image").src = media(best.file_id); $("picture").showModal(); },
  }, image);
}

const length = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function content(message) {
  if (message.photo) return photo(message);
  if (message.voice ?? message.audio) {
    const sound = message.voice ?? message.audio;
    return make("div", {}, make("audio", { controls: true, preload: "metadata", src: media(sound.file_id) }),
      make("small", { class: "meta" }, `${sound.file_name ?? say("voiceMessage")} · ${length(sound.duration)} · ${size(sound.file_size)}`));
  }
  if (message.video ?? message.video_note) return make("video", { controls: true, preload: "metadata", src: media((message.video ?? message.video_note).file_id) });
  if (message.document) {
    const name = message.document.file_name ?? say("file");
    return make("a", { class: "file", href: media(message.document.file_id), download: name },
      make("span", { class: "sheet", "aria-hidden": "true" }, name.split(".").pop().slice(0, 4).toUpperCase()),
      make("span", {}, make("bdi", {}, name), make("small", {}, size(message.document.file_size))));
  }
  if (message.sticker) return make("div", { class: "sticker" }, message.sticker.emoji ?? "🙂");
  if (message.location) return make("div", {}, "📍 ", make("bdi", { dir: "ltr" }, `${message.location.latitude.toFixed(5)}, ${message.location.longitude.toFixed(5)}`));
  if (message.contact) return make("div", {}, "👤 ", make("bdi", {}, message.contact.first_name), " ", make("bdi", { dir: "ltr" }, message.contact.phone_number));
  return null;
}

function quoted(message) {
  const other = message.reply_to_message;
  return other ? make("div", { class: "quoted", dir: "auto" }, other.text ?? other.caption ?? "…") : null;
}

/** The part of an album or the whole inside of a bubble. */
export function part(message, onCommand, withText = true) {
  const node = make("div", { class: "part", "data-id": message.message_id });
  const inside = [quoted(message), content(message)];
  if (withText && (message.text ?? message.caption)) inside.push(richText(message.text ?? message.caption, message.entities ?? message.caption_entities, onCommand));
  node.append(...inside.filter(Boolean));
  return node;
}

/** The texts of an album stand under the pictures. */
export const captions = (messages, onCommand) => messages.filter((m) => m.caption).map((m) => richText(m.caption, m.caption_entities, onCommand));

export function meta(message) {
  const node = make("div", { class: "meta" });
  if (message.has_protected_content) node.append(make("span", { role: "img", "aria-label": say("protected"), title: say("protected") }, "🔒"));
  if (message.edit_date) node.append(make("span", {}, say("edited")));
  node.append(make("time", { datetime: new Date(message.date * 1000).toISOString() }, time(message.date)));
  return node;
}

export function inlineKeyboard(message, press) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return make("div", { class: "inline", role: "group" }, ...rows.map((row, r) => make("div", { class: row.some((b) => /\p{L}/u.test(b.text)) ? "line" : "line figures" }, ...row.map((button, c) => make("button", {
    type: "button", dir: "auto", class: button.style, click: (event) => press(message.message_id, r, c, event.currentTarget),
  }, button.text, button.copy_text ? make("span", { class: "mark", "aria-hidden": "true" }, "⧉") : button.url || button.web_app ? make("span", { class: "mark", "aria-hidden": "true" }, "↗") : null)))));
}
