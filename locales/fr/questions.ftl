# Les questions d'une demande : posée, expliquée, et son nom court dans le résumé.
report-words = Dites-moi, avec vos mots, ce qu’il vous faut.
report-words-help = Une phrase suffit, par exemple : le lampadaire devant chez moi est éteint.
report-subject-help = Choisissez le sujet qui s’en approche le plus.
field-words = message
field-subject = sujet
report-place = { $category ->
        [street_lighting] Où est le lampadaire ? Une rue et un numéro suffisent.
        [illegal_dumping] Où se trouve le dépôt ? Une rue et un numéro suffisent.
        [water_sewer] À quelle adresse ? Une rue et un numéro suffisent.
        [housing] À quelle adresse est le logement ?
        [urban_planning] À quelle adresse ou sur quelle parcelle ?
        [street_closure] Quelle rue voulez-vous fermer, et entre quels numéros ?
        [citizen_initiative] Pour quel lieu ou quel quartier ?
        [local_mediation] Dans quelle rue ou quelle résidence ?
       *[other] À quel endroit ? Une rue, une place ou un quartier, par exemple : 12 rue Battant.
    }
report-place-help = Écrivez une rue, une place ou un quartier, par exemple : devant le 12 rue Battant.
field-place = lieu
place-shown = { $named ->
        [near] { $article ->
            [la] près de la { $name }
            [le] près du { $name }
            [elided] près de l’{ $name }
           *[none] près de { $name }
        }
        [yes] { $name }
        [point] point { $name }
       *[no] {""}
    }{ $around ->
        [city] { $named ->
            [no] quartier { $area }
           *[other] {", "}quartier { $area }
        }
        [town] { $named ->
            [no] dans une autre commune ({ $area })
           *[other] {" "}({ $area }, autre commune)
        }
        [outside] { $named ->
            [no] hors de la ville
           *[other] {" "}(hors de la ville)
        }
       *[nowhere] {""}
    }{ $more ->
        [yes] {" "}– « { $said } »
       *[no] {""}
    }
place-noted = Merci pour la position, je la garde : { $place }.
place-kept = C’est noté pour le lieu : { $place }.
place-changed = Le lieu est maintenant : { $place }.
place-changed-of = Le lieu de la demande { $letter } est maintenant : { $place }.
place-of-which = { $place } : de quelle demande est-ce le lieu ?
place-of-all = { $count ->
        [2] Des deux
       *[other] De toutes
    }
place-of-sent = Faut-il corriger le lieu de votre demande *{ $number }* ? Ce serait : { $place }.
place-of-sent-yes = Oui, corriger le lieu
place-which = { $count ->
        [one] Est-ce cet endroit-là ?
       *[other] Plusieurs endroits correspondent. Lequel est-ce ?
    }
place-outside = { $known ->
        [yes] Sauf erreur, c’est dans une autre commune ({ $town }).
       *[no] Sauf erreur, c’est en dehors de { $city }.
    } La mairie de là-bas est la mieux placée pour agir. Si c’est bien à { $city }, dites-moi où. Sinon, je peux transmettre votre demande quand même.
place-anyway = Transmettre quand même
place-elsewhere = Un autre endroit
report-lamp_number = Y a-t-il un numéro sur le mât ? Si vous ne le voyez pas, passez.
report-lamp_number-help = Le numéro est sur une petite plaque, par exemple : B 1204.
field-lamp_number = numéro du lampadaire
report-line = Quelle ligne ou quel arrêt ?
report-line-help = Par exemple : ligne 3, ou arrêt Micropolis.
field-line = ligne
report-when = Quand est-ce que cela se passe ?
report-when-help = Par exemple : le soir après 22 h, ou samedi dernier.
field-when = moment
report-household = Vous êtes :
report-household-help = Choisissez ce qui vous correspond.
field-household = foyer
option-household-alone = Seul(e)
option-household-couple = En couple
option-household-family = Avec des enfants
report-contact = Préférez-vous qu’on vous appelle ? Si oui, à quel numéro ?
report-contact-help = Écrivez un numéro, ou passez : la réponse vient aussi ici.
field-contact = téléphone
report-tenure = Le logement est :
report-tenure-help = Choisissez ce qui vous correspond.
field-tenure = type de logement
option-tenure-social = Un logement social (HLM)
option-tenure-private = Loué à un particulier
option-tenure-owner = À vous
report-child_age = Quel âge a votre enfant ?
report-child_age-help = Par exemple : 8 mois, ou 3 ans.
field-child_age = âge de l’enfant
report-school = Dans quelle école ?
report-school-help = Le nom de l’école suffit, par exemple : école Jean-Macé.
field-school = école
report-class_level = Dans quelle classe ?
report-class_level-help = Par exemple : CE1, ou grande section.
field-class_level = classe
report-document = Pour quel titre ?
report-document-help = Choisissez la carte d’identité, le passeport ou les deux.
field-document = titre
option-document-identity_card = Carte d’identité
option-document-passport = Passeport
option-document-both = Les deux
report-document_kind = De quel acte s’agit-il ?
report-document_kind-help = Choisissez ce qui s’en approche le plus.
field-document_kind = acte
option-document_kind-birth = Naissance
option-document_kind-marriage = Mariage
option-document_kind-death = Décès
option-document_kind-pacs = PACS
option-document_kind-other = Autre chose
report-birth_year = En quelle année est né le jeune concerné ?
report-birth_year-help = Une année, par exemple : 2008.
field-birth_year = année de naissance
report-cemetery_name = Dans quel cimetière ?
report-cemetery_name-help = Par exemple : Saint-Claude, ou les Champs-Bruley.
field-cemetery_name = cimetière
report-deceased = Au nom de qui est la tombe ou la concession ?
report-deceased-help = Un nom de famille suffit.
field-deceased = nom de la concession
report-facility = Pour quel lieu : piscine, médiathèque, musée, gymnase… ?
report-facility-help = Par exemple : piscine Mallarmé.
field-facility = équipement
report-association_name = Quel est le nom de l’association ?
report-association_name-help = Le nom ou le sigle suffit.
field-association_name = association
report-day = Pour quel jour ?
report-day-help = Par exemple : le 12 juin, ou samedi en huit.
field-day = jour
report-hours = De quelle heure à quelle heure ?
report-hours-help = Par exemple : de 14 h à 18 h.
field-hours = horaires
report-people_count = Combien d’élèves ?
report-people_count-help = Un nombre, par exemple : 24.
field-people_count = nombre d’élèves
report-period = À quelle période ?
report-period-help = Par exemple : la première semaine d’avril.
field-period = période
report-decision = Quelle décision ou quelle réponse contestez-vous ?
report-decision-help = Par exemple : le refus du 3 mars, ou une pénalité de cantine.
field-decision = décision
