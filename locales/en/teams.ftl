# Coming into a team, leaving it, giving a request to somebody; what is refused.
command-quitter = leave a team
command-confier = give a request to somebody in the team
command-retirer = take somebody out of the team
refused = { $who ->
        [head] That is for the heads of the team.
        [facilitator] That is for this council’s facilitators, in its group.
       *[agent] That is for the city’s agents. If you are one, enter your code first: /agent CODE.
    }
join-how = Write the code of your invitation, for example: /agent K7PTM2XRTV.
join-refused = { $why ->
        [withdrawn] That invitation was withdrawn. Ask for another one from whoever invited you.
        [used] That code has been used: each works once only. Ask whoever invited you for another one.
        [expired] That code has expired: it was valid for a week. Ask whoever invited you for another one.
       *[unknown] I do not know that code. Check it letter by letter, or ask for another one.
    }
join-wait = { $minutes ->
        [one] Too many wrong codes. Try again in a minute.
       *[other] Too many wrong codes. Try again in { $minutes } minutes.
    }
join-welcome = Welcome to the team: { $team } ({ $role ->
        [head] head
       *[agent] agent
    }). Write “/queue” to see the requests.

quit-which = Which team do you want to leave?
quit-sure = Do you want to leave the team: { $team }? Your open requests will be given back to it.
quit-yes = Yes, leave
quit-done = You have left the team: { $team }. Thank you for your work. Remember to leave its group, too.
quit-named = The configuration names you in the team: { $team }. I cannot take you out here: ask your administrator.
remove-which = Whom do you want to take out of the team?
remove-one = { $name } ({ $team })
remove-nobody = There is nobody to take out.
remove-sure = Take { $name } out of the team: { $team }? Their open requests will be given back to the team.
remove-yes = Yes, take out
remove-done = { $name } is no longer in the team: { $team }. Remember to remove them from its group, too.
remove-named = The configuration names { $name } in the team: { $team }. I cannot take them out here: ask your administrator.
removed = You are no longer in the team: { $team }. A question? Talk to the person who heads it.
left-team = { $name } has left the team. { $count ->
        [0] No request is to be taken over.
        [one] One request is to be taken over:
       *[other] { $count } requests are to be taken over:
    }

assign-whom = Whom to give { $number } to?
assign-already = { $number } is with { $name } already.
assigned = { $number } is with { $name } now. Answer before { $due }.
assigned-you = { $name } gives you { $number } ({ $category }). Answer before { $due }.

group-button = Everybody can read here. Write to me in private instead.
admin-refusals = { $count ->
        [0] Nothing has been refused for { $days } days.
        [one] One refusal in { $days } days:
       *[other] { $count } refusals in { $days } days:
    }
