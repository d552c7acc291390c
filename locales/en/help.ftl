# Help: what fits on a phone's screen, the rest by theme, and each command with an example.
help-title = Here is what I can do for you.
help-what = Just write what you need. At any moment: “back”, “correct the place”, “cancel”, “help”, “talk to a person”.
help-team = To answer the citizen, reply to the card; “//” in front makes it a note between agents. A card’s buttons can also be said by number or name. And:
help-council = Here I run the council’s polls. For a personal request, write to me in private.
help-in-flow = At any moment: “back”, “cancel”, “talk to a person”.
help-line = /{ $name } – { $does }
help-for = { $role ->
        [mediator] *Mediation*:
        [head] *As head of the team*:
        [administrator] *Administration*:
        [citizen] *As an inhabitant*:
       *[agent] *The team’s requests*:
    }
help-one = For an example, add the name of a command: /help { $name }.
help-more = More commands
help-more-themes = Another theme
help-which-theme = On which theme?
help-theme = { $theme ->
        [requests] Your requests to the city
        [lists] Find a request
        [answers] Answer
        [work] Work on it
        [team] The team
        [council] The council’s polls
        [account] Your data and accounts
       *[talk] The conversation
    }
help-which = Which command is it?
help-unknown = I have no explanation for “{ $words }”. Just write what you need, or look by theme.

explained-start =
    I say who I am and how to talk to me.
    Example: /start
explained-aide =
    Shows what can be done here. With a word behind it, explains a command.
    Example: /help status
explained-demande =
    Begins a request to the city. Just writing a message does the same.
    Example: /request the street light is out in rue Battant
explained-suivi =
    Shows where your requests are. With a number, one of them: you can add words or photos, correct it, withdraw it.
    Example: /status BES-TV2-2PX
explained-associations =
    Looks among the city’s associations, by activity and neighbourhood.
    Example: /associations judo in Planoise
explained-langue =
    Changes the language of our conversation.
    Example: /language fr, for French
explained-mesdonnees =
    Shows what I keep about you, to take it all along or erase it. You are asked before.
    Example: /mydata
explained-annuler =
    Drops what you have begun. What is sent stays sent.
    Example: /cancel, or simply “cancel”
explained-retour =
    Goes back to the question before, to change your answer.
    Example: /back, or simply “back”
explained-humain =
    Gives the phone number, or passes your message to an agent who answers you here.
    Example: /human
explained-contester =
    You do not agree with an answer? The mediator reads everything again, with fresh eyes.
    Example: /appeal BES-TV2-2PX
explained-lier =
    Joins another account of yours, say Matrix and Telegram, to find your requests everywhere. I give a code, to be written there.
    Example: /link
explained-rattacher =
    Brings here a request made on the phone or at the counter, with the code given that day.
    Example: /attach BES-TV2-2PX K7PT-2MXR
explained-agent =
    Lets you into a team of the city, with the code of an invitation. A code works once.
    Example: /agent K7PTM-2XRTV
explained-pour =
    Notes in one message the request of somebody on the phone or at the counter. They get a number and a code.
    Example: /for hole in the road in rue Battant, call back on 06 12 34 56 78
explained-file =
    Shows your teams’ open requests, the most urgent first. You can ask for a part of them: mine, late, to take.
    Example: /queue late
explained-prendre =
    Puts a request in your name: colleagues see it on the card.
    Example: /take BES-TV2-2PX
explained-repondre =
    Sends your text to the citizen. Simplest is to reply to the card; photos and documents go along.
    Example: /answer BES-TV2-2PX Thank you, a team will come tomorrow.
explained-demander =
    Asks the citizen something. The clock is paused until the answer, for five days at most.
    Example: /ask BES-TV2-2PX On which side of the street?
explained-reorienter =
    Sends the request to the service for that subject. The promised date stays.
    Example: /route BES-TV2-2PX roads
explained-clore =
    Ends the request: solved, refused (with the reason), handed over to another body, duplicate… With nothing behind the number, I offer them.
    Example: /close BES-TV2-2PX solved
explained-note =
    Keeps a note that only agents read. Replying to the card with “//” in front does the same.
    Example: /note BES-TV2-2PX Seen on site, part ordered
explained-signature =
    Signs your answers with a first name, beside the service’s. Without a name, only the service signs.
    Example: /signature Camille
explained-reporter =
    Moves the promised date, with a reason that the citizen reads. Twice at most, by 30 days at most.
    Example: /postpone BES-TV2-2PX 3d the part is ordered
explained-chiffres =
    The week of your teams: answers in time, delays, late ones, with a chart.
    Example: /stats
explained-modeles =
    The texts your teams keep for answers. They are also offered when you answer.
    Example: /templates add lamp : Thank you, we will come on {"{date}"}.
explained-voir =
    Shows everything about a request, with its history. Confidential ones are read in private only.
    Example: /show BES-TV2-2PX
explained-chercher =
    Searches the requests by number, words, street, subject, state and dates, in any order.
    Example: /find street light rue Battant late since monday
explained-fusionner =
    Treats two requests about the same thing as one: one answer, which everybody gets.
    Example: /merge BES-TV2-2PX BES-9T9-PVV
    With one number, I offer those that look alike.
explained-separer =
    Takes a merged request out again, with its own clock, while there is no answer.
    Example: /split BES-9T9-PVV
explained-grouper =
    Closes or re-routes several requests at once. I show which before it is done.
    Example: /bulk BES-TV2-2PX BES-9T9-PVV close solved
explained-quitter =
    Leaves a team, in private. Your open requests go back to it; I ask once more.
    Example: /leave
explained-confier =
    Gives a request to somebody in the team, who is told in private. For heads.
    Example: /assign BES-TV2-2PX @camille
explained-retirer =
    Takes somebody out of the team, their requests go back to the others. For heads; I ask once more.
    Example: /remove @camille
explained-inviter =
    Makes a code for one person, good for a week and once only, to be forwarded. In private, for heads and administrators.
    Example: /invite, or /invite roads
explained-sondage =
    Opens a poll in the council’s group: the question, then the choices, then how long if you wish. For facilitators.
    Example: /poll Which mural? | Forest | Doubs | 48h
explained-resultats =
    Shows how the council’s latest poll stands.
    Example: /results
