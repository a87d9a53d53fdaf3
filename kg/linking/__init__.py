"""Links of our things to those of other graphs: asked politely, kept as proposals with reasons, never as truth."""
