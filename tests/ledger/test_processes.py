"""Several processes write one chain at once: no number twice, no gap, no broken link."""

from uuid import UUID

import pytest

from alongside.ledger import operations, queries
from alongside.tenancy.transactions import one_transaction
from tests import children, worlds
from tests.houses import House


def write_many(organization: str, times: str) -> None:
    """In a child process: write entries, each in its own journey."""
    for number in range(int(times)):
        with one_transaction():
            operations.write(
                organization=UUID(organization), actor_role="a", verb="v", now=worlds.NOW, payload={"number": number}
            )


@pytest.mark.processes
def test_a_chain_written_by_several_processes_is_whole(new_house: House) -> None:
    organization = worlds.make().organization.id
    name = "tests.ledger.test_processes:write_many"
    children.finish([children.start(new_house, name, str(organization), "20") for _ in range(3)])
    head = queries.head(organization=organization)
    assert head is not None
    assert head.seq == 60
    assert queries.verify(organization=organization) == []
