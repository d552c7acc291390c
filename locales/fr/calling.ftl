# Les demandes faites au téléphone ou au guichet, et ce qui n’arrive à personne.
calling-how = { $given ->
        [phone] Je lis un numéro de rappel, mais pas ce que la personne demande.{" "}
       *[nothing] {""}
    }Écrivez la demande de la personne en un message : /pour lampadaire éteint rue Battant, rappeler au 06 12 34 56 78. Avec un numéro de demande, vous aurez un nouveau code pour la personne.
calling-number = { $known ->
        [yes] Numéro de rappel noté, visible des agents seulement.
       *[no] Pas de numéro de rappel. Écrivez-le si la personne veut être rappelée.
    }
calling-in-private = Ce sujet est confidentiel ({ $category }). Rien n’est gardé ici, écrivez-moi la demande en privé avec « /pour ».
calling-sent = C’est noté ({ $team }). Lisez à la personne son numéro : { $number }. Réponse avant { $due }.
calling-code = Pour suivre { $number } dans sa propre discussion, elle m’écrira : /rattacher { $number } { $code }. Ce code sert une fois, pendant { $days } jours. Donnez-le à elle seule.
calling-merged = { $number } est traitée avec { $other } : avec ce code, la personne aura la réponse à { $other }.
calling-not-by-phone = { $number } a déjà sa discussion : aucun code n’est nécessaire.
calling-kept = Votre texte est gardé ({ $number }).
calling-ask = { $number } a été faite au téléphone ou au guichet : posez la question de vive voix, et gardez la réponse en note.
calling-read-out = La personne ne lit rien ici, elle est au téléphone ou au guichet ({ $number }) : lisez-lui { $known ->
        [yes] le texte, ou rappelez-la au { $phone }.
        [private] le texte, ou rappelez-la. Son numéro se lit en privé.
       *[no] le texte tant qu’elle est là, elle n’a pas laissé de numéro.
    }
calling-each = { $count ->
        [one] Une personne est au téléphone ou au guichet, à rappeler : { $numbers }.
       *[other] { $count } personnes sont au téléphone ou au guichet, à rappeler chacune : { $numbers }.
    }
calling-one = { $number } : { $known ->
        [yes] { $phone }
        [private] son numéro se lit en privé
       *[no] pas de numéro laissé
    }
calling-again = { $number } (au téléphone ou au guichet) était traitée avec { $other }, qui s’est terminée sans réponse : elle attend de nouveau la sienne, avant { $due }.
calling-back = Numéro de rappel pour { $number } : { $phone }
card-by-phone = Au téléphone ou au guichet, noté par { $name }.
attach-how = Écrivez le numéro de la demande et le code qu’on vous a donnés, par exemple : /rattacher BES-TV2-2PX K7PT-2MXR.
attach-refused = { $why ->
        [locked] Trop de codes faux pour cette demande : elle est verrouillée. Appelez le { $phone }, on vous donnera un nouveau code.
       *[wrong] Ce numéro et ce code ne vont pas ensemble, ou le code est déjà utilisé ou expiré. Vérifiez-les, ou appelez le { $phone }.
    }
attached = C’est fait : la demande { $number } ({ $category }) est la vôtre ici aussi. { $status ->
        [answered] Une réponse vous attendait.
        [closed] Elle est terminée.
       *[open] La réponse viendra ici avant { $due }.
    }
attached-team = { $number } : la personne du téléphone a maintenant sa discussion. Vos réponses y arrivent.
room-unreachable = Le groupe de { $team } ne reçoit plus mes messages ({ $room }). { $why ->
        [gone] Il n’existe plus, ou j’en ai été retiré.
        [refused] La plateforme les refuse : je n’ai sans doute plus le droit d’y écrire.
        [late] J’ai essayé pendant un jour entier.
       *[silent] Une demande y attend depuis plus de quinze minutes.
    } En attendant, ses nouvelles demandes vont à l’accueil. Remettez-moi dans le groupe, ou corrigez la configuration.
card-unseen = { $number } est pour { $team }, dont le groupe est injoignable. L’accueil peut la prendre ou la réorienter.
citizen-unreached = { $number } : mon message n’est pas arrivé au citoyen. { $why ->
        [gone] Il a bloqué le bot ou quitté la discussion.
        [refused] La plateforme l’a refusé.
       *[late] J’ai essayé pendant un jour entier.
    } Reste le téléphone : appelez-le s’il a laissé un numéro.
