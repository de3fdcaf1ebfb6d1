"""Progress: how learners and teams are doing.

- the command: commands, service; the data: model
- a learner: own, weeks, streaks, own_pages; compared with another: side_by_side; what both say alike: tally_pages
- a team: team, beliefs, team_pages; scheduled: posted_report
- as pictures: cards
"""
