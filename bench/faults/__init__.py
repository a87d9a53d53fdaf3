"""Faults: a store that is killed, filled up, poisoned, crowded, cut off or left running, and what became of it."""
