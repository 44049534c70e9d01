// The page asks the demo once a second what there is to see, and shows it. It keeps in the
// address who and where one is, so that reloading changes nothing.

const $ = (id) => document.getElementById(id);
const PAUSE = 1000;
const SIGNS = { channel: "#", thread: "↳", dm: "@", web: "◫" };

let state = null;
/** The number of the look that our frame shows; null while it shows nothing. */
let look = null;
let where = read(location.hash);
let busy = false;
/** What was chosen last and isn't shown yet. */
let wanted = null;

function read(hash) {
  const [, person = "", place = ""] = /^#(\d*)-(\d*)$/.exec(hash) ?? [];
  return { person, place };
}

function go(person, place) {
  where = { person, place };
  history.replaceState(null, "", `#${person}-${place}`);
}

async function ask(path, body) {
  const answer = await fetch(path, body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

function element(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

function entry(one, chosen, parts, choose) {
  const button = element("button", one.new ? "news" : "", "");
  button.type = "button";
  button.dataset.id = one.id;
  button.setAttribute("aria-current", String(chosen));
  button.append(...parts);
  if (one.new) {
    const count = element("span", "count", String(one.new));
    count.title = "new";
    button.append(count);
  }
  button.addEventListener("click", choose);
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function name(text, small) {
  const span = element("span", "name", text);
  if (small) span.append(element("small", "", small));
  return span;
}

/** Puts new entries into a list, and leaves the keyboard and the scrolling where they are. */
function fill(list, items) {
  const print = items.map((item) => item.outerHTML).join();
  if (list.dataset.print === print) return;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  list.replaceChildren(...items);
  list.dataset.print = print;
  if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus();
}

function render() {
  document.title = `${person().name} · Tickets for Red`;
  $("server").textContent = state.server;
  $("idea").textContent = state.idea;
  fill($("people"), state.people.map((one) => entry(
    one, one.id === where.person,
    [element("span", "face", one.name[0]), name(one.name, one.part)],
    () => show(one.id, where.place),
  )));
  const items = [];
  let under = "";
  for (const place of state.places) {
    const heading = place.kind === "dm" ? "Direct messages" : place.under;
    if (place.kind !== "thread" && heading !== under) {
      under = heading;
      if (heading) {
        const item = document.createElement("li");
        item.append(element("p", "under", heading));
        items.push(item);
      }
    }
    const parts = [element("span", "sign", SIGNS[place.kind]), name(place.name)];
    const item = entry(place, place.id === where.place, parts, () => show(where.person, place.id));
    item.firstChild.classList.add(place.kind);
    items.push(item);
  }
  fill($("places"), items);
}

const person = () => state.people.find((one) => one.id === where.person);

/** Says something instead of the frame; the button leads on. */
function tell(sentence, label, onward) {
  look = null;
  $("frame").replaceChildren();
  $("sentence").textContent = sentence;
  $("onward").hidden = !label;
  $("onward").textContent = label ?? "";
  $("onward").onclick = onward;
  $("notice").hidden = false;
}

function tellOfNothing(why) {
  const sentence = why === "deleted" ? "This channel was deleted." : `${person().name} can’t see this channel.`;
  tell(sentence, "Go to #get-help", () => show(where.person, state.start));
}

function screen() {
  const { clientWidth: width, clientHeight: height } = $("frame");
  return { width, height, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

/** Of several choices made meanwhile, the last one counts. */
async function show(who, place) {
  wanted = { who, place };
  if (busy) return;
  busy = true;
  try {
    while (wanted) {
      const next = wanted;
      wanted = null;
      await open(next.who, next.place);
    }
  } catch {
    tellTheEnd();
  } finally {
    busy = false;
  }
}

async function open(who, place) {
  // At once, lest somebody acts as the one they have just ceased to be.
  look = null;
  $("frame").replaceChildren();
  go(who, place);
  await refresh();
  const shown = await ask("/api/show", { person: who, place, screen: screen() });
  if (shown.address) {
    const frame = document.createElement("iframe");
    frame.title = "The channel, as SimCord shows it";
    frame.src = shown.address;
    $("notice").hidden = true;
    $("frame").replaceChildren(frame);
    look = shown.look;
  } else if (shown.trouble) {
    tell(`This can’t be shown: ${shown.trouble}`, "Try again", () => show(who, place));
  } else {
    tellOfNothing(shown.nothing);
  }
  await refresh();
  document.querySelectorAll('[aria-current="true"]').forEach(
    (one) => one.scrollIntoView({ block: "nearest", inline: "nearest" }),
  );
}

async function refresh() {
  const query = new URLSearchParams({ ...where, look: look ?? "" });
  state = await ask(`/api/state?${query}`);
  render();
}

function tellTheEnd() {
  tell("The demo doesn’t answer. Has it ended? Start it again with “make demo”.", "Try again", () => location.reload());
}

async function watch() {
  if (busy || document.hidden) return;
  const shown = look;
  try {
    await refresh();
  } catch {
    if (!busy) tellTheEnd();
    return;
  }
  if (busy || shown === null || shown !== look) return;
  if (!state.places.some((place) => place.id === where.place)) show(where.person, where.place);
  else if (!state.current) {
    tell("Another page shows the server now.", "Show it here", () => show(where.person, where.place));
  }
}

async function start() {
  try {
    state = await ask("/api/state");
  } catch {
    tellTheEnd();
    return;
  }
  if (!state.people.some((one) => one.id === where.person)) go(state.me, state.start);
  await show(where.person, where.place || state.start);
  setInterval(watch, PAUSE);
}

window.addEventListener("hashchange", () => {
  const { person, place } = read(location.hash);
  if (state.people.some((one) => one.id === person)) show(person, place);
});
start();
