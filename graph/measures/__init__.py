"""Figures of a network: functions that return arrays aligned with its nodes, or small frozen tables. No printing."""
