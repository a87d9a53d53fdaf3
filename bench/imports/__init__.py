"""How fast data sets of conflict events are imported, with rows made up here."""
