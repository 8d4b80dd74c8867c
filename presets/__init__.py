"""Expressions, settings and languages as data."""
