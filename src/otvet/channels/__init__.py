"""One folder a channel; what they share is in `port.py`."""
