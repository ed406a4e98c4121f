"""The doors: bytes from the world -> an arrival in the spool. A sender is told "kept" only after the commit."""
