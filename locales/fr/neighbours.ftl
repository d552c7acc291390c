# « Moi aussi » : ce que des voisins ont déjà signalé, et suivre leur demande.
neighbours-own = { $whose ->
        [own] Vous nous l’avez peut-être déjà signalé : demande *{ $number }*, { $line }
       *[followed] Vous suivez déjà une demande semblable : *{ $number }*, { $line }
    }
neighbours-title = { $count ->
        [one] Quelqu’un a peut-être déjà signalé la même chose :
       *[other] Des personnes ont peut-être déjà signalé la même chose :
    }
neighbours-one = *{ $number }* – { $line }
neighbours-line = { $named ->
        [yes] { $place }, { $where ->
            [here] au même endroit
            [near] à { $metres } m
           *[street] dans la même rue
        }
       *[no] { $where ->
            [here] au même endroit
            [near] à { $metres } m de là
           *[street] dans la même rue
        }
    }, { $days ->
        [0] signalé aujourd’hui
        [one] signalé hier
       *[other] signalé il y a { $days } jours
    }. { $open ->
        [yes] Réponse avant { $due }.
        [late] La réponse est en retard, le service est relancé.
       *[no] Une réponse a déjà été donnée.
    }{ $joined ->
        [0] {""}
        [one] {" "}Une autre personne suit cette demande.
       *[other] {" "}{ $joined } autres personnes suivent cette demande.
    }
neighbours-ask = { $joined ->
        [0] Est-ce la même chose ? Je peux y ajouter ce que vous venez d’écrire.
       *[other] Est-ce la même chose ? Avec « Moi aussi », vous recevrez ici la même réponse, sans autre question. Personne ne saura que c’est vous.
    }
neighbours-which = Laquelle ? Choisissez dans la liste.
neighbours-join = Moi aussi
neighbours-join-one = Moi aussi : { $number }
neighbours-complete = Compléter la demande { $number }
neighbours-none = Non, c’est autre chose
neighbours-completed = C’est transmis, avec vos mots (demande *{ $number }*). La date ne change pas : réponse avant *{ $due }*.
neighbour-wrote = Une autre personne concernée a écrit ({ $number }) :
field-same = déjà signalé
joined = C’est noté, vous suivez maintenant la demande *{ $number }* : { $count } personnes sont concernées. Vos mots sont transmis au service.{ $open ->
        [yes] {" "}Réponse ici avant *{ $due }*.
        [late] {" "}La réponse est en retard : vous l’aurez ici dès qu’elle est donnée.
       *[no] {""}
    }
joined-how = Pour ajouter des mots ou une photo, répondez à ce message. « suivi » montre où elle en est.
joined-leave = Je ne suis plus concerné
joined-left = C’est noté : vous ne suivez plus la demande { $number }.
joined-not = Vous ne suivez pas cette demande, ou plus. Pour signaler quelque chose, dites-le-moi simplement.
joined-already = { $whose ->
        [own] C’est votre propre demande ({ $number }) : vous recevrez la réponse ici.
       *[followed] Vous suivez déjà la demande { $number } : vous recevrez la réponse ici.
    }
joined-too-late = La demande { $number } vient de se terminer, on ne peut plus la suivre. Je continue avec la vôtre.
joined-title = { $count ->
        [one] Vous suivez aussi une demande de quelqu’un d’autre :
       *[other] Vous suivez aussi { $count } demandes d’autres personnes :
    }
joined-line = *{ $number }* – { $category } – suivie avec d’autres – { $status ->
        [new] envoyée, { $team } va la prendre.
        [taken] un agent s’en occupe ({ $team }).
        [asked] le service attend une précision.
        [answered] une réponse vous a été envoyée.
        [closed] { $outcome ->
            [solved] réglée.
            [refused] refusée, la ville ne peut pas y donner suite.
            [handed_over] transmise à un autre organisme.
           *[other] terminée.
        }
       *[ended] terminée.
    }{ $open ->
        [yes] {" "}Réponse avant { $due }.
       *[no] {""}
    }
joined-date = La date change pour la demande { $number } que vous suivez : réponse avant *{ $due }*.
routed-joined = La demande { $number } que vous suivez a été confiée à un autre service : { $team }. La date ne change pas : réponse avant *{ $due }*.
answer-from-joined = { $signed ->
        [yes] { $name }, pour { $team }, répond au sujet de la demande *{ $number }* que vous suivez :
       *[no] Réponse à la demande *{ $number }* que vous suivez, par { $team } :
    }
joined-helped = Merci de nous l’avoir dit ! (demande { $number })
joined-unhelped = Je suis désolé. La demande { $number } est celle de quelqu’un d’autre ; voulez-vous en faire une à vous ? J’ai gardé vos mots.
joined-own = En faire ma propre demande
joined-no-own = Non, cela ira
joined-confidential = La demande { $number } est devenue confidentielle : je ne peux plus vous en donner de nouvelles. Vous pouvez en faire une à vous, j’ai gardé vos mots.
handed-on = La personne qui avait fait la demande { $number } l’a retirée. Elle reste ouverte pour vous, la date ne change pas : réponse avant *{ $due }*.
handed-on-team = { $number } : son auteur l’a retirée, et ce qu’il avait écrit est effacé. Elle reste ouverte pour les autres personnes concernées.
desk-answered-joined = { $count ->
        [one] Une autre personne concernée la reçoit aussi.
       *[other] { $count } autres personnes concernées la reçoivent aussi.
    }
data-joined = { $count ->
        [one] Vous suivez aussi une demande de quelqu’un d’autre.
       *[other] Vous suivez aussi { $count } demandes d’autres personnes.
    }
