"""What mail clients write, as data: one row per language and wording, so that one more client is one more row.

Nothing here decides anything. The modules beside this folder read these tables; the tests take each row once.
"""
