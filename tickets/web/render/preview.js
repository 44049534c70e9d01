// A panel's message as members would see it, from what the page's fields hold right now.
(() => {
  "use strict";
  const root = document.querySelector(".tk");
  const shown = root.querySelector("[data-preview]");
  const data = JSON.parse(document.getElementById("tk-data").textContent);
  const facts = data.preview;
  const form = root.querySelector("[data-form]");
  const list = root.querySelector("[data-list]");
  const made = (tag, look, ...inside) => {
    const one = document.createElement(tag);
    if (look) one.className = look;
    one.append(...inside);
    return one;
  };
  const known = new Map();
  for (const [id, name] of data.places.roles) known.set(id, `@${name}`);
  for (const [id, name] of data.places.channel) known.set(id, `#${name}`);
  const held = (key) => {
    const field = form.querySelector(`[name="s.${key}"]`);
    return field ? field.value.replace(/\r\n/g, "\n").trim() : "";
  };

  // Discord's marks, as far as panels use them. Whatever is written becomes text, never markup.
  const marks = new RegExp([
    "\\*\\*(?<bold>.+?)\\*\\*", "__(?<under>.+?)__", "~~(?<through>.+?)~~", "\\*(?<leaning>[^*\\s][^*]*)\\*",
    "`(?<code>[^`]+)`", "\\[(?<words>[^\\]]+)\\]\\((?<to>[^)\\s]+)\\)", "<(?<sign>@&|#)(?<id>\\d+)>",
    "<a?(?<emoji>:\\w+:)\\d+>",
  ].join("|"));
  const tags = { bold: "b", under: "u", through: "s", leaning: "i" };
  const rich = (text) => {
    const found = marks.exec(text);
    if (!found) return text ? [text] : [];
    const given = found.groups;
    const looks = Object.keys(tags).find((name) => given[name] !== undefined);
    let one;
    if (looks) one = made(tags[looks], "", ...rich(given[looks]));
    else if (given.code) one = made("code", "", given.code);
    else if (given.words) one = made("span", "tk-link", ...rich(given.words));
    else if (given.id) one = made("span", "tk-mention", known.get(given.id) || `${given.sign}${given.id}`);
    else one = document.createTextNode(given.emoji);
    return [text.slice(0, found.index), one, ...rich(text.slice(found.index + found[0].length))];
  };
  const lines = (text) => text.split("\n").map((line) => {
    const heading = /^(#{1,3}|-#|>|[-*]) (.+)/.exec(line);
    if (!heading) return made("div", "", ...rich(line), ...(line ? [] : [made("br")]));
    const look = { "#": "tk-h1", "##": "tk-h2", "###": "tk-h3", "-#": "tk-small", ">": "tk-quote" };
    return made("div", look[heading[1]] || "tk-bullet", ...rich(heading[2]));
  });

  // Pictures are fetched from where they are only when somebody asks for it.
  let hasPictures = false;
  const picture = (address, look) => {
    if (!/^https?:/i.test(address)) return null;
    if (!hasPictures) {
      const button = made("button", `tk-button small ${look}`, "🖼️");
      if (look === "tk-large") button.append(` ${data.words.pictures}`);
      button.type = "button";
      button.title = data.words.pictures;
      button.setAttribute("aria-label", data.words.pictures);
      button.addEventListener("click", () => {
        hasPictures = true;
        draw();
      });
      return button;
    }
    const one = made("img", look);
    one.alt = "";
    one.referrerPolicy = "no-referrer";
    one.src = address;
    return one;
  };
  const embed = () => {
    const [author, title, text, footer] = ["author", "title", "text", "footer"].map(held);
    const large = picture(held("image"), "tk-large");
    const small = picture(held("thumbnail"), "tk-thumb");
    if (![author, title, text, footer, large, small].some((one) => one)) return null;
    const words = made("div", "tk-embed-words");
    if (author) words.append(made("div", "tk-author", author));
    if (title) words.append(made("div", "tk-embed-title", ...rich(title)));
    if (text) words.append(made("div", "", ...lines(text)));
    const box = made("div", "tk-embed", words);
    const colour = held("colour").replace(/^(#|0x)?/i, "#");
    box.style.borderLeftColor = /^#[0-9a-f]{6}$/i.test(colour) ? colour : "#5865f2";
    if (small) box.append(small);
    if (large) box.append(large);
    if (footer) box.append(made("div", "tk-footer", footer));
    return box;
  };
  const emoji = (text) => text.replace(/^<a?(:\w+:)\d+>$/, "$1");
  const entries = () => [...list.children].map((item) => {
    const of = (name) => {
      const one = item.querySelector(`[data-part="${name}"] :is(input:not([type=radio]), textarea)`)
        || item.querySelector(`[data-part="${name}"] input:checked`);
      return one ? one.value.trim() : "";
    };
    const type = facts.types[of("type")] || { name: "", emoji: "", description: "" };
    return {
      name: of("name") || type.name || facts.label,
      emoji: emoji(of("emoji") || type.emoji),
      description: of("description") || type.description,
      colour: of("colour"),
    };
  });
  const offered = () => {
    if (facts.kind === "button") {
      return made("div", "tk-buttons", ...entries().map((one) =>
        made("span", `tk-press ${one.colour}`, ...(one.emoji ? [one.emoji, " "] : []), one.name)));
    }
    const choices = entries().map((one) => made(
      "li", "", made("span", "", one.emoji), made("span", "", made("b", "", one.name),
        ...(one.description ? [made("small", "", one.description)] : [])),
    ));
    return made("div", "tk-selector",
      made("div", "tk-chosen", held("placeholder") || facts.placeholder, made("span", "", "⌄")),
      made("ul", "", ...choices));
  };
  const draw = () => {
    const content = held("content");
    const body = made("div", "tk-message-body",
      made("div", "tk-from", made("b", "", facts.bot), made("span", "tk-app", "APP")));
    if (content) body.append(made("div", "", ...lines(content)));
    const box = embed();
    if (box) body.append(box);
    body.append(offered());
    shown.replaceChildren(made("div", "tk-avatar", facts.bot.slice(0, 1)), body);
  };
  form.addEventListener("input", draw);
  form.addEventListener("change", draw);
  draw();

  // A colour can be chosen as well as written.
  const written = form.querySelector('[name="s.colour"]');
  if (written) {
    const chosen = made("input", "tk-colour");
    chosen.type = "color";
    chosen.setAttribute("aria-label", written.labels[0].textContent);
    const follow = () => {
      const colour = written.value.trim().replace(/^(#|0x)?/i, "#");
      chosen.value = /^#[0-9a-f]{6}$/i.test(colour) ? colour : "#5865f2";
    };
    follow();
    written.addEventListener("input", follow);
    chosen.addEventListener("input", () => {
      written.value = chosen.value.toUpperCase();
      written.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const beside = made("div", "tk-beside-colour");
    written.replaceWith(beside);
    beside.append(written, chosen);
  }
})();
