# The councils: polls. And the associations.
poll-only-in-council = A poll is opened in a council’s group.
poll-how-to-write = Write the question, then the choices, separated by a bar: /poll Which mural? | Forest | Doubs | Clock. For a length of time, add for example “| 48h”.
poll-too-many-options = { $most } choices at most, so that everybody can follow.
poll-options-differ = The choices must differ, and none can be empty.
poll-too-long = That is too long: { $question } characters at most for the question, { $option } for a choice.
poll-too-late = A poll lasts { $days } days at most.
poll-title = Poll: *{ $question }*
poll-how = Answer with the number of your choice; you may change it until the end. End: { $closes }. Voters: { $voted } of { $register }.
poll-how-beside = Vote below, or answer with the number of your choice; you may change it until the end. End: { $closes }. Only votes of registered members count, and the people in this room can see yours. The result will be given here.
poll-advisory = This poll is advisory.
poll-voted = Thank you { $name }, your vote is noted.
poll-vote-kept = { $name }, that was your vote already.
poll-vote-changed = { $name }, your vote has been changed.
poll-vote-none = { $name }, no vote of yours is noted in this poll.
poll-not-in-register = { $name }, only registered members of this council can vote here. Your vote is not counted.
poll-closed-already = This poll has ended. Write “/results”.
poll-none = There has been no poll here yet.
poll-result = The poll has ended. This is the result:
poll-line = { $option }: { $votes ->
        [0] no vote
        [one] 1 vote
       *[other] { $votes } votes
    } ({ $percent }%)
poll-turnout = Voters: { $voted } of { $register }.
poll-tie = A tie for first place.

associations-how = What are you looking for? For example: /associations judo in Planoise.
associations-found = This is what I found:
associations-unsure = I found nothing that really fits. This comes close:
associations-near = Others come close:
associations-elsewhere = I found nothing for that in this neighbourhood ({ $asked }). This is what there is elsewhere, nearest first ({ $found }):
associations-nearby-activity = Nobody here offers exactly that, as far as I know. A nearby activity: { $activity }.
associations-dissolved = The association “{ $name }” no longer exists.
associations-unsure-after = This comes close:
associations-none = I found nothing for that. I am noting it, without your name, for the house of associations.
associations-card = *{ $name }* – { $purpose }.{ $has_where ->
        [yes] {" "}Where: { $where }.
       *[no] {""}
    }{ $has_contact ->
        [yes] {" "}Contact: { $contact }
       *[no] {""}
    }{ $dated ->
        [yes] {" "}(card of { $updated })
       *[no] {""}
    }
associations-more = More
associations-end = That is all. Try other words, or call { $phone } (free).
