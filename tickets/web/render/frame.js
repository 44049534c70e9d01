(() => {
  "use strict";
  const root = document.querySelector(".tk");
  const data = JSON.parse(document.getElementById("tk-data").textContent);
  const words = data.words;
  const made = (tag, attributes = {}, ...inside) => {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "class") one.className = value;
      else if (value === true) one.setAttribute(name, "");
      else if (value !== false && value !== null) one.setAttribute(name, value);
    }
    one.append(...inside);
    return one;
  };
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const told = (one) => one.dispatchEvent(new Event("input", { bubbles: true }));
  root.querySelectorAll(".tk-hidden").forEach((one) => one.classList.remove("tk-hidden"));

  // Roles, channels and categories: chips for what is chosen, and a list with a search.
  let last = 0;
  const pick = (box) => {
    const kind = box.dataset.pick;
    const name = box.dataset.name;
    const several = kind === "roles";
    const every = data.places[kind === "role" ? "roles" : kind];
    const known = new Map(every.map((one) => [one[0], one]));
    let chosen = [...box.querySelectorAll("input")].map((one) => one.value);
    const panelId = `tk-panel-${++last}`;
    const chips = made("div", { class: "tk-chips" });
    const open = made(
      "button",
      { type: "button", class: "tk-button small", "aria-expanded": "false", "aria-controls": panelId },
    );
    const search = made("input", {
      type: "search", placeholder: words.search, "aria-label": `${words.search} · ${box.dataset.label}`,
    });
    const list = made("ul", { class: "tk-list" });
    const none = made("p", { class: "tk-more", hidden: true }, words.nothing_found);
    const panel = made("div", { class: "tk-panel", id: panelId, hidden: true }, search, list, none);
    const areRoles = several || kind === "role";
    const sign = { roles: "@", role: "@", channel: "# ", category: "" }[kind];

    const draw = () => {
      chips.replaceChildren();
      for (const id of chosen) {
        const one = known.get(id);
        const text = one ? sign + one[1] : words.deleted;
        const away = made(
          "button", { type: "button", "aria-label": `${words.remove} ${text}`, title: words.remove }, "×",
        );
        away.addEventListener("click", () => {
          set(chosen.filter((other) => other !== id));
          open.focus();
        });
        const dot = areRoles ? [made("i")] : [];
        if (areRoles && one && one[2]) dot[0].style.background = one[2];
        chips.append(made("span", { class: "tk-chip" }, ...dot, made("span", {}, text), away));
      }
      if (!chosen.length) chips.append(made("span", { class: "tk-chip none" }, box.dataset.nothing));
      open.textContent = several ? words.add : words.choose;
      open.setAttribute("aria-label", `${open.textContent} · ${box.dataset.label}`);
      chips.append(open);
      box.querySelectorAll("input[type=hidden]").forEach((one) => one.remove());
      chosen.forEach((id) => box.append(made("input", { type: "hidden", name, value: id })));
    };
    const set = (ids) => {
      chosen = ids;
      draw();
      list.querySelectorAll("input").forEach((one) => {
        one.checked = several ? chosen.includes(one.value) : (chosen[0] || "") === one.value;
      });
      told(box);
    };
    const line = (id, text, more, colour) => {
      const input = made("input", {
        type: several ? "checkbox" : "radio", value: id, name: several ? null : panelId, form: "tk-nowhere",
      });
      input.checked = several ? chosen.includes(id) : (chosen[0] || "") === id;
      input.addEventListener("change", () => {
        if (!several) set(id ? [id] : []);
        else set(input.checked ? [...chosen, id] : chosen.filter((other) => other !== id));
      });
      const shown = made("span", {}, text);
      if (more) shown.append(" ", made("small", {}, more));
      if (colour) shown.style.borderLeft = `0.3rem solid ${colour}`;
      if (colour) shown.style.paddingLeft = "0.4rem";
      const item = made("li", {}, made("label", {}, input, shown));
      item.dataset.words = plain(`${text} ${more || ""}`);
      return item;
    };
    const fill = () => {
      if (list.childElementCount) return;
      if (!several) list.append(line("", box.dataset.nothing));
      for (const [id, text, more, fits] of every) {
        if (areRoles && !fits && !chosen.includes(id)) continue;
        list.append(line(id, sign + text, areRoles ? "" : more, areRoles ? more : ""));
      }
    };
    const close = () => {
      panel.hidden = true;
      open.setAttribute("aria-expanded", "false");
    };
    open.addEventListener("click", () => {
      if (!panel.hidden) return close();
      fill();
      panel.hidden = false;
      open.setAttribute("aria-expanded", "true");
      search.focus();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        close();
        open.focus();
      }
      if (event.key === "Enter") {
        event.preventDefault();
        const first = [...list.children].find((one) => !one.hidden && one.dataset.words);
        const target = event.target === search ? first && first.querySelector("input") : event.target;
        if (target && target !== search) target.click();
        if (!several) {
          close();
          open.focus();
        }
      }
    });
    search.addEventListener("input", (event) => {
      event.stopPropagation();
      const wanted = plain(search.value.replace(/^[#@]\s*/, ""));
      let found = 0;
      for (const one of list.children) {
        one.hidden = !one.dataset.words.includes(wanted);
        found += one.hidden ? 0 : 1;
      }
      none.hidden = found > 0;
    });
    box.querySelectorAll("noscript").forEach((one) => one.remove());
    box.append(chips, panel);
    box.addEventListener("tk-set", (event) => {
      list.replaceChildren();
      close();
      set(event.detail);
    });
    draw();
  };

  // Texts: how long they are, and what they may name.
  const count = (shown) => {
    const field = document.getElementById(shown.dataset.countOf);
    const limit = Number(field.dataset.limit);
    const show = () => {
      const length = "units" in field.dataset ? field.value.length : [...field.value].length;
      shown.textContent = `${length} / ${limit}`;
      shown.classList.toggle("over", length > limit);
    };
    field.addEventListener("input", show);
    show();
  };
  const offer = (group) => {
    const field = document.getElementById(group.dataset.varsOf);
    group.addEventListener("click", (event) => {
      const text = event.target.dataset.insert;
      if (!text) return;
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.focus();
      told(field);
    });
  };
  const zero = (shown) => {
    const field = document.getElementById(shown.dataset.zeroOf);
    field.addEventListener("input", () => (shown.hidden = field.value.trim() !== "0"));
  };
  const wire = (within) => {
    within.querySelectorAll("[data-pick]").forEach(pick);
    within.querySelectorAll("[data-count-of]").forEach(count);
    within.querySelectorAll("[data-vars-of]").forEach(offer);
    within.querySelectorAll("[data-zero-of]").forEach(zero);
  };
  wire(root);
  // What a list has got since then.
  root.addEventListener("tk-added", (event) => wire(event.target));

  // The token lives an hour: a page that is older asks for another before it sends.
  const opened = Date.now();
  const isOld = () => Date.now() - opened >= data.token_seconds * 1000;
  const fresh = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector('.tk form [name="csrf_token"]');
    if (!token) throw new Error("logged out");
    root.querySelectorAll('[name="csrf_token"]').forEach((one) => (one.value = token.value));
  };
  root.querySelectorAll("form:not([data-form])").forEach((other) => {
    let isFresh = false;
    other.addEventListener("submit", async (event) => {
      if (isFresh || !isOld()) return;
      event.preventDefault();
      try {
        await fresh();
        isFresh = true;
        other.requestSubmit(event.submitter);
      } catch {
        const said = made("p", { class: "tk-refusal", role: "alert" }, words.logged_out);
        other.append(said);
      }
    });
  });

  const form = root.querySelector("[data-form]");
  if (!form) return;

  // Fields: what each holds, and whether that is something else than what is stored.
  const fields = [...form.querySelectorAll("[data-key]")];
  const texts = (field) => {
    const own = field.querySelector("[data-own]");
    if (own && !own.checked) return null;
    const name = `s.${field.dataset.key}`;
    const box = field.querySelector("input[role=switch]");
    if (box) return [box.checked ? "on" : "off"];
    return new FormData(form).getAll(name).map((one) => String(one).replace(/\r\n/g, "\n"));
  };
  const same = (one, other) =>
    JSON.stringify(one && [...one].sort()) === JSON.stringify(other && [...other].sort());
  const put = (field, wanted) => {
    const box = field.querySelector("[data-pick]");
    if (box) return box.dispatchEvent(new CustomEvent("tk-set", { detail: wanted }));
    field.querySelectorAll(`[name="s.${CSS.escape(field.dataset.key)}"]`).forEach((one) => {
      if (one.type === "radio" || one.type === "checkbox") one.checked = wanted.includes(one.value);
      else one.value = wanted[0] || "";
      told(one);
    });
  };
  const state = form.querySelector("[data-state]");
  const save = form.querySelector("[data-save]");
  const discard = form.querySelector("[data-discard]");
  const extra = () => (window.tkChanged ? window.tkChanged() : 0);
  let sent = false;
  const changed = () => {
    let number = extra();
    const now = new Map(fields.map((field) => [field.dataset.key, texts(field)]));
    for (const field of fields) {
      const was = JSON.parse(field.querySelector('[name^="was."]').value);
      const isDirty = !same(now.get(field.dataset.key), was);
      field.classList.toggle("tk-dirty", isDirty);
      number += isDirty ? 1 : 0;
      const control = field.querySelector(".tk-control");
      const own = field.querySelector("[data-own]");
      if (own) control.hidden = !own.checked;
      const fallback = field.querySelector("[data-default]");
      if (fallback) fallback.hidden = same(now.get(field.dataset.key), JSON.parse(fallback.dataset.default));
      const needs = field.dataset.needs;
      if (needs && now.has(needs)) {
        const idle = !(now.get(needs) || []).includes(field.dataset.needsText);
        field.classList.toggle("tk-idle", idle);
        const why = field.querySelector(".tk-why-idle");
        if (why) why.hidden = !idle;
      }
    }
    state.textContent = number === 0 ? words.unchanged
      : number === 1 ? words.one_change : words.changes.replace("{count}", number);
    save.disabled = number === 0 && !form.hasAttribute("data-always");
    discard.hidden = number === 0;
    save.closest(".tk-foot").classList.toggle("tk-waiting", number > 0);
    return number;
  };
  form.addEventListener("input", (event) => {
    const field = event.target.closest("[data-key]");
    if (field && !field.dataset.defaulting) {
      field.querySelectorAll('[name^="default."]').forEach((one) => one.remove());
    }
    changed();
  });
  form.addEventListener("change", changed);
  form.querySelectorAll("[data-default]").forEach((button) => {
    const field = button.closest("[data-key]");
    button.addEventListener("click", () => {
      field.dataset.defaulting = "1";
      put(field, JSON.parse(button.dataset.default));
      delete field.dataset.defaulting;
      field.append(made("input", { type: "hidden", name: `default.${field.dataset.key}`, value: "on" }));
      changed();
    });
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    sent = true;
    location.assign(location.href.split("#")[0]);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && changed() > 0) event.preventDefault();
  });

  form.addEventListener("submit", async (event) => {
    if (sent) return;
    save.disabled = true;
    save.textContent = words.saving;
    if (window.tkSend) window.tkSend();
    if (!isOld()) {
      sent = true;
      return;
    }
    event.preventDefault();
    try {
      await fresh();
      sent = true;
      form.submit();
    } catch {
      save.disabled = false;
      save.textContent = words.save;
      state.textContent = words.logged_out;
    }
  });
  changed();
  const refused = form.querySelector(".tk-refused");
  if (refused) {
    refused.scrollIntoView({ block: "center" });
    const first = refused.querySelector(".tk-control :is(input:not([type=hidden]), textarea, button)");
    if (first) first.focus({ preventScroll: true });
  }
})();
