"""A Lambda function of ours: its own role, its own log group, its layers, an alarm on its errors."""

from collections.abc import Mapping, Sequence

from aws_cdk import AssetHashType, Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.config import ROOT, Stage
from infra.constructs import assets
from infra.constructs.alarm import alarm
from infra.constructs.reasons import because, wildcard_because
from infra.constructs.service_metric import NAMESPACE
from infra.functions import Function


class PythonFunction(Construct):
    """`<folder>.handler.lambda_handler`, with the package `<folder>` at the root of the asset."""

    def __init__(
        self,
        scope: Construct,
        spec: Function,
        *,
        stage: Stage,
        layers: Sequence[lambda_.ILayerVersion],
        alarms: sns.ITopic,
        role: iam.IRole | None = None,
    ) -> None:
        super().__init__(scope, spec.construct_id)
        self.spec = spec
        self.role = role or iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self.function = self._function(stage, layers)
        because(self.function, "L1", "Dependencies are locked, compiled and tested for Python 3.13.")
        self.tell(
            {
                "STAGE": stage.name,
                "LOG_LEVEL": stage.log_level,
                "POWERTOOLS_SERVICE_NAME": spec.folder,
                "POWERTOOLS_METRICS_NAMESPACE": NAMESPACE,
            }
        )
        alarm(
            self,
            "Errors",
            self.function.metric_errors(period=Duration.minutes(5), statistic="Sum"),
            says=f"{spec.folder} raised an error; its log group tells which.",
            runbook="errors",
            to=alarms,
        )

    def tell(self, environment: Mapping[str, str]) -> None:
        """Add variables to the function's environment."""
        for name, value in environment.items():
            self.function.add_environment(name, value)

    def allow(self, actions: Sequence[str], resources: Sequence[str], *, wildcard: str | None = None) -> None:
        """Let the function's role do exactly this; `wildcard` is the reason why a resource holds a `*`.

        Grants of CDK would bring wildcard actions (`s3:GetObject*`).
        """
        if wildcard:
            for resource in resources:
                wildcard_because(self.role, resource, wildcard)
        self.role.add_to_principal_policy(iam.PolicyStatement(actions=list(actions), resources=list(resources)))

    def _function(self, stage: Stage, layers: Sequence[lambda_.ILayerVersion]) -> lambda_.Function:
        folder = self.spec.folder
        log_group = logs.LogGroup(
            self, "Logs", retention=logs.RetentionDays[stage.log_retention], removal_policy=RemovalPolicy.DESTROY
        )
        self.allow(["logs:CreateLogStream", "logs:PutLogEvents"], [log_group.log_group_arn])
        code = assets.own_code(folder, ROOT / "functions" / folder, under=folder)
        return lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.custom(stage.architecture),
            handler=f"{folder}.handler.lambda_handler",
            code=lambda_.Code.from_asset(str(code.path), asset_hash=code.digest, asset_hash_type=AssetHashType.CUSTOM),
            layers=list(layers),
            role=self.role,
            log_group=log_group,
            timeout=Duration.seconds(self.spec.timeout_seconds),
            memory_size=stage.memory_mb.get(folder, self.spec.memory_mb),
        )
