"""How fast the store answers, beside others that hold the same graph: ``make bench``."""
