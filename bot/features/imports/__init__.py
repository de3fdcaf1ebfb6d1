"""Imports: turning files that editors upload into packs."""
