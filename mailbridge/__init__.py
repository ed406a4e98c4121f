"""mailbridge brings e-mail into Heap, WBP Systems' CRM: never lost, never doubled."""

__version__ = "1.0.0"
