"""The tables of tenants, members and learners."""
