# Répondre au citoyen ou lui poser une question, et ce que l’agent en lit : envoyer, annuler, signer, deux réponses à la fois.
answer-more-from = { $signed ->
        [yes] { $name }, pour { $team }, complète la réponse à votre demande *{ $number }* :
       *[no] Complément à la réponse à votre demande *{ $number }*, par { $team } :
    }
answer-more-from-joined = { $signed ->
        [yes] { $name }, pour { $team }, complète la réponse à la demande *{ $number }* que vous suivez :
       *[no] Complément à la réponse à la demande *{ $number }* que vous suivez, par { $team } :
    }
answer-files = { $count ->
        [one] Une pièce jointe accompagne cette réponse.
       *[other] { $count } pièces jointes accompagnent cette réponse.
    }
answer-files-late = { $count ->
        [one] Voici la pièce jointe à la réponse sur votre demande *{ $number }*.
       *[other] Voici les { $count } pièces jointes à la réponse sur votre demande *{ $number }*.
    }
answer-files-lost = { $count ->
        [one] Une pièce jointe à votre réponse ({ $number }) ne part pas au citoyen. Les mots partent.
       *[other] { $count } pièces jointes à votre réponse ({ $number }) ne partent pas au citoyen. Les mots partent.
    }
desk-files-kept = { $count ->
        [one] Je garde cette pièce jointe pour votre réponse.
       *[other] Je garde ces { $count } pièces jointes pour votre réponse.
    }
desk-answered-held = Votre réponse à { $number } part dans { $within }.
desk-asked-held = Votre question sur { $number } part dans { $within }. Le délai est en pause.
question-dropped = Votre question sur { $number } n’est pas partie : la demande a changé entre-temps, il n’y a plus rien à demander. C’était :
undo = Annuler l’envoi ({ $within })
undone = L’envoi est annulé : le citoyen n’a rien reçu, et { $number } est comme avant. Votre texte, pour le reprendre :
undo-gone = C’est déjà parti ({ $number }), je ne peux plus le retenir.
undo-correct = Envoyer une correction
undo-not-yours = Seule la personne qui l’a écrit peut annuler cet envoi : { $name } ({ $number }).

second-writing = { $name } écrit déjà une réponse à { $number }{ $minutes ->
        [0] .
        [one] {" "}depuis une minute.
       *[other] {" "}depuis { $minutes } minutes.
    }
second-held = { $kind ->
        [asked] { $name } vient de poser une question au citoyen sur { $number } : elle part dans un instant. Si vous répondez maintenant, elle ne part pas.
       *[answered] { $name } vient de répondre à { $number } : sa réponse part dans un instant.
    }
second-again = Voulez-vous répondre quand même ?
second-again-help = Choisissez de répondre quand même, ou de laisser.
option-again-go = Répondre quand même
option-again-leave = Laisser
second-left = D’accord, rien n’est parti de votre part ({ $number }).

signature-kept = C’est noté : les citoyens liront « { $name } » avec le nom de votre service. Pour l’enlever : « /signature », sans rien derrière.
signature-none = Les citoyens lisent le nom de votre service seulement{ $had ->
        [yes] , et plus « { $name } »
       *[no] {""}
    }. Pour signer : « /signature Prénom ».
signature-refused = Un prénom ou un nom seulement, { $most } lettres au plus, sans chiffres ni signes.

question-reminder = Nous attendons votre réponse à une question sur votre demande *{ $number }* ({ $team }). Le délai est en pause jusqu’au { $lapses } au plus tard. La question :
question-reminder-how = Répondez simplement ici. Sans réponse, le service continuera avec ce qu’il sait.
