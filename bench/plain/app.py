"""What a team builds in an afternoon: a page, a form, and the answers, read anew every 3 s."""

import os
import sqlite3
from pathlib import Path

import pandas as pd
import streamlit as st

DATABASE = Path(os.environ.get("BENCH_FOLDER", ".")) / "answers.db"
ACTORS = ["Government", "University", "Enterprise", "Civil society"]
NOTHING = pd.DataFrame({"actor": [], "text": []})


def read() -> pd.DataFrame:
    with sqlite3.connect(DATABASE) as connection:
        try:
            return pd.read_sql("SELECT actor, text FROM answers", connection)
        except pd.errors.DatabaseError:
            return NOTHING


st.title("Round table 1.1.1")
st.write("What do the actors of the territory need from each other?")
with st.form("answer", clear_on_submit=True):
    actor = st.selectbox("You speak as", ACTORS)
    text = st.text_area("Your contribution")
    is_sent = st.form_submit_button("Send")
if is_sent and text:
    with sqlite3.connect(DATABASE) as connection:
        row = pd.DataFrame({"actor": [actor], "text": [text]})
        row.to_sql("answers", connection, if_exists="append", index=False)
    st.success("Thank you, we received your answer.")


@st.fragment(run_every=3)
def answers() -> None:
    frame = read()
    st.bar_chart(frame["actor"].value_counts())
    st.dataframe(frame)


answers()
