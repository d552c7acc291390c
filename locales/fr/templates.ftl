# Les modèles de réponse des équipes, et les réponses déjà données.
command-modeles = les modèles de réponse de vos équipes
template-title = { $count ->
        [one] Un modèle
       *[other] { $count } modèles, les plus utilisés d’abord ({ $first } à { $last })
    }{"\u00A0"}:
template-none = Pas encore de modèle ici.
template-line = *{ $name }* – { $fits }{ $uses ->
        [0] {""}
        [one] {" "}– utilisé une fois
       *[other] {" "}– utilisé { $uses } fois
    }{ $several ->
        [yes] {" "}({ $team })
       *[no] {""}
    }
template-fits = { $every ->
        [yes] tous les sujets
       *[no] { $subject }
    }, { $state ->
        [new] demande à prendre
        [taken] demande en cours
        [asked] en attente du citoyen
        [answered] déjà répondu
       *[all] à tout moment
    }
template-how = Pour en garder un : « /modeles ajouter nom : texte ». Dans le texte, je remplace moi-même : { $placeholders }.
template-limits = Le nom a des lettres, { $name } signes au plus et pas de deux-points ; le texte, { $body } signes au plus.
template-unknown = Je ne sais pas remplir : { $wrong }.
template-unnamed = Aucun modèle ne s’appelle « { $name } » ici.
template-whose = Plusieurs équipes ont un modèle « { $name } ». Lequel ?
template-kept = Modèle « { $name } » gardé. Je le proposerai à qui répond.
template-there = Votre équipe a déjà un modèle « { $name } ». Pour changer son texte : « /modeles changer { $name } : texte ».
template-too-many = Votre équipe a déjà { $most } modèles. Retirez-en un d’abord.
template-not-here = Vous n’avez pas d’équipe dans ce groupe. Écrivez-moi en privé.
template-changed = Le texte de « { $name } » est changé.
template-change-how = Pour changer le texte : « /modeles changer { $name } : nouveau texte ».
template-do = { $what ->
        [subject] Choisir le sujet
        [state] Choisir le moment
       *[remove] Retirer
    }
template-all = { $what ->
        [subject] Tous les sujets
       *[state] À tout moment
    }
template-state-new = À prendre
template-state-taken = En cours
template-state-asked = En attente du citoyen
template-state-answered = Déjà répondu
template-which = { $what ->
        [subject] Pour quel sujet proposer « { $name } » ?
       *[state] À quel moment proposer « { $name } » ?
    }
template-remove-sure = Retirer « { $name } » pour toute l’équipe ?
template-removed = Modèle « { $name } » retiré.
template-not-yours = Seuls son auteur et les responsables de l’équipe changent « { $name } ».
template-gone = Ce modèle n’est plus là.
template-date = { $at }
keeping-team = Pour quelle équipe garder ce modèle ?
keeping-team-help = Choisissez une de vos équipes, ou « annuler ».

template-offer = Ou prenez un modèle :
similar-answer = Une demande semblable ({ $number }) a reçu cette réponse, sans les noms ni les chiffres :
similar-choice = Reprendre cette réponse
similar-gone = Cette réponse n’est plus à reprendre.
template-own = L’écrire moi-même
template-preview = Voici ce que le citoyen lira ({ $number }). Rien n’est encore parti.
template-gaps = Il reste à compléter : { $missing }.
template-send = Envoyer
template-edit = Modifier
template-cancel = Annuler
template-sure-help = Choisissez d’envoyer ce texte, de le modifier ou d’annuler.
template-text = Copiez le texte, changez-le et envoyez-le-moi : c’est ce que le citoyen lira ({ $number }).
template-text-help = Écrivez votre réponse en un message, ou « annuler ».
