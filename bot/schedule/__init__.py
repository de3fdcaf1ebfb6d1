"""Posts that recur: which days, what is due, and sending it on time and once."""
