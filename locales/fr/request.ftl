# Une demande, du côté du citoyen : comprendre, résumer, envoyer, suivre.
report-understood = J’ai compris : *{ $category }*.
report-not-understood = Je ne suis pas sûr de comprendre. Pouvez-vous me le dire autrement, en une phrase ? Ou choisissez :
report-still-not-understood = Je ne comprends toujours pas, et c’est ma faute. Un agent peut vous lire : vos mots sont gardés. Vous pouvez aussi appeler le { $phone } (gratuit).
report-more-subjects = Suite des sujets
report-first-subjects = Retour au début
report-all-subjects = Quel est le sujet ?
report-choose-subject = De quoi s’agit-il ?
report-other-subject = Autre sujet
report-browse = Voir tous les sujets
report-wrong-subject = Ce n’est pas le bon sujet
intent-find_association = chercher une association
intent-find_activity = chercher une activité
intent-check_status = suivre une demande
intent-talk_to_human = parler à une personne
intent-delete_my_data = voir ou effacer mes données
report-subject = De quoi s’agit-il ?
report-which-field = Que voulez-vous corriger ?
report-about = Votre demande : { $category }.
report-sent = C’est envoyé ({ $team }). Votre numéro : *{ $number }*. Réponse avant *{ $due }*.
report-sent-urgent = C’est envoyé, signalé comme urgent ({ $team }). Votre numéro : *{ $number }*. Réponse avant *{ $due }*.
report-summary = { $whose ->
        [other] Voici la demande à noter :
       *[own] Voici votre demande :
    }
summary-line = { $field } : { $value }
report-confirm = Tout est juste ?
report-send = Envoyer
report-fix = Corriger
report-cancel = Annuler
report-before = Avant cela, vous aviez écrit « { $words } » : ce n’est pas dans la demande.
report-add-before = Ajouter aussi ces mots
report-no-such-choice = Ce numéro n’est pas dans la liste.
report-words-added = J’ai ajouté votre précision.

not-sent-yet = { $summary ->
        [yes] Ce que vous avez écrit est gardé, et rien ne part avant que vous choisissiez « Envoyer ».
       *[no] Ce que vous avez écrit est gardé. Rien ne part encore : à la fin, je vous montre tout, et vous choisissez « Envoyer ».
    }
not-sent-dropped = D’accord, vos derniers mots ne partent pas.
not-sent-words = Vos derniers mots ne sont pas encore partis : je les garde.
sent-latest = Votre dernière demande est bien arrivée :
sent-nothing = Rien n’a encore été envoyé. Dites-moi ce qu’il vous faut, et nous en ferons une demande.

status-none = Vous n’avez pas encore de demande ici. Dites-moi ce qu’il vous faut, et nous en ferons une.
status-elsewhere = Je ne vois que les demandes faites avec moi : un dossier déposé au guichet, par courrier ou en ligne n’y est pas. Je peux écrire au service pour vous, avec vos mots.
status-write = Écrire au service ({ $category })
status-title = { $count ->
        [one] Votre demande :
       *[other] Vos { $count } demandes :
    }
status-line = *{ $number }* – { $category } – { $state }{ $open ->
        [yes] {" "}Réponse avant { $due }.
        [paused] {" "}Le délai est en pause jusqu’à votre réponse.
       *[no] {""}
    }
status-new = envoyée, { $team } va la prendre.
status-taken = un agent s’en occupe ({ $team }).
status-asked = on vous a posé une question, votre réponse est attendue.
status-answered = une réponse vous a été envoyée.
status-closed = { $outcome ->
        [solved] réglée.
        [answered] terminée, une réponse vous a été donnée.
        [refused] refusée, la ville ne peut pas y donner suite.
        [handed_over] transmise à un autre organisme.
        [duplicate] jointe à une autre demande, qui continue.
        [withdrawn] retirée, comme vous nous l’avez dit.
        [spam] fermée sans suite.
        [upheld] terminée par la médiation : la réponse était juste.
        [changed] terminée par la médiation : la réponse a changé.
        [citizen_mistake] terminée par la médiation : erreur de bonne foi, corrigée.
        [city_mistake] terminée par la médiation : erreur de la ville, corrigée.
        [meeting] terminée par la médiation : une rencontre est proposée.
        [no_agreement] terminée par la médiation, sans accord.
       *[other] terminée.
    }
status-withdrawn = retirée à votre demande.
status-choose = Choisissez une demande pour la compléter ou la retirer.
status-request = { $number } ({ $category })
status-add = Ajouter une précision ou une photo
status-withdraw = Retirer la demande
status-not-yours = Je ne trouve pas cette demande parmi les vôtres. Vérifiez le numéro, ou écrivez « suivi ».
status-ended-already = La demande { $number } est déjà terminée.
number-misread = Ce numéro n’est pas juste : il y a sans doute une lettre ou un chiffre de travers. Pouvez-vous le vérifier ?
number-missing = De quelle demande s’agit-il ? Donnez son numéro, ou répondez à sa fiche.
number-unknown = Je ne connais pas de demande avec ce numéro.
withdraw-sure = Retirer la demande { $number } ? Plus personne n’y travaillera.
withdraw-yes = Oui, la retirer
withdraw-no = Non, la garder
withdraw-done = { $joined ->
        [yes] C’est noté : vous ne recevrez plus de nouvelles de la demande { $number }, et ce que vous aviez écrit en est retiré. D’autres personnes l’attendent : elle reste ouverte pour elles.
       *[no] La demande { $number } est retirée. Merci de nous l’avoir dit.
    }

answer-from = { $signed ->
        [yes] { $name }, pour { $team }, vous répond au sujet de votre demande *{ $number }* :
       *[no] Réponse à votre demande *{ $number }*, par { $team } :
    }
answer-helped = Est-ce que cela répond à votre demande ?
answer-yes = Oui, merci
answer-no = Non
answer-reopen = Rouvrir la demande
answer-contest = Saisir la médiation
satisfied-thanks = Merci ! La demande { $number } est terminée.
unsatisfied-ways = Je suis désolé. Pour la demande { $number }, vous pouvez la rouvrir (le même service la reprend) ou saisir l’élu chargé de la médiation (quelqu’un d’autre la regarde).
reopen-text = Qu’est-ce qui ne va pas encore ? Le service lira vos mots.
reopen-text-help = Écrivez en une phrase ce qui manque, par exemple « le lampadaire s’est éteint de nouveau ».
reopened = La demande { $number } est rouverte. Réponse avant *{ $due }*.
contest-text = Dites avec vos mots pourquoi vous n’êtes pas d’accord avec la réponse (demande { $number }). Le médiateur lira tout l’échange.
contest-text-help = Une phrase suffit, par exemple « on m’a refusé alors que j’ai fourni le papier ».
contest-which = Quelle réponse voulez-vous contester ?
contest-nothing = Vous n’avez pas encore reçu de réponse à contester ici. Dites-moi ce qui ne va pas, je le transmettrai.
contested = La médiation est saisie pour la demande { $number }. Réponse avant *{ $due }*.
add-text = Que voulez-vous ajouter à la demande { $number } ? Des mots, des photos ou un PDF.
add-text-help = Écrivez votre précision en une phrase, ou envoyez une photo ou un PDF.
passed-on = C’est transmis (demande { $number }).{ $open ->
        [yes] {" "}Réponse avant *{ $due }*.
       *[no] {""}
    }
question-from = { $signed ->
        [yes] { $name }, pour { $team }, a une question sur votre demande *{ $number }* :
       *[no] Une question sur votre demande *{ $number }*, de la part de l’agent qui s’en occupe ({ $team }) :
    }
question-how-to-answer = Répondez simplement ici. Le délai de réponse est en pause en attendant.
question-lapsed-citizen = Sans nouvelles de vous, le service continue avec ce qu’il sait (demande { $number }). Réponse avant *{ $due }*.
routed-citizen = Votre demande { $number } a été confiée à un autre service : { $team }. La date ne change pas : réponse avant *{ $due }*.
breach-citizen = Nous vous devions une réponse avant { $promised } (demande *{ $number }*), et nous n’avons pas tenu parole. Pardon. Nous avons relancé { $team }, et l’élu chargé de la médiation est prévenu. Nouvelle date : { $again }. Vous pouvez aussi appeler le { $phone } (gratuit).
breach-mediate = Saisir la médiation
breach-wait = Voir ma demande
