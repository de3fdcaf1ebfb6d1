"""Operating: what the person who runs Versed can see and change across all tenants."""
