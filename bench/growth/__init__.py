"""What one article more costs as the store grows: ``python -m bench.growth``."""
