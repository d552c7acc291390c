# Ce que l’on demande au sujet du service lui-même (about.toml).
about-delay = Un agent vous répond sous { $hours } heures{ $working ->
        [yes] {""}, comptées en jours ouvrés
       *[no] {""}, week-end compris
    }. Vous connaîtrez la date exacte à l’envoi. Si nous sommes en retard, c’est moi qui vous le dis.
about-robot = Je suis un programme : ProximCité, l’assistant de la ville de { $city }. Je vous écoute et je transmets ; ce sont des agents qui vous répondent. Pour parler à quelqu’un, dites « parler à une personne » ou appelez le { $phone } (gratuit).
about-readers = { $kind ->
        [private] Ce sujet est confidentiel : seuls les agents habilités le lisent ({ $team }).
        [known] Les agents de la ville qui s’en occupent ({ $team }). Aucun autre habitant ne lit vos mots.
       *[unknown] Les agents de la ville qui s’en occupent, selon le sujet. Aucun autre habitant ne lit vos mots.
    }
about-anonymous = { $private ->
        [yes] Ce sujet est confidentiel : seuls les agents habilités vous lisent.
       *[no] { $named ->
                [yes] Les agents ne voient pas votre nom.
               *[no] Oui : les agents lisent votre demande, pas votre nom. S’il doit y figurer, c’est vous qui l’écrivez.
            }
    }{ $named ->
        [yes] {" "}L’agent aura besoin de savoir qui vous êtes : il vous le demandera ici.
       *[no] {""}
    } Je ne vous demande ni compte ni téléphone, et vous pouvez tout effacer : /mesdonnees.
about-photo = Oui : envoyez-la simplement ici, à tout moment, même après l’envoi. Photos, vidéos, messages vocaux et PDF passent, jusqu’à { $megabytes } Mo.
about-free = Oui, écrire ici est gratuit, et appeler le { $phone } aussi. Si une démarche est payante, l’agent vous le dira.
about-channel = La réponse arrive ici, dans cette conversation : je n’ai besoin ni d’adresse ni de numéro. Pour parler à une personne, appelez le { $phone } (gratuit).
about-change = Oui. Avant l’envoi, dites « corriger ». Après, dites « suivi » : vous pourrez compléter, corriger ou retirer votre demande.
about-others = Oui : dites simplement pour qui c’est, et ce qu’il faut. La réponse vous arrivera ici, à vous.
about-needed = { $how ->
        [optional] Cela aide l’agent à vous répondre plus vite, mais vous pouvez passer.
        [summary] Rien ne part sans votre accord.
       *[needed] Sans cela, l’agent ne pourrait pas s’en occuper.
    }
