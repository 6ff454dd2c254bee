"""The command line, one module for each capability; each lists its `commands`."""
