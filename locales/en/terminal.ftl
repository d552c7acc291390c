# The demo city, in a terminal.
terminal-hints =
    Demo city: everything stays in this window, nothing is sent to the real city.
    Write as an inhabitant, for example: the street lamp in rue Battant is dead
    @eclairage /queue: speak as an agent of street lighting · @eclairage > text: reply to the latest card
    @léa: hello: another inhabitant · #conseil léa: /poll Which mural? | Forest | Doubs
    /advance 24h: move the clock · /photo lamp.jpg, /document plan.pdf, /position 47.24,6.02 · /quit
terminal-private = { $default ->
        [True] ProximCité
       *[other] ProximCité to { $room }
    }
terminal-team = Team { $room }
terminal-council = Group #{ $room }
terminal-now = It is now: { $moment }
terminal-kept = Your message is kept, but the database does not answer any more: the reply will come with the next message.
terminal-unavailable-busy = The database is busy: your message was not noted. Send it again in a moment.
terminal-unavailable-full = The disk is full: your message was not noted. Make room, then send it again.
terminal-unavailable-down = The database does not answer: your message was not noted. Send it again later.
