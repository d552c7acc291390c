# La promesse vue par les agents : reporter une date, remettre un rappel, les rappels groupés, les chiffres de la semaine.
card-more = Plus…
more-what = Que faire de { $number } ?
more-show = Tout lire
more-history = L’historique
more-note = Garder une note
more-postpone = Reporter la date
more-merge = Fusionner avec une autre
more-assign = Confier à quelqu’un
more-handed_over = Transmettre à un autre organisme
more-spam = Ce n’est pas une vraie demande
more-code = Un nouveau code pour la personne

deadline-until = Quand le citoyen aura-t-il sa réponse ({ $number }) ? La date promise est { $due }.
deadline-until-help = Écrivez par exemple « 3 j », « 1 semaine » ou « vendredi », 30 jours au plus, ou bien « annuler ».
deadline-reason = Pourquoi reporter { $number } ? Le citoyen lira votre raison telle quelle.
deadline-reason-help = Écrivez la raison en une phrase, ou « annuler ».
option-until-1d = 1 jour de plus
option-until-3d = 3 jours de plus
option-until-7d = 1 semaine de plus
option-until-14d = 2 semaines de plus
deadline-moved = { $number } : nouvelle date, { $due }. Le citoyen a reçu la date et votre raison.
deadline-paused = { $number } attend le citoyen : le délai est en pause, la date recule d’elle-même.
deadline-fixed = La date de { $number } a déjà été reportée { $most } fois. Elle ne bouge plus : réponse avant { $due }.
deadline-earlier = Choisissez une date après celle qui est promise pour { $number } : { $due }.
deadline-too-far = C’est trop loin : une date se reporte de { $days } jours au plus à partir d’aujourd’hui.
moved-citizen = La réponse à votre demande *{ $number }* prendra plus de temps que promis : { $team } vous la doit maintenant avant *{ $due }*, et non plus avant { $before }. Voici pourquoi :
moved-joined = La réponse à la demande *{ $number }*, qui vous concerne aussi, prendra plus de temps que promis : { $team } la doit maintenant avant *{ $due }*, et non plus avant { $before }. Voici pourquoi :

snooze-2h = Rappeler dans 2 h
snooze-morning = Rappeler demain matin
snoozed = Je vous rappelle { $number } { $until }. La date reste la même : réponse avant { $due }.
snoozed-past = Pas d’autre rappel pour { $number } avant sa date, { $due }. Si elle passe sans réponse, le médiateur et le citoyen le sauront.
snoozed-several = Je vous rappelle ces { $count } demandes { $until }. Leurs dates restent les mêmes.
snooze-nothing = Il n’y a plus de rappel à remettre pour { $number }.

reminders-title = { $count } demandes attendent une réponse, la plus pressée d’abord :
reminders-line = { $number } – { $category } – { $rung ->
        [breach] { $late ->
            [yes] délai dépassé depuis { $left } ({ $team })
            [now] délai dépassé ({ $team })
           *[no] délai dépassé dans { $left }, pendant les heures de repos ({ $team })
        }
       *[other] { $late ->
            [no] encore { $left }, avant { $due }
           *[other] en retard de { $left }
        }
    } – { $taken ->
        [yes] { $name }
       *[no] à prendre
    }
reminders-more = … et { $count } de plus : « /file ».
reminders-take = Prendre { $number }
reminders-reply = Répondre à { $number }

week-title = *{ $team }* – du { $first } au { $last }
week-share = { $decided ->
        [0] Aucune réponse n’était due.
       *[other] *{ $share } %* des réponses à temps ({ $kept } sur { $decided }){ $compared ->
            [yes] , contre { $before } % la semaine d’avant.
           *[no] .
        }
    }
week-median = Première réponse en { $median } (médiane){ $compared ->
        [yes] , contre { $before } la semaine d’avant.
       *[no] .
    }
week-late = { $count ->
        [one] Une réponse en retard :
       *[other] { $count } réponses en retard, par sujet :
    }
week-late-line = – { $category } : { $count }
week-late-more = – autres sujets : { $count }
week-open = Ouvertes maintenant : { $count }{ $late ->
        [0] , aucune en retard.
       *[other] , dont { $late } en retard.
    }
week-contested = Réponses contestées : { $count } (semaine d’avant : { $before }).
week-moved = { $count ->
        [one] Une date a été reportée, avec une raison que le citoyen a lue.
       *[other] { $count } dates ont été reportées, avec une raison que le citoyen a lue.
    }
week-trend = À temps, semaine par semaine ({ $count } semaines) : { $shares }.

chart-title = Réponses à temps – { $team }
chart-kept = à temps
chart-broken = en retard
chart-share = Part à temps (%)
chart-weeks = Semaine du
chart-week = { $day }
chart-requests = Demandes
chart-instead = Le graphique ne peut pas être montré ici : tous ses chiffres sont dans le message.
