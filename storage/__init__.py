"""The database: tables, one unit of work a transaction, one module an aggregate. Only here is SQLAlchemy imported."""
