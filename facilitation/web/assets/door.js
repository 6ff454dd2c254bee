// Follows the session, keeps what is typed, and sends it until it has arrived. Without this script
// everything works by forms and links. Elements are called by their id, as browsers provide them.
// It is short on purpose: every phone reads it. inlined.py takes blanks and comments out.
{
let {form: token, key, part, text: box} = say, {search: q} = location, {dataset: now} = stage,
  {code, own} = say.dataset, here = own.slice(0, 8), kept = {}, live, retry, soon, tries = 1,

// A draft is kept under the key it will be sent with. `at` tells the drafts of open pages, which
// beat every second, from those left behind.
body = () => new URLSearchParams(new FormData(say)) + "",
keep = (at = Date.now()) => box.value
  ? kept[own + key.value] = JSON.stringify([at, retry || box.readOnly, body()])
  : delete kept[own + key.value],

// Drafts left behind come back to their author. What was sent and never confirmed is sent again,
// also for somebody who used this device before.
adopt = () => {
  for (const name in kept) {
    if (!name.startsWith(here)) continue;
    const [at, sent, body] = JSON.parse(kept[name]);
    if (Date.now() - at < 3e3) continue;
    if (!name.startsWith(own)) sent && post(body).then(() => delete kept[name], follow);
    else if (!box.value) {
      for (const [field, value] of new URLSearchParams(body)) say[field].value = value;
      sent && send();
    }
  }
  follow();
},

// Throws 0 where the server is there and cannot save, an error where the line is lost.
post = async (body) => {
  const got = await fetch(say.action, {method: "POST", body: new URLSearchParams(body), headers: {"X-Door": tries}, signal: AbortSignal.timeout?.(15e3)});
  if (got.status > 499) throw 0;
  return got;
},

send = async () => {
  if (box.readOnly || !over.hidden) return;
  clearTimeout(retry);
  box.readOnly = 1;
  keep();
  try {
    const got = await post(body()), html = await got.text();
    box.readOnly = retry = 0;
    unsent.hidden = tries = 1;
    if (got.ok) box.value = "";
    keep();
    draw(html, 1);
    said.focus();
    adopt();
  } catch (lost) {
    box.readOnly = unsent.hidden = 0;
    unsaved.hidden = !(offline.hidden = !lost);
    retry || unsent.scrollIntoView({block: "nearest"});
    retry = setTimeout(send, ++tries * 1e3);
  }
},

// What somebody is typing, here or in a correction, stays as it is. The answer to something sent may
// have been drawn before the last step and arrive after it: then it is looked at again.
// What is told the sender is drawn with `all` alone; `mine` in its stead takes fewer letters than
// a shorter list.
draw = (html, all) => {
  const was = now.revision, next = new DOMParser().parseFromString(html, "text/html"), find = (css) => next.querySelector(css);
  if (!find("#stage")) return said.innerText = find("h1+p").innerText;
  for (const old of [all ? said : mine, stage, mine]) {
    const then = find("#" + old.id);
    if (old.querySelector("details[open]")) continue;
    old.innerHTML = then.innerHTML;
    Object.assign(old.dataset, then.dataset);
  }
  if (all || !box.value) for (const field of [token, key, part]) field.value = find("#say")[field.name].value;
  follow();
  now.revision < +was && look();
},

follow = () => {
  const size = [...(Intl.Segmenter ? new Intl.Segmenter().segment(box.value) : box.value)].length;
  say.hidden = (renew.hidden = !now.asked) && !box.value;
  earlier.hidden = !box.value || part.value == now.part;
  renew.value = now.part;
  over.hidden = size <= count.dataset.limit;
  count.innerText = size.toLocaleString(count.lang);
},

look = () => fetch(`/j/${code}/stage` + q).then((r) => r.text()).then((html) => html && draw(html), () => soon = setTimeout(look, 5e3)),

// A new question comes with its event, for all who read the language; what is one's own is looked
// for after that, by each at another moment.
listen = () => {
  if (live || document.hidden) return;
  live = new EventSource(`/live/${code}` + q);
  live.onmessage = ({data, lastEventId: id}) => {
    if (isNaN(data)) {
      box.value || (part.value = now.part = id);
      return stage.innerHTML = data;
    }
    clearTimeout(soon);
    if (data != now.revision) soon = setTimeout(look, Math.random() * 400);
  };
  // Back: what is kept goes, from a roomful of phones not all at the same moment.
  live.onopen = () => setTimeout(ononline, Math.random() * 1500);
  live.onerror = () => live.readyState > 1 && setTimeout(listen, Math.random() * 9e3, live = 0);
};

// Browsers that keep nothing throw here, and remember until the page is closed.
try { kept = localStorage } catch {}
document.cookie = "ronda-zone=" + Intl.DateTimeFormat().resolvedOptions().timeZone + ";path=/";
// False: the browser need not send the form itself.
go.onclick = () => !send();
box.oninput = () => {
  retry || (said.innerText = "");
  follow();
};
setInterval(keep, 1e3);
onpagehide = () => keep(0);
ononline = () => retry && send();
document.onvisibilitychange = () => document.hidden ? live = live?.close() : (listen(), look());
adopt();
listen();
}
