# Entrer dans une équipe, la quitter, confier une demande ; ce qui est refusé.
command-quitter = quitter une équipe
command-confier = confier une demande à quelqu’un de l’équipe
command-retirer = retirer quelqu’un de l’équipe
refused = { $who ->
        [head] C’est réservé aux responsables de l’équipe.
        [facilitator] C’est réservé aux animateurs de ce conseil, dans son groupe.
       *[agent] C’est réservé aux agents de la ville. Si vous en faites partie, entrez d’abord votre code : /agent CODE.
    }
join-how = Écrivez le code de votre invitation, par exemple : /agent K7PTM2XRTV.
join-refused = { $why ->
        [withdrawn] Cette invitation a été retirée. Demandez-en une autre à la personne qui vous a invité.
        [used] Ce code a déjà servi : chacun ne sert qu’une fois. Demandez-en un autre à la personne qui vous a invité.
        [expired] Ce code a expiré : il était valable une semaine. Demandez-en un autre à la personne qui vous a invité.
       *[unknown] Je ne connais pas ce code. Vérifiez-le lettre par lettre, ou demandez-en un autre.
    }
join-wait = { $minutes ->
        [one] Trop de codes faux. Réessayez dans une minute.
       *[other] Trop de codes faux. Réessayez dans { $minutes } minutes.
    }
join-welcome = Bienvenue dans l’équipe : { $team } ({ $role ->
        [head] responsable
       *[agent] agent
    }). Écrivez « /file » pour voir les demandes.

quit-which = Quelle équipe voulez-vous quitter ?
quit-sure = Voulez-vous quitter l’équipe : { $team } ? Vos demandes ouvertes lui seront rendues.
quit-yes = Oui, quitter
quit-done = Vous avez quitté l’équipe : { $team }. Merci pour votre travail. Pensez à quitter aussi son groupe.
quit-named = La configuration vous nomme dans l’équipe : { $team }. Je ne peux pas vous en retirer ici : demandez-le à votre administrateur.
remove-which = Qui voulez-vous retirer de l’équipe ?
remove-one = { $name } ({ $team })
remove-nobody = Il n’y a personne à retirer.
remove-sure = Retirer { $name } de l’équipe : { $team } ? Ses demandes ouvertes seront rendues à l’équipe.
remove-yes = Oui, retirer
remove-done = { $name } ne fait plus partie de l’équipe : { $team }. Pensez à l’enlever aussi de son groupe.
remove-named = La configuration nomme { $name } dans l’équipe : { $team }. Je ne peux pas l’en retirer ici : demandez-le à votre administrateur.
removed = Vous ne faites plus partie de l’équipe : { $team }. Une question ? Parlez-en à la personne qui en est responsable.
left-team = { $name } a quitté l’équipe. { $count ->
        [0] Aucune demande n’est à reprendre.
        [one] Une demande est à reprendre :
       *[other] { $count } demandes sont à reprendre :
    }

assign-whom = À qui confier { $number } ?
assign-already = { $number } est déjà entre les mains de { $name }.
assigned = { $number } est confiée à { $name }. Réponse avant { $due }.
assigned-you = { $name } vous confie { $number } ({ $category }). Réponse avant { $due }.

group-button = Ici, tout le monde peut lire. Écrivez-moi plutôt en privé.
admin-refusals = { $count ->
        [0] Rien n’a été refusé depuis { $days } jours.
        [one] Un refus depuis { $days } jours :
       *[other] { $count } refus depuis { $days } jours :
    }
