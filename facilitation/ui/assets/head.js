// The name of the page and the choice of language. Streamlit's page says lang="en", whatever it
// shows: screen readers and hyphenation need the truth.
export default function ({ data, parentElement, setTriggerValue }) {
  document.documentElement.lang = data.language
  reviving(setTriggerValue)
  const node = root(parentElement, "div", { class: "top" })
  const open = () => [...document.querySelectorAll("[role=tab]")].findIndex((tab) => tab.getAttribute("aria-selected") === "true")
  const focused = parentElement.activeElement?.lang
  const choice = (one) => words("button", one, {
    type: "button", "aria-pressed": String(one.lang === data.language),
    onclick: () => setTriggerValue("asked", { language: one.lang, tab: open() }),
  })
  node.replaceChildren(element("h1", null, data.name), element("div", { role: "group", "aria-label": data.label }, data.languages.map(choice)))
  if (focused) node.querySelector(`[lang="${CSS.escape(focused)}"]`)?.focus()
}
