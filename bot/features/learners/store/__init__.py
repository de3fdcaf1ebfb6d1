"""What is kept of tenants, members and learners."""
