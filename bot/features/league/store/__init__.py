"""What the league keeps."""
