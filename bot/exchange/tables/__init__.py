"""Tables: which column says what, and what their rows become."""
