import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    """
    CREATE VIRTUAL TABLE kuvendi_search_fts USING fts5(
        title, summary, text, documents, title_words,
        content='kuvendi_search_searchentry', content_rowid='item_id', tokenize='ascii', prefix='2 3'
    )
    """,
    """
    CREATE TRIGGER kuvendi_search_fts_insert AFTER INSERT ON kuvendi_search_searchentry BEGIN
        INSERT INTO kuvendi_search_fts (rowid, title, summary, text, documents, title_words)
        VALUES (new.item_id, new.title, new.summary, new.text, new.documents, new.title_words);
    END
    """,
    """
    CREATE TRIGGER kuvendi_search_fts_delete AFTER DELETE ON kuvendi_search_searchentry BEGIN
        INSERT INTO kuvendi_search_fts (kuvendi_search_fts, rowid, title, summary, text, documents, title_words)
        VALUES ('delete', old.item_id, old.title, old.summary, old.text, old.documents, old.title_words);
    END
    """,
    """
    CREATE TRIGGER kuvendi_search_fts_update AFTER UPDATE ON kuvendi_search_searchentry BEGIN
        INSERT INTO kuvendi_search_fts (kuvendi_search_fts, rowid, title, summary, text, documents, title_words)
        VALUES ('delete', old.item_id, old.title, old.summary, old.text, old.documents, old.title_words);
        INSERT INTO kuvendi_search_fts (rowid, title, summary, text, documents, title_words)
        VALUES (new.item_id, new.title, new.summary, new.text, new.documents, new.title_words);
    END
    """,
]
# The terms are made in Python: "simple" only cuts them at the spaces.
POSTGRESQL = [
    """
    ALTER TABLE kuvendi_search_searchentry
        ADD COLUMN terms tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple'::regconfig, title), 'A') ||
            setweight(to_tsvector('simple'::regconfig, summary), 'B') ||
            setweight(to_tsvector('simple'::regconfig, text), 'C') ||
            setweight(to_tsvector('simple'::regconfig, documents), 'D')
        ) STORED,
        ADD COLUMN title_prefixes tsvector GENERATED ALWAYS AS (
            to_tsvector('simple'::regconfig, title_words)
        ) STORED
    """,
    "CREATE INDEX kuvendi_search_terms ON kuvendi_search_searchentry USING gin (terms)",
    "CREATE INDEX kuvendi_search_title_prefixes ON kuvendi_search_searchentry USING gin (title_prefixes)",
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def add_full_text_search(apps, schema_editor):
    """Another database has none; a system check says so."""
    for statement in STATEMENTS.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def remove_full_text_search(apps, schema_editor):
    # On PostgreSQL all of it goes with the table.
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE kuvendi_search_fts")


def do_not_log_allowances(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE kuvendi_search_usedallowance SET UNLOGGED")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("cms_pages", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RebuildLease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(null=True)),
                ("until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="cms_pages.publisheditem",
                    ),
                ),
                ("identifier", models.CharField(blank=True, db_index=True, max_length=64)),
                ("title", models.TextField(blank=True)),
                ("summary", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("documents", models.TextField(blank=True)),
                ("title_words", models.TextField(blank=True)),
            ],
        ),
        migrations.RunPython(add_full_text_search, remove_full_text_search, elidable=False),
        migrations.CreateModel(
            name="UsedAllowance",
            fields=[
                ("client", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("used_until", models.FloatField()),
            ],
        ),
        migrations.RunPython(do_not_log_allowances, migrations.RunPython.noop, elidable=False),
    ]
