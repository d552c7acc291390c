# Les agents : fiches, commandes, rappels.
card-title = Demande *{ $number }* – { $category }
card-title-urgent = URGENT – Demande *{ $number }* – { $category }
card-confidential = Confidentiel : à lire en privé avec « /voir { $number } ».
card-state = { $status ->
        [new] À prendre ({ $team }). Réponse avant { $due } ({ $late ->
            [yes] en retard de { $hours ->
                [0] moins d’une heure
               *[other] { $hours } h
            }
           *[no] encore { $hours ->
                [0] moins d’une heure
               *[other] { $hours } h
            }
        } au { $day } à { $at }).
        [taken] Prise par { $name }. Réponse avant { $due } ({ $late ->
            [yes] en retard de { $hours ->
                [0] moins d’une heure
               *[other] { $hours } h
            }
           *[no] encore { $hours ->
                [0] moins d’une heure
               *[other] { $hours } h
            }
        } au { $day } à { $at }).
        [asked] En attente du citoyen ({ $name }). Le délai est en pause.
        [answered] Réponse envoyée par { $name }.
        [withdrawn] Retirée par le citoyen.
       *[closed] Terminée : { $outcome }.
    }
card-map = Carte : { $link }
card-concerned = { $count } personnes concernées.
card-take = Prendre
card-reply = Répondre
card-ask = Demander une précision
card-route = Réorienter
card-close = Clore

queue-empty = { $which ->
        [mine] Rien à votre nom pour l’instant.
        [late] Rien en retard dans vos équipes. Bravo !
        [unassigned] Tout est pris dans vos équipes. Bravo !
       *[team] Rien en attente dans vos équipes. Bravo !
    }
queue-title = { $which ->
        [mine] { $count ->
            [one] Une demande à votre nom
           *[other] { $count } demandes à votre nom
        }
        [late] { $count ->
            [one] Une demande en retard
           *[other] { $count } demandes en retard
        }
        [unassigned] { $count ->
            [one] Une demande à prendre
           *[other] { $count } demandes à prendre
        }
       *[team] { $count ->
            [one] Une demande ouverte
           *[other] { $count } demandes ouvertes
        }
    }{ $count ->
        [one] {"\u00A0"}:
       *[other] , la plus pressée d’abord ({ $first } à { $last }){"\u00A0"}:
    }
queue-which = { $which ->
        [mine] Les miennes
        [late] En retard
        [unassigned] À prendre
       *[team] Toute l’équipe
    }
list-more = Suite
queue-line = { $number } – { $category }{ $placed ->
        [yes] , { $place }
       *[no] {""}
    } – { $status ->
        [asked] en pause
        [answered] réponse envoyée
        [closed] close
        [withdrawn] retirée
       *[other] { $late ->
            [yes] en retard de { $left } ({ $due })
           *[no] encore { $left } ({ $due })
        }
    } – { $taken ->
        [yes] { $name }
       *[no] { $status ->
            [closed] personne
            [withdrawn] personne
           *[other] à prendre
        }
    }
find-what = Que cherchez-vous ? Un numéro, des mots, une rue, un sujet, un état, des dates. Par exemple : /chercher lampadaire rue Battant en retard.
find-nothing = Rien trouvé pour « { $words } » dans vos équipes.
find-title = { $what } : { $many ->
        [many] plus de { $count } demandes, les dernières d’abord
        [cut] { $count ->
            [one] une demande parmi les plus récentes
           *[other] { $count } demandes parmi les plus récentes
        }
       *[all] { $count ->
            [one] une demande
           *[other] { $count } demandes
        }
    }{ $count ->
        [one] .
       *[other] {" "}({ $first } à { $last }).
    }
find-without = { $cut ->
        [yes] Rien de récent avec tout cela.
       *[no] Rien avec tout cela.
    } Voici ce que je trouve sans tenir compte de : { $left }.
find-and = { $one }, { $others }
find-word = « { $word } »
find-state = { $state ->
        [new] à prendre
        [taken] en cours
        [asked] en attente du citoyen
        [answered] réponse envoyée
        [closed] closes
        [withdrawn] retirées
        [late] en retard
       *[open] ouvertes
    }
find-on = le { $on }
find-between = du { $since } au { $until }
find-since = depuis le { $since }
find-until = jusqu’au { $until }
history-line = { $at } : { $kind ->
        [received] reçue
        [taken] prise
        [asked] question : { $words }
        [asked_empty] question
        [citizen_wrote] le citoyen écrit : { $words }
        [citizen_sent] le citoyen a joint des fichiers ({ $words })
        [question_lapsed] question restée sans réponse
        [answered] réponse : { $words }
        [answered_empty] réponse
        [answer_files] fichiers joints à la réponse ({ $words })
        [undone] envoi annulé : { $words }
        [question_reminded] citoyen relancé sur la question
        [routed] réorientée ({ $words })
        [corrected] correction : { $words }
        [noted] note : { $words }
        [reminded] rappel
        [snoozed] rappel remis à plus tard
        [moved] date reportée : { $words }
        [breached] délai dépassé, citoyen prévenu
        [closed] close ({ $words })
        [satisfied] le citoyen est satisfait
        [reopened] rouverte : { $words }
        [contested] contestée : { $words }
        [mediated] la médiation s’est prononcée : { $words }
        [citizen_corrected] le citoyen corrige : { $words }
        [joined] une autre personne est concernée : { $words }
        [neighbour_wrote] une personne concernée écrit : { $words }
        [neighbour_sent] une personne concernée a joint des fichiers ({ $words })
        [assigned] confiée à { $words }
        [given_back] rendue à l’équipe ({ $words } l’a quittée)
        [filed] notée pour une personne au téléphone ou au guichet
        [attached] rattachée à une discussion du citoyen
        [merged] fusionnée avec { $words }, qui continue
        [took_in] { $words } l’a rejointe
        [split] séparée de { $words }
        [handed_on] retirée par son auteur, gardée pour les autres personnes concernées
       *[withdrawn] retirée
    }{ $by ->
        [agent] {" "}– { $name }
       *[nobody] {""}
    }
history-outcome = { $outcome } : { $words }
history-title = Tout ce qui est arrivé à { $number } ({ $count }) :
history-latest = Voilà les { $count } derniers événements.
history-whole = Tout l’historique ({ $count })

desk-hint = Répondez à une fiche pour répondre au citoyen, « // » devant pour une note. Écrivez « /aide » pour les commandes.
desk-taken = { $number } est à vous. Réponse avant { $due }.
desk-taken-by = { $name } a déjà pris { $number }.
desk-yours-already = { $number } est déjà à vous.
desk-not-open = { $number } n’est plus ouverte{ $status ->
        [answered] {"\u00A0"}: une réponse est partie.
        [withdrawn] {"\u00A0"}: le citoyen l’a retirée.
       *[closed] {"\u00A0"}: elle est terminée.
    }
desk-not-yours = Cette demande est suivie par { $team }. Seuls cette équipe et l’accueil peuvent y travailler.
desk-not-here = { $number } est entre les mains de : { $team }. Je ne la montre pas dans ce groupe, mais en privé : « /voir { $number } ».
desk-read-in-private = { $number } est confidentielle : lisez-la en privé avec « /voir { $number } ».
desk-write-in-private = { $number } est confidentielle : écrivez-moi en privé, par exemple « /repondre { $number } … ».
desk-nobody-there = La personne a effacé ses données : il n’y a plus personne à qui écrire ({ $number }).
desk-answered = Votre réponse est partie ({ $number }).
desk-answered-for = À noter : { $name } avait pris cette demande.
desk-asked = Votre question est partie ({ $number }). Le délai est en pause.
desk-noted = Note gardée ({ $number }), lisible par les agents seulement.
desk-routed = { $number } est maintenant suivie par { $team }.
desk-routed-already = { $number } est déjà suivie par { $team }.
desk-route-to = Vers quel sujet envoyer { $number } ?
desk-close-how = Comment se termine { $number } ?
desk-closed = { $number } est close : { $outcome }.
desk-text = { $task ->
        [reply] Écrivez votre réponse à la demande { $number }, le citoyen la lira telle quelle.
        [ask] Écrivez votre question sur la demande { $number }, le citoyen la lira telle quelle.
        [correct] Écrivez la réponse corrigée ({ $number }), le citoyen la lira telle quelle, comme une correction.
       *[note] Écrivez votre note sur { $number }.
    }
desk-text-help = Écrivez votre texte en un message, ou « annuler ».
citizen-wrote = Le citoyen a écrit ({ $number }) :
citizen-wrote-confidential = Le citoyen a écrit. À lire en privé : « /voir { $number } ».
reopened-team = Le citoyen a rouvert { $number }. Réponse avant { $due }.
contested-team = Le citoyen saisit la médiation pour { $number }. Réponse avant { $due }.
question-lapsed-team = Le citoyen n’a pas répondu à la question sur { $number } : le délai court de nouveau, réponse avant { $due }.

reminder = { $rung ->
        [first] Rappel : { $number } ({ $category }) attend une réponse avant { $due }.
        [middle] Rappel : { $number } ({ $category }, { $team }) attend toujours une réponse avant { $due }.
        [last] Dernier rappel : { $number } ({ $category }, { $team }) doit avoir une réponse avant { $due }.
       *[breach] { $late ->
            [yes] Délai dépassé : { $number } ({ $category }, { $team }) n’a pas reçu de réponse avant { $due }. Retard : { $left }.
            [now] Délai dépassé : { $number } ({ $category }, { $team }) n’a pas reçu de réponse avant { $due }.
           *[no] Délai bientôt dépassé : { $number } ({ $category }, { $team }) doit avoir une réponse avant { $due }, pendant les heures de repos. Le médiateur est prévenu.
        }
    } { $taken ->
        [yes] Prise par { $name }.
       *[no] Personne ne l’a prise.
    }{ $rung ->
        [breach] {""}
       *[other] { $late ->
            [yes] {" "}Retard : { $left }.
            [now] {""}
           *[no] {" "}Il reste { $left }.
        }
    }
digest-title = Bonjour ! Voici la journée.
digest-late = En retard ({ $count }) :
digest-today = À répondre aujourd’hui ({ $count }) :
digest-untaken = À prendre ({ $count }) :
digest-more = … et { $count } de plus : « /file ».
