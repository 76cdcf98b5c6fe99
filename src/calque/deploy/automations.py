"""Automations of a site: who is told of a bad night, of a night that did not come, and of what became stale."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.utilities import emit_event
from prefect.exceptions import ObjectNotFound

from calque.deploy.event_log import quieten_events
from calque.deploy.plan import tag_of
from calque.errors import ConfigError
from calque.model import Site

__all__ = ["automations_of", "lacks_automations", "renew_automations"]

_FAILED, _NO_NIGHT = "failed", "no good night"
_NIGHT = timedelta(hours=26)
"""A day, and two hours for a slow site and for the change of the clock."""
_SILENCE = timedelta(minutes=5)
"""Ten heartbeats: a run that sends none for so long has no process any more."""
_WAITING = timedelta(minutes=30)
"""So long may a run be due before somebody is told that no worker takes it."""
_BAD = {"prefect.flow-run.Failed", "prefect.flow-run.Crashed", "prefect.flow-run.TimedOut"}
_ENDED = {*_BAD, "prefect.flow-run.Completed", "prefect.flow-run.Cancelled"}
_BEAT = "prefect.flow-run.heartbeat"
_RUN = "{{ flow_run.name }}: {{ flow_run.state.message }}\n{{ flow_run|ui_url or '' }}"
"""The address of the run's page is none where the server was not told its own."""


def renew_automations(
    client: SyncPrefectClient, site: Site, *, night: timedelta = _NIGHT, silence: timedelta = _SILENCE
) -> dict[str, bool]:
    """Make or renew a site's automations; return their names, each with whether it is on.

    A second time it changes nothing and starts no wait anew; one that somebody paused stays paused.
    Errors: ConfigError where `[prefect] notify` names no block that the server has.
    """
    enabled = {}
    waits = False
    for made in automations_of(site, _find_block(client, site), night=night, silence=silence):
        there = next(iter(client.read_automations_by_name(made.name)), None)
        if there is None:
            client.create_automation(made)
        else:
            made.enabled = there.enabled
            if _told(there) == _told(made):
                enabled[made.name] = made.enabled
                continue
            client.update_automation(there.id, made)
        enabled[made.name] = made.enabled
        waits = waits or made.name == _name(site, _NO_NIGHT)
    if waits:  # for the first night from now on, not from the first good night on
        quieten_events()
        emit_event("calque.site.deployed", resource={"prefect.resource.id": f"calque.site.{site.name}"})
    return enabled


def lacks_automations(client: SyncPrefectClient, site: Site) -> bool:
    """Tell whether calque made no automation that tells of a site's bad nights."""
    return not client.read_automations_by_name(_name(site, _FAILED))


def _told(automation: AutomationCore) -> dict[str, Any]:
    """Return what an automation is and does, without what the server adds."""
    return AutomationCore.model_validate(automation.model_dump()).model_dump(exclude={"owner_resource"})


def _name(site: Site, what: str) -> str:
    return f"calque {site.name}: {what}"


def _find_block(client: SyncPrefectClient, site: Site) -> UUID:
    slug, _, name = site.nightly.notify.partition("/")
    if not name:
        raise ConfigError(
            f"{site.name}: nobody to tell; set notify under [prefect] in its calque.toml to a notification block, "
            'as in notify = "slack-webhook/editors"'
        )
    try:
        return client.read_block_document_by_name(name, slug).id
    except ObjectNotFound:
        raise ConfigError(
            f"{site.name}: the Prefect server has no block {slug}/{name}; make it on Prefect's page under Blocks, or "
            "change notify under [prefect]"
        ) from None


def automations_of(
    site: Site, block: UUID, *, night: timedelta = _NIGHT, silence: timedelta = _SILENCE
) -> list[AutomationCore]:
    """Return a site's automations; each reports one thing by a notification block."""

    def tell(subject: str, body: str) -> list[ActionTypes]:
        return [SendNotification(block_document_id=block, subject=f"{site.name}: {subject}", body=body)]

    hours = int(night.total_seconds() // 3600)
    return [
        _automation(site, _FAILED, _runs(site, expect=_BAD), tell("a run failed", _RUN)),
        _automation(
            site,
            _NO_NIGHT,
            EventTrigger(
                posture=Posture.Proactive,
                after={"calque.site.deployed", "calque.sync.completed"},
                expect={"calque.sync.completed"},
                match={"prefect.resource.id": f"calque.site.{site.name}"},
                within=night,
            ),
            tell(
                "no good night",
                f"No sync of {site.name} has completed in {hours} hours. Is a worker running, or calque serve?",
            ),
        ),
        _automation(
            site,
            "no heartbeat",
            _runs(
                site,
                expect={_BEAT, *_ENDED},
                after={_BEAT},
                posture=Posture.Proactive,
                for_each={"prefect.resource.id"},
                within=silence,
            ),
            [
                ChangeFlowRunState(
                    name=None,
                    state=StateType.CRASHED,
                    message="its process ended; what was written stands",
                    force=False,
                )
            ],
        ),
        _automation(
            site,
            "no worker",
            _runs(
                site,
                expect={"prefect.flow-run.Running", *_ENDED},
                after={"prefect.flow-run.Late", "prefect.flow-run.Pending"},
                posture=Posture.Proactive,
                for_each={"prefect.resource.id"},
                within=_WAITING,
            ),
            tell(
                "no worker takes the run",
                f"Start one: prefect worker start --pool {site.nightly.pool}; where the site is served: calque serve",
            ),
        ),
        _automation(
            site,
            "stale",
            EventTrigger(
                expect={"calque.translation.stale"},
                match={"prefect.resource.id": f"calque.site.{site.name}.locale.*"},
            ),
            tell("translations became stale", "{{ event.payload.message }}"),
        ),
        _automation(
            site,
            "digest",
            _runs(site, expect={"prefect.flow-run.Completed"}, tag="digest"),
            tell("what changed", "{{ flow_run.state.message }}"),
        ),
    ]


def _automation(
    site: Site, what: str, trigger: EventTrigger, actions: Sequence[ActionTypes]
) -> AutomationCore:
    made = AutomationCore(
        name=_name(site, what),
        description=f"Of {site.root}; made by `calque deploy --automations`.",
        trigger=trigger,
        actions=list(actions),
    )
    # With each default said: an update sends only what was set, and the server asks for all.
    return AutomationCore.model_validate(made.model_dump(exclude={"owner_resource"}))


def _runs(site: Site, *, tag: str = "", **more: object) -> EventTrigger:
    """Return a trigger for the runs that carry a site's tag, and another one where it is given."""
    tags = [f"prefect.tag.{one}" for one in (tag_of(site.name), tag) if one]
    return EventTrigger.model_validate(
        {
            "match": {"prefect.resource.id": "prefect.flow-run.*"},
            "match_related": [{"prefect.resource.role": "tag", "prefect.resource.id": one} for one in tags],
            **more,
        }
    )
