# "Me too": what neighbours have reported already, and following their request.
neighbours-own = { $whose ->
        [own] You may have told us already: request *{ $number }*, { $line }
       *[followed] You already follow a similar request: *{ $number }*, { $line }
    }
neighbours-title = { $count ->
        [one] Somebody may have reported the same thing already:
       *[other] People may have reported the same thing already:
    }
neighbours-one = *{ $number }* – { $line }
neighbours-line = { $named ->
        [yes] { $place }, { $where ->
            [here] in the same spot
            [near] { $metres } m away
           *[street] in the same street
        }
       *[no] { $where ->
            [here] in the same spot
            [near] { $metres } m from there
           *[street] in the same street
        }
    }, { $days ->
        [0] reported today
        [one] reported yesterday
       *[other] reported { $days } days ago
    }. { $open ->
        [yes] Answer before { $due }.
        [late] The answer is late, the department has been reminded.
       *[no] It has been answered already.
    }{ $joined ->
        [0] {""}
        [one] {" "}One other person follows this request.
       *[other] {" "}{ $joined } other people follow this request.
    }
neighbours-ask = { $joined ->
        [0] Is it the same thing? I can add what you have just written.
       *[other] Is it the same thing? With “Me too” you get the same answer here, without any more questions. Nobody will know that it is you.
    }
neighbours-which = Which one? Please choose from the list.
neighbours-join = Me too
neighbours-join-one = Me too: { $number }
neighbours-complete = Add to request { $number }
neighbours-none = No, it is something else
neighbours-completed = Passed on, with your words (request *{ $number }*). The date stays the same: answer before *{ $due }*.
neighbour-wrote = Somebody else who is concerned wrote ({ $number }):
field-same = reported already
joined = Noted, you now follow request *{ $number }*: { $count } people are concerned. Your words are passed on to the department.{ $open ->
        [yes] {" "}Answer here before *{ $due }*.
        [late] {" "}The answer is late: you will have it here as soon as it is given.
       *[no] {""}
    }
joined-how = To add words or a photo, reply to this message. “status” shows how it stands.
joined-leave = It no longer concerns me
joined-left = Noted: you no longer follow request { $number }.
joined-not = You do not follow this request, or no longer. To report something, just tell me.
joined-already = { $whose ->
        [own] This is your own request ({ $number }): you will get the answer here.
       *[followed] You already follow request { $number }: you will get the answer here.
    }
joined-too-late = Request { $number } has just ended, so it can no longer be followed. I go on with yours.
joined-title = { $count ->
        [one] You also follow a request of somebody else’s:
       *[other] You also follow { $count } requests of other people’s:
    }
joined-line = *{ $number }* – { $category } – followed with others – { $status ->
        [new] sent, { $team } will take it.
        [taken] an agent is working on it ({ $team }).
        [asked] the department is waiting for a detail.
        [answered] an answer has been sent to you.
        [closed] { $outcome ->
            [solved] solved.
            [refused] refused, the city cannot do it.
            [handed_over] handed over to another body.
           *[other] ended.
        }
       *[ended] ended.
    }{ $open ->
        [yes] {" "}Answer before { $due }.
       *[no] {""}
    }
joined-date = The date changes for request { $number }, which you follow: answer before *{ $due }*.
routed-joined = Request { $number }, which you follow, has been given to another department: { $team }. The date stays the same: answer before *{ $due }*.
answer-from-joined = { $signed ->
        [yes] { $name }, for { $team }, answers about request *{ $number }*, which you follow:
       *[no] Answer to request *{ $number }*, which you follow, from { $team }:
    }
joined-helped = Thank you for telling us! (request { $number })
joined-unhelped = I am sorry. Request { $number } is somebody else’s; would you like to make one of your own? I have kept your words.
joined-own = Make it my own request
joined-no-own = No, that is all right
joined-confidential = Request { $number } has become confidential: I can give you no more news of it. You can make one of your own, I have kept your words.
handed-on = The person who made request { $number } has withdrawn it. It stays open for you, and the date stays the same: answer before *{ $due }*.
handed-on-team = { $number }: its author has withdrawn it, and what they wrote is erased. It stays open for the others who are concerned.
desk-answered-joined = { $count ->
        [one] One other person who is concerned receives it too.
       *[other] { $count } other people who are concerned receive it too.
    }
data-joined = { $count ->
        [one] You also follow a request of somebody else’s.
       *[other] You also follow { $count } requests of other people’s.
    }
