"""Games: live quiz competitions in one or more channels.

A game is a log that is folded into a state; what it shows follows from that.

- the state and its steps, pure: game, model (its name), rules, state, events, asking, membership, waiting,
  rule_changes, ending, timing, effects
- what's reckoned from a state, pure: standings, teaming, results, highlights, race, podium
- what a place sees: board, composer, scoreboard, commentary, report
- what one person hears: personal_results, telling; hosts: host_panel, host_events, host_words, hindrances
- running it: running_games (all that a replica holds), ailing (those it can't run), runner (one game),
  finishing (what comes of it), publisher (its boards), shared_timeout
- finding it, whichever replica holds it: game_finder
- its log in memory: journal, journals; its packs: game_packs
- what members do: commands, then playing and hosting; how it begins: options, invitations, replays
- by schedule: posted_game, appointments
- what's kept of people: personal, erasure
"""
