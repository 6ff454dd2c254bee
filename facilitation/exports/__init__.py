"""The record as files: one module for each format, all from the same lines."""
