"""Talk: understands and answers free text."""
