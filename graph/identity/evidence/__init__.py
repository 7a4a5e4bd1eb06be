"""Telling people apart by evidence: names, co-authors, subjects, places, venues and years of their papers."""
