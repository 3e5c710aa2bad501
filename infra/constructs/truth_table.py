"""A table of the ledger: on demand, encrypted with our key, restorable to any second, kept when the stack goes."""

from dataclasses import dataclass

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from constructs import Construct


@dataclass(frozen=True)
class Key:
    """Names of the attributes; the partition is text, and so is the sort unless it counts."""

    partition: str
    sort: str | None = None
    sort_is_number: bool = False

    @property
    def partition_attribute(self) -> dynamodb.Attribute:
        return dynamodb.Attribute(name=self.partition, type=dynamodb.AttributeType.STRING)

    @property
    def sort_attribute(self) -> dynamodb.Attribute | None:
        if self.sort is None:
            return None
        number, text = dynamodb.AttributeType.NUMBER, dynamodb.AttributeType.STRING
        return dynamodb.Attribute(name=self.sort, type=number if self.sort_is_number else text)


@dataclass(frozen=True)
class Index:
    """A second order of the table. `only` lists the attributes copied beside the keys; None copies all."""

    name: str
    key: Key
    only: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Shape:
    key: Key
    indexes: tuple[Index, ...] = ()
    stream: bool = False
    expires: bool = False


@dataclass(frozen=True)
class TruthTable:
    table: dynamodb.Table
    shape: Shape

    @property
    def index_arns(self) -> list[str]:
        return [f"{self.table.table_arn}/index/{index.name}" for index in self.shape.indexes]


def truth_table(scope: Construct, name: str, shape: Shape, *, key: kms.IKey, deletion_protection: bool) -> TruthTable:
    table = dynamodb.Table(
        scope,
        name,
        partition_key=shape.key.partition_attribute,
        sort_key=shape.key.sort_attribute,
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
        encryption_key=key,
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
        removal_policy=RemovalPolicy.RETAIN,
        deletion_protection=deletion_protection,
        # A stream only says that something changed: its reader reads the record itself.
        stream=dynamodb.StreamViewType.KEYS_ONLY if shape.stream else None,
        time_to_live_attribute="expires_at" if shape.expires else None,
    )
    for index in shape.indexes:
        table.add_global_secondary_index(
            index_name=index.name,
            partition_key=index.key.partition_attribute,
            sort_key=index.key.sort_attribute,
            projection_type=dynamodb.ProjectionType.INCLUDE if index.only else dynamodb.ProjectionType.ALL,
            non_key_attributes=list(index.only) if index.only else None,
        )
    return TruthTable(table, shape)
