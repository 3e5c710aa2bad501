"""A public HTTP API in front of one function: throttled, with an access log that holds no person and no link."""

import json

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_apigatewayv2 as apigw
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.config import OwnDomain, Stage

# Paths of the portal are signed links and addresses of callers are personal data: only the route's pattern is logged.
ACCESS_LOG_FIELDS = {
    "requestId": "$context.requestId",
    "requestTime": "$context.requestTime",
    "routeKey": "$context.routeKey",
    "status": "$context.status",
    "responseLatency": "$context.responseLatency",
    "integrationError": "$context.integrationErrorMessage",
    "authorizerError": "$context.authorizer.error",
}


class HttpSurface(Construct):
    """The API and its one stage; the stack adds routes. `requests_per_second` protects the account's concurrency."""

    def __init__(
        self, scope: Construct, name: str, *, stage: Stage, requests_per_second: int, domain: OwnDomain | None = None
    ) -> None:
        super().__init__(scope, name)
        self.api = apigw.HttpApi(self, "Api", create_default_stage=False)
        self._domain = domain
        log_group = logs.LogGroup(
            self, "AccessLogs", retention=logs.RetentionDays[stage.log_retention], removal_policy=RemovalPolicy.DESTROY
        )
        made = apigw.CfnStage(
            self,
            "Stage",
            api_id=self.api.api_id,
            stage_name="$default",
            auto_deploy=True,
            default_route_settings=apigw.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=requests_per_second, throttling_burst_limit=2 * requests_per_second
            ),
            access_log_settings=apigw.CfnStage.AccessLogSettingsProperty(
                # The group's own ARN ends in ":*", which is not what API Gateway expects here.
                destination_arn=Stack.of(self).format_arn(
                    service="logs",
                    resource="log-group",
                    resource_name=log_group.log_group_name,
                    arn_format=ArnFormat.COLON_RESOURCE_NAME,
                ),
                format=json.dumps(ACCESS_LOG_FIELDS),
            ),
        )
        self.domain_target = self._answer_under(domain, made) if domain else None

    @property
    def url(self) -> str:
        """Base URL without a trailing slash."""
        return f"https://{self._domain.name}" if self._domain else self.api.api_endpoint

    def _answer_under(self, domain: OwnDomain, made: apigw.CfnStage) -> str:
        """Answer under the employer's own name; returns where its DNS entry has to point."""
        named = apigw.DomainName(
            self,
            "Domain",
            domain_name=domain.name,
            certificate=acm.Certificate.from_certificate_arn(self, "Certificate", domain.certificate_arn),
            security_policy=apigw.SecurityPolicy.TLS_1_2,
        )
        mapping = apigw.CfnApiMapping(
            self, "Mapping", api_id=self.api.api_id, domain_name=named.name, stage=made.stage_name
        )
        mapping.add_dependency(made)
        return named.regional_domain_name
