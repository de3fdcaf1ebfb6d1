"""Progress: how learners and teams are doing.

- the command: commands, service; the data: model
- a learner: own, weeks, streaks; compared with another: side_by_side
- a team: team, beliefs; scheduled: posted_report
- as pictures: cards
"""
