"""The OpenSearch domain: encrypted, TLS only, without users of its own, open to the roles of named functions only."""

from collections.abc import Mapping

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_opensearchservice as opensearch
from constructs import Construct

from infra import config
from infra.constructs.reasons import because

VERSION = "OpenSearch_2.19"
READ = ("es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost")
WRITE = (*READ, "es:ESHttpPut", "es:ESHttpDelete")
HTTPS_ONLY = opensearch.CfnDomain.DomainEndpointOptionsProperty(
    enforce_https=True, tls_security_policy="Policy-Min-TLS-1-2-PFS-2023-10"
)


class SearchDomain(Construct):
    """`writer` is the role that owns the indexes (fine-grained access control's master); `readers` search.

    An index can be rebuilt from the tables at any moment, so the domain goes with its stack.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: config.StageName,
        size: config.SearchDomain,
        key: kms.IKey,
        writer: iam.IRole,
        readers: Mapping[str, iam.IRole],
        log_retention: logs.RetentionDays,
    ) -> None:
        super().__init__(scope, name)
        # A domain's access policy holds the domain's own ARN, which CloudFormation cannot tell before it exists:
        # therefore the one physical name of the deployment.
        self.domain_name = f"relance-{stage}"
        self.arn = Stack.of(self).format_arn(service="es", resource="domain", resource_name=self.domain_name)
        errors, may_write_errors = self._error_log(log_retention)
        self.domain = opensearch.CfnDomain(
            self,
            "Domain",
            domain_name=self.domain_name,
            engine_version=VERSION,
            cluster_config=_cluster(size),
            ebs_options=_disk(size),
            encryption_at_rest_options=opensearch.CfnDomain.EncryptionAtRestOptionsProperty(
                enabled=True, kms_key_id=key.key_id
            ),
            node_to_node_encryption_options=opensearch.CfnDomain.NodeToNodeEncryptionOptionsProperty(enabled=True),
            domain_endpoint_options=HTTPS_ONLY,
            advanced_security_options=_owned_by(writer),
            access_policies=self._access(writer, readers).to_json(),
            software_update_options=opensearch.CfnDomain.SoftwareUpdateOptionsProperty(
                auto_software_update_enabled=True
            ),
            log_publishing_options={
                "ES_APPLICATION_LOGS": opensearch.CfnDomain.LogPublishingOptionProperty(
                    cloud_watch_logs_log_group_arn=errors.log_group_arn, enabled=True
                )
            },
        )
        self.domain.apply_removal_policy(RemovalPolicy.DESTROY)
        self.domain.node.add_dependency(may_write_errors)
        self._reasons(size)

    @property
    def endpoint(self) -> str:
        """Address with https://."""
        return f"https://{self.domain.attr_domain_endpoint}"

    @property
    def contents_arn(self) -> str:
        """Everything inside the domain, as policies name it."""
        return f"{self.arn}/*"

    def _reasons(self, size: config.SearchDomain) -> None:
        domain = self.domain
        because(
            domain, "OS1", "Inside a network, functions need a paid gateway to all else; roles and TLS are the wall."
        )
        because(domain, "OS3", "Functions have no fixed addresses: the policy admits named roles instead.")
        for log in ("SEARCH_SLOW_LOGS", "INDEX_SLOW_LOGS"):
            because(domain, f"OS9[LogExport::{log}]", "Slow logs would copy the words of offers and candidates.")
        if not size.dedicated_masters:
            because(domain, "OS4", "One small node serves a stage where nobody waits.")
        if size.data_nodes == 1:
            because(domain, "OS7", "The index of this stage can be rebuilt while nobody waits.")

    def _access(self, writer: iam.IRole, readers: Mapping[str, iam.IRole]) -> iam.PolicyDocument:
        return iam.PolicyDocument(
            statements=[
                iam.PolicyStatement(
                    principals=[writer.grant_principal], actions=list(WRITE), resources=[self.contents_arn]
                ),
                *(
                    iam.PolicyStatement(
                        principals=[role.grant_principal], actions=list(READ), resources=[self.contents_arn]
                    )
                    for role in readers.values()
                ),
            ]
        )

    def _error_log(self, retention: logs.RetentionDays) -> tuple[logs.LogGroup, logs.ResourcePolicy]:
        """Errors only. Slow logs would copy the words of offers and candidates."""
        group = logs.LogGroup(self, "Errors", retention=retention, removal_policy=RemovalPolicy.DESTROY)
        policy = logs.ResourcePolicy(
            self,
            "ErrorsPolicy",
            policy_statements=[
                iam.PolicyStatement(
                    principals=[iam.ServicePrincipal("es.amazonaws.com")],
                    actions=["logs:CreateLogStream", "logs:PutLogEvents"],
                    resources=[group.log_group_arn],
                )
            ],
        )
        return group, policy


def _owned_by(writer: iam.IRole) -> opensearch.CfnDomain.AdvancedSecurityOptionsInputProperty:
    """Fine-grained access control: no passwords, nobody anonymous."""
    return opensearch.CfnDomain.AdvancedSecurityOptionsInputProperty(
        enabled=True,
        internal_user_database_enabled=False,
        anonymous_auth_enabled=False,
        master_user_options=opensearch.CfnDomain.MasterUserOptionsProperty(master_user_arn=writer.role_arn),
    )


def _disk(size: config.SearchDomain) -> opensearch.CfnDomain.EBSOptionsProperty:
    return opensearch.CfnDomain.EBSOptionsProperty(ebs_enabled=True, volume_type="gp3", volume_size=size.volume_gib)


def _cluster(size: config.SearchDomain) -> opensearch.CfnDomain.ClusterConfigProperty:
    zones = size.data_nodes > 1
    masters = size.dedicated_masters > 0
    return opensearch.CfnDomain.ClusterConfigProperty(
        instance_type=size.instance_type,
        instance_count=size.data_nodes,
        zone_awareness_enabled=zones,
        zone_awareness_config=opensearch.CfnDomain.ZoneAwarenessConfigProperty(availability_zone_count=2)
        if zones
        else None,
        dedicated_master_enabled=masters,
        dedicated_master_count=size.dedicated_masters if masters else None,
        dedicated_master_type=size.master_instance_type if masters else None,
        multi_az_with_standby_enabled=False,
    )
