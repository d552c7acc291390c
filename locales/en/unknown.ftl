# A command or a word that does not exist: what is possible.
command-unknown = I do not know that command. Write “help” to see what I can do.
command-meant = { $count ->
        [one] I do not know that command. Did you mean /{ $name }?
       *[other] I do not know that command. Did you mean one of these?
    }
command-meant-yes = Yes, /{ $name }
command-named = /{ $name }
queue-unknown = I cannot show “{ $words }”. In the queue there is:
find-state-meant = Look for “{ $state }”
