// The phone's own HTTP side.
async function answer(response) {
  const json = await response.json();
  if (!response.ok) throw new Error(json.message ?? String(response.status));
  return json;
}

export const look = async (path) => answer(await fetch(`/phone/${path}`));
export const act = async (path, body = {}) => answer(await fetch(`/phone/${path}`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
}));
export const clearFaults = async () => answer(await fetch("/phone/faults", { method: "DELETE" }));
export const media = (fileId) => `/phone/media/${encodeURIComponent(fileId)}`;

export async function sendFiles(chat, kind, files, caption, seconds) {
  const form = new FormData();
  form.set("kind", kind);
  if (caption) form.set("caption", caption);
  if (seconds) form.set("seconds", String(Math.max(1, Math.round(seconds))));
  for (const file of files) form.append("file", file, file.name ?? "voice");
  return answer(await fetch(`/phone/chats/${chat}/files`, { method: "POST", body: form }));
}
