"""Near-duplicates against gold: how many copies are recognised, and how much else is taken for one."""
