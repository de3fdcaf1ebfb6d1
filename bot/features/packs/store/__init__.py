"""What is kept of tenants' packs: the packs and their versions, their people, and what changed when."""
