from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbridge.heap.client import HeapClient, Login
from mailbridge.heap.outcomes import CannotTell, Found, HeapUnreachable, NotFound
from mailbridge.heap.people import Equality, People, has_address
from mailbridge.heap.proof import count_matches, lookup
from mailbridge.heap.wire import write_of
from mailbridge.plan import PersonState
from mailbridge.records import CONTACT_KINDS, Kind, Record


def record(kind: Kind, **fields: str) -> Record:
    return Record(kind, tuple(fields.items()))


JANE = record(Kind.PERSON, name="Jane Doe", email="Jane@Acme.test")


class Heap:
    """Finds every record with the search anywhere in it, as loosely as Heap; counts what it is asked."""

    def __init__(self, *records: Record) -> None:
        self.records = list(records)
        self.asked: list[tuple[Kind, str]] = []
        self.down = False
        self.blind_fields: tuple[str, ...] = ()

    def get(self, kind: Kind, search: str) -> tuple[Record, ...]:
        self.asked.append((kind, search))
        if self.down:
            raise HeapUnreachable("down")
        return tuple(r for r in self.records if r.kind is kind and any(
            search.casefold() in value.casefold() for name, value in r.fields if name not in self.blind_fields))


@pytest.mark.parametrize("field", [
    "jane@acme.test", "JANE@ACME.TEST", " jane@acme.test ", "x@y.test, jane@acme.test", "x@y.test;jane@acme.test", "x@y.test jane@acme.test",
    "x@y.test\njane@acme.test", "mailto:jane@acme.test", "Jane Doe <jane@acme.test>", '"Doe, Jane" <mailto:Jane@acme.test?subject=x>',
])
def test_an_address_is_recognised_however_it_was_typed(field: str) -> None:
    assert has_address(record(Kind.LEAD, email=field), "Jane@acme.test")


@pytest.mark.parametrize("field", ["", "mary-jane@acme.test", "jane@acme.test.evil.test", "jane@acme", "jane at acme.test", "xjane@acme.test"])
def test_a_similar_address_is_another(field: str) -> None:
    assert not has_address(record(Kind.LEAD, email=field), "jane@acme.test")


@given(st.text(max_size=200), st.text(max_size=30))
def test_no_text_breaks_the_comparison(field: str, email: str) -> None:
    has_address(record(Kind.LEAD, email=field), email)


def test_a_contact_is_searched_by_bare_address_under_every_kind_in_order() -> None:
    heap = Heap()
    assert People(heap.get).find(" Jane@acme.test").state is PersonState.UNKNOWN
    assert heap.asked == [(kind, "jane@acme.test") for kind in CONTACT_KINDS]


def test_the_first_kind_that_knows_the_address_speaks_for_it_and_no_other_is_asked() -> None:
    heap = Heap(JANE)
    person = People(heap.get).find("jane@acme.test")
    assert person.state is PersonState.KNOWN
    assert person.hits == (JANE,)
    assert heap.asked == [(CONTACT_KINDS[0], "jane@acme.test")]


def test_the_order_of_kinds_is_a_setting() -> None:
    heap = Heap()
    People(heap.get, kinds=(Kind.CUSTOMER, Kind.PERSON)).find("a@b.test")
    assert [kind for kind, _ in heap.asked] == [Kind.CUSTOMER, Kind.PERSON]


@pytest.mark.parametrize("kind", CONTACT_KINDS)
def test_a_hit_under_any_kind_is_a_hit(kind: Kind) -> None:
    heap = Heap(record(kind, name="Jane", email="jane@acme.test"))
    assert People(heap.get).find("jane@acme.test").state is PersonState.KNOWN


def test_what_only_looks_alike_is_nobody() -> None:
    heap = Heap(record(Kind.PERSON, name="Mary", email="mary-jane@acme.test"))
    assert People(heap.get).find("jane@acme.test").state is PersonState.UNKNOWN


def test_several_people_with_one_address_are_ambiguous() -> None:
    person = People(Heap(JANE, JANE).get).find("jane@acme.test")
    assert person.state is PersonState.AMBIGUOUS
    assert person.hits == (JANE, JANE)


def test_the_person_and_the_lead_of_one_contact_are_one_person() -> None:
    lead = record(Kind.LEAD, name="jane  doe - ACME Ltd", email="jane@acme.test")
    person = People(Heap(JANE, lead).get).find("jane@acme.test")
    assert person.state is PersonState.KNOWN
    assert person.hits == (JANE,)


def test_an_answer_is_remembered_for_a_bounded_time() -> None:
    heap, now = Heap(), [0.0]
    people = People(heap.get, kinds=(Kind.PERSON,), remember_seconds=60, clock=lambda: now[0])
    people.find("a@b.test")
    people.find("A@B.test")
    assert len(heap.asked) == 1
    now[0] = 60.0
    people.find("a@b.test")
    assert len(heap.asked) == 2


def test_only_so_many_answers_are_remembered() -> None:
    heap = Heap()
    people = People(heap.get, kinds=(Kind.PERSON,), max_remembered=2)
    for address in ("a@b.test", "c@d.test", "e@f.test", "a@b.test"):
        people.find(address)
    assert len(heap.asked) == 4


def test_could_not_ask_is_an_error_and_is_not_remembered() -> None:
    heap = Heap(JANE)
    people = People(heap.get)
    heap.down = True
    with pytest.raises(HeapUnreachable):
        people.find("jane@acme.test")
    heap.down = False
    assert people.find("jane@acme.test").state is PersonState.KNOWN


def test_a_contact_that_was_just_created_is_known_at_once() -> None:
    heap = Heap()
    people = People(heap.get)
    assert people.find("jane@acme.test").state is PersonState.UNKNOWN
    heap.records.append(JANE)
    people.forget("Jane@Acme.test")
    assert people.find("jane@acme.test").state is PersonState.KNOWN


def test_an_answer_older_than_a_creation_is_not_remembered() -> None:
    heap = Heap()
    people: People

    def slow_get(kind: Kind, search: str) -> tuple[Record, ...]:
        found = heap.get(kind, search)
        if len(heap.asked) == 1:
            heap.records.append(JANE)   # another thread creates her while Heap's answer is on its way
            people.forget("jane@acme.test")
        return found

    people = People(slow_get, kinds=(Kind.PERSON,))
    people.find("jane@acme.test")
    assert people.find("jane@acme.test").state is PersonState.KNOWN


@pytest.mark.parametrize("about", ["", " ", "@", "a ", "@x"])
def test_a_search_that_would_find_half_of_heap_is_never_made(about: str) -> None:
    heap = Heap()
    with pytest.raises(ValueError, match="nothing to look for"):
        People(heap.get).find(about)
    assert heap.asked == []


def test_a_record_is_found_by_its_whole_name_and_by_no_part_of_it() -> None:
    jane = record(Kind.LEAD, name="Jane Doe - ACME Ltd", email="jane@acme.test")
    people = People(Heap(jane).get)
    assert people.find("jane  doe").hits == (jane,)
    assert people.find("Jane Doe - ACME Ltd").hits == (jane,)
    assert people.find("Jane D").state is PersonState.UNKNOWN


def test_anybody_at_a_domain_is_found_and_nobody_at_a_longer_one() -> None:
    people = People(Heap(JANE).get)
    assert people.find("@acme.test").state is PersonState.KNOWN
    assert people.find("@me.test").state is PersonState.UNKNOWN


@pytest.mark.parametrize(("policy", "state", "chosen"), [
    ("ask", PersonState.AMBIGUOUS, (0, 1)), ("oldest", PersonState.KNOWN, (0,)), ("newest", PersonState.KNOWN, (1,)),
    ("all", PersonState.KNOWN, (0, 1)),
])
def test_who_is_meant_by_several_records_is_a_setting(
    policy: str, state: PersonState, chosen: tuple[int, ...]
) -> None:
    two = (JANE, record(Kind.PERSON, name="Jane D.", email="jane@acme.test"))
    person = People(Heap(*two).get, ambiguous=policy).find("jane@acme.test")
    assert (person.state, person.hits) == (state, tuple(two[n] for n in chosen))


def test_dots_and_tags_make_no_difference_only_where_the_settings_say_so() -> None:
    stored = record(Kind.PERSON, name="Jane", email="janedoe@gmail.test")
    assert People(Heap(stored).get).find("jane.doe+x@gmail.test").state is PersonState.UNKNOWN
    loose = Equality(frozenset({"gmail.test"}))
    assert People(Heap(stored).get, equality=loose).find("Jane.Doe+x@gmail.test").hits == (stored,)
    assert People(Heap(JANE).get, equality=loose).find("j.ane@acme.test").state is PersonState.UNKNOWN


# --- did it arrive? --------------------------------------------------------------------------------------------------

MARK = "mbabc"


def asking(heap: Heap, monkeypatch: pytest.MonkeyPatch) -> HeapClient:
    client = HeapClient("creativearc", Login("bridge@example.com", "x"))
    monkeypatch.setattr(client, "get", heap.get)
    return client


@pytest.mark.parametrize(("kind", "field"), [(Kind.MESSAGE, "body"), (Kind.EVENT, "description"), (Kind.LEAD, "moreinfo")])
def test_a_lost_reply_is_looked_up_by_the_marker_and_confirmed_exactly(
    kind: Kind, field: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    write = write_of(kind, {"title": "x", "name": "Jane", "email": "jane@acme.test"} if kind is Kind.LEAD else {"title": "x"})
    quoting = record(kind, title="", email="jane@acme.test", **{field: "Ref mbab"}, name=f"about {MARK}")
    client = asking(heap := Heap(quoting), monkeypatch)
    assert lookup(client, write, MARK) == NotFound()
    assert heap.asked[0] == (kind, MARK)
    ours = record(kind, **{field: f"text\nRef {MARK}"})
    heap.records.append(ours)
    assert lookup(client, write, MARK) == Found(ours)


def test_a_prospect_is_found_by_its_address_where_moreinfo_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = record(Kind.LEAD, name="Jane", email="jane@acme.test", moreinfo=f"Ref {MARK}")
    heap = Heap(ours)
    heap.blind_fields = ("moreinfo",)
    client = asking(heap, monkeypatch)
    assert lookup(client, write_of(Kind.LEAD, {"name": "Jane", "email": "jane@acme.test"}), MARK) == Found(ours)
    assert isinstance(lookup(client, write_of(Kind.LEAD, {"name": "Jane"}), MARK), CannotTell)


def test_a_person_has_arrived_when_there_is_one_more_than_before(monkeypatch: pytest.MonkeyPatch) -> None:
    heap = Heap(JANE, record(Kind.PERSON, name="John", email="jane@acme.test"))
    client = asking(heap, monkeypatch)
    write = write_of(Kind.PERSON, {"name": "jane  doe", "email": "jane@acme.test"})
    before = count_matches(client, write)
    assert before == 1
    assert lookup(client, write, "", before) == NotFound()
    heap.records.append(JANE)
    assert lookup(client, write, "", before) == Found(JANE)


def test_a_person_without_address_or_count_cannot_be_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    client = asking(Heap(JANE), monkeypatch)
    nameless = write_of(Kind.PERSON, {"name": "Jane"})
    assert count_matches(client, nameless) is None
    assert isinstance(lookup(client, nameless, "", 0), CannotTell)
    assert isinstance(lookup(client, write_of(Kind.PERSON, {"name": "Jane", "email": "j@a.test"}), "", None), CannotTell)
    assert isinstance(lookup(client, write_of(Kind.MESSAGE, {"title": "x"}), ""), CannotTell)


def test_a_look_up_that_could_not_ask_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    heap = Heap()
    heap.down = True
    with pytest.raises(HeapUnreachable):
        lookup(asking(heap, monkeypatch), write_of(Kind.MESSAGE, {"title": "x"}), MARK)
