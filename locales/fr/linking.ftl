# Relier plusieurs comptes d’une même personne.
link-code = Pour relier un autre compte au vôtre, écrivez-moi depuis cet autre compte : /lier { $code }. Ce code sert une fois, pendant { $minutes } minutes.
link-code-keep = Ne le donnez à personne : celui qui l’utilise verra vos demandes.
link-code-unknown = Ce code n’est pas valable : inconnu, déjà utilisé ou expiré. Écrivez /lier dans l’autre compte pour en avoir un nouveau.
link-own-code = C’est votre propre code : écrivez-le depuis l’autre compte.
link-accounts = { $count } comptes sont reliés et ne font qu’une personne :
link-account = { $platform ->
        [telegram] Telegram
        [matrix] Matrix
        [terminal] Terminal
       *[other] Compte
    } : { $name }
link-sure = Vous allez relier ce compte à celui-ci :
link-means = Chacun des deux verra les demandes de l’autre et aura les mêmes droits. Ne continuez que si les deux comptes sont à vous.
link-yes = Oui, les deux sont à moi
link-no = Non, laisser ainsi
link-left = D’accord, rien ne change.
linked = { $count ->
        [0] C’est fait : vos deux comptes ne font plus qu’un. Vous retrouvez vos demandes des deux côtés avec /suivi.
        [one] C’est fait : vos deux comptes ne font plus qu’un. Une demande en cours vous attend de l’autre côté, sa réponse arrivera là-bas. /suivi la montre ici aussi.
       *[other] C’est fait : vos deux comptes ne font plus qu’un. { $count } demandes en cours vous attendent de l’autre côté, leurs réponses arriveront là-bas. /suivi les montre ici aussi.
    }
link-receive-here = Recevoir la réponse ici
link-receive-all = Recevoir les réponses ici
link-here = { $count ->
        [0] C’est déjà ici que la réponse arrivera.
        [one] C’est noté : la réponse arrivera ici.
       *[other] C’est noté : les { $count } réponses arriveront ici.
    }
linked-there = Votre code vient de servir. Ce compte est maintenant relié au vôtre :
linked-there-undo = Ce n’était pas vous ? Écrivez /lier, puis choisissez de séparer ce compte.
link-part = Séparer ce compte
link-part-sure = Ce compte redeviendra une personne à part. Les demandes envoyées d’ici y restent, les autres restent de l’autre côté.
link-part-yes = Oui, séparer
link-part-no = Non, laisser ainsi
link-parted = C’est fait : ce compte est de nouveau séparé.
link-parted-already = Ce compte n’est relié à aucun autre.
