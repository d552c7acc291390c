# L’aide : ce qui tient sur un écran de téléphone, le reste par thème, et chaque commande avec un exemple.
help-title = Voici ce que je peux faire pour vous.
help-what = Écrivez simplement votre demande. À tout moment : « retour », « corriger le lieu », « annuler », « aide », « parler à une personne ».
help-team = Pour répondre au citoyen, répondez à sa fiche ; « // » devant en fait une note entre agents. Les boutons d’une fiche se disent aussi par leur numéro ou leur nom. Et :
help-council = Ici, je tiens les sondages du conseil. Pour une demande personnelle, écrivez-moi en privé.
help-in-flow = À tout moment : « retour », « annuler », « parler à une personne ».
help-line = /{ $name } – { $does }
help-for = { $role ->
        [mediator] *La médiation* :
        [head] *Responsable de l’équipe* :
        [administrator] *Administration* :
        [citizen] *Comme habitant* :
       *[agent] *Les demandes de l’équipe* :
    }
help-one = Pour un exemple, ajoutez le nom d’une commande : /aide { $name }.
help-more = Plus de commandes
help-more-themes = Un autre thème
help-which-theme = Sur quel thème ?
help-theme = { $theme ->
        [requests] Vos demandes à la ville
        [lists] Trouver une demande
        [answers] Répondre
        [work] Traiter
        [team] L’équipe
        [council] Les sondages du conseil
        [account] Vos données et vos comptes
       *[talk] La conversation
    }
help-which = De quelle commande s’agit-il ?
help-unknown = Je n’ai pas d’explication pour « { $words } ». Écrivez simplement votre demande, ou cherchez par thème.

explained-start =
    Je dis qui je suis et comment me parler.
    Exemple : /start
explained-aide =
    Montre ce qui est possible ici. Avec un mot derrière, explique une commande.
    Exemple : /aide suivi
explained-demande =
    Commence une demande à la ville. Écrire un simple message suffit aussi.
    Exemple : /demande lampadaire éteint rue Battant
explained-suivi =
    Montre où en sont vos demandes. Avec un numéro, une seule : vous pouvez y ajouter des mots ou des photos, la corriger, la retirer.
    Exemple : /suivi BES-TV2-2PX
explained-associations =
    Cherche parmi les associations de la ville, par activité et par quartier.
    Exemple : /associations judo à Planoise
explained-langue =
    Change la langue de notre conversation.
    Exemple : /langue en, pour l’anglais
explained-mesdonnees =
    Montre ce que je garde de vous, pour tout emporter ou tout effacer. On vous demande confirmation avant.
    Exemple : /mesdonnees
explained-annuler =
    Abandonne ce que vous avez commencé. Ce qui est envoyé reste envoyé.
    Exemple : /annuler, ou simplement « annuler »
explained-retour =
    Revient à la question d’avant, pour changer votre réponse.
    Exemple : /retour, ou simplement « retour »
explained-humain =
    Donne le téléphone, ou transmet votre message à un agent qui vous répond ici.
    Exemple : /humain
explained-contester =
    Vous n’êtes pas d’accord avec une réponse ? La médiation relit tout, avec un regard neuf.
    Exemple : /contester BES-TV2-2PX
explained-lier =
    Relie un autre de vos comptes, par exemple Matrix et Telegram, pour retrouver vos demandes partout. Je donne un code, à écrire là-bas.
    Exemple : /lier
explained-rattacher =
    Retrouve ici une demande faite au téléphone ou au guichet, avec le code reçu ce jour-là.
    Exemple : /rattacher BES-TV2-2PX K7PT-2MXR
explained-agent =
    Fait entrer dans une équipe de la ville, avec le code d’une invitation. Un code sert une fois.
    Exemple : /agent K7PTM-2XRTV
explained-pour =
    Note en un message la demande d’une personne au téléphone ou au guichet. Elle reçoit un numéro et un code.
    Exemple : /pour trou dans la chaussée rue Battant, rappeler au 06 12 34 56 78
explained-file =
    Montre les demandes ouvertes de vos équipes, la plus pressée d’abord. On peut n’en demander qu’une partie : moi, en retard, à prendre.
    Exemple : /file en retard
explained-prendre =
    Met une demande à votre nom : les collègues le voient sur la fiche.
    Exemple : /prendre BES-TV2-2PX
explained-repondre =
    Envoie votre texte au citoyen. Le plus simple est de répondre à la fiche ; photos et documents partent avec.
    Exemple : /repondre BES-TV2-2PX Merci, une équipe passe demain.
explained-demander =
    Pose une question au citoyen. Le délai est en pause jusqu’à sa réponse, cinq jours au plus.
    Exemple : /demander BES-TV2-2PX De quel côté de la rue ?
explained-reorienter =
    Envoie la demande au service qui s’occupe de ce sujet. La date promise ne bouge pas.
    Exemple : /reorienter BES-TV2-2PX voirie
explained-clore =
    Termine la demande : réglée, refusée (avec la raison), transmise à un autre organisme, doublon… Sans rien derrière le numéro, je propose.
    Exemple : /clore BES-TV2-2PX réglée
explained-note =
    Garde une note que seuls les agents lisent. Répondre à la fiche avec « // » devant fait la même chose.
    Exemple : /note BES-TV2-2PX Vu sur place, pièce commandée
explained-signature =
    Signe vos réponses d’un prénom, à côté du nom du service. Sans prénom, le service signe seul.
    Exemple : /signature Camille
explained-reporter =
    Change la date promise, avec une raison que le citoyen lit. Deux fois au plus, à 30 jours au plus.
    Exemple : /reporter BES-TV2-2PX 3j la pièce est commandée
explained-chiffres =
    La semaine de vos équipes : réponses à temps, délais, retards, avec un graphique.
    Exemple : /chiffres
explained-modeles =
    Les textes que vos équipes gardent pour répondre. Ils se montrent aussi quand vous répondez.
    Exemple : /modeles ajouter lampe : Merci, nous passons le {"{date}"}.
explained-voir =
    Montre tout d’une demande, avec son historique. Les confidentielles se lisent en privé seulement.
    Exemple : /voir BES-TV2-2PX
explained-chercher =
    Cherche dans les demandes par numéro, mots, rue, sujet, état et dates, dans n’importe quel ordre.
    Exemple : /chercher lampadaire rue Battant en retard depuis lundi
explained-fusionner =
    Traite ensemble deux demandes sur la même chose : une seule réponse, que chacun reçoit.
    Exemple : /fusionner BES-TV2-2PX BES-9T9-PVV
    Avec un seul numéro, je propose celles qui se ressemblent.
explained-separer =
    Reprend à part une demande fusionnée, avec son propre délai, tant qu’il n’y a pas de réponse.
    Exemple : /separer BES-9T9-PVV
explained-grouper =
    Clôt ou réoriente plusieurs demandes d’un coup. Je montre lesquelles avant de le faire.
    Exemple : /grouper BES-TV2-2PX BES-9T9-PVV clore réglée
explained-quitter =
    Quitte une équipe, en privé. Vos demandes ouvertes lui sont rendues ; je demande confirmation.
    Exemple : /quitter
explained-confier =
    Donne une demande à quelqu’un de l’équipe, qui l’apprend en privé. Pour les responsables.
    Exemple : /confier BES-TV2-2PX @camille
explained-retirer =
    Retire quelqu’un de l’équipe, ses demandes reviennent aux autres. Pour les responsables ; je demande confirmation.
    Exemple : /retirer @camille
explained-inviter =
    Fait un code pour une personne, valable une semaine et une seule fois, à lui transférer. En privé, pour les responsables et les administrateurs.
    Exemple : /inviter, ou /inviter voirie
explained-sondage =
    Ouvre un sondage dans le groupe du conseil : la question, puis les choix, puis sa durée si vous voulez. Pour les animateurs.
    Exemple : /sondage Quelle fresque ? | Forêt | Doubs | 48h
explained-resultats =
    Montre où en est le dernier sondage du conseil.
    Exemple : /resultats
