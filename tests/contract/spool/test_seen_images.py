"""Which images came before, on either database."""

from __future__ import annotations

from mailbridge.spool import ItemId, Spool, logos

ONE, TWO = "1" * 64, "2" * 64


def kept(spool: Spool, item: int, domains: tuple[str, ...], digests: tuple[str, ...]) -> None:
    logos.remember(spool, ItemId(item), domains, digests)
    spool.change(lambda connection: None)       # what was to be kept before is kept then


def test_an_image_was_seen_if_an_earlier_item_brought_it_from_the_domain(spool: Spool) -> None:
    kept(spool, 5, ("acme.test", "lumen.test"), (ONE,))
    kept(spool, 7, ("acme.test",), (ONE, TWO))
    assert logos.seen(spool, ("acme.test",), (ONE, TWO), ItemId(8)) == {ONE, TWO}
    assert logos.seen(spool, ("acme.test",), (ONE, TWO), ItemId(7)) == {ONE}, "its own do not count"
    assert logos.seen(spool, ("acme.test",), (ONE, TWO), ItemId(5)) == frozenset()
    assert logos.seen(spool, ("other.test",), (ONE,), ItemId(8)) == frozenset()
    assert logos.seen(spool, (), (ONE,), ItemId(8)) == logos.seen(spool, ("acme.test",), (), ItemId(8)) == frozenset()


def test_a_domain_keeps_its_newest_only(spool: Spool) -> None:
    many = tuple(f"{number:064x}" for number in range(logos.MOST_OF_A_DOMAIN + 1))
    kept(spool, 1, ("acme.test",), many)
    assert len(logos.seen(spool, ("acme.test",), many, ItemId(2))) == logos.MOST_OF_A_DOMAIN
