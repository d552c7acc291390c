# La ville de démonstration, dans un terminal.
terminal-hints =
    Ville de démonstration : tout reste dans cette fenêtre, rien n’est envoyé à la vraie ville.
    Écrivez comme un habitant, par exemple : y a plus de lumière rue Battant
    @eclairage /file : parler comme un agent de l’éclairage · @eclairage > texte : répondre à la dernière fiche
    @léa: bonjour : un autre habitant · #conseil léa: /sondage Quelle fresque ? | Forêt | Doubs
    /avancer 24h : avancer l’horloge · /photo lampe.jpg, /document plan.pdf, /position 47.24,6.02 · /quitter
terminal-private = { $default ->
        [True] ProximCité
       *[other] ProximCité à { $room }
    }
terminal-team = Équipe { $room }
terminal-council = Groupe #{ $room }
terminal-now = Il est maintenant : { $moment }
terminal-kept = Votre message est noté, mais la base de données ne répond plus : la réponse viendra avec le prochain message.
terminal-unavailable-busy = La base de données est occupée : votre message n’a pas été noté. Renvoyez-le dans un instant.
terminal-unavailable-full = Le disque est plein : votre message n’a pas été noté. Libérez de la place, puis renvoyez-le.
terminal-unavailable-down = La base de données ne répond pas : votre message n’a pas été noté. Renvoyez-le plus tard.
