"""Text -> the new words, without quoted history and signature."""
