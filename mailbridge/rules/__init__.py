"""Mail -> Plan: the rules that admins write in YAML. Pure; the files themselves lie in the top-level `rules/`.

    load, reader, read_when, read_creations    YAML -> rules, or every mistake with its place
    conditions, operators                      what may stand under `when`
    creations, templates                       what may stand under `create`
    values                                     what both see of a mail
    decide                                     facts and rules -> plan
"""

from mailbridge.rules.decide import AskFirst, decide
from mailbridge.rules.load import load, load_text, load_texts
from mailbridge.rules.model import Rule, Rulebook, RuleTest
from mailbridge.rules.values import Facts

__all__ = ["AskFirst", "Facts", "Rule", "RuleTest", "Rulebook", "decide", "load", "load_text",
           "load_texts"]
