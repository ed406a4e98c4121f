"""Who may do what: a reader looks, and no form works without its token."""

from __future__ import annotations

import pytest
from spool.kit import snapshot

from mailbridge.console import app
from mailbridge.console.visits import Entrance
from mailbridge.plan import ItemState

from .kit import Browser, Site

ACTS = {
    "/items/1": {"act": "skip"},
    "/items/1/create": {"name": "Eva", "email": "eva@acme.test", "kind": "person"},
    "/items/1/edit": {"claim": "1", "f.1.name": "Eva"},
    "/review": {"act": "skip", "item": "1"},
    "/failed": {"all": "retry"},
    "/rules/try": {"try": "1", "item": "1"},
}


def paths(method: str) -> list[str]:
    """Every address that pages answer to, as the application has them."""
    class Listing(Entrance):
        def page(self, page: object) -> object:             # type: ignore[override]
            return lambda request: page

    routes = app._pages(Listing(None, None))                # type: ignore[arg-type]
    return [route.path.replace("{item:int}", "1").replace("{number:int}", "0")      # type: ignore[attr-defined]
            for route in routes if method in route.methods]                         # type: ignore[attr-defined]


def test_every_form_of_the_console_is_tried_here() -> None:
    assert set(paths("POST")) == set(ACTS)


@pytest.mark.parametrize("path", sorted(ACTS))
def test_a_reader_cannot_act(site: Site, rob: Browser, path: str) -> None:
    site.settle(ItemState.REVIEW)
    before = snapshot(site.spool)
    answer = rob.submit(path, **ACTS[path])
    assert answer.status_code == 403
    assert "only an admin acts" in answer.text
    assert snapshot(site.spool) == before


@pytest.mark.parametrize("path", [*sorted(ACTS), "/sign-out"])
@pytest.mark.parametrize("token", [None, "", "wrong", "ä"])
def test_a_form_without_its_token_does_nothing(site: Site, ann: Browser, path: str, token: str | None) -> None:
    site.settle(ItemState.REVIEW)
    before = snapshot(site.spool)
    fields = {**ACTS.get(path, {}), **({} if token is None else {"csrf": token})}
    assert ann.post(site.url + path, data=fields, timeout=5).status_code == 403
    assert snapshot(site.spool) == before
    assert ann.see("/items").url.endswith("/items")


def test_a_token_is_of_one_session_only(site: Site, ann: Browser, rob: Browser) -> None:
    site.settle(ItemState.REVIEW)
    answer = ann.post(site.url + "/items/1", data={"csrf": rob.token("/"), "act": "skip"}, timeout=5)
    assert answer.status_code == 403


def test_a_reader_sees_every_page_but_those_for_trying_and_changing_and_no_way_to_act(site: Site, rob: Browser) -> None:
    site.settle(ItemState.REVIEW)
    site.settle(ItemState.FAILED, "Offer two")
    for path in paths("GET"):
        answer = rob.see(path)
        assert answer.status_code == {
            "/rules/try": 403, "/items/1/edit": 403, "/items/1/parts/0": 404}.get(path, 200), path
        if "text/html" in answer.headers["Content-Type"] and path != "/items/1/html":
            assert 'name="act"' not in answer.text, path


def test_no_get_changes_anything(site: Site, ann: Browser) -> None:
    site.settle(ItemState.REVIEW)
    before = snapshot(site.spool)
    for path in paths("GET"):
        ann.see(path + "?act=skip&all=retry&item=1&try=1&reason=x")
    assert snapshot(site.spool) == before
