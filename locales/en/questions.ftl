# The questions of a request: asked, explained, and the short name in the summary.
report-words = Tell me in your own words what you need.
report-words-help = One sentence is enough, for example: the street lamp in front of my house is dead.
report-subject-help = Choose the subject that comes closest.
field-words = message
field-subject = subject
report-place = { $category ->
        [street_lighting] Where is the lamp? A street and a number are enough.
        [illegal_dumping] Where is it? A street and a number are enough.
        [water_sewer] At which address? A street and a number are enough.
        [housing] At which address is the dwelling?
        [urban_planning] At which address, or on which plot?
        [street_closure] Which street would you like to close, and between which numbers?
        [citizen_initiative] For which place or neighbourhood?
        [local_mediation] In which street or building?
       *[other] Where is it? A street, a square or a neighbourhood, for example: 12 rue Battant.
    }
report-place-help = Write a street, a square or a neighbourhood, for example: in front of 12 rue Battant.
field-place = place
place-shown = { $named ->
        [near] { $article ->
           *[other] near { $name }
        }
        [yes] { $name }
        [point] point { $name }
       *[no] {""}
    }{ $around ->
        [city] { $named ->
            [no] { $area } neighbourhood
           *[other] {", "}{ $area } neighbourhood
        }
        [town] { $named ->
            [no] in another town ({ $area })
           *[other] {" "}({ $area }, another town)
        }
        [outside] { $named ->
            [no] outside the city
           *[other] {" "}(outside the city)
        }
       *[nowhere] {""}
    }{ $more ->
        [yes] {" "}– “{ $said }”
       *[no] {""}
    }
place-noted = Thank you for the position, I am keeping it: { $place }.
place-kept = I have noted where: { $place }.
place-changed = The place is now: { $place }.
place-changed-of = The place of request { $letter } is now: { $place }.
place-of-which = { $place }: which request is that the place of?
place-of-all = { $count ->
        [2] Both
       *[other] All of them
    }
place-of-sent = Shall I correct the place of your request *{ $number }*? It would be: { $place }.
place-of-sent-yes = Yes, correct the place
place-which = { $count ->
        [one] Is it this place?
       *[other] Several places have a name like that. Which one is it?
    }
place-outside = { $known ->
        [yes] If I am not mistaken, this is in another town ({ $town }).
       *[no] If I am not mistaken, this is outside { $city }.
    } The town hall there is best placed to act. If it is in { $city } after all, tell me where. Otherwise I can pass your request on all the same.
place-anyway = Pass it on anyway
place-elsewhere = Another place
report-lamp_number = Is there a number on the post? If you cannot see it, skip this.
report-lamp_number-help = The number is on a small plate, for example: B 1204.
field-lamp_number = lamp number
report-line = Which line or which stop?
report-line-help = For example: line 3, or the stop Micropolis.
field-line = line
report-when = When does it happen?
report-when-help = For example: in the evening after 10 pm, or last Saturday.
field-when = time
report-household = You live:
report-household-help = Choose what fits.
field-household = household
option-household-alone = Alone
option-household-couple = As a couple
option-household-family = With children
report-contact = Would you rather be called? If so, on which number?
report-contact-help = Write a number, or skip: the answer comes here too.
field-contact = phone
report-tenure = The dwelling is:
report-tenure-help = Choose what fits.
field-tenure = kind of dwelling
option-tenure-social = Social housing
option-tenure-private = Rented from a private landlord
option-tenure-owner = Your own
report-child_age = How old is your child?
report-child_age-help = For example: 8 months, or 3 years.
field-child_age = age of the child
report-school = Which school?
report-school-help = The name of the school is enough, for example: école Jean-Macé.
field-school = school
report-class_level = Which class?
report-class_level-help = For example: CE1, or grande section.
field-class_level = class
report-document = For which document?
report-document-help = Choose the identity card, the passport or both.
field-document = document
option-document-identity_card = Identity card
option-document-passport = Passport
option-document-both = Both
report-document_kind = Which certificate is it about?
report-document_kind-help = Choose what comes closest.
field-document_kind = certificate
option-document_kind-birth = Birth
option-document_kind-marriage = Marriage
option-document_kind-death = Death
option-document_kind-pacs = PACS
option-document_kind-other = Something else
report-birth_year = In which year was the young person born?
report-birth_year-help = A year, for example: 2008.
field-birth_year = year of birth
report-cemetery_name = In which cemetery?
report-cemetery_name-help = For example: Saint-Claude, or Champs-Bruley.
field-cemetery_name = cemetery
report-deceased = In whose name is the grave or the plot?
report-deceased-help = A family name is enough.
field-deceased = name of the plot
report-facility = Which place: swimming pool, library, museum, gymnasium…?
report-facility-help = For example: the swimming pool Mallarmé.
field-facility = facility
report-association_name = What is the association called?
report-association_name-help = Its name or its initials are enough.
field-association_name = association
report-day = For which day?
report-day-help = For example: 12 June, or in two weeks.
field-day = day
report-hours = From when to when?
report-hours-help = For example: from 2 pm to 6 pm.
field-hours = hours
report-people_count = How many pupils?
report-people_count-help = A number, for example: 24.
field-people_count = number of pupils
report-period = At what time of the year?
report-period-help = For example: the first week of April.
field-period = period
report-decision = Which decision or answer do you contest?
report-decision-help = For example: the refusal of 3 March, or a penalty for school meals.
field-decision = decision
