# Days, hours and ages: how they are shown, and what is asked when they are not clear.
moment-date = EEEE d MMMM y
moment-month = MMMM y
value-day = { $day }
value-month = { $month }
value-days = from { $first } to { $last }
value-towards = { $relation ->
        [since] since { $day }
        [until] until { $day }
       *[from] from { $day } on
    }
value-day-and-hours = { $day }, { $hours }
value-hours = from { $begins } to { $ends }
value-hours-from = from { $begins } on
value-hours-until = until { $ends }
value-hour = at { $begins }
value-clock = { $sharp ->
       *[other] { $hour }:{ $minutes }
    }
value-midnight = midnight
value-part = { $part ->
        [morning] in the morning
        [noon] at noon
        [afternoon] in the afternoon
        [evening] in the evening
        [night] at night
       *[day] all day
    }
value-age = { $years ->
        [0] {""}
        [one] { $years } year
       *[other] { $years } years
    }{ $months ->
        [0] {""}
       *[other] { $years ->
            [0] {""}
           *[other] {" "}and{" "}
        }{ $months ->
            [one] { $months } month
           *[other] { $months } months
        }
    }{ $weeks ->
        [0] {""}
        [one] { $weeks } week
       *[other] { $weeks } weeks
    }{ $days ->
        [0] {""}
        [one] { $days } day
       *[other] { $days } days
    }
value-born-year = born in { $year }
value-born = { $exact ->
        [yes] born on { $day }
       *[no] born in { $day }
    }
doubt-ways-out = { $optional ->
        [yes] You can also skip this question, or let a person read you.
       *[no] If you prefer, a person can read you.
    }
value-which = { $question ->
        [hours] Which hours do you mean?
       *[day] Which day do you mean?
    }
value-no-such-day = The calendar has no such day: { $said }.
value-passed = { $day } has already passed.
value-phone = { $digits ->
        [10] I do not recognise this number. Could you check its digits?
       *[other] I count { $digits } digits: a French number has ten. Could you check it?
    }
