"""The entry of the Streamlit screens: one page for each role, none of them in a menu.

Hidden navigation is not access control: every page begins with `open_page`, which is.
"""

import streamlit as st

from facilitation.model import Role
from facilitation.phrases import INTERFACE_LANGUAGES, preferred
from facilitation.settings import ROOT
from facilitation.ui.accounts import sign_in
from facilitation.ui.page import refuse


def nowhere() -> None:
    """An address without a page."""
    refuse(preferred(st.context.headers.get("Accept-Language") or "", INTERFACE_LANGUAGES))


screens = [
    st.Page(ROOT / "pages" / f"{role.value}.py", title=role.value, url_path=role.value)
    for role in Role
]
signing_in = st.Page(sign_in, title="Ronda", url_path="sign-in")
start = st.Page(nowhere, title="Ronda", url_path="start", default=True)
st.navigation([start, signing_in, *screens], position="hidden").run()
