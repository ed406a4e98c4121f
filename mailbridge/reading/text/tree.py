"""The one walk over an HTML tree: every node once, with a stack, because mail is nested deeper than Python recurses."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborNode

Leave = Callable[[], None]
"""What is done when an element is left, after everything inside it."""


def walk(body: LexborNode, enter: Callable[[LexborNode], Leave | None]) -> None:
    """Enter every node in the order it stands in. None as `enter`'s answer: the inside of the node is not walked."""
    stack: list[LexborNode | Leave] = [body]
    while stack:
        top = stack.pop()
        if not isinstance(top, LexborNode):
            top()
            continue
        if top.next is not None and top is not body:
            stack.append(top.next)
        leave = enter(top)
        if leave is not None:
            stack.append(leave)
            if top.child is not None:
                stack.append(top.child)
