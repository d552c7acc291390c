# Les photos et documents, et les messages que l'on modifie après les avoir envoyés.
file-refused = { $why ->
        [large] Ce fichier est trop lourd pour moi (20 Mo au plus) : je n’ai pas pu le prendre. Une photo suffit souvent.
       *[kind] Je ne peux pas montrer ce genre de fichier aux agents. Envoyez plutôt une photo ou un PDF.
    }
files-held = J’ai aussi reçu ce que vous avez joint, je le garde. Dites-moi en une phrase de quoi il s’agit.
files-for-which = { $count ->
        [one] Bien reçu, je le garde.
       *[other] Bien reçu, je les garde tous les { $count }.
    } Est-ce pour une demande déjà envoyée, ou pour une nouvelle ?
files-add = Ajouter à { $number }
file-lost = { $count ->
        [one] Un fichier joint à votre demande *{ $number }* n’a pas pu être montré au service.
       *[other] { $count } fichiers joints à votre demande *{ $number }* n’ont pas pu être montrés au service.
    } La demande elle-même est bien arrivée.
file-lost-why = { $why ->
        [large] C’était trop lourd (20 Mo au plus).
        [kind] Je peux montrer des photos, des vidéos, des sons et des PDF, rien d’autre.
        [gone] La messagerie ne me l’a pas donné.
       *[broken] Ce qui est arrivé était abîmé.
    }
file-lost-again = Si vous voulez, envoyez autre chose en répondant à ce message.
file-not-shown = { $why ->
        [large] Une pièce jointe n’est pas affichée : elle est trop lourde.
        [kind] Une pièce jointe n’est pas affichée : ce n’est ni une photo, ni une vidéo, ni un son, ni un PDF.
        [gone] Une pièce jointe n’est pas affichée : elle n’est plus disponible.
        [refused] Une pièce jointe n’est pas affichée : cette messagerie ne l’accepte pas.
       *[broken] Une pièce jointe n’est pas affichée : le fichier est abîmé.
    }
files-coming = { $count ->
        [one] Une pièce jointe n’est pas encore arrivée.
       *[other] { $count } pièces jointes ne sont pas encore arrivées.
    }
card-photos = { $what ->
        [photos] { $count ->
            [one] Une photo de la demande *{ $number }*.
           *[other] { $count } photos de la demande *{ $number }*.
        }
       *[files] { $count ->
            [one] Une pièce jointe de la demande *{ $number }*.
           *[other] { $count } pièces jointes de la demande *{ $number }*.
        }
    }
desk-no-files = Photos et documents ne partent qu’avec une réponse au citoyen : ici, je prends vos mots seulement.
field-photo = photos et documents
photo-count = { $count }
report-drop-files = Retirer les photos et documents
report-files-dropped = D’accord, je les ai retirés de la demande.

edit-taken = J’ai pris votre correction ({ $field } : { $value }).
edit-not-taken = Je n’ai pas su lire votre correction ({ $field }), je garde : { $value }. Pour changer, écrivez « corriger ».
edit-words-gone = J’ai retiré ces mots de votre demande.
edit-files-taken = { $count ->
        [0] J’ai retiré ce que ce message montrait.
       *[other] J’ai pris ce que votre message montre maintenant, à la place de ce qu’il montrait.
    }
edit-sent = Votre message est déjà parti (demande *{ $number }*), et le service a la première version. Pour la corriger ou la compléter à tout moment : « suivi ».
edit-pass-on = Envoyer aussi la correction
edit-done = C’est déjà fait, avec votre premier message. Pour changer quelque chose, envoyez-en un nouveau.
edit-vote = { $name }, pour changer votre vote, envoyez le nouveau numéro dans un nouveau message.
desk-edited = { $kind ->
        [noted] La note gardée sur { $number } est la première version.
        [closed] { $number } est close, et le citoyen a la première version.
       *[answered] Le citoyen a déjà reçu la première version ({ $number }). Pour la corriger, répondez encore une fois à la fiche.
    }
desk-edit-send = Envoyer la correction
desk-edit-note = Garder aussi cette version
desk-corrected = Votre correction est partie ({ $number }).
corrected-from = Correction d’un message que vous avez reçu sur votre demande *{ $number }*, par { $signed ->
        [yes] { $name }, pour { $team } :
       *[no] { $team } :
    }
