"""The deployment's secret: the pepper from which keys of address hashes and signed links are derived."""

from typing import TYPE_CHECKING

from relance.adapters.aws_errors import translated

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


def read_pepper(client: "SecretsManagerClient", arn: str) -> bytes:
    """The secret (48 random characters); UnavailableError when it cannot be read now."""
    with translated():
        return client.get_secret_value(SecretId=arn)["SecretString"].encode()
