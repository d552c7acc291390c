# How a request ends: every end is a truth of its own.
outcome-solved = solved
outcome-answered = answered
outcome-refused = refused
outcome-handed_over = handed over to another body
outcome-duplicate = duplicate of another request
outcome-withdrawn = withdrawn by the person
outcome-spam = unwanted (spam)
outcome-upheld = the team was right
outcome-changed = the answer changes
outcome-citizen_mistake = honest mistake of the person
outcome-city_mistake = honest mistake of the city
outcome-meeting = mediation meeting
outcome-no_agreement = no agreement found

closing-text = { $outcome ->
        [refused] Tell the citizen why the city cannot do it ({ $number }).
       *[mediated] Write your decision on { $number }: the citizen will read it as it is, as the mediator’s word.
    }
closing-text-help = Write your text in one message, or “cancel”.
closing-body = Which body deals with { $number }?
closing-body-help = Choose from the list, or “another body” to write it yourself.
closing-another = Which body? Its name and, if you know it, how to reach it ({ $number }).
closing-another-help = Write the name of the body, for example “Sybert, 03 81 …”.
closing-way = Have you passed { $number } on for the citizen, or do they have to write themselves?
closing-way-help = Choose: passed on for the citizen, or theirs to write.
closing-more = A word for the citizen ({ $number })?
closing-more-help = Write your word in one message, or “skip”.
option-body-another = Another body
option-way-passed = Passed on for the citizen
option-way-yourself = Theirs to write
desk-handed-on = Others are concerned by { $number }: it stays open for them, without its author.

closed-citizen = { $outcome ->
        [solved] Request { $number }: the problem is solved.
        [answered] Request { $number }: you have been given an answer, so we are closing it.
        [refused] Request { $number }: the city cannot do it. This is why:
        [withdrawn] Request { $number }: you told us that it is not needed any more, so it is withdrawn. Thank you for letting us know.
        [duplicate] Request { $number }: it is the same problem as another request, which goes on.
       *[handed_over] Request { $number }: it is not the city’s to decide.
    }
closed-body = { $known ->
        [yes] Who deals with it: *{ $body }* ({ $does }).
       *[no] Who deals with it: *{ $body }*.
    }
closed-contact = How to reach them: { $has ->
        [both] { $phone }, { $site }
        [phone] { $phone }
       *[site] { $site }
    }
closed-way = { $way ->
        [yourself] It is for you to write to them or call them: the city cannot do it in your place.
       *[passed] We have passed your request on to them: there is nothing you need to do again.
    }
closed-ways-on = { $outcome ->
        [refused] Do you disagree, or is there anything new? Tell us.
        [handed_over] No news from them, or is it for the city to act after all? Tell us.
        [withdrawn] If that is a mistake, open it again: nothing is lost.
        [duplicate] The answer will come to you through the other request.
       *[other] If it is not settled for you, tell us.
    }
closed-spam = Request { $number } is closed without follow-up. If that is a mistake, we are sorry: a person is there for you on { $phone } (free), or here.
closed-person = Talk to a person
closed-parting = { $outcome ->
        [withdrawn] Request { $number } is withdrawn for you, as you told us.
       *[spam] Request { $number } is closed for you, without follow-up.
    } What you had written is erased from it. If that is a mistake, a person is there for you on { $phone } (free), or write “talk to a person”.
history-body = { $outcome }, { $body } ({ $way ->
        [yourself] theirs to write
       *[passed] passed on for the citizen
    })

body-metropole = Grand Besançon Métropole
body-metropole-does = waste, water, transport, roads, town planning
body-ccas = the CCAS
body-ccas-does = social aid, older people, everyday emergencies
body-landlord = your landlord
body-landlord-does = the building, the lift, the heating, the common parts
body-municipal_police = the municipal police
body-municipal_police-does = cars in the way, noise, stray animals
body-prefecture = the prefecture
body-prefecture-does = residence permits, driving licences, services of the State
body-enedis = Enedis
body-enedis-does = the electricity network, power cuts
body-grdf = GRDF
body-grdf-does = the gas network; gas emergencies on this number, day and night
body-sncf = the SNCF
body-sncf-does = trains, stations, railway lines
body-ginko = Ginko (Keolis)
body-ginko-does = buses, trams, season tickets, things lost on board
body-department = the département
body-department-does = secondary schools, departmental roads, RSA, dependency, children
body-region = the region
body-region-does = high schools, regional trains, coaches, training
body-caf = the CAF
body-caf-does = family allowances, housing benefit

mediated-citizen = { $outcome ->
        [upheld] Request { $number }: the mediator has read the whole exchange again, and the service’s answer was right. This is why:
        [changed] Request { $number }: the mediator has read the whole exchange again, and the answer changes:
        [citizen_mistake] Request { $number }: the mediator has read the whole exchange again. It was an honest mistake of yours, put right without blame: everybody has a right to one (article L. 123-1 of the French code of relations between the public and the administration).
        [city_mistake] Request { $number }: the mediator has read the whole exchange again. It was an honest mistake of the city’s. We are sorry; this is what is put right:
        [meeting] Request { $number }: the mediator has read the whole exchange again, and proposes a meeting:
       *[no_agreement] Request { $number }: the mediator has read the whole exchange again, and no agreement was found. This is what they say:
    }
mediated-remains = That is the mediator’s word: here, the exchange ends with it. There are other ways on: the Défenseur des droits, free of charge (defenseurdesdroits.fr, organic law no. 2011-333 of 29 March 2011), and, against a decision, the administrative court, within two months of its notification (article R. 421-1 of the French code of administrative justice).
mediated-joined = The mediator has decided on request { $number }, which you follow: { $outcome ->
        [upheld] the service’s answer was right.
        [changed] the answer changes.
        [city_mistake] the city was mistaken, and it is put right.
       *[other] it is closed.
    } If it is not settled for you, you can make one of your own.
mediated-team = { $number }: the mediator has decided ({ $outcome }).
mediated-already = The mediator has decided on request { $number } already, on { $at }: they cannot be asked a second time. If there is anything new, tell me, and we shall make a new request of it.
mediation-has-it = { $open ->
        [yes] The mediator has request { $number } already. Answer by *{ $due }*.
       *[no] The mediator has answered you (request { $number }). If it is not settled, open the request again: the mediator will read it anew.
    }
contest-not = On request { $number } there is no answer to contest.
thread-read = Read the whole exchange
thread-title = All that the citizen and the city have told each other on { $number } ({ $count }):

status-correct = Correct
correct-which = What has to be put right in request { $number }? Everybody makes mistakes.
correct-which-help = Choose from the list what has to be put right, or write “cancel”.
correct-same = That is how it was in request { $number } already: nothing has changed.
correct-done = Put right (request { $number }, { $field }), and the service knows.{ $open ->
        [yes] {" "}Answer by *{ $due }*.
       *[no] {""}
    }
correction = { $field }: { $had ->
        [yes] { $before } → { $now }
       *[no] { $now }
    }
corrected-team = The citizen has put { $number } right:
corrected-team-confidential = The citizen has put their request right. To be read in private: “/show { $number }”.
corrected-joined = The author of request { $number }, which you follow, has put its place right. If it is not where you are any more, you can make one of your own.
