# Plusieurs sujets dans un même message : ce qui a été compris, ce qui manque à chacun, un seul envoi.
several-understood = J’ai compris { $count ->
        [2] deux
        [3] trois
       *[4] quatre
    } demandes :
several-line = { $letter }. *{ $category }* : « { $words } »
several-files = { $private ->
        [yes] Ce que vous avez joint ira seulement avec la demande confidentielle. Pour une autre demande, joignez-le encore une fois quand j’en parlerai.
       *[no] Ce que vous avez joint ira avec chaque demande.
    }
several-all = Oui, les { $count ->
        [2] deux
        [3] trois
       *[4] quatre
    }
several-one = Une seule demande
several-wrong = { $letter }, c’est autre chose
several-proposals-help = Dites « oui » si tout est juste, ou choisissez ci-dessous ce qui ne l’est pas.
several-more = Non, c’est une précision
several-about = Pour la demande { $letter } : « { $words } »
several-same-place = Au même endroit
several-summary = Voici vos { $count ->
        [2] deux
        [3] trois
       *[4] quatre
    } demandes :
several-heading = *{ $letter }. { $category }*
several-which = Laquelle voulez-vous corriger ?
several-fix = { $letter }. { $category }
several-leave-out = Ne pas envoyer { $letter } ({ $category })
several-left-out = D’accord, je n’enverrai pas : { $category }.
several-sent = C’est envoyé : { $count ->
        [2] deux
        [3] trois
       *[4] quatre
    } demandes, chacune avec son numéro.
several-sent-one = *{ $number }* – { $category } ({ $team }){ $urgent ->
        [yes] , signalée comme urgente
       *[no] {""}
    }. Réponse avant *{ $due }*.
several-edit = Votre message est déjà partagé en plusieurs demandes : je ne change pas leurs mots. Dites « corriger » avant l’envoi.
