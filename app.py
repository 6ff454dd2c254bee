"""The ASGI application: Streamlit's pages and our own routes in one process."""

import streamlit as st

from facilitation.installation import installed
from facilitation.settings import ROOT
from facilitation.ui.page import explain_script_error
from facilitation.web import Web

web = Web(installed())
app = st.App(
    ROOT / "facilitation" / "ui" / "script.py",
    routes=web.routes,
    lifespan=web.lifespan,
    middleware=web.middleware,
    exception_handlers=web.exception_handlers,
    on_script_error=explain_script_error,
)
