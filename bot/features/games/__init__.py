"""Games: live quiz competitions in one or more channels.

A game is a log of events that is folded into a state; everything a game shows is derived from its state.

- the state and its transitions, pure: game, model (keys and people), rules, state, events, asking, membership,
  waiting, rule_changes, eligibility (who may join and answer), ending, timing, effects
- what's computed from a state, pure: standings, teaming, results, highlights, race, podium
- what a channel sees: lobby, board (a question), continuing (when it goes on), scoreboard, commentary, report;
  composer (chooses between them)
- private messages: personal_results, telling; hosts: host_panel, host_events, host_words, barred_channels
- running games: running_games (all games of a replica), ailing (games it can't run), runner (one game),
  finishing (storing the results), publisher (the boards, each channel's by its channel_boards), shared_timeout
- finding a game, whichever replica runs it: game_finder
- the log in memory: journal, journals; the packs: game_packs
- commands and presses: commands, actions; what they do: playing (for players; admission adds
  them), hosting (for hosts); starting a game: options, invitations, replays, lasting_teams (which teams play)
- scheduled games: posted_game, appointments
- personal data: personal, erasure
"""
