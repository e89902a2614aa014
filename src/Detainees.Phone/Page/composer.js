// Writing, editing, files, voice and the keyboard above the input.
import { $, make, openMenu, toast } from "./dom.js";
import { act, sendFiles } from "./api.js";
import { say } from "./texts.js";

export function composer(state) {
  const text = $("text");
  let editing = null;
  let kind = "photo";

  const attempt = async (work) => { try { return await work(); } catch (e) { toast(e.message || say("failed")); return null; } };
  const write = (body) => attempt(() => act(`chats/${state.chat.id}/messages`, body));
  const send = (files, caption, seconds, as = kind) => attempt(() => sendFiles(state.chat.id, as, files, caption, seconds));

  function grow() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 132)}px`;
    $("voice").hidden = text.value.trim().length > 0;
    $("send").hidden = text.value.trim().length === 0;
    $("commands").hidden = text.value.length > 0 || !(state.chat?.commands?.length > 0);
  }

  function stopEditing() {
    editing = null;
    $("editing").hidden = true;
    text.value = "";
    grow();
  }

  async function submit() {
    const value = text.value.trim();
    if (!value) return;
    const edited = editing;
    // At once: what is typed while this is on its way is the next message, and not to be wiped with it.
    stopEditing();
    const done = edited === null ? await write({ text: value }) : await attempt(() => act(`chats/${state.chat.id}/edit`, { message_id: edited, text: value }));
    if (done) return;
    editing = edited;
    $("editing").hidden = edited === null;
    text.value = text.value ? `${value}\n${text.value}` : value;
    grow();
  }

  $("write").addEventListener("submit", (e) => { e.preventDefault(); submit(); });
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); submit(); }
    if (e.key === "Escape" && editing !== null) stopEditing();
  });
  $("stop-editing").addEventListener("click", stopEditing);
  $("start").addEventListener("click", () => write({ command: "start" }));
  $("unblock").addEventListener("click", () => attempt(() => act(`chats/${state.chat.id}/unblock`)));

  $("commands").addEventListener("click", () => openMenu($("commands"), state.chat.commands.map((c) => ({
    label: `/${c.command} — ${c.description}`, run: () => write({ command: c.command }),
  }))));

  // Files
  function pick(as, accept, several) {
    kind = as;
    Object.assign($("pick"), { accept, multiple: several, value: "" });
    $("pick").click();
  }

  $("attach").addEventListener("click", () => openMenu($("attach"), [
    { label: say("photos"), run: () => pick("photo", "image/jpeg,image/png,image/webp,image/gif", true) },
    { label: say("file"), run: () => pick("document", "", true) },
    { label: say("audio"), run: () => pick("voice", "audio/*", false) },
    { label: say("video"), run: () => pick("video", "video/*", false) },
    { label: say("location"), run: place },
    { label: say("contact"), run: () => write({ contact: { phone_number: "+37400000000", own: true } }) },
  ]));

  $("pick").addEventListener("change", () => {
    const files = [...$("pick").files].slice(0, 10);
    if (files.length === 0) return;
    const dialog = $("caption-dialog");
    const urls = [];
    $("previews").replaceChildren(...files.map((file) => {
      if (kind !== "photo") return make("bdi", {}, file.name);
      urls.push(URL.createObjectURL(file));
      return make("img", { src: urls.at(-1), alt: file.name });
    }));
    $("caption").value = "";
    dialog.returnValue = "";
    dialog.onclose = () => {
      urls.forEach(URL.revokeObjectURL);
      if (dialog.returnValue === "send") send(files, $("caption").value);
    };
    dialog.showModal();
  });

  // No submit button, so that Enter in a dialog means "send".
  for (const button of document.querySelectorAll("dialog .cancel")) button.addEventListener("click", () => button.closest("dialog").close("cancel"));

  // Escape leaves the return value of the last time.
  function place() {
    $("place").returnValue = "";
    $("place").showModal();
  }

  $("place").addEventListener("close", () => {
    const location = { latitude: Number($("latitude").value), longitude: Number($("longitude").value), horizontal_accuracy: 30 };
    if ($("place").returnValue === "send") write({ location });
  });

  // Voice
  let recorder = null;
  function recordingOver() {
    recorder?.stream.getTracks().forEach((track) => track.stop());
    clearInterval(recorder?.ticking);
    recorder = null;
    $("recording").hidden = true;
    $("write").hidden = false;
  }

  async function record() {
    if (!window.MediaRecorder || !navigator.mediaDevices?.getUserMedia) return pick("voice", "audio/*", false);
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { return pick("voice", "audio/*", false); }
    const type = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"].find((t) => MediaRecorder.isTypeSupported(t));
    const media = new MediaRecorder(stream, type ? { mimeType: type } : {});
    const pieces = [];
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    const tick = () => { $("record-time").textContent = `${Math.floor(seconds() / 60)}:${String(Math.floor(seconds() % 60)).padStart(2, "0")}`; };
    recorder = { media, stream, ticking: setInterval(tick, 250), keep: false };
    media.addEventListener("dataavailable", (e) => pieces.push(e.data));
    media.addEventListener("stop", () => {
      const keep = recorder?.keep;
      const lasted = seconds();
      recordingOver();
      if (keep) send([new File(pieces, "voice", { type: media.mimeType.split(";")[0] })], "", lasted, "voice");
    });
    tick();
    $("recording").hidden = false;
    $("write").hidden = true;
    media.start();
  }

  $("voice").addEventListener("click", record);
  $("record-send").addEventListener("click", () => { if (recorder) { recorder.keep = true; recorder.media.stop(); } });
  $("record-cancel").addEventListener("click", () => recorder?.media.stop());

  // The keyboard above the input
  $("show-keyboard").addEventListener("click", () => attempt(() => act(`chats/${state.chat.id}/keyboard`, { folded: !state.chat.keyboard.folded })));

  function pressKey(key) {
    if (key.request_location) place();
    else if (key.request_contact) write({ contact: { phone_number: "+37400000000", own: true } });
    else write({ text: key.text });
  }

  function keyboard() {
    const { markup, folded } = state.chat.keyboard ?? {};
    const rows = markup?.keyboard ?? [];
    $("reply-keyboard").replaceChildren(...rows.map((row) => make("div", { class: "line" }, ...row.map((key) => make("button", { type: "button", dir: "auto", click: () => pressKey(key) }, key.text)))));
    $("reply-keyboard").hidden = rows.length === 0 || folded;
    $("show-keyboard").hidden = rows.length === 0;
    text.placeholder = markup?.input_field_placeholder ?? say("message");
    text.setAttribute("aria-label", say("message"));
    if (markup?.force_reply) text.focus();
  }

  function refresh() {
    const { started, blocked } = state.chat;
    $("start").hidden = started || blocked;
    $("unblock").hidden = !blocked;
    $("write").hidden = !started || blocked;
    keyboard();
    if (blocked) $("reply-keyboard").hidden = true;
    grow();
  }

  function edit(message) {
    editing = message.message_id;
    $("editing").hidden = false;
    text.value = message.text ?? message.caption ?? "";
    grow();
    text.focus();
  }

  return { refresh, edit, write };
}
