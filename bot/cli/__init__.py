"""The programs of the `versed` command.

- the command: main, arguments, command_line (the parser), programs
- playing without a platform: say
- packs: new, check, judge (answers), importing, export
- running Versed: admin, backup, doctor, health
- how questions were answered: report; files that commands write: output
"""
