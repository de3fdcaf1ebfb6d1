"""Packs of tenants: made, changed, published and switched off; and which packs are taught where."""
