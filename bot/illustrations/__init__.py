"""Illustrations of items: the blocks to show with an item's text, and the pictures to draw."""
