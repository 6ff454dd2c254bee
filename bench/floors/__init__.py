"""The least each thing can cost here: what the figures of Ronda are held against."""
