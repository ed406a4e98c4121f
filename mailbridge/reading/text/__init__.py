"""Parts -> the one text a person reads, from plain or HTML, and what remains as attachments."""
