"""mailbridge brings e-mail into Heap, WBP Systems' CRM: never lost, never doubled."""

__version__ = "0.1.0"
