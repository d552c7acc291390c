# Inviter dans une équipe : un code pour une personne, les invitations ouvertes, l’arrivée.
command-inviter = inviter quelqu’un dans l’équipe
permission-invite = inviter dans une équipe (responsables : des agents de la leur ; administrateurs : partout)
invite-which-team = Dans quelle équipe voulez-vous inviter quelqu’un ?
invite-which-role = Comme quoi, dans l’équipe : { $team } ?
invite-rank = { $rank ->
        [head] responsable
        [desk] agent d’accueil
        [mediator] médiation
       *[agent] agent
    }
invite-place = { $team } – { $rank }
invite-letter = { $by } vous invite à travailler avec ProximCité, l’assistant de la ville de { $city }, dans l’équipe : { $team } ({ $rank }). Écrivez-moi en privé : /agent { $code } (une seule fois, jusqu’au { $until }).
invite-made = L’invitation est prête (équipe : { $team }, { $rank }). Transférez le message ci-dessus à la personne, et à elle seule : le code fait entrer qui l’utilise en premier, jusqu’au { $until }.
invite-back = Retirer l’invitation
invitations-show = { $count ->
        [one] Une invitation ouverte
       *[other] { $count } invitations ouvertes
    }
invitations-title = Invitations qui n’ont pas encore servi :
invitation-line = n° { $number } – { $team }, { $rank }, jusqu’au { $until }
invitation-line-by = n° { $number } – { $team }, { $rank }, jusqu’au { $until }, par { $by }
invitation-back = Retirer la n° { $number }
invitations-none = Aucune invitation n’est ouverte. Pour en faire une : /inviter
invitation-withdrawn = C’est fait : l’invitation est retirée, son code ne marche plus (équipe : { $team }, { $rank }).
invitation-gone = Cette invitation n’est plus ouverte : elle a servi, a expiré ou a été retirée.
join-already = { $now ->
        [head] Vous êtes déjà responsable dans cette équipe : { $team }. { $role ->
            [head] Rien ne change
           *[agent] Ce code vous aurait fait agent, vous restez responsable
        }. Le code n’a pas servi : vous pouvez le donner à quelqu’un d’autre.
       *[agent] Vous êtes déjà dans cette équipe : { $team }. Le code n’a pas servi : vous pouvez le donner à quelqu’un d’autre.
    }
joined-team = { $name } fait maintenant partie de l’équipe : { $team }{ $role ->
        [head] {" "}(responsable)
       *[agent] {""}
    }.
joined-team-by = { $name } fait maintenant partie de l’équipe : { $team }{ $role ->
        [head] {" "}(responsable)
       *[agent] {""}
    }, sur l’invitation de { $by }.
