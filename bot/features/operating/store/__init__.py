"""What the database tells of all tenants at once."""
