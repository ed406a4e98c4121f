"""`forwards_labels` turned around: a case-folded label ("von", "gesendet") -> from, date, to, cc, subject or other."""

from __future__ import annotations

from mailbridge.reading.patterns.forwards_labels import LABELS

FIELDS = {label.casefold(): field for _, field, labels in LABELS for label in labels.split("; ")}
