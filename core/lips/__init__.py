"""Judging a mouth: measures of phones and lips, peers to compare with, and what they are measured on."""
