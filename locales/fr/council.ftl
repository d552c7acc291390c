# Les conseils : sondages. Et les associations.
poll-only-in-council = Un sondage s’ouvre dans le groupe d’un conseil.
poll-how-to-write = Écrivez la question puis les choix, séparés par une barre : /sondage Quelle fresque ? | Forêt | Doubs | Horloge. Pour une durée, ajoutez par exemple « | 48h ».
poll-too-many-options = { $most } choix au plus, pour que chacun s’y retrouve.
poll-options-differ = Les choix doivent être différents, et aucun ne peut être vide.
poll-too-long = C’est trop long : { $question } caractères au plus pour la question, { $option } pour un choix.
poll-too-late = Un sondage dure { $days } jours au plus.
poll-title = Sondage : *{ $question }*
poll-how = Répondez par le numéro de votre choix, vous pouvez en changer jusqu’à la fin. Fin : { $closes }. Votants : { $voted } sur { $register }.
poll-how-beside = Votez ci-dessous, ou répondez par le numéro de votre choix ; vous pouvez en changer jusqu’à la fin. Fin : { $closes }. Seuls les votes des membres inscrits comptent, et les personnes de ce salon peuvent voir le vôtre. Le résultat sera donné ici.
poll-advisory = Ce sondage est consultatif.
poll-voted = Merci { $name }, votre vote est noté.
poll-vote-kept = { $name }, c’était déjà votre vote.
poll-vote-changed = { $name }, votre vote est changé.
poll-vote-none = { $name }, aucun vote n’est noté pour vous dans ce sondage.
poll-not-in-register = { $name }, seuls les membres inscrits de ce conseil peuvent voter ici. Votre vote n’est pas compté.
poll-closed-already = Ce sondage est terminé. Écrivez « /resultats ».
poll-none = Il n’y a pas encore eu de sondage ici.
poll-result = Le sondage est terminé. Voici le résultat :
poll-line = { $option } : { $votes ->
        [0] aucune voix
        [one] 1 voix
       *[other] { $votes } voix
    } ({ $percent } %)
poll-turnout = Votants : { $voted } sur { $register }.
poll-tie = Égalité en tête.

associations-how = Que cherchez-vous ? Par exemple : /associations judo à Planoise.
associations-found = Voici ce que j’ai trouvé :
associations-unsure = Je n’ai rien trouvé qui corresponde vraiment. Voici ce qui s’en approche :
associations-near = D’autres s’en approchent :
associations-elsewhere = Je n’ai rien trouvé pour cela dans ce quartier ({ $asked }). Voici ce qui existe ailleurs, en commençant par le plus proche ({ $found }) :
associations-nearby-activity = Personne ne propose exactement cela ici, à ma connaissance. Une activité voisine : { $activity }.
associations-dissolved = L’association « { $name } » n’existe plus.
associations-unsure-after = Voici ce qui s’en approche :
associations-none = Je n’ai rien trouvé pour cela. Je le note, sans votre nom, pour la Maison des associations.
associations-card = *{ $name }* – { $purpose }.{ $has_where ->
        [yes] {" "}Où : { $where }.
       *[no] {""}
    }{ $has_contact ->
        [yes] {" "}Contact : { $contact }
       *[no] {""}
    }{ $dated ->
        [yes] {" "}(fiche du { $updated })
       *[no] {""}
    }
associations-more = Suivantes
associations-end = C’est tout. Essayez d’autres mots, ou appelez le { $phone } (gratuit).
