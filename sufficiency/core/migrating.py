"""Migrations that create many tables in little time."""

from copy import copy
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations import Migration as OneByOne
from django.db.migrations.state import ProjectState


class Migration(OneByOne):
    """A migration that makes all models which it creates in a row known at once, and then creates their tables.

    Django makes a model known by making all those anew to which it is related, and nearly all here are related to
    the authority: model by model that took nine tenths of the time of setting up a database.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """The state after it, as of any migration; SQL that is only to be shown comes operation by operation."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for are_new, operations in groupby(self.operations, lambda operation: isinstance(operation, CreateModel)):
            part = copy(self)
            vars(part)["operations"] = list(operations)
            if are_new:
                part._create(project_state, schema_editor)
            else:
                project_state = super(Migration, part).apply(project_state, schema_editor)
        return project_state

    def _create(self, state: ProjectState, schema_editor: BaseDatabaseSchemaEditor) -> None:
        before = state.clone()
        state.__dict__.pop("apps", None)  # the models as they were: made anew, with the new ones, when asked for
        for operation in self.operations:
            operation.state_forwards(self.app_label, state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, before, state)
