# What people ask about the service itself (about.toml).
about-delay = An agent answers within { $hours } hours{ $working ->
        [yes] {""}, counted in working days
       *[no] {""}, weekends included
    }. You will know the exact date when you send. If we are late, I will be the one to tell you.
about-robot = I am a program: ProximCité, the assistant of the city of { $city }. I listen and pass things on; agents, who are people, answer you. To talk to somebody, say “talk to a person” or call { $phone } (free).
about-readers = { $kind ->
        [private] This subject is confidential: only authorised agents read it ({ $team }).
        [known] The city’s agents who deal with it ({ $team }). No other inhabitant reads your words.
       *[unknown] The city’s agents who deal with it, depending on the subject. No other inhabitant reads your words.
    }
about-anonymous = { $private ->
        [yes] This subject is confidential: only authorised agents read you.
       *[no] { $named ->
                [yes] Agents do not see your name.
               *[no] Yes: agents read your request, not your name. Where a name is needed, it is you who writes it.
            }
    }{ $named ->
        [yes] {" "}The agent will need to know who you are, and will ask you here.
       *[no] {""}
    } I ask you for no account and no phone number, and you can erase everything: /mydata.
about-photo = Yes: simply send it here, at any time, even after sending. Photos, videos, voice messages and PDFs are fine, up to { $megabytes } MB.
about-free = Yes, writing here is free, and so is calling { $phone }. If a procedure costs something, the agent will tell you.
about-channel = The answer comes here, in this conversation: I need no address and no number. To talk to a person, call { $phone } (free).
about-change = Yes. Before sending, say “correct”. Afterwards, say “status”: you can add to your request, correct it or withdraw it.
about-others = Yes: simply say who it is for, and what is needed. The answer will come to you, here.
about-needed = { $how ->
        [optional] It helps the agent to answer you faster, but you can skip it.
        [summary] Nothing leaves without your consent.
       *[needed] Without it, the agent could not deal with it.
    }
