# Merging two requests, taking them apart; dealing with several requests at once.
command-fusionner = merge two requests about the same thing
command-separer = take apart what was merged
command-grouper = close or re-route several requests at once
card-merged = Merged into { $other }, which goes on: everything happens there.
card-split = Take apart
merge-two = Two at a time, please, for example: /merge 12 15.
merge-other = { $count ->
        [0] With which request should { $number } be merged? Write its number.
        [one] With which request should { $number } be merged? This one is like it. Choose, or write a number.
       *[other] With which request should { $number } be merged? These are like it. Choose, or write a number.
    }
merge-other-help = Write the number of one request, or “cancel”.
merge-with = With { $number }
merge-done = Done: { $number } stays, { $other } is part of it now. { $count ->
        [1] One person is concerned.
       *[other] { $count } people are concerned and will have the same answer.
    } Answer before { $due }.
merge-undo = Take apart
merge-differ = The subjects differ: { $number } ({ $category }) and { $other } ({ $other_category }). Merge them all the same?
merge-all-the-same = Yes, merge
merge-not = No
merge-same = That is the same request twice ({ $number }).
merge-already = { $number } is part of { $other } already: merge with { $other }, or take it apart first with “/split { $number }”.
merge-ended = { $number } is not open any more{ $status ->
        [answered] : an answer has been sent
        [withdrawn] : the citizen has withdrawn it
       *[closed] : it has ended
    }. Only open requests are merged.
merge-confidential = { $number } is confidential: it stays between its author and the service, and I merge it with nobody else’s.
split-done = { $number } is apart from { $other } again. Answer before { $due }, as promised at first.
split-not = { $count ->
        [0] { $number } was merged with nothing.
        [one] { $number } went nowhere, but a request is part of it. Take it apart?
       *[other] { $number } went nowhere, but { $count } requests are part of it. Which one should be taken apart?
    }
split-one = Take { $number } apart
split-too-late = { $other } has its answer already, which is that of { $number }, too: there is nothing left to take apart.
split-nobody = Nobody waits for an answer to { $number } any more: there is nothing to take apart from { $other }.
merged-gone = { $number } is part of { $other } now: everything happens there.
merged-show = Show { $number }
merged-citizen = { $same ->
        [yes] Your requests *{ $number }* and *{ $other }* are about the same problem: we deal with them together.
       *[no] Your request *{ $number }* is about the same problem as request *{ $other }* of somebody else: we deal with them together, and your words are passed on. Nobody will know that it is you.
    } Your number stays good, and the answer will come here before *{ $due }*.
merged-joined = Request { $number }, which you follow, is dealt with together with request *{ $other }*, about the same problem. The answer will come here before *{ $due }*.
merged-sooner = Others have the same problem (request *{ $number }*): the answer comes sooner, before *{ $due }*.
merged-details = Your request { $number } is dealt with together with request *{ $other }*, about the same problem:
merged-unhelped = I am sorry. Request { $number } was dealt with together with yours ({ $own }): you can reopen yours, or put it before the mediator.
split-citizen = Your request *{ $number }* is dealt with apart from request { $other } again. Answer before *{ $due }*.
split-joined = Request *{ $number }*, which you follow, is dealt with apart from request { $other } again. Answer before *{ $due }*.

bulk-all = Deal with all…
bulk-what = Which requests, and what should be done? For example: /bulk 12 15-19 close solved, or /bulk 12 15 re-route roads.
bulk-too-many = That is too much at once: { $most } requests at most.
bulk-which = What should be done with these { $count } requests?
bulk-what-help = Choose “close” or “re-route”, or write “cancel”.
bulk-close = Close
bulk-route = Re-route
bulk-how = How do these { $count } requests end?
bulk-outcome-help = Choose from the list, or write “cancel”.
bulk-where = To which subject should these { $count } requests go?
bulk-subject-help = Choose from the list, or write “cancel”.
bulk-subject = { $category } ({ $team })
bulk-text = Tell the citizens why the city cannot do it: each will read it.
bulk-text-help = Write your text in one message, or “cancel”.
bulk-body = Which body takes care of these { $count } requests?
bulk-body-help = Choose from the list, or “another body” to write it yourself.
bulk-another = Which body? Its name, and how to reach it, if you know: each citizen will read it.
bulk-another-help = Write the name of the body, for example “Sybert, 03 81 …”.
bulk-way = Have you passed them on for the citizens, or must each write there?
bulk-way-help = Choose: passed on for the citizen, or for them to write.
bulk-more = Do you want to add a word? Each citizen will read it.
bulk-more-help = Write your text in one message, “skip” or “cancel”.
bulk-to = Who takes care of them: { $body } ({ $way ->
        [yourself] for each citizen to write
       *[passed] passed on for the citizens
    }).
bulk-sure = { $what ->
        [route] { $count ->
            [one] One request goes to: { $how }
           *[other] { $count } requests go to: { $how }
        }
       *[close] { $count ->
            [one] One request ends: { $how }
           *[other] { $count } requests end: { $how }
        }
    }
bulk-words = Each citizen will read: “{ $words }”
bulk-sure-help = Choose “Yes, do it all” or “No”.
bulk-yes = Yes, do it all
bulk-no = No
bulk-left = { $count ->
        [one] What you had put together is left: the request stays as it is.
       *[other] What you had put together is left: the { $count } requests stay as they are.
    }
bulk-nothing = Nothing can be done.
bulk-not = { $count ->
        [one] Without it: { $which }.
       *[other] Without these: { $which }.
    }
bulk-not-one = { $number } { $why ->
        [unknown] (unknown number)
        [not_theirs] (with another team)
        [private] (in private only)
        [merged] (merged with another one)
        [already] (there already)
        [mediated] (with the mediator)
       *[ended] (not open any more)
    }
bulk-done = { $what ->
        [route] { $count ->
            [one] Done: one request re-routed, { $how }.
           *[other] Done: { $count } requests re-routed, { $how }.
        }
       *[close] { $count ->
            [one] Done: one request closed, { $how }.
           *[other] Done: { $count } requests closed, { $how }.
        }
    }
bulk-handed-on = { $count ->
        [one] One request stays open for others who are concerned.
       *[other] { $count } requests stay open for others who are concerned.
    }
bulk-call = { $count ->
        [one] To be read out on the phone: { $numbers }.
       *[other] To be read out on the phone, one after the other: { $numbers }.
    }
