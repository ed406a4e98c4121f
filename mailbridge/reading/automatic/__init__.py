"""Which mails nobody wrote: auto-replies, bounces, lists, bulk."""
