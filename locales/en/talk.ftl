# Everything that is said and is no request.
welcome = Hello! I am ProximCité, the assistant of the city of { $city }.
welcome-how = Write to me in your own words: a dead street lamp, school meals, an identity card, a club for your child… I ask what is missing, and a person answers you within 48 hours.
greeting = Hello! What can I do for you? Just say it in your own words.
still-here = I am here.
no-hurry = Take your time.
thanks = You’re welcome! I’m here if you need anything else.
all-right = All right. I’m here if you need anything else.
abuse = I understand that you are angry. Tell me what is wrong and I will pass it on to a person. You can also call { $phone } (free).
out-of-scope = That is something I cannot do: I only deal with the services of the city of Besançon.
out-of-scope-but = It is for the city
nothing-to-read = { $what ->
        [number] This number belongs to no choice. Tell me in your own words what you need.
        [sticker] Thank you, how nice! But I only read words: what do you need, in one sentence?
        [contact] I keep no contact cards, for they are about somebody else. Please write what you need in one sentence.
        [poll] I cannot vote in a poll. Please tell me in one sentence what you need.
        [game] Well played! And now, in one sentence, what do you need?
        [story] I cannot see stories. Send me the photo itself, or write what you need in one sentence.
        [paid] I cannot open anything that has to be paid for. Send me the photo itself, or write what you need in one sentence.
        [broken] The file did not arrive complete. Could you send it once more?
        [unknown] I cannot read what you sent. Could you write it in one sentence?
       *[nothing] I found no words to read in your message. Could you write what you need in one sentence?
    }
unreadable = I could not read your message: it is encrypted, and its key did not reach me. Please send it once more. If that does not help, start a new conversation with me, or call { $phone } (free).
file-noted = I have received it, but it is not what I was asking for.
file-first = { $what ->
        [place] Thank you for the location, I am keeping it.
        [photo] Thank you for the photo, I am keeping it.
        [video] Thank you for the video, I am keeping it.
        [voice] Thank you, I am keeping your voice message for the agent. I myself only read words.
       *[other] Thank you for the file, I am keeping it.
    }
old-button = That choice is no longer valid: the conversation has moved on.
sorry = Sorry, an error on our side keeps me from handling this message. We have been told. You can try again, or call { $phone } (free).
group-in-private = Everybody can read here. Write “/{ $command }” to me in private instead.
group-hint = This is a group: I do not talk about personal requests here. Write to me in private and I will answer.

# Sources: see the French file.
danger = { $kind ->
        [fire] If something is burning: call 18 or 112 right now, and move away.
        [gas] Smell of gas: touch no switch, get out, and from outside call 18 or the gas emergency line 0 800 47 33 33 (free, day and night).
        [medical] Medical emergency: call 15 or 112 right now.
        [violence] If you or somebody is in danger: call 17 or 112 right now. Violence in a couple or a family: 3919 (free, anonymous, day and night).
        [suicide] You are not alone. Call 3114, day and night, free: somebody will listen. In immediate danger: 15.
        [child] A child in danger: call 119 (free, day and night), or 17 if it is immediate.
        [homeless] Somebody is outside without shelter: call 115 (free, day and night). If they seem ill or hurt: 15.
       *[hazard] Immediate danger: move away and call 18 or 112.
    }
danger-by-text = You cannot speak? Send a text message to 114 (free, day and night).
danger-pass-on = I can also pass your message on to a person of the city, marked as urgent. Do not wait for that before calling.

command-start = introduce myself
command-aide = show this help
command-demande = send a request to the city
command-suivi = see where your requests are
command-associations = find an association
command-langue = change the language
command-mesdonnees = see, take along or erase your data
command-annuler = drop what you have begun
command-retour = go back to the previous question
command-humain = talk to a person
command-contester = go to the mediator after an answer
command-lier = join another account of yours
command-rattacher = have a request made on the phone here, with its code
command-agent = enter a team with a code
command-pour = note the request of somebody on the phone or at the counter
command-file = see your teams’ open requests
command-prendre = take a request
command-repondre = answer the citizen
command-demander = ask the citizen something
command-reorienter = send the request to another service
command-clore = end the request
command-note = keep a note among agents
command-signature = sign your answers with a first name
command-reporter = move the promised date, with a reason
command-chiffres = the week of your teams in figures
command-voir = read everything about a request
command-chercher = search the requests
command-sondage = open a poll: Question? | A | B
command-resultats = see the result of the latest poll

cancel-perhaps = Do you want to give up this request? Nothing has been sent.
cancel-yes = Yes, drop it
cancel-no = No, go on
cancelled = Cancelled, nothing was sent.
cancel-undo = Go on with my request
cancelled-lately = Your request is cancelled; you can still go on with it.
cancel-taken-back = Here it is again, nothing is lost.
cancel-nothing = There was nothing to cancel. I am here if you need something.
flow-nothing-pending = I am not waiting for an answer right now. Tell me what you need.
flow-nothing-to-correct = There is no request in progress to correct. For one already sent, write “status”.
flow-no-way-back = There is no question before this one.
flow-gone = I have just been updated, and what you were doing no longer exists in that form. Could you start again?
flow-needed = I cannot skip this step: I need your answer.

human-offered = Of course. You can call Proxim’Cité on { $phone } (free). Or I pass your message on to a person, who answers you here.
human-pass-on = Pass it on to a person

draft-back = You had begun a request. Shall we go on?
draft-back-subject = You had begun a request (*{ $category }*). Shall we go on?
draft-recalled = Your request is not finished: nothing has been sent yet. Shall we go on?
draft-recalled-subject = Your request (*{ $category }*) is not finished: nothing has been sent yet. Shall we go on?
draft-lapsed = The request you began some days ago was not sent, I am erasing it. Write to me whenever you like and we will start again.
draft-resume = Continue
draft-new = New request
draft-drop = Drop it
draft-new-subject = All right, a new request: “{ $words }”.

language-which = Which language would you like me to speak?
language-offered = I answer in French and in English. For English, send: /language en
language-chosen = All right, I will speak English.
language-fr = Français
language-en = English

data-accounts = This covers your { $count } joined accounts.
data-stored = { $requests ->
        [0] I have no request from you
        [one] I have one request from you
       *[other] I have { $requests } requests from you
    }, and { $messages ->
        [0] no message
        [one] one message
       *[other] { $messages } messages
    }. No account, no phone number.
data-export = Receive everything here
data-erase = Erase everything
data-export-title = This is everything I keep of your requests:
data-export-cut = The rest is too long for this conversation. Ask for the whole file on { $phone }.
data-erase-sure = { $open ->
        [0] Everything you have written will be erased for ever.
        [one] Everything you have written will be erased for ever, and your open request will be withdrawn.
       *[other] Everything you have written will be erased for ever, and your { $open } open requests will be withdrawn.
    } Are you sure?
data-erase-yes = Yes, erase everything
data-erase-no = No, keep it
data-kept = All right, I change nothing.
data-erased = It is erased. Figures without your name remain ({ $count ->
        [0] no request
        [one] one request
       *[other] { $count } requests
    }). The messages already shown in this conversation can only be deleted by you.
