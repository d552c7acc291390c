# Several subjects in one message: what was understood, what each still needs, one confirmation.
several-understood = I understand { $count ->
        [2] two
        [3] three
       *[4] four
    } requests:
several-line = { $letter }. *{ $category }*: “{ $words }”
several-files = { $private ->
        [yes] What you attached will only go with the confidential request. For another one, please attach it again when I come to it.
       *[no] What you attached will go with each request.
    }
several-all = Yes, { $count ->
        [2] both
        [3] all three
       *[4] all four
    }
several-one = Just one request
several-wrong = { $letter } is something else
several-proposals-help = Say “yes” if all is right, or choose below what is not.
several-more = No, it adds to what I said
several-about = For request { $letter }: “{ $words }”
several-same-place = In the same place
several-summary = Here are your { $count ->
        [2] two
        [3] three
       *[4] four
    } requests:
several-heading = *{ $letter }. { $category }*
several-which = Which one would you like to correct?
several-fix = { $letter }. { $category }
several-leave-out = Do not send { $letter } ({ $category })
several-left-out = All right, I will not send: { $category }.
several-sent = Sent: { $count ->
        [2] two
        [3] three
       *[4] four
    } requests, each with its number.
several-sent-one = *{ $number }* – { $category } ({ $team }){ $urgent ->
        [yes] , marked as urgent
       *[no] {""}
    }. Answer before *{ $due }*.
several-edit = Your message has become several requests already: I leave their words as they are. Say “correct” before sending.
