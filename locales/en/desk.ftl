# The agents: cards, commands, reminders.
card-title = Request *{ $number }* – { $category }
card-title-urgent = URGENT – Request *{ $number }* – { $category }
card-confidential = Confidential: read it in private with “/show { $number }”.
card-state = { $status ->
        [new] To be taken ({ $team }). Answer before { $due } ({ $late ->
            [yes] late by { $hours ->
                [0] less than an hour
               *[other] { $hours } h
            }
           *[no] { $hours ->
                [0] less than an hour
               *[other] { $hours } h
            } left
        }, as of { $day }, { $at }).
        [taken] Taken by { $name }. Answer before { $due } ({ $late ->
            [yes] late by { $hours ->
                [0] less than an hour
               *[other] { $hours } h
            }
           *[no] { $hours ->
                [0] less than an hour
               *[other] { $hours } h
            } left
        }, as of { $day }, { $at }).
        [asked] Waiting for the citizen ({ $name }). The clock is paused.
        [answered] Answered by { $name }.
        [withdrawn] Withdrawn by the citizen.
       *[closed] Ended: { $outcome }.
    }
card-map = Map: { $link }
card-concerned = { $count } people are concerned.
card-take = Take
card-reply = Answer
card-ask = Ask for details
card-route = Re-route
card-close = Close

queue-empty = { $which ->
        [mine] Nothing is in your name at the moment.
        [late] Nothing is late in your teams. Well done!
        [unassigned] Everything is taken in your teams. Well done!
       *[team] Nothing is waiting in your teams. Well done!
    }
queue-title = { $which ->
        [mine] { $count ->
            [one] One request in your name
           *[other] { $count } requests in your name
        }
        [late] { $count ->
            [one] One late request
           *[other] { $count } late requests
        }
        [unassigned] { $count ->
            [one] One request to be taken
           *[other] { $count } requests to be taken
        }
       *[team] { $count ->
            [one] One open request
           *[other] { $count } open requests
        }
    }{ $count ->
        [one] :
       *[other] , the most pressing first ({ $first } to { $last }):
    }
queue-which = { $which ->
        [mine] Mine
        [late] Late
        [unassigned] To be taken
       *[team] The whole team
    }
list-more = More
queue-line = { $number } – { $category }{ $placed ->
        [yes] , { $place }
       *[no] {""}
    } – { $status ->
        [asked] paused
        [answered] answered
        [closed] closed
        [withdrawn] withdrawn
       *[other] { $late ->
            [yes] late by { $left } ({ $due })
           *[no] { $left } left ({ $due })
        }
    } – { $taken ->
        [yes] { $name }
       *[no] { $status ->
            [closed] nobody
            [withdrawn] nobody
           *[other] to be taken
        }
    }
find-what = What are you looking for? A number, words, a street, a subject, a state, dates. For example: /find lamp rue Battant late.
find-nothing = Nothing found for “{ $words }” in your teams.
find-title = { $what }: { $many ->
        [many] more than { $count } requests, the latest first
        [cut] { $count ->
            [one] one request among the latest
           *[other] { $count } requests among the latest
        }
       *[all] { $count ->
            [one] one request
           *[other] { $count } requests
        }
    }{ $count ->
        [one] .
       *[other] {" "}({ $first } to { $last }).
    }
find-without = { $cut ->
        [yes] Nothing recent has all of that.
       *[no] Nothing has all of that.
    } This is what I find, leaving out: { $left }.
find-and = { $one }, { $others }
find-word = “{ $word }”
find-state = { $state ->
        [new] to be taken
        [taken] in progress
        [asked] waiting for the citizen
        [answered] answered
        [closed] closed
        [withdrawn] withdrawn
        [late] late
       *[open] open
    }
find-on = on { $on }
find-between = from { $since } to { $until }
find-since = since { $since }
find-until = until { $until }
history-line = { $at }: { $kind ->
        [received] received
        [taken] taken
        [asked] question: { $words }
        [asked_empty] question
        [citizen_wrote] the citizen wrote: { $words }
        [citizen_sent] the citizen attached files ({ $words })
        [question_lapsed] question left unanswered
        [answered] answer: { $words }
        [answered_empty] answer
        [answer_files] files attached to the answer ({ $words })
        [undone] taken back before it went out: { $words }
        [question_reminded] citizen reminded of the question
        [routed] re-routed ({ $words })
        [corrected] correction: { $words }
        [noted] note: { $words }
        [reminded] reminder
        [snoozed] reminder put off
        [moved] date moved: { $words }
        [breached] deadline missed, citizen told
        [closed] closed ({ $words })
        [satisfied] the citizen is satisfied
        [reopened] reopened: { $words }
        [contested] contested: { $words }
        [mediated] the mediator has decided: { $words }
        [citizen_corrected] the citizen puts right: { $words }
        [joined] somebody else is concerned: { $words }
        [neighbour_wrote] somebody concerned writes: { $words }
        [neighbour_sent] somebody concerned added files ({ $words })
        [assigned] given to { $words }
        [given_back] given back to the team ({ $words } has left)
        [filed] noted for somebody on the phone or at the counter
        [attached] attached to a chat of the citizen’s
        [merged] merged into { $words }, which goes on
        [took_in] { $words } was merged into it
        [split] taken apart from { $words }
        [handed_on] withdrawn by its author, kept for the others who are concerned
       *[withdrawn] withdrawn
    }{ $by ->
        [agent] {" "}– { $name }
       *[nobody] {""}
    }
history-outcome = { $outcome }: { $words }
history-title = Everything that happened to { $number } ({ $count }):
history-latest = These are the latest { $count } events.
history-whole = The whole history ({ $count })

desk-hint = Reply to a card to answer the citizen, with “//” in front for a note. Write “/help” for the commands.
desk-taken = { $number } is yours. Answer before { $due }.
desk-taken-by = { $name } has already taken { $number }.
desk-yours-already = { $number } is yours already.
desk-not-open = { $number } is no longer open{ $status ->
        [answered] : an answer has gone out.
        [withdrawn] : the citizen has withdrawn it.
       *[closed] : it has ended.
    }
desk-not-yours = This request is with { $team }. Only that team and the desk can work on it.
desk-not-here = { $number } is in the hands of: { $team }. I do not show it in this group, but in private: “/show { $number }”.
desk-read-in-private = { $number } is confidential: read it in private with “/show { $number }”.
desk-write-in-private = { $number } is confidential: write to me in private, for example “/answer { $number } …”.
desk-nobody-there = The person has erased their data: there is nobody left to write to ({ $number }).
desk-answered = Your answer has gone out ({ $number }).
desk-answered-for = Note: { $name } had taken this request.
desk-asked = Your question has gone out ({ $number }). The clock is paused.
desk-noted = Note kept ({ $number }), for agents only.
desk-routed = { $number } is now with { $team }.
desk-routed-already = { $number } is with { $team } already.
desk-route-to = Which subject should { $number } go to?
desk-close-how = How does { $number } end?
desk-closed = { $number } is closed: { $outcome }.
desk-text = { $task ->
        [reply] Write your answer to request { $number }; the citizen will read it as it is.
        [ask] Write your question about request { $number }; the citizen will read it as it is.
        [correct] Write the corrected answer ({ $number }); the citizen will read it as it is, as a correction.
       *[note] Write your note on { $number }.
    }
desk-text-help = Write your text in one message, or “cancel”.
citizen-wrote = The citizen wrote ({ $number }):
citizen-wrote-confidential = The citizen wrote. Read it in private: “/show { $number }”.
reopened-team = The citizen reopened { $number }. Answer before { $due }.
contested-team = The citizen goes to the mediator about { $number }. Answer before { $due }.
question-lapsed-team = The citizen did not answer the question on { $number }: the clock runs again, answer before { $due }.

reminder = { $rung ->
        [first] Reminder: { $number } ({ $category }) needs an answer before { $due }.
        [middle] Reminder: { $number } ({ $category }, { $team }) still needs an answer before { $due }.
        [last] Last reminder: { $number } ({ $category }, { $team }) must be answered before { $due }.
       *[breach] { $late ->
            [yes] Deadline missed: { $number } ({ $category }, { $team }) had no answer before { $due }. Late by { $left }.
            [now] Deadline missed: { $number } ({ $category }, { $team }) had no answer before { $due }.
           *[no] Deadline soon missed: { $number } ({ $category }, { $team }) must be answered before { $due }, in rest hours. The mediator is told.
        }
    } { $taken ->
        [yes] Taken by { $name }.
       *[no] Nobody has taken it.
    }{ $rung ->
        [breach] {""}
       *[other] { $late ->
            [yes] {" "}Late by { $left }.
            [now] {""}
           *[no] {" "}{ $left } left.
        }
    }
digest-title = Good morning! This is the day.
digest-late = Late ({ $count }):
digest-today = To be answered today ({ $count }):
digest-untaken = To be taken ({ $count }):
digest-more = … and { $count } more: “/queue”.
