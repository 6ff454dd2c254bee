"""What Ronda costs and how fast it answers: `python -m bench`.

people.py plays the room; doors.py and pages.py are its two ways in, over connections.py; servers.py
starts what is measured, gauges.py measures it, tables.py writes it down. Each file of scenarios/ is
one thing that happens in a room.
"""
