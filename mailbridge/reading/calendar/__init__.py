"""text/calendar parts -> invitations (RFC 5545, 5546)."""
