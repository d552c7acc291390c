# Une commande ou un mot qui n’existe pas : ce qui est possible.
command-unknown = Je ne connais pas cette commande. Écrivez « aide » pour voir ce que je sais faire.
command-meant = { $count ->
        [one] Je ne connais pas cette commande. Vouliez-vous dire /{ $name } ?
       *[other] Je ne connais pas cette commande. Vouliez-vous dire l’une de celles-ci ?
    }
command-meant-yes = Oui, /{ $name }
command-named = /{ $name }
queue-unknown = Je ne sais pas montrer « { $words } ». Dans la file, il y a :
find-state-meant = Chercher « { $state } »
