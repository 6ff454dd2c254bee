// Follows the session, keeps what is typed, and sends it until it has arrived.
// Without this script everything works by forms and links.
(() => {
const $ = (id, root = document) => root.getElementById(id);
const form = $("say"), box = $("text"), said = $("said"), base = location.pathname, query = location.search;
const slot = `ronda ${base} `, mine = slot + form.dataset.who + " ";
const field = (name) => form.elements[name];
const read = (key) => JSON.parse(localStorage.getItem(key));
const held = () => box.value.trim();
let stream, retry, looking, wait = 1e3, isSending;

document.cookie = `ronda-zone=${Intl.DateTimeFormat().resolvedOptions().timeZone};path=/;max-age=1209600;samesite=lax`;

// A draft lives under the key it will be sent with. `at` tells the drafts of open pages, which beat
// every second, from those that were left behind.
function keep(at = Date.now(), isSent = isSending || !!retry) {
  try {
    const key = mine + field("key").value;
    if (held()) localStorage.setItem(key, JSON.stringify({at, isSent, text: box.value, part: field("part").value, body: body()}));
    else localStorage.removeItem(key);
  } catch {}
}
const body = () => new URLSearchParams(new FormData(form)).toString();

function adopt() {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(slot))) {
    const draft = read(key);
    if (Date.now() - draft.at < 3e3) continue;
    if (!key.startsWith(mine)) {
      // Somebody else's words on this device, sent but never confirmed.
      if (draft.isSent) post(draft.body).then(() => localStorage.removeItem(key), () => {});
    } else if (!held()) {
      box.value = draft.text;
      field("key").value = key.slice(mine.length);
      field("part").value = draft.part;
      if (draft.isSent) send();
    }
  }
  follow();
}

async function post(body) {
  const abort = new AbortController(), timer = setTimeout(() => abort.abort(), 15e3);
  try {
    const answer = await fetch(form.action, {method: "POST", body, headers: {"X-Door": 1, "Content-Type": "application/x-www-form-urlencoded"}, signal: abort.signal});
    if (answer.status >= 500) throw answer;
    return [answer.ok, await answer.text()];
  } finally { clearTimeout(timer) }
}

async function send() {
  if (isSending) return;
  clearTimeout(retry);
  isSending = box.readOnly = true;
  keep();
  try {
    const [isTaken, html] = await post(body());
    isSending = box.readOnly = retry = 0;
    wait = 1e3;
    if (isTaken) box.value = "";
    keep();
    draw(html, true);
    said.focus();
    adopt();
  } catch {
    isSending = box.readOnly = false;
    said.innerHTML = $("unsent").innerHTML;
    retry = setTimeout(send, wait = Math.min(wait * 2, 3e4));
    keep();
  }
}

function draw(html, isAnswer) {
  const next = new DOMParser().parseFromString(html, "text/html");
  for (const id of isAnswer === undefined ? ["stage", "mine"] : ["said", "stage", "mine"]) {
    const now = $(id), then = $(id, next);
    if (!then || [...now.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue)) continue;
    now.innerHTML = then.innerHTML;
    Object.assign(now.dataset, then.dataset);
  }
  if (isAnswer || !held()) for (const name of ["form", "key", "part"]) {
    const fresh = $("say", next)?.elements[name];
    if (fresh) field(name).value = fresh.value;
  }
  follow();
}

function follow() {
  const {part, moment} = $("stage").dataset, isAsked = moment === "open" || moment === "paused";
  form.hidden = !isAsked && !held();
  $("earlier").hidden = !held() || field("part").value === part;
  $("renew").hidden = !isAsked;
  $("renew").value = part;
  count();
}

function count() {
  const out = $("count"), limit = +out.dataset.limit, lang = document.documentElement.lang;
  const n = Intl.Segmenter ? [...new Intl.Segmenter().segment(box.value)].length : [...box.value].length;
  out.textContent = `${n.toLocaleString(lang)} / ${limit.toLocaleString(lang)}`;
  $("over").hidden = n <= limit;
}

async function look() {
  try {
    const answer = await fetch(base + "/stage" + query);
    if (answer.status === 200) draw(await answer.text());
  } catch {}
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource("/live" + base.slice(2) + query);
  stream.onmessage = (event) => {
    if (event.data === $("stage").dataset.revision) return;
    clearTimeout(looking);
    looking = setTimeout(look, Math.random() * 1e3);
  };
  stream.onerror = () => {
    if (stream.readyState < 2) return;
    stream = 0;
    setTimeout(listen, 2e3 + Math.random() * 8e3);
  };
}

form.onsubmit = (event) => {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  send();
};
$("renew").onclick = (event) => { event.preventDefault(); field("part").value = event.target.value; follow(); box.focus(); };
box.oninput = follow;
setInterval(keep, 1e3);
addEventListener("pagehide", () => keep(0));
addEventListener("online", () => retry && send());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return listen(), look();
  stream && stream.close();
  stream = 0;
});
adopt();
listen();
})();
