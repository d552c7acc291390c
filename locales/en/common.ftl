# Common words: skipping a question, dates, spans of time.
skip = Skip
door = The private chat: { $link }
moment-full = EEEE d MMMM 'at' HH:mm
moment-day = EEEE d MMMM
moment-short = d MMM
moment-time = HH:mm
span-days = { $days ->
        [one] { $days } day
       *[other] { $days } days
    }{ $hours ->
        [0] {""}
       *[other] {" "}and { $hours } h
    }
span-hours = { $hours } h { $minutes }
span-minutes = { $minutes } min
span-seconds = { $seconds } s
