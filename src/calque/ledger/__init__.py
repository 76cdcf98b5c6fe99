"""The ledger: what a PO file cannot hold, namely source revisions with their dates, runs and coverage.

SQLite in `.calque/ledger.sqlite` unless calque.toml names a database. Deleting it loses dates, never a
translation. `server` alone loads SQLAlchemy.
"""
