"""Operating: what the person who runs Versed sees of all tenants, and does about them."""
