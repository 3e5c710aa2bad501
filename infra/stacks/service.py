"""What works on the data: functions, the queues and schedules that start them, and the two HTTP APIs."""

from typing import Final

from aws_cdk import AssetHashType, CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_apigatewayv2 as apigw
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as event_targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.config import ROOT, Stage
from infra.constructs import assets
from infra.constructs.http_surface import HttpSurface
from infra.constructs.job_queue import JobQueue
from infra.constructs.python_function import PythonFunction
from infra.constructs.reasons import because
from infra.constructs.region import only_in_the_union
from infra.constructs.table_stream import TableStream
from infra.functions import (
    CANDIDATE_PORTAL,
    DISPATCH_MAIL,
    ENFORCE_RETENTION,
    ERASE_CANDIDATE,
    FUNCTIONS,
    INGEST_CV,
    RECONCILE_MAIL,
    RECORD_MAIL_EVENTS,
    RECRUITER_API,
    RUN_CAMPAIGN,
    SEND_MAIL,
    UPDATE_INDEX,
    Bucket,
    Function,
    Layer,
    Table,
)
from infra.stacks.access import KEY_OF_QUEUES, Surroundings
from infra.stacks.alarms import campaign_alarms, dispatch_alarms, reconciliation_alarms, sending_alarms
from infra.stacks.dashboard import sending_dashboard
from infra.stacks.data import DataStack

CLOCKS: Final = (
    ("EachMinute", "rate(1 minute)", DISPATCH_MAIL, "Due mails go to the queue Send."),
    ("EachTenMinutes", "rate(10 minutes)", ENFORCE_RETENTION, "Who has been kept long enough goes."),
    ("EachHour", "rate(1 hour)", RUN_CAMPAIGN, "Open jobs that have no proposals yet get them."),
    ("EachNight", "cron(0 3 * * ? *)", RECONCILE_MAIL, "The ledger of mails is held against SES's events."),
)
OPEN_ROUTES: Final = ("/health", "/openapi.json")


class ServiceStack(Stack):
    def __init__(self, scope: Construct, name: str, stage: Stage, data: DataStack) -> None:
        super().__init__(scope, name, description=f"relance {stage.name}: service", analytics_reporting=False)
        self.stage, self.data = stage, data
        only_in_the_union(self)
        self.queue_key = kms.Key(
            self,
            "QueueKey",
            description=f"Queues of relance {stage.name}",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.recruiters = HttpSurface(self, "RecruiterHttp", stage=stage, requests_per_second=100)
        self.portal = HttpSurface(self, "PortalHttp", stage=stage, requests_per_second=50, domain=stage.employer.portal)
        self.layers = {layer: self._layer(layer) for layer in Layer}
        self.functions = {spec.folder: self._function(spec) for spec in FUNCTIONS}
        self.uploads = self._queue("Uploads", INGEST_CV, batch_size=1, personal=True)
        self.index_retries = self._queue("IndexRetries", UPDATE_INDEX)
        self.campaign_runs = self._queue("CampaignRuns", RUN_CAMPAIGN, batch_size=1)
        self.send = self._queue("Send", SEND_MAIL)
        self.erasures = self._queue("Erasures", ERASE_CANDIDATE)
        self.mail_events = self._queue("MailEvents", RECORD_MAIL_EVENTS, personal=True)
        self.schedules = scheduler.CfnScheduleGroup(self, "Schedules")
        self.scheduler_role = self._scheduler_role()
        self._open_doors()
        self._start_functions()
        self._routes()
        self._watch()
        self._outputs()

    def _layer(self, layer: Layer) -> lambda_.LayerVersion:
        to = assets.target(self.stage)
        if layer is Layer.SHARED:
            asset = assets.own_code(layer, ROOT / "layers" / layer / "python", under="python")
        else:
            asset = assets.packages(layer, to)
        return lambda_.LayerVersion(
            self,
            f"{layer.capitalize()}Layer",
            code=lambda_.Code.from_asset(
                str(asset.path), asset_hash=asset.digest, asset_hash_type=AssetHashType.CUSTOM
            ),
            compatible_runtimes=[lambda_.Runtime.PYTHON_3_13],
            compatible_architectures=[lambda_.Architecture.custom(to.architecture)],
        )

    def _function(self, spec: Function) -> PythonFunction:
        role = self.data.search_roles.get(spec.folder)
        return PythonFunction(
            self,
            spec,
            stage=self.stage,
            layers=[self.layers[layer] for layer in spec.layers],
            alarms=self.data.alarms,
            # A role that the search domain admits lives beside it; its permissions are written here.
            role=role and iam.Role.from_role_arn(self, f"{spec.construct_id}Role", role.role_arn),
        )

    def _queue(self, name: str, consumer: Function, *, batch_size: int = 5, personal: bool = False) -> JobQueue:
        """`personal` queues carry what AWS put into their messages, names of files and addresses: they forget early."""
        return JobQueue(
            self,
            name,
            consumer=self.functions[consumer.folder],
            key=self.queue_key,
            alarms=self.data.alarms,
            max_concurrency=self.stage.max_concurrency,
            batch_size=batch_size,
            retention=Duration.days(2) if personal else None,
            dead_retention=Duration.days(7) if personal else None,
        )

    def _scheduler_role(self) -> iam.Role:
        """What EventBridge Scheduler may do: start a run of a campaign, and what works by the clock."""
        role = iam.Role(
            self,
            "SchedulerRole",
            assumed_by=iam.ServicePrincipal(
                "scheduler.amazonaws.com", conditions={"StringEquals": {"aws:SourceAccount": self.account}}
            ),
        )
        queues = [self.campaign_runs.queue.queue_arn, self.campaign_runs.dead.queue_arn]
        ticking = [self.functions[spec.folder].function.function_arn for _, _, spec, _ in CLOCKS]
        for actions, resources in (
            (["sqs:SendMessage"], queues),
            (KEY_OF_QUEUES, [self.queue_key.key_arn]),
            (["lambda:InvokeFunction"], ticking),
        ):
            role.add_to_policy(iam.PolicyStatement(actions=list(actions), resources=resources))
        return role

    def _open_doors(self) -> None:
        surroundings = Surroundings(
            stage=self.stage,
            data=self.data,
            queue_key=self.queue_key,
            portal_url=self.portal.url,
            send=self.send,
            index_retries=self.index_retries,
            erasures=self.erasures,
            campaign_runs=self.campaign_runs,
            schedules=self.schedules,
            scheduler_role=self.scheduler_role,
        )
        for function in self.functions.values():
            surroundings.open_to(function)

    def _start_functions(self) -> None:
        self._start_on_uploads()
        for table in (Table.CANDIDATES, Table.JOBS):
            TableStream(
                self,
                f"{table}Stream",
                table=self.data.tables[table].table,
                consumer=self.functions[UPDATE_INDEX.folder],
                lost=self.index_retries.dead,
                lost_key=self.queue_key,
            )
        self.data.mail_events.add_subscription(subscriptions.SqsSubscription(self.mail_events.queue))
        self._start_by_the_clock()

    def _start_on_uploads(self) -> None:
        events.Rule(
            self,
            "Uploaded",
            event_pattern=events.EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created"],
                detail={
                    "bucket": {"name": [self.data.buckets[Bucket.CVS].bucket_name]},
                    "object": {"key": [{"prefix": "inbox/"}]},
                },
            ),
            targets=[event_targets.SqsQueue(self.uploads.queue)],
        )

    def _start_by_the_clock(self) -> None:
        for name, rate, spec, says in CLOCKS:
            self._clock(name, rate, self.functions[spec.folder].function.function_arn, says)

    def _clock(self, name: str, rate: str, function_arn: str, says: str) -> None:
        scheduler.CfnSchedule(
            self,
            name,
            description=says,
            group_name=self.schedules.ref,
            schedule_expression=rate,
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            target=scheduler.CfnSchedule.TargetProperty(
                arn=function_arn,
                role_arn=self.scheduler_role.role_arn,
                # The next tick does the same work: a late or failed one is not worth repeating.
                retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                    maximum_event_age_in_seconds=60, maximum_retry_attempts=0
                ),
            ),
        ).node.add_dependency(self.scheduler_role)

    def _watch(self) -> None:
        """Alarms on the sending, and the page that shows what they look at."""
        dispatch, reconcile = (self.functions[spec.folder].function for spec in (DISPATCH_MAIL, RECONCILE_MAIL))
        sending_alarms(self, limits=self.stage.alarms, to=self.data.alarms, dispatch=dispatch, send=self.send.queue)
        dispatch_alarms(self, to=self.data.alarms)
        campaign_alarms(self, to=self.data.alarms)
        reconciliation_alarms(self, limits=self.stage.alarms, to=self.data.alarms, reconcile=reconcile)
        queues = (
            self.uploads, self.index_retries, self.campaign_runs, self.send, self.erasures, self.mail_events
        )  # fmt: skip
        sending_dashboard(
            self, dead={queue.node.id: queue.dead for queue in queues}, send=self.send.queue,
            differences=reconcile.log_group,
        )  # fmt: skip

    def _routes(self) -> None:
        people = authorizers.HttpUserPoolAuthorizer("People", self.data.people, user_pool_clients=[self.data.client])
        to_api = integrations.HttpLambdaIntegration("ToApi", self.functions[RECRUITER_API.folder].function)
        everything = "/{proxy+}"
        self.recruiters.api.add_routes(
            path=everything, methods=[apigw.HttpMethod.ANY], integration=to_api, authorizer=people
        )
        for path in OPEN_ROUTES:
            for route in self.recruiters.api.add_routes(path=path, methods=[apigw.HttpMethod.GET], integration=to_api):
                because(route, "APIG4", "Tells whether it lives and how to talk to it, and nothing about anybody.")
        to_portal = integrations.HttpLambdaIntegration("ToPortal", self.functions[CANDIDATE_PORTAL.folder].function)
        for route in self.portal.api.add_routes(path=everything, methods=[apigw.HttpMethod.ANY], integration=to_portal):
            because(route, "APIG4", "Candidates have no accounts: the function checks the signed link itself.")

    def _outputs(self) -> None:
        values = {f"{made.spec.construct_id}Name": made.function.function_name for made in self.functions.values()}
        values |= {
            "RecruiterApiUrl": self.recruiters.url,
            "RecruiterApiId": self.recruiters.api.api_id,
            "PortalApiUrl": self.portal.url,
            "PortalApiId": self.portal.api.api_id,
            "SendQueueUrl": self.send.queue.queue_url,
            "UploadsQueueUrl": self.uploads.queue.queue_url,
            "ScheduleGroup": self.schedules.ref,
        }
        if self.portal.domain_target:
            values["PortalDomainTarget"] = self.portal.domain_target
        for name, value in values.items():
            CfnOutput(self, name, value=value)
