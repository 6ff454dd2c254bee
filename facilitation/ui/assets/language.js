// Streamlit's page says lang="en", whatever it shows: screen readers and hyphenation need the truth.
export default function ({ data, setTriggerValue }) {
  reviving(setTriggerValue)
  document.documentElement.lang = data.language
}
