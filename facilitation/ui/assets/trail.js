// What was done, by whom and when, each with its way back; as a bar only the last of it.
export default function ({ data, parentElement, setTriggerValue }) {
  const node = root(parentElement, "div", { class: "trail" })
  const focused = parentElement.activeElement?.dataset.revision
  const undo = (act) => element("button", {
    type: "button", "data-revision": act.revision, "aria-label": `${data.say.undo} ${act.what}`,
    onclick: () => setTriggerValue("asked", { revision: act.revision, at: Date.now() }),
  }, data.say.undo)
  const line = (act) => element("li", { class: act.is_undone ? "undone" : "" },
    element("span", { class: "what" }, act.what),
    element("span", { class: "quiet" }, [act.is_undone ? data.say.undone : null, act.who, act.at].filter(Boolean).join(" · ")),
    act.is_undoable ? undo(act) : null)
  node.classList.toggle("bar", data.is_bar)
  if (!data.acts.length) return node.replaceChildren(element("p", { class: "quiet" }, data.say.empty))
  node.replaceChildren(element("ul", { "aria-label": data.say.label }, data.acts.map(line)))
  if (focused) (node.querySelector(`[data-revision="${CSS.escape(focused)}"]`) ?? node.querySelector("button"))?.focus()
}
