# Répondre au citoyen, et ce que l’agent en lit : envoyer, annuler, signer, deux réponses à la fois.
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
undo = Annuler l’envoi ({ $within })
undone = L’envoi est annulé : le citoyen n’a rien reçu, et { $number } est comme avant. Votre texte, pour le reprendre :
undo-gone = Cette réponse est déjà partie ({ $number }), je ne peux plus la retenir.
undo-correct = Envoyer une correction
undo-not-yours = Seule la personne qui a écrit cette réponse peut l’annuler : { $name } ({ $number }).

second-writing = { $name } écrit déjà une réponse à { $number }{ $minutes ->
        [0] .
        [one] {" "}depuis une minute.
       *[other] {" "}depuis { $minutes } minutes.
    }
second-held = { $name } vient de répondre à { $number } : sa réponse part dans un instant.
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
