# Les mots communs : passer une question, les dates, les durées.
skip = Passer
door = La conversation privée : { $link }
moment-full = EEEE d MMMM 'à' H 'h' mm
moment-full-first = EEEE d'er' MMMM 'à' H 'h' mm
moment-day = EEEE d MMMM
moment-day-first = EEEE d'er' MMMM
moment-short = d/MM
moment-time = H 'h' mm
span-days = { $days ->
        [one] { $days } jour
       *[other] { $days } jours
    }{ $hours ->
        [0] {""}
       *[other] {" "}et { $hours } h
    }
span-hours = { $hours } h { $minutes }
span-minutes = { $minutes } min
span-seconds = { $seconds } s
