"""What the Streamlit screens share: opening a page for a role, and our own components."""

from facilitation.ui.page import Page, open_page

__all__ = ["Page", "open_page"]
