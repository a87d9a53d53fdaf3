"""The Reconciliation Service API 0.2: tables matched with our actors and places. Pure; the web serves it.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
