"""Challenges: a quiz that a channel takes, everyone in their own time, until it closes.

- what may be done when, pure: model
- opening: commands, service, opening; by schedule: posted_challenge; announced: announcement_pages, threads
- taking it: answering (the service), member_progress, pages
- before it closes: nudges, nudge_pages
- closing: closing, played (all there is to know then), report (for everyone), results (for leaderboards and progress)
- for each who took it: telling, own_results
- a single question asked in a channel: posted_question, series (which comes next), question_pages
- what's held of people: personal
"""
