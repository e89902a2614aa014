// Small helpers. Text goes in as text only.
export const $ = (id) => document.getElementById(id);

/** Makes an element: attributes that are functions become listeners, children that are strings become text. */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
}

let toastTimer;
export function toast(text) {
  const node = $("toast");
  node.textContent = text;
  node.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { node.hidden = true; }, 3500);
}

export function alertBox(text) {
  $("dialog-text").textContent = text;
  $("dialog").showModal();
}

/** A menu at a point or under an element; arrow keys move, Escape closes and gives the focus back. */
export function openMenu(anchor, items, point) {
  const menu = $("menu");
  const back = document.activeElement;
  const close = () => {
    menu.hidden = true;
    document.removeEventListener("pointerdown", outside, true);
    back?.focus?.();
  };
  const outside = (event) => { if (!menu.contains(event.target)) close(); };
  menu.replaceChildren(...items.map((item) => make("button", {
    type: "button", role: "menuitem", class: item.danger ? "danger" : undefined,
    click: () => { close(); item.run(); },
  }, item.label)));
  menu.onkeydown = (event) => {
    const all = [...menu.children];
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); close(); }
    else if (event.key === "ArrowDown") { event.preventDefault(); all[(at + 1) % all.length].focus(); }
    else if (event.key === "ArrowUp") { event.preventDefault(); all[(at + all.length - 1) % all.length].focus(); }
  };
  menu.hidden = false;
  const box = anchor.getBoundingClientRect();
  const x = point?.x || box.left + 8, y = point?.y || box.top;
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - menu.offsetHeight - 8))}px`;
  document.addEventListener("pointerdown", outside, true);
  menu.firstElementChild?.focus();
}
