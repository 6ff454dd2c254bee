"""The rules of Ronda, one sentence each, tried on the real thing: store, server, browser."""
