"""Progress: how a learner stands, and how a team does.

- asking for it: commands, service; what there is to know: model
- a learner: own, weeks, streaks; beside another: side_by_side
- a team: team, beliefs; by schedule: posted_report
- as pictures: cards
"""
