# Comment une demande se termine : chaque fin est une vérité à elle.
outcome-solved = réglée
outcome-answered = réponse donnée
outcome-refused = refusée
outcome-handed_over = transmise à un autre organisme
outcome-duplicate = doublon d’une autre demande
outcome-withdrawn = retirée par la personne
outcome-spam = indésirable (spam)
outcome-upheld = la réponse était juste
outcome-changed = la réponse change
outcome-citizen_mistake = erreur de bonne foi de la personne
outcome-city_mistake = erreur de bonne foi de la ville
outcome-meeting = rencontre de médiation
outcome-no_agreement = pas d’accord trouvé

closing-text = { $outcome ->
        [refused] Dites au citoyen pourquoi la ville ne peut pas donner suite ({ $number }).
       *[mediated] Écrivez votre décision sur { $number } : le citoyen la lira telle quelle, comme la parole de la médiation.
    }
closing-text-help = Écrivez votre texte en un message, ou « annuler ».
closing-body = Quel organisme s’occupe de { $number } ?
closing-body-help = Choisissez dans la liste, ou « un autre organisme » pour l’écrire vous-même.
closing-another = Quel organisme ? Son nom, et comment le joindre, si vous le savez ({ $number }).
closing-another-help = Écrivez le nom de l’organisme, par exemple « Sybert, 03 81 … ».
closing-way = Avez-vous transmis { $number } pour le citoyen, ou doit-il écrire lui-même ?
closing-way-help = Choisissez : transmise pour le citoyen, ou à lui d’écrire.
closing-more = Un mot pour le citoyen ({ $number }) ?
closing-more-help = Écrivez votre mot en un message, ou « passer ».
option-body-another = Un autre organisme
option-way-passed = Transmise pour le citoyen
option-way-yourself = À lui d’écrire
desk-handed-on = D’autres personnes sont concernées par { $number } : elle reste ouverte pour elles, sans son auteur.

closed-citizen = { $outcome ->
        [solved] Demande { $number } : le problème est réglé.
        [answered] Demande { $number } : une réponse vous a été donnée, nous la terminons.
        [refused] Demande { $number } : la ville ne peut pas y donner suite. Voici pourquoi :
        [withdrawn] Demande { $number } : vous nous avez dit que ce n’était plus nécessaire, elle est retirée. Merci de nous l’avoir dit.
        [duplicate] Demande { $number } : c’est le même problème qu’une autre demande, qui continue.
       *[handed_over] Demande { $number } : elle ne dépend pas de la ville.
    }
closed-body = { $known ->
        [yes] Qui s’en occupe : *{ $body }* ({ $does }).
       *[no] Qui s’en occupe : *{ $body }*.
    }
closed-contact = Pour les joindre : { $has ->
        [both] { $phone }, { $site }
        [phone] { $phone }
       *[site] { $site }
    }
closed-way = { $way ->
        [yourself] C’est à vous de leur écrire ou de les appeler : la ville ne peut pas le faire à votre place.
       *[passed] Nous leur avons transmis votre demande : vous n’avez rien à refaire.
    }
closed-ways-on = { $outcome ->
        [refused] Vous n’êtes pas d’accord, ou il y a du nouveau ? Dites-le-nous.
        [handed_over] Pas de nouvelles de leur part, ou c’est quand même à la ville d’agir ? Dites-le-nous.
        [withdrawn] Si c’est une erreur, rouvrez-la : rien n’est perdu.
        [duplicate] La réponse vous viendra par l’autre demande.
       *[other] Si ce n’est pas réglé pour vous, dites-le-nous.
    }
closed-spam = La demande { $number } est fermée sans suite. Si c’est une erreur, pardon : une personne vous écoute au { $phone } (gratuit), ou ici.
closed-person = Parler à une personne
closed-parting = { $outcome ->
        [withdrawn] La demande { $number } est retirée pour vous, comme vous nous l’avez dit.
       *[spam] La demande { $number } est fermée pour vous, sans suite.
    } Ce que vous aviez écrit en est effacé. Si c’est une erreur, une personne vous écoute au { $phone } (gratuit), ou écrivez « parler à une personne ».
history-body = { $outcome }, { $body } ({ $way ->
        [yourself] au citoyen d’écrire
       *[passed] transmise pour le citoyen
    })

body-metropole = Grand Besançon Métropole
body-metropole-does = déchets, eau, transports, voirie, urbanisme
body-ccas = le CCAS
body-ccas-does = aide sociale, personnes âgées, urgences du quotidien
body-landlord = votre bailleur
body-landlord-does = l’immeuble, l’ascenseur, le chauffage, les parties communes
body-municipal_police = la police municipale
body-municipal_police-does = stationnement gênant, bruit, animaux errants
body-prefecture = la préfecture
body-prefecture-does = titres de séjour, permis de conduire, services de l’État
body-enedis = Enedis
body-enedis-does = réseau électrique, coupures de courant
body-grdf = GRDF
body-grdf-does = réseau de gaz ; urgence gaz à ce numéro, jour et nuit
body-sncf = la SNCF
body-sncf-does = trains, gares, voies ferrées
body-ginko = Ginko (Keolis)
body-ginko-does = bus, tram, abonnements, objets trouvés à bord
body-department = le département
body-department-does = collèges, routes départementales, RSA, autonomie, enfance
body-region = la région
body-region-does = lycées, trains régionaux, cars, formation
body-caf = la CAF
body-caf-does = allocations, aides au logement

mediated-citizen = { $outcome ->
        [upheld] Demande { $number } : la médiation a relu tout l’échange, et la réponse du service était juste. Voici pourquoi :
        [changed] Demande { $number } : la médiation a relu tout l’échange, et la réponse change :
        [citizen_mistake] Demande { $number } : la médiation a relu tout l’échange. C’était une erreur de bonne foi de votre part, elle est corrigée sans reproche : chacun y a droit (article L. 123-1 du code des relations entre le public et l’administration).
        [city_mistake] Demande { $number } : la médiation a relu tout l’échange. C’était une erreur de bonne foi de la ville. Pardon ; voici ce qui est corrigé :
        [meeting] Demande { $number } : la médiation a relu tout l’échange, et vous propose une rencontre :
       *[no_agreement] Demande { $number } : la médiation a relu tout l’échange, et aucun accord n’a été trouvé. Voici ce qu’elle en dit :
    }
mediated-remains = C’est la parole de la médiation : ici, l’échange s’arrête là. D’autres voies vous restent : le Défenseur des droits, gratuit (defenseurdesdroits.fr, loi organique n° 2011-333 du 29 mars 2011), et, contre une décision, le tribunal administratif, dans les deux mois qui suivent sa notification (article R. 421-1 du code de justice administrative).
mediated-joined = La médiation s’est prononcée sur la demande { $number } que vous suivez : { $outcome ->
        [upheld] la réponse du service était juste.
        [changed] la réponse change.
        [city_mistake] la ville s’était trompée, c’est corrigé.
       *[other] elle est terminée.
    } Si ce n’est pas réglé pour vous, vous pouvez en faire une à vous.
mediated-team = { $number } : la médiation s’est prononcée ({ $outcome }).
mediated-already = La médiation s’est déjà prononcée sur la demande { $number }, le { $at } : elle ne peut pas être saisie une seconde fois. S’il y a du nouveau, dites-le-moi, et nous en ferons une nouvelle demande.
mediation-has-it = { $open ->
        [yes] La médiation a déjà la demande { $number } entre les mains. Réponse avant *{ $due }*.
       *[no] La médiation vous a répondu (demande { $number }). Si ce n’est pas réglé, rouvrez la demande : la médiation la relira.
    }
contest-not = Sur la demande { $number }, il n’y a pas de réponse à contester.
thread-read = Lire tout l’échange
thread-title = Tout ce que le citoyen et la ville se sont dit sur { $number } ({ $count }) :

status-correct = Corriger
correct-which = Que faut-il corriger dans la demande { $number } ? Une erreur arrive à tout le monde.
correct-which-help = Choisissez dans la liste ce qu’il faut corriger, ou écrivez « annuler ».
correct-same = C’était déjà ainsi dans la demande { $number } : rien n’a changé.
correct-done = C’est corrigé (demande { $number }, { $field }), et le service le sait.{ $open ->
        [yes] {" "}Réponse avant *{ $due }*.
       *[no] {""}
    }
correction = { $field } : { $had ->
        [yes] { $before } → { $now }
       *[no] { $now }
    }
corrected-team = Le citoyen a corrigé { $number } :
corrected-team-confidential = Le citoyen a corrigé sa demande. À lire en privé : « /voir { $number } ».
corrected-joined = L’auteur de la demande { $number } que vous suivez en a corrigé le lieu. Si ce n’est plus chez vous, vous pouvez en faire une à vous.
