"""Bytes -> headers and parts, however broken they are (RFC 5322, 2045-2049, 2231)."""
