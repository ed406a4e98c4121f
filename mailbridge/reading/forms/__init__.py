"""Web-form mails -> their fields."""
