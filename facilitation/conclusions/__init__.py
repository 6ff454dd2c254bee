"""What the session concludes, so that every sentence can be traced to what people said.

Read `nouns.py` first. `writing.py` words, files and approves; `parity.py` holds the languages
against each other; `sign_off.py` signs them and tells versions apart.
"""
