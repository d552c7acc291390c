# Les jours, les heures, les âges : comme ils sont montrés, et ce qui est demandé quand ils ne sont pas clairs.
moment-date = EEEE d MMMM y
moment-date-first = EEEE d'er' MMMM y
moment-month = MMMM y
value-day = { $day }
value-month = { $month }
value-days = du { $first } au { $last }
value-towards = { $relation ->
        [since] depuis le { $day }
        [until] jusqu’au { $day }
       *[from] à partir du { $day }
    }
value-day-and-hours = { $day }, { $hours }
value-hours = de { $begins } à { $ends }
value-hours-from = à partir de { $begins }
value-hours-until = jusqu’à { $ends }
value-hour = à { $begins }
value-clock = { $sharp ->
        [yes] { $hour } h
       *[no] { $hour } h { $minutes }
    }
value-midnight = minuit
value-part = { $part ->
        [morning] le matin
        [noon] à midi
        [afternoon] l’après-midi
        [evening] le soir
        [night] la nuit
       *[day] toute la journée
    }
value-age = { $years ->
        [0] {""}
        [one] { $years } an
       *[other] { $years } ans
    }{ $months ->
        [0] {""}
       *[other] { $years ->
            [0] {""}
           *[other] {" "}et{" "}
        }{ $months } mois
    }{ $weeks ->
        [0] {""}
        [one] { $weeks } semaine
       *[other] { $weeks } semaines
    }{ $days ->
        [0] {""}
        [one] { $days } jour
       *[other] { $days } jours
    }
value-born-year = année de naissance { $year }
value-born = { $exact ->
        [yes] naissance le { $day }
       *[no] naissance en { $day }
    }
doubt-ways-out = { $optional ->
        [yes] Vous pouvez aussi passer cette question, ou laisser un agent vous lire.
       *[no] Si vous préférez, un agent peut vous lire.
    }
value-which = { $question ->
        [hours] Quels horaires voulez-vous dire ?
       *[day] Quel jour voulez-vous dire ?
    }
value-no-such-day = Le calendrier n’a pas ce jour-là : { $said }.
value-passed = Le { $day } est déjà passé.
value-phone = { $digits ->
        [10] Je ne reconnais pas ce numéro. Pouvez-vous vérifier ses chiffres ?
       *[other] Je compte { $digits } chiffres : un numéro français en a dix. Pouvez-vous le vérifier ?
    }
