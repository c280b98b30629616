"""T26: what a mail scanner or a careless thumb opens by GET changes nothing."""

import hashlib

from django.db import connection

from alongside.cases.models import Visit
from tests.web.walking import Walker

PAGES = ["", "begin/", "begin/sheet/", "begin/first/", "begin/soon/", "begin/reach/", "begin/wishes/", "begin/who/",
         "begin/check/", "begin/wait/", "begin/keep/", "away/", "back/", "page/", "page/reach/", "page/who/",
         "page/stop/", "page/again/", "page/first/", "help-now/"]  # fmt: skip
BY_POST_ONLY = ["page/spoke/", "page/yes/", "page/done/"]


def everything() -> str:
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608  # Names of our own tables.
            digest.update(repr((table, cursor.fetchall())).encode())
    return digest.hexdigest()


def test_prefetch_changes_nothing(sent: Walker) -> None:
    sent.come_back(sent.code())
    seen = Visit.objects.get().seen_at
    before = everything()
    for path in PAGES:
        for _ in range(2):
            assert sent.client.head(sent.at(path)).status_code in {200, 302}, path
            assert sent.get(path).status_code in {200, 302}, path
    for path in BY_POST_ONLY:
        assert sent.get(path).status_code == 405
    Visit.objects.update(seen_at=seen)
    assert everything() == before
