# Tout ce qui se dit sans être une demande.
welcome = Bonjour ! Je suis ProximCité, l’assistant de la ville de { $city }.
welcome-how = Écrivez-moi avec vos mots : un lampadaire éteint, la cantine, une carte d’identité, un club pour votre enfant… Je pose les questions qui manquent, et un agent vous répond sous 48 heures.
greeting = Bonjour ! Que puis-je faire pour vous ? Dites-le simplement, avec vos mots.
still-here = Je suis là.
no-hurry = Prenez votre temps.
thanks = Avec plaisir ! Je reste là si vous avez besoin d’autre chose.
all-right = D’accord. Je reste là si vous avez besoin d’autre chose.
abuse = Je comprends que vous soyez en colère. Dites-moi ce qui ne va pas, je ferai suivre à un agent. Vous pouvez aussi appeler le { $phone } (gratuit).
out-of-scope = Cela, je ne sais pas le faire : je m’occupe seulement des services de la ville de Besançon.
out-of-scope-but = C’est pour la ville
nothing-to-read = { $what ->
        [number] Ce numéro ne correspond à aucun choix. Dites-moi avec vos mots ce qu’il vous faut.
        [sticker] Merci, c’est sympathique ! Mais je ne lis que les mots : en une phrase, que vous faut-il ?
        [contact] Je ne garde aucune fiche de contact, car elle parle de quelqu’un d’autre. Écrivez-moi plutôt en une phrase ce qu’il vous faut.
        [poll] Je ne peux pas répondre à un sondage. Dites-moi plutôt en une phrase ce qu’il vous faut.
        [game] Bien joué ! Et maintenant, en une phrase, que vous faut-il ?
        [story] Je ne vois pas les stories. Envoyez-moi la photo elle-même, ou écrivez en une phrase ce qu’il vous faut.
        [paid] Je ne peux rien ouvrir de payant. Envoyez-moi la photo elle-même, ou écrivez en une phrase ce qu’il vous faut.
        [broken] Le fichier n’est pas arrivé entier. Pouvez-vous l’envoyer encore une fois ?
        [unknown] Je ne sais pas lire ce que vous m’avez envoyé. Pouvez-vous l’écrire en une phrase ?
       *[nothing] Je n’ai pas trouvé de mots à lire dans votre message. Pouvez-vous m’écrire en une phrase ce qu’il vous faut ?
    }
unreadable = Je n’ai pas pu lire votre message : il est chiffré, et sa clé ne m’est pas parvenue. Envoyez-le encore une fois, s’il vous plaît. Si cela ne suffit pas, ouvrez une nouvelle conversation avec moi, ou appelez le { $phone } (gratuit).
file-noted = Je l’ai bien reçu, mais ce n’est pas ce que je demandais.
file-first = { $what ->
        [place] Merci pour la position, je la garde.
        [photo] Merci pour la photo, je la garde.
        [video] Merci pour la vidéo, je la garde.
        [voice] Merci, je garde votre message vocal pour l’agent. Moi, je ne lis que les mots.
       *[other] Merci pour le fichier, je le garde.
    }
old-button = Ce choix n’est plus valable : la conversation a avancé depuis.
sorry = Pardon, une erreur de notre côté m’empêche de traiter ce message. Nous en sommes avertis. Vous pouvez réessayer, ou appeler le { $phone } (gratuit).
group-in-private = Ici, tout le monde peut lire. Écrivez-moi plutôt « /{ $command } » en privé.
group-hint = Ici, nous sommes en groupe : je n’y parle pas de demandes personnelles. Écrivez-moi en privé, je vous répondrai.

# Sources : service-public.fr, « Quels sont les numéros en cas d’urgence » (15, 17, 18, 112, 114, 115) ; 3114.fr ; allo119.gouv.fr ;
# arretonslesviolences.gouv.fr (3919) ; urgence114.fr ; grdf.fr, « Urgence Sécurité Gaz ».
danger = { $kind ->
        [fire] Si quelque chose brûle : appelez tout de suite le 18 ou le 112, et éloignez-vous.
        [gas] Odeur de gaz : ne touchez à aucun interrupteur, sortez, et appelez de dehors le 18 ou l’urgence gaz au 0 800 47 33 33 (gratuit, jour et nuit).
        [medical] Urgence médicale : appelez tout de suite le 15 ou le 112.
        [violence] Si vous ou quelqu’un êtes en danger : appelez tout de suite le 17 ou le 112. Violences dans le couple ou la famille : 3919 (gratuit, anonyme, jour et nuit).
        [suicide] Vous n’êtes pas seul. Appelez le 3114, jour et nuit, gratuit : quelqu’un vous écoute. En danger immédiat : le 15.
        [child] Un enfant en danger : appelez le 119 (gratuit, jour et nuit), ou le 17 si c’est immédiat.
        [homeless] Quelqu’un est dehors sans abri : appelez le 115 (gratuit, jour et nuit). S’il semble malade ou blessé : le 15.
       *[hazard] Danger immédiat : éloignez-vous et appelez le 18 ou le 112.
    }
danger-by-text = Vous ne pouvez pas parler ? Écrivez un SMS au 114 (gratuit, jour et nuit).
danger-pass-on = Je peux aussi transmettre votre message à un agent de la ville, signalé comme urgent. Ne l’attendez pas pour appeler.

command-start = me présenter
command-aide = afficher cette aide
command-demande = faire une demande à la ville
command-suivi = voir où en sont vos demandes
command-associations = chercher une association
command-langue = changer de langue
command-mesdonnees = voir, emporter ou effacer vos données
command-annuler = abandonner ce qui est commencé
command-retour = revenir à la question précédente
command-humain = parler à une personne
command-contester = saisir la médiation après une réponse
command-lier = relier un autre de vos comptes
command-rattacher = retrouver ici une demande faite au téléphone, avec son code
command-agent = entrer dans une équipe avec un code
command-pour = noter la demande d’une personne au téléphone ou au guichet
command-file = voir les demandes ouvertes de vos équipes
command-prendre = prendre une demande
command-repondre = répondre au citoyen
command-demander = poser une question au citoyen
command-reorienter = envoyer la demande à un autre service
command-clore = terminer la demande
command-note = garder une note entre agents
command-signature = signer vos réponses d’un prénom
command-reporter = reporter la date promise, avec une raison
command-chiffres = les chiffres de la semaine de vos équipes
command-voir = tout lire sur une demande
command-chercher = chercher dans les demandes
command-sondage = ouvrir un sondage : Question ? | A | B
command-resultats = voir le résultat du dernier sondage

cancel-perhaps = Voulez-vous abandonner cette demande ? Rien n’a été envoyé.
cancel-yes = Oui, abandonner
cancel-no = Non, continuer
cancelled = C’est annulé, rien n’a été envoyé.
cancel-undo = Reprendre ma demande
cancelled-lately = Votre demande est annulée ; vous pouvez encore la reprendre.
cancel-taken-back = La voici de nouveau, rien n’est perdu.
cancel-nothing = Il n’y avait rien à annuler. Je suis là si vous avez besoin de quelque chose.
flow-nothing-pending = Je n’attends pas de réponse en ce moment. Dites-moi ce qu’il vous faut.
flow-nothing-to-correct = Il n’y a pas de demande en cours à corriger. Pour une demande déjà envoyée, écrivez « suivi ».
flow-no-way-back = Il n’y a pas de question avant celle-ci.
flow-gone = Je viens d’être mis à jour, et ce que vous faisiez n’existe plus sous cette forme. Pouvez-vous recommencer ?
flow-needed = Je ne peux pas passer cette étape : il me faut votre réponse.

human-offered = Bien sûr. Vous pouvez appeler Proxim’Cité au { $phone } (gratuit). Ou je transmets votre message à un agent, qui vous répond ici.
human-pass-on = Transmettre à un agent

draft-back = Vous aviez commencé une demande. On continue ?
draft-back-subject = Vous aviez commencé une demande (*{ $category }*). On continue ?
draft-recalled = Votre demande n’est pas terminée : rien n’est encore envoyé. On continue ?
draft-recalled-subject = Votre demande (*{ $category }*) n’est pas terminée : rien n’est encore envoyé. On continue ?
draft-lapsed = Votre demande commencée il y a quelques jours n’a pas été envoyée, je l’efface. Écrivez-moi quand vous voulez, nous recommencerons.
draft-resume = Continuer
draft-new = Nouvelle demande
draft-drop = Abandonner
draft-new-subject = D’accord, une nouvelle demande : « { $words } ».

language-which = Dans quelle langue voulez-vous que je vous parle ?
language-offered = Je réponds en français et en anglais. Pour l’anglais : /langue en
language-chosen = D’accord, je vous parle en français.
language-fr = Français
language-en = English

data-accounts = Cela vaut pour vos { $count } comptes reliés.
data-stored = { $requests ->
        [0] Je n’ai aucune demande de vous
        [one] J’ai une demande de vous
       *[other] J’ai { $requests } demandes de vous
    }, et { $messages ->
        [0] aucun message
        [one] un message
       *[other] { $messages } messages
    }. Aucun compte, aucun numéro de téléphone.
data-export = Tout recevoir ici
data-erase = Tout effacer
data-export-title = Voici tout ce que je garde de vos demandes :
data-export-cut = La suite est trop longue pour cette conversation. Demandez le fichier complet au { $phone }.
data-erase-sure = { $open ->
        [0] Tout ce que vous avez écrit sera effacé pour toujours.
        [one] Tout ce que vous avez écrit sera effacé pour toujours, et votre demande en cours sera retirée.
       *[other] Tout ce que vous avez écrit sera effacé pour toujours, et vos { $open } demandes en cours seront retirées.
    } Êtes-vous sûr ?
data-erase-yes = Oui, tout effacer
data-erase-no = Non, garder
data-kept = D’accord, je ne change rien.
data-erased = C’est effacé. Il reste des chiffres sans votre nom ({ $count ->
        [0] aucune demande
        [one] une demande
       *[other] { $count } demandes
    }). Les messages déjà affichés dans cette conversation, vous seul pouvez les supprimer.
