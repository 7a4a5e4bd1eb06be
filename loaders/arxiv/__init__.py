"""arXiv: its metadata as TSV, as the JSON Lines snapshot, as the Atom feed of the API and over OAI-PMH.

All give the same record for the same paper as far as each form can say it; what they share is in ``making``.
"""
