"""Places: where in the city something is, in whatever words, and by whatever list of its streets. Pure.

A city imports its streets (`importing.py`); a `Gazetteer` finds them in what people write (`tokens.py`, `matching.py`),
finds the nearest one to a pin, and tells what is in a neighbouring town. What a request keeps of it is a `Spot`.
Without any list, places are found by the words around them alone.
"""
