# Fusionner deux demandes, les séparer ; traiter plusieurs demandes à la fois.
command-fusionner = fusionner deux demandes sur la même chose
command-separer = séparer ce qui a été fusionné
command-grouper = clore ou réorienter plusieurs demandes à la fois
card-merged = Fusionnée avec { $other }, qui continue : tout se passe là.
card-split = Séparer
merge-two = Deux à la fois, s’il vous plaît, par exemple : /fusionner 12 15.
merge-other = { $count ->
        [0] Avec quelle demande fusionner { $number } ? Écrivez son numéro.
        [one] Avec quelle demande fusionner { $number } ? Celle-ci lui ressemble. Choisissez, ou écrivez un numéro.
       *[other] Avec quelle demande fusionner { $number } ? Celles-ci lui ressemblent. Choisissez, ou écrivez un numéro.
    }
merge-other-help = Écrivez le numéro d’une seule demande, ou « annuler ».
merge-with = Avec { $number }
merge-done = C’est fait : { $number } reste, { $other } en fait maintenant partie. { $count ->
        [1] Une seule personne est concernée.
       *[other] { $count } personnes sont concernées et auront la même réponse.
    } Réponse avant { $due }.
merge-undo = Séparer
merge-differ = Les sujets sont différents : { $number } ({ $category }) et { $other } ({ $other_category }). Les fusionner quand même ?
merge-all-the-same = Oui, fusionner
merge-not = Non
merge-same = C’est deux fois la même demande ({ $number }).
merge-already = { $number } fait déjà partie de { $other } : fusionnez avec { $other }, ou séparez d’abord avec « /separer { $number } ».
merge-ended = { $number } n’est plus ouverte{ $status ->
        [answered] {"\u00A0"}: une réponse est partie
        [withdrawn] {"\u00A0"}: le citoyen l’a retirée
       *[closed] {"\u00A0"}: elle est terminée
    }. On ne fusionne que des demandes ouvertes.
merge-confidential = { $number } est confidentielle : elle reste entre son auteur et le service, je ne la fusionne avec celle de personne d’autre.
split-done = { $number } est de nouveau à part de { $other }. Réponse avant { $due }, comme promis au début.
split-not = { $count ->
        [0] { $number } n’a été fusionnée avec rien.
        [one] { $number } n’est pas allée ailleurs, mais une demande en fait partie. La séparer ?
       *[other] { $number } n’est pas allée ailleurs, mais { $count } demandes en font partie. Laquelle séparer ?
    }
split-one = Séparer { $number }
split-too-late = { $other } a déjà sa réponse, qui vaut aussi pour { $number } : il n’y a plus rien à séparer.
split-nobody = Plus personne n’attend de réponse à { $number } : il n’y a rien à séparer de { $other }.
merged-gone = { $number } fait maintenant partie de { $other } : tout se passe là.
merged-show = Voir { $number }
merged-citizen = { $same ->
        [yes] Vos demandes *{ $number }* et *{ $other }* parlent du même problème : nous les traitons ensemble.
       *[no] Votre demande *{ $number }* parle du même problème que la demande *{ $other }* d’une autre personne : nous les traitons ensemble, vos mots sont transmis. Personne ne saura que c’est vous.
    } Votre numéro reste bon, la réponse viendra ici avant *{ $due }*.
merged-joined = La demande { $number } que vous suivez est traitée avec la demande *{ $other }*, sur le même problème. La réponse viendra ici avant *{ $due }*.
merged-sooner = D’autres personnes ont le même problème (demande *{ $number }*) : la réponse vient plus tôt, avant *{ $due }*.
merged-details = Votre demande { $number } est traitée avec la demande *{ $other }*, sur le même problème :
merged-unhelped = Je suis désolé. La demande { $number } était traitée avec la vôtre ({ $own }) : vous pouvez rouvrir la vôtre, ou saisir la médiation.
split-citizen = Votre demande *{ $number }* est de nouveau traitée à part de la demande { $other }. Réponse avant *{ $due }*.
split-joined = La demande *{ $number }* que vous suivez est de nouveau traitée à part de la demande { $other }. Réponse avant *{ $due }*.

bulk-all = Tout traiter…
bulk-what = Quelles demandes, et qu’en faire ? Par exemple : /grouper 12 15-19 clore réglée, ou /grouper 12 15 réorienter voirie.
bulk-too-many = C’est trop à la fois : { $most } demandes au plus.
bulk-which = Que faire de ces { $count } demandes ?
bulk-what-help = Choisissez « clore » ou « réorienter », ou écrivez « annuler ».
bulk-close = Clore
bulk-route = Réorienter
bulk-how = Comment se terminent ces { $count } demandes ?
bulk-outcome-help = Choisissez dans la liste, ou écrivez « annuler ».
bulk-where = Vers quel sujet envoyer ces { $count } demandes ?
bulk-subject-help = Choisissez dans la liste, ou écrivez « annuler ».
bulk-subject = { $category } ({ $team })
bulk-text = Dites aux citoyens pourquoi la ville ne peut pas donner suite : chacun le lira.
bulk-text-help = Écrivez votre texte en un message, ou « annuler ».
bulk-body = Quel organisme s’occupe de ces { $count } demandes ?
bulk-body-help = Choisissez dans la liste, ou « un autre organisme » pour l’écrire vous-même.
bulk-another = Quel organisme ? Son nom, et comment le joindre, si vous le savez : chaque citoyen le lira.
bulk-another-help = Écrivez le nom de l’organisme, par exemple « Sybert, 03 81 … ».
bulk-way = Les avez-vous transmises pour les citoyens, ou chacun doit-il écrire lui-même ?
bulk-way-help = Choisissez : transmise pour le citoyen, ou à lui d’écrire.
bulk-more = Voulez-vous ajouter un mot ? Chaque citoyen le lira.
bulk-more-help = Écrivez votre texte en un message, « passer » ou « annuler ».
bulk-to = Qui s’en occupe : { $body } ({ $way ->
        [yourself] à chaque citoyen d’écrire
       *[passed] transmises pour les citoyens
    }).
bulk-sure = { $what ->
        [route] { $count ->
            [one] Une demande va vers{"\u00A0"}: { $how }
           *[other] { $count } demandes vont vers{"\u00A0"}: { $how }
        }
       *[close] { $count ->
            [one] Une demande se termine{"\u00A0"}: { $how }
           *[other] { $count } demandes se terminent{"\u00A0"}: { $how }
        }
    }
bulk-words = Chaque citoyen lira : « { $words } »
bulk-sure-help = Choisissez « Oui, tout faire » ou « Non ».
bulk-yes = Oui, tout faire
bulk-no = Non
bulk-left = { $count ->
        [one] Je laisse de côté ce que vous aviez groupé : la demande reste comme elle est.
       *[other] Je laisse de côté ce que vous aviez groupé : les { $count } demandes restent comme elles sont.
    }
bulk-nothing = Rien ne peut être fait.
bulk-not = { $count ->
        [one] Sans elle : { $which }.
       *[other] Sans elles : { $which }.
    }
bulk-not-one = { $number } { $why ->
        [unknown] (numéro inconnu)
        [not_theirs] (suivie par une autre équipe)
        [private] (en privé seulement)
        [merged] (fusionnée avec une autre)
        [already] (déjà là)
        [mediated] (à la médiation)
       *[ended] (plus ouverte)
    }
bulk-done = { $what ->
        [route] { $count ->
            [one] C’est fait : une demande réorientée, { $how }.
           *[other] C’est fait : { $count } demandes réorientées, { $how }.
        }
       *[close] { $count ->
            [one] C’est fait : une demande close, { $how }.
           *[other] C’est fait : { $count } demandes closes, { $how }.
        }
    }
bulk-handed-on = { $count ->
        [one] Une demande reste ouverte pour d’autres personnes concernées.
       *[other] { $count } demandes restent ouvertes pour d’autres personnes concernées.
    }
bulk-call = { $count ->
        [one] À lire au téléphone : { $numbers }.
       *[other] À lire au téléphone, l’une après l’autre : { $numbers }.
    }
