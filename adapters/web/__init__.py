"""The web playground: Versed's own chat page, served from this machine, which needs no account.

- the server: server, routes, guard (who gets in), limits, counting (metrics)
- a tab: connection, frames (what its page may send), visitors (who it is), given (uploaded files)
- the room: room, entries (channels and what's in them), recorder (keeps them), memory (what's deleted about people)
- what's shown: render, pictures
- the core's ports: port, boards
"""
