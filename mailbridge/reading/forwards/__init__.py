"""Text -> the original inside a forward, and who was written to before a server sent the mail on."""
