"""Migrations of many tables that are bound to many others, in little time."""

from collections.abc import Set
from copy import copy
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    CreateModel,
    DeleteModel,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
    RenameModel,
)
from django.db.migrations import Migration as OneByOne
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.utils import resolve_relation
from django.utils.functional import SimpleLazyObject

Key = tuple[str, str]  # the app and the name of a model, in small letters

# What changes a table, and asks of no others but those to which it leads, or which lead to it. By which names.
OF_ONE_TABLE: dict[type, tuple[str, ...]] = {
    CreateModel: ("name",),
    DeleteModel: ("name",),
    RenameModel: ("old_name", "new_name"),
    **dict.fromkeys((AddField, RemoveField), ("model_name",)),
    **dict.fromkeys((AddConstraint, RemoveConstraint, AddIndex, RemoveIndex), ("model_name",)),
}


class Migration(OneByOne):
    """A migration that makes known to Django the models which it changes and those to which they lead, and no others.

    Django makes a model known by making all those anew to which it is related, and nearly all here are related to
    the authority: so nine tenths of the time of setting up a database went by. Operations of one kind in a row are
    carried out together; their order stays.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """The state after it, as of any migration; SQL that is only to be shown comes operation by operation."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for kind, operations in groupby(self.operations, type):
            vars(project_state).pop("apps", None)
            part = copy(self)
            vars(part)["operations"] = list(operations)
            if kind in OF_ONE_TABLE:
                part._forwards(project_state, schema_editor)
            else:
                project_state = super(Migration, part).apply(project_state, schema_editor)
        return _known_when_asked_for(project_state)

    def _forwards(self, state: ProjectState, schema_editor: BaseDatabaseSchemaEditor) -> None:
        before = state.clone()
        for operation in self.operations:
            operation.state_forwards(self.app_label, state)
        names = {getattr(each, name).lower() for each in self.operations for name in OF_ONE_TABLE[type(each)]}
        was, is_now = (_narrowed(each, {(self.app_label, name) for name in names}) for each in (before, state))
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, was, is_now)


def _narrowed(state: ProjectState, changed: Set[Key]) -> ProjectState:
    """Of a state the models that are changed, as far as there are any, those that lead to them, and all to which any
    of these lead."""
    leads_to = {key: _leads_to(key, model) for key, model in state.models.items()}
    found: set[Key] = set()
    wanted = [key for key in leads_to if key in changed or changed & leads_to[key]]
    while wanted:
        key = wanted.pop()
        if key not in found:
            found.add(key)
            wanted += leads_to[key]
    return ProjectState({key: state.models[key] for key in found}, state.real_apps)


def _leads_to(key: Key, model: ModelState) -> set[Key]:
    ends = [field.remote_field for field in model.fields.values() if field.remote_field]
    others = [*(end.model for end in ends), *(getattr(end, "through", None) for end in ends)]
    return {resolve_relation(other, *key) for other in others if other}


def _known_when_asked_for(state: ProjectState) -> ProjectState:
    """The state, with all its models made known once somebody asks: Django would do so before the next migration."""
    vars(state).setdefault("apps", SimpleLazyObject(lambda: ProjectState(state.models, state.real_apps).apps))
    return state
