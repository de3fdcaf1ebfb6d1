"""Illustrations: what's beside the words of an item, as blocks to show and as pictures to draw."""
