"""An empty Streamlit page; the word is what a client waits for."""

import streamlit as st

st.text("ready")
