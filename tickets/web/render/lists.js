// A list that is sorted, added to and taken from. What it holds is in its fields, in their order.
(() => {
  "use strict";
  const root = document.querySelector(".tk");
  const whole = root.querySelector("[data-list-of]");
  if (!whole) return;
  const words = JSON.parse(document.getElementById("tk-data").textContent).words;
  const list = whole.querySelector("[data-list]");
  const blank = whole.querySelector("[data-blank]");
  const add = whole.querySelector("[data-add]");
  const says = whole.querySelector("[data-list-says]");
  const most = Number(whole.dataset.most);
  const least = Number(whole.dataset.least);
  const own = root.querySelector("[data-own-list]");
  const items = () => [...list.children];
  const parts = (item) => [...item.querySelectorAll("[data-part]")];
  const text = (part) => {
    const chosen = part.querySelector("input[type=radio]:checked");
    const box = part.querySelector("input, textarea");
    if (part.dataset.kind === "choice") return chosen ? chosen.value : "";
    if (part.dataset.kind === "switch") return box.checked ? "on" : "off";
    return box.disabled ? "" : box.value.replace(/\r\n/g, "\n");
  };
  const texts = (item) => Object.fromEntries(parts(item).map((part) => [part.dataset.part, text(part)]));
  const called = (item) => item.querySelector(".tk-item-called [name]:not([name$='.emoji'])");
  const name = (item) => called(item).value.trim() || words.unnamed;
  const told = () => list.dispatchEvent(new Event("input", { bubbles: true }));

  // What the item's kind has no use for is hidden, and not sent.
  const fit = (item) => {
    const kind = item.querySelector("[data-part=kind] input:checked");
    if (!kind) return;
    for (const part of parts(item)) {
      const only = part.dataset.onlyFor;
      if (!only) continue;
      part.hidden = !only.split(" ").includes(kind.value);
      if (part.dataset.kind === "switch") continue;
      part.querySelectorAll("input, textarea").forEach((one) => (one.disabled = part.hidden));
    }
  };
  const inShort = (item) => {
    const chosen = [...item.querySelectorAll("[data-part=kind], [data-part=type]")]
      .map((part) => part.querySelector("input:checked + span"))
      .filter((one) => one)
      .map((one) => one.textContent.trim());
    item.querySelector("[data-in-short]").textContent = chosen.length ? `· ${chosen.join(" · ")}` : "";
  };
  const settle = () => {
    const every = items();
    every.forEach((item, place) => {
      const up = item.querySelector("[data-up]");
      const down = item.querySelector("[data-down]");
      const away = item.querySelector("[data-remove]");
      up.disabled = place === 0;
      down.disabled = place === every.length - 1;
      away.disabled = every.length <= least;
      up.setAttribute("aria-label", `${words.up} · ${name(item)}`);
      down.setAttribute("aria-label", `${words.down} · ${name(item)}`);
      away.setAttribute("aria-label", `${words.remove} · ${name(item)}`);
      inShort(item);
    });
    add.hidden = every.length >= most;
    told();
  };
  const say = (text, item) => {
    says.textContent = text.replace("{name}", name(item))
      .replace("{place}", items().indexOf(item) + 1).replace("{count}", items().length);
  };
  // The others move around it, so that it keeps focus and pointer.
  const up = (item) => list.insertBefore(item.previousElementSibling, item.nextElementSibling);
  const down = (item) => list.insertBefore(item.nextElementSibling, item);
  const move = (item, button, step) => {
    step(item);
    settle();
    if (button.disabled) item.querySelector(button.matches("[data-up]") ? "[data-down]" : "[data-up]").focus();
    say(words.place, item);
    item.scrollIntoView({ block: "nearest" });
  };
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const item = event.target.closest("[data-item]");
    if (!button || !item) return;
    if (button.matches("[data-up]")) move(item, button, up);
    if (button.matches("[data-down]")) move(item, button, down);
    if (button.matches("[data-remove]")) {
      const next = item.nextElementSibling || item.previousElementSibling;
      say(words.removed, item);
      item.remove();
      settle();
      (next ? called(next) : add).focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    // In a line it would send the whole page.
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) event.preventDefault();
  });
  list.addEventListener("change", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) fit(item);
    if (item) inShort(item);
  });

  // Dragging, by mouse, pen or finger.
  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    const item = handle.closest("[data-item]");
    handle.setPointerCapture(event.pointerId);
    item.classList.add("tk-dragged");
    const middle = (other) => {
      const box = other.getBoundingClientRect();
      return box.top + box.height / 2;
    };
    const over = (moved) => {
      const edge = 90;
      if (moved.clientY < edge) scrollBy(0, -12);
      if (moved.clientY > innerHeight - edge) scrollBy(0, 12);
      while (item.nextElementSibling && moved.clientY > middle(item.nextElementSibling)) down(item);
      while (item.previousElementSibling && moved.clientY < middle(item.previousElementSibling)) up(item);
    };
    const end = () => {
      item.classList.remove("tk-dragged");
      handle.removeEventListener("pointermove", over);
      settle();
      say(words.place, item);
    };
    handle.addEventListener("pointermove", over);
    handle.addEventListener("lostpointercapture", end, { once: true });
  });

  // New ones.
  const keys = items().map((item) => /^n(\d+)$/.exec(item.dataset.item)).filter((one) => one);
  let last = Math.max(0, ...keys.map((one) => Number(one[1])));
  add.addEventListener("click", () => {
    const key = `n${++last}`;
    const item = document.importNode(blank.content, true).querySelector("[data-item]");
    for (const one of [item, ...item.querySelectorAll("*")]) {
      for (const attribute of one.attributes) {
        const { name, value } = attribute;
        if (name === "data-item" || name === "value" && one.name === "order") attribute.value = key;
        else if (["id", "for", "aria-labelledby", "aria-describedby", "data-count-of"].includes(name)) {
          attribute.value = value.replace("tk-i-new-", `tk-i-${key}-`);
        } else if (name === "name") attribute.value = value.replace("i.new.", `i.${key}.`);
      }
    }
    item.querySelectorAll(".tk-hidden").forEach((one) => one.classList.remove("tk-hidden"));
    list.append(item);
    item.dispatchEvent(new CustomEvent("tk-added", { bubbles: true }));
    fit(item);
    settle();
    called(item).focus();
  });

  // How much is not saved yet.
  const was = JSON.parse(whole.querySelector("[name=was]").value);
  const before = new Map(was);
  const trimmed = (text) => (text || "").trim();
  window.tkChanged = () => {
    const wasOwn = own && root.querySelector("[name=was_own]").value === "yes";
    let number = own && own.checked !== wasOwn ? 1 : 0;
    if (own && !own.checked) return number;
    const every = items();
    const now = every.map((item) => item.dataset.item);
    for (const item of every) {
      const old = before.get(item.dataset.item);
      const isOther = !old
        || Object.entries(texts(item)).some(([part, text]) => trimmed(text) !== trimmed(old[part]));
      item.classList.toggle("tk-dirty", isOther);
      number += isOther ? 1 : 0;
    }
    number += was.filter(([key]) => !now.includes(key)).length;
    const kept = was.map(([key]) => key).filter((key) => now.includes(key));
    return number + (now.filter((key) => before.has(key)).join() === kept.join() ? 0 : 1);
  };
  const openIfOwn = () => {
    if (own) whole.hidden = !own.checked;
  };
  if (own) own.addEventListener("change", openIfOwn);
  openIfOwn();
  items().forEach(fit);
  settle();
})();
