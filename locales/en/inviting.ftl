# Inviting into a team: a code for one person, the open invitations, the arrival.
command-inviter = invite somebody into the team
permission-invite = invite into a team (heads: agents of theirs; administrators: anywhere)
invite-which-team = Which team do you want to invite somebody into?
invite-which-role = As what, in the team: { $team }?
invite-rank = { $rank ->
        [head] head
        [desk] desk agent
        [mediator] mediator
       *[agent] agent
    }
invite-place = { $team } – { $rank }
invite-letter = { $by } invites you to work with ProximCité, the assistant of the city of { $city }, in the team: { $team } ({ $rank }). Write to me in private: /agent { $code } (once only, until { $until }).
invite-made = The invitation is ready (team: { $team }, { $rank }). Forward the message above to the person, and to nobody else: the code lets in whoever uses it first, until { $until }.
invite-back = Withdraw it
invitations-show = { $count ->
        [one] One open invitation
       *[other] { $count } open invitations
    }
invitations-title = Invitations that nobody has used yet:
invitation-line = no. { $number } – { $team }, { $rank }, until { $until }
invitation-line-by = no. { $number } – { $team }, { $rank }, until { $until }, by { $by }
invitation-back = Withdraw no. { $number }
invitations-none = There is no open invitation. To make one: /invite
invitation-withdrawn = Withdrawn: the code does not work any more (team: { $team }, { $rank }).
invitation-gone = That invitation is not open any more: it was used, has expired or was withdrawn.
join-already = { $now ->
        [head] You are already a head in this team: { $team }. { $role ->
            [head] Nothing changes
           *[agent] That code would have made you an agent, and you stay head
        }. The code has not been used: you may give it to somebody else.
       *[agent] You are already in this team: { $team }. The code has not been used: you may give it to somebody else.
    }
joined-team = { $name } is now in the team: { $team }{ $role ->
        [head] {" "}(head)
       *[agent] {""}
    }.
joined-team-by = { $name } is now in the team: { $team }{ $role ->
        [head] {" "}(head)
       *[agent] {""}
    }, invited by { $by }.
