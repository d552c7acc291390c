# The teams' templates, and answers given before.
command-modeles = your teams’ templates for answers
template-title = { $count ->
        [one] One template
       *[other] { $count } templates, the most used first ({ $first } to { $last })
    }:
template-none = No template here yet.
template-line = *{ $name }* – { $fits }{ $uses ->
        [0] {""}
        [one] {" "}– used once
       *[other] {" "}– used { $uses } times
    }{ $several ->
        [yes] {" "}({ $team })
       *[no] {""}
    }
template-fits = { $every ->
        [yes] every subject
       *[no] { $subject }
    }, { $state ->
        [new] not taken yet
        [taken] in hand
        [asked] waiting for the citizen
        [answered] answered already
       *[all] at any moment
    }
template-how = To keep one: “/templates add name: text”. In the text I fill in myself: { $placeholders }.
template-limits = The name has letters, at most { $name } characters and no colon; the text has at most { $body } characters.
template-unknown = I do not know how to fill in: { $wrong }.
template-unnamed = No template is called “{ $name }” here.
template-whose = Several teams have a template “{ $name }”. Which one?
template-kept = Template “{ $name }” kept. I shall offer it to whoever answers.
template-there = Your team has a template “{ $name }” already. To change its text: “/templates change { $name }: text”.
template-too-many = Your team has { $most } templates already. Remove one first.
template-not-here = You have no team in this group. Write to me in private.
template-changed = The text of “{ $name }” is changed.
template-change-how = To change the text: “/templates change { $name }: new text”.
template-do = { $what ->
        [subject] Choose the subject
        [state] Choose the moment
       *[remove] Remove
    }
template-all = { $what ->
        [subject] Every subject
       *[state] At any moment
    }
template-state-new = Not taken yet
template-state-taken = In hand
template-state-asked = Waiting for the citizen
template-state-answered = Answered already
template-which = { $what ->
        [subject] For which subject shall I offer “{ $name }”?
       *[state] At which moment shall I offer “{ $name }”?
    }
template-remove-sure = Remove “{ $name }” for the whole team?
template-removed = Template “{ $name }” removed.
template-not-yours = Only its author and the heads of the team change “{ $name }”.
template-gone = This template is not there any more.
template-date = { $at }
keeping-team = For which team shall I keep this template?
keeping-team-help = Choose one of your teams, or “cancel”.

template-offer = Or take a template:
similar-answer = A request like this one ({ $number }) was answered so, without names and figures:
similar-choice = Use this answer
similar-gone = This answer cannot be used any more.
template-own = Write it myself
template-preview = This is what the citizen will read ({ $number }). Nothing has been sent yet.
template-gaps = Still to be filled in: { $missing }.
template-send = Send
template-edit = Change
template-cancel = Cancel
template-sure-help = Choose to send this text, to change it, or to cancel.
template-text = Copy the text, change it and send it to me: that is what the citizen will read ({ $number }).
template-text-help = Write your answer in one message, or “cancel”.
