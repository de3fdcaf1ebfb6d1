"""Challenges: a quiz that a channel takes, everyone in their own time, until it closes.

- the data: model; what a member may do (the state machine): rules; points: scores; all pure
- opening: commands, service, opening; by schedule: posted_challenge; announced: announcement_pages, threads
- answering it: answering (the service), member_progress, pages
- before it closes: nudges, nudge_pages
- closing: closing, played (the data of a closed challenge), result_pages (for everyone), leaderboard_rows (for
  leaderboards and progress)
- telling each participant their own result: result_notifier, own_results
- a single question asked in a channel: posted_question, series (chooses the next one), question_pages
- personal data: personal
"""
