"""The main job on embedded parts, for somebody who sees it for the first time: sandbox, SMTP door, worker, mails.

    samples    the mails in `mails/`, and what must come of each
    stage      the parts, set up in a folder of their own
    view       the live view and the table at the end
"""
