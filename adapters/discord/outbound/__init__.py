"""What goes to Discord: answers, posts and boards, at the pace that Discord allows."""
