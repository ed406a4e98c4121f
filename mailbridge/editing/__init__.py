"""A plan that a person changes before it is carried out further (row G7).

    edits       what is asked for, and the writes as they then are
    planfile    the plan as YAML in an editor, and back, with the place of each mistake
    saving      an edit checked and kept
"""

from mailbridge.editing.edits import LONGEST, Amended, Checked, Edit, Mistake, amended, fixed, shown
from mailbridge.editing.saving import save

__all__ = ["LONGEST", "Amended", "Checked", "Edit", "Mistake", "amended", "fixed", "save", "shown"]
