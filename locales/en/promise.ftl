# The promise as agents see it: moving a date, putting off a reminder, reminders together, the week in figures.
card-more = More…
more-what = What is to be done with { $number }?
more-show = Read all of it
more-history = Its history
more-note = Keep a note
more-postpone = Move the date
more-merge = Merge with another one
more-assign = Give to somebody
more-handed_over = Hand over to another body
more-spam = This is no real request
more-code = A new code for the person

deadline-until = When will the citizen have an answer ({ $number })? The date promised is { $due }.
deadline-until-help = Write for example “3 d”, “1 week” or “Friday”, 30 days at most, or else “cancel”.
deadline-reason = Why does { $number } take longer? The citizen will read your reason as you write it.
deadline-reason-help = Write the reason in one sentence, or “cancel”.
option-until-1d = 1 more day
option-until-3d = 3 more days
option-until-7d = 1 more week
option-until-14d = 2 more weeks
deadline-moved = { $number }: new date, { $due }. The citizen has been sent the date and your reason.
deadline-paused = { $number } waits for the citizen: the clock is paused, and the date moves by itself.
deadline-fixed = The date of { $number } has been moved { $most } times already. It stays now: answer before { $due }.
deadline-earlier = Choose a date after the one that is promised for { $number }: { $due }.
deadline-too-far = That is too far: a date can be moved to { $days } days from today at most.
moved-citizen = The answer to your request *{ $number }* will take longer than promised: { $team } now owes it to you before *{ $due }*, no longer before { $before }. This is why:
moved-joined = The answer to request *{ $number }*, which concerns you too, will take longer than promised: { $team } now owes it before *{ $due }*, no longer before { $before }. This is why:

snooze-2h = Remind me in 2 h
snooze-morning = Remind me tomorrow morning
snoozed = I will remind you of { $number } { $until }. The date stays the same: answer before { $due }.
snoozed-past = No more reminders of { $number } before its date, { $due }. If that passes without an answer, the mediator and the citizen will know.
snoozed-several = I will remind you of these { $count } requests { $until }. Their dates stay the same.
snooze-nothing = There is no reminder of { $number } left to put off.

reminders-title = { $count } requests wait for an answer, the most pressing first:
reminders-line = { $number } – { $category } – { $rung ->
        [breach] { $late ->
            [yes] { $left } past its date ({ $team })
            [now] past its date ({ $team })
           *[no] past its date in { $left }, during quiet hours ({ $team })
        }
       *[other] { $late ->
            [no] { $left } left, before { $due }
           *[other] late by { $left }
        }
    } – { $taken ->
        [yes] { $name }
       *[no] to be taken
    }
reminders-more = … and { $count } more: “/queue”.
reminders-take = Take { $number }
reminders-reply = Answer { $number }

week-title = *{ $team }* – { $first } to { $last }
week-share = { $decided ->
        [0] No answer was due.
       *[other] *{ $share }%* of the answers in time ({ $kept } of { $decided }){ $compared ->
            [yes] , after { $before }% the week before.
           *[no] .
        }
    }
week-median = First answer within { $median } (median){ $compared ->
        [yes] , after { $before } the week before.
       *[no] .
    }
week-late = { $count ->
        [one] One answer was late:
       *[other] { $count } answers were late, by subject:
    }
week-late-line = – { $category }: { $count }
week-late-more = – other subjects: { $count }
week-open = Open now: { $count }{ $late ->
        [0] , none late.
       *[other] , { $late } of them late.
    }
week-contested = Answers contested: { $count } (week before: { $before }).
week-moved = { $count ->
        [one] One date was moved, with a reason that the citizen has read.
       *[other] { $count } dates were moved, with a reason that the citizen has read.
    }
week-trend = In time, week by week ({ $count } weeks): { $shares }.

chart-title = Answers in time – { $team }
chart-kept = in time
chart-broken = late
chart-share = Share in time (%)
chart-weeks = Week of
chart-week = { $day }
chart-requests = Requests
chart-instead = The chart cannot be shown here: all its figures are in the message.
