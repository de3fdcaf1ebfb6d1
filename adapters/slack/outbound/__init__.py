"""What goes to Slack: answers, posts and boards, at the pace that Slack allows."""
